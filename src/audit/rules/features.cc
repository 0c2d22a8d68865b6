// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-FEAT: features.conf and res_parking.conf.
#include <algorithm>

#include "audit/catalogue.h"
#include "audit/refused_options.h"
#include "audit/rules/dialplan/common.h"
#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using parse::same_name;

constexpr size_t kTrailMax = 8;

Object section_of(Check& check, std::string_view file, const char* section) {
  const parse::ConfigFile* config = check.estate().sources.file(file);
  const bool taken = config && !refused_option(check.estate(), file);
  return {section, section, config, taken ? config->first(section) : nullptr, nullptr};
}

void transfer_codes(Check& check) {
  Object map = section_of(check, "features.conf", "featuremap");
  Option blind = map.option("blindxfer", "#");
  Option attended = map.option("atxfer");
  if (!map.config || (blind.value.empty() && attended.value.empty())) return;
  std::vector<SourceLine> trail;
  for (const PlanLine& line : check.survey().outline.acts())
    if (trail.size() < kTrailMax && !transfer_for_strangers(check, line).empty())
      trail.push_back(source_line(check.estate(), *line.context, *line.extension, *line.priority));
  if (trail.empty()) return;
  const Option& code = blind.value.empty() ? attended : blind;
  ConfigFinding& found = check.about(map, code);
  fact(found, "code", code.value);
  found.trail.insert(found.trail.end(), trail.begin(), trail.end());
  found.fix = "[featuremap]\nblindxfer=\natxfer=";
}

bool is_offered(const parse::Dialplan& plan, std::string_view name) {
  constexpr std::string_view kVariable = "DYNAMIC_FEATURES";
  for (const parse::GlobalVariable& global : plan.globals)
    if (std::string_view(global.name).ends_with(kVariable) && global.value.find(name) != std::string::npos)
      return true;
  for (const parse::Context& context : plan.contexts)
    for (const parse::Extension& extension : context.extensions)
      for (const parse::Priority& priority : extension.priorities)
        if (priority.arguments.find(kVariable) != std::string::npos &&
            priority.arguments.find(name) != std::string::npos)
          return true;
  return false;
}

void powerful_keys(Check& check) {
  static constexpr std::string_view kPowerful[] = {"System", "TrySystem", "Macro", "GoSub", "Goto",
                                                   "Exec",   "ExecIf",    "AGI",   "Dial"};
  Object map = section_of(check, "features.conf", "applicationmap");
  if (!map.category) return;
  for (const parse::ConfigVariable& v : map.category->variables) {
    auto parts = pbx::split_list(v.value);
    if (parts.size() < 3) continue;
    std::string_view app = parts[2].substr(0, parts[2].find('('));
    bool powerful = std::any_of(std::begin(kPowerful), std::end(kPowerful),
                                [&](auto name) { return same_name(name, app); });
    if (!powerful || !is_offered(check.estate().dialplan, v.name)) continue;
    ConfigFinding& found = check.about(map, map.option(v.name));
    fact(found, "feature", v.name);
    fact(found, "application", app);
    found.fix = "[applicationmap]\n;" + v.name;
  }
}

void parked_calls(Check& check) {
  for (const char* file : {"res_parking.conf", "features.conf"}) {
    const parse::ConfigFile* config = check.estate().sources.file(file);
    if (!config) continue;
    for (const parse::ConfigCategory& section : config->categories) {
      if (section.is_template) continue;
      Object lot{"parking lot", section.name, config, &section, nullptr};
      Option transfers = lot.option("parkedcalltransfers", "no");
      Option origin = lot.option("comebacktoorigin", "yes");
      bool opens = !transfers.no();
      if (!opens && origin.yes()) continue;
      ConfigFinding& found = check.about(lot, opens ? transfers : origin);
      fact(found, opens ? "transfers" : "origin", "yes");
      found.fix = lot.title() + (opens ? "\nparkedcalltransfers=no" : "\ncomebacktoorigin=yes");
    }
  }
}

void pickup_by_guests(Check& check) {
  const Estate& estate = check.estate();
  Object general = section_of(check, "features.conf", "general");
  bool open = estate.chan_sip.has_file && estate.chan_sip.guests && estate.modules.loaded("chan_sip");
  Option code = general.option("pickupexten", "*8");
  if (!general.config || !open || code.value.empty()) return;
  if (estate.chan_sip.general.option_of({"pickupgroup", "namedpickupgroup"}).value.empty()) return;  // guests pick up nothing
  if (check.survey().reach.of(estate.chan_sip.guest_context) < Reach::extensions) return;
  ConfigFinding& found = check.about(general, code);
  fact(found, "code", code.value);
  fact(found, "context", estate.chan_sip.guest_context);
  found.fix = "[general]\npickupexten=";
}

constexpr Rule kRules[] = {
    {"DWB-FEAT-001", Severity::high, "", "Q&A secure an Asterisk server", transfer_codes},
    {"DWB-FEAT-002", Severity::medium, "", "features.conf.sample", powerful_keys},
    {"DWB-FEAT-003", Severity::low, "", "res_parking.conf.sample", parked_calls},
    {"DWB-FEAT-004", Severity::low, "", "features.conf.sample", pickup_by_guests},
};

}  // namespace

std::span<const Rule> feature_rules() { return kRules; }

}  // namespace denwaban::audit
