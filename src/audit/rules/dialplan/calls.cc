// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: what calls may cost and who may send them elsewhere.
#include <algorithm>
#include <set>

#include "audit/rules/dialplan/around.h"
#include "audit/rules/dialplan/common.h"
#include "audit/rules/dialplan/walked.h"
#include "parse/dialplan/match.h"

namespace denwaban::audit {
namespace {

// Name of the peer in "SIP/peer/number", "SIP/number@peer", "PJSIP/number@endpoint".
std::string_view peer_of(std::string_view leg) {
  size_t slash = leg.find('/');
  if (slash == std::string_view::npos) return {};
  std::string_view rest = leg.substr(slash + 1);
  size_t at = rest.rfind('@');
  if (at != std::string_view::npos && rest.find("${") < at) return rest.substr(at + 1);
  return rest.substr(0, rest.find_first_of("/@"));
}

// Where the other side of a trunk arrives when it sends a call elsewhere.
std::string context_of_peer(const Estate& estate, std::string_view leg) {
  std::string_view peer = peer_of(leg);
  if (leg.starts_with("PJSIP/")) {
    const Object* endpoint = estate.pjsip.find(estate.pjsip.endpoints, peer);
    return endpoint ? endpoint->option("context", "default").value : std::string();
  }
  if (leg.starts_with("IAX2/") || leg.starts_with("IAX/")) {
    for (const IaxDevice& device : estate.iax.devices)
      if (device.object.name == peer && device.is_user && !device.contexts().empty()) return device.contexts().front();
    return {};
  }
  if (leg.starts_with("SIP/")) {
    for (const SipDevice& device : estate.chan_sip.devices)
      if (device.object.name == peer) return device.context();
    return estate.chan_sip.has_file ? estate.chan_sip.general.option("context", "default").value : std::string();
  }
  for (const DahdiChannels& group : estate.dahdi) {
    auto context = group.options.find("context");
    if (group.is_trunk && context != group.options.end() && (leg.starts_with("DAHDI/") || leg.starts_with("Zap/")))
      return context->second;
  }
  return {};
}

std::string transfer_context(const Estate& estate, std::string_view otherwise) {
  const parse::GlobalVariable* global = estate.dialplan.global("TRANSFER_CONTEXT");
  return global && !global->value.empty() ? global->value : std::string(otherwise);
}

}  // namespace

std::string_view transfer_for_strangers(const Check& check, const PlanLine& line) {
  const Estate& estate = check.estate();
  bool dial = is_app(line.priority->app, "Dial");
  if (!dial && !is_app(line.priority->app, "Queue")) return {};
  std::vector<std::string> parts = application_arguments(with_globals(estate, line.priority->arguments));
  std::vector<AppOption> options = app_options(argument(parts, dial ? 2 : 1));
  std::string leg = outside_leg(estate, line.priority->app, line.priority->arguments);
  if (!leg.empty() && find_option(options, 't')) {
    std::string context = transfer_context(estate, context_of_peer(estate, leg));
    if (!context.empty() && calls_trunk(check, context)) return "t";
  }
  bool outside = find_option(options, 'T') && check.survey().outline.from_outside(*line.priority);
  return outside && calls_trunk(check, transfer_context(estate, line.context->name)) ? "T" : std::string_view();
}

namespace {

void transfers_by_strangers(Check& check) {
  std::vector<LineFound> hits;
  for (const PlanLine& line : check.survey().outline.acts()) {
    if (is_generated(check.estate(), line.priority->place)) continue;
    std::string_view option = transfer_for_strangers(check, line);
    if (!option.empty()) hits.push_back({line, Severity::high, std::string(option)});
  }
  tell_by_context(check, hits, "options", "; leave t away where the called one is outside, and T where the caller is");
}

bool sets_limit(const parse::Priority& priority) {
  return is_app(priority.app, {"Set", "MSet", "ExecIf"}) &&
         (priority.arguments.find("TIMEOUT(absolute)") != std::string::npos ||
          priority.arguments.find("AbsoluteTimeout") != std::string::npos);
}

bool has_limit(const Estate& estate, const PlanLine& line) {
  std::vector<std::string> parts = application_arguments(with_globals(estate, line.priority->arguments));
  std::vector<AppOption> options = app_options(argument(parts, is_app(line.priority->app, "Dial") ? 2 : 5));
  return find_option(options, 'L') || find_option(options, 'S');
}

bool counts_calls(const parse::Priority& priority) { return priority.arguments.find("GROUP") != std::string::npos; }

bool limited_peer(const Estate& estate, std::string_view leg) {
  std::string_view peer = peer_of(leg);
  if (leg.starts_with("PJSIP/")) return false;
  return std::any_of(estate.chan_sip.devices.begin(), estate.chan_sip.devices.end(), [&](const SipDevice& device) {
    return device.object.name == peer && device.object.option_of({"call-limit", "incominglimit", "busylevel"}).written();
  });
}

bool registers_here(const Estate& estate, std::string_view technology, std::string_view name) {
  auto is = [&](const auto& device) { return device.object.name == name && device.dynamic(); };
  if (technology == "IAX2" || technology == "IAX")
    return std::any_of(estate.iax.devices.begin(), estate.iax.devices.end(), is);
  return technology == "SIP" && std::any_of(estate.chan_sip.devices.begin(), estate.chan_sip.devices.end(), is);
}

// A device that registers, called by one number alone: what it is given tells it which of its lines to ring.
bool rings_device(const Estate& estate, const PlanLine& line, std::string_view leg) {
  if (line.extension->is_pattern()) return false;
  std::string_view peer = peer_of(leg);
  return registers_here(estate, leg.substr(0, leg.find('/')), peer == "${EXTEN}" ? line.extension->name : peer);
}

// What a line calls over a trunk: by its text, else by what the search for toll paths saw.
std::string called_outside(const Check& check, const WalkedLines& walked, const PlanLine& line) {
  std::string leg = outside_leg(check.estate(), line.priority->app, line.priority->arguments);
  return leg.empty() ? unnamed_trunk(walked, line) : leg;
}

void endless_calls(Check& check) {
  std::vector<LineFound> hits;
  const Around around(check.survey().outline, check.estate().dialplan);
  WalkedLines walked(check);
  for (const PlanLine& line : check.survey().outline.acts()) {
    std::string leg = called_outside(check, walked, line);
    if (leg.empty() || is_generated(check.estate(), line.priority->place)) continue;
    if (rings_device(check.estate(), line, leg)) continue;
    if (has_limit(check.estate(), line) ||
        (check.estate().modules.loaded("func_timeout") && around.has(line, sets_limit)))
      continue;
    hits.push_back({line, severity_there(walked, line, Severity::medium), without_secrets("Dial", leg)});
  }
  tell_by_context(check, hits, "L", "same => n,Set(TIMEOUT(absolute)=7200)");
}

void countless_calls(Check& check) {
  std::vector<LineFound> hits;
  const Around around(check.survey().outline, check.estate().dialplan);
  WalkedLines walked(check);
  for (const PlanLine& line : check.survey().outline.acts()) {
    std::string leg = called_outside(check, walked, line);
    if (leg.empty() || is_generated(check.estate(), line.priority->place)) continue;
    if (rings_device(check.estate(), line, leg)) continue;
    if (around.has(line, counts_calls) || limited_peer(check.estate(), leg)) continue;
    hits.push_back({line, Severity::low, without_secrets("Dial", leg)});
  }
  tell_by_context(check, hits, "GROUP", "same => n,Set(GROUP()=out)\nsame => n,GotoIf($[${GROUP_COUNT(out)} > 4]?busy)");
}

// A leg that goes back into the dialplan with a number that is not the dialled one.
void forwards_outwards(Check& check) {
  std::vector<LineFound> hits;
  for_lines(check, [&](const CallersWords::Here& here) {
    const PlanLine& line = here.line;
    if (!is_app(here.doing.app, "Dial") || is_generated(check.estate(), line.priority->place)) return;
    for (const DialLeg& leg : dial_call(here.doing.arguments).legs) {
      auto local = local_target(leg);
      if (!local || !has_inflow(inflows(local->extension, here.variables), {Outside::database, Outside::digits})) continue;
      std::string context = with_globals(check.estate(), local->context);
      if (calls_trunk(check, context)) hits.push_back({line, Severity::medium, context});
      return;
    }
  });
  tell_by_context(check, hits, "Local", "; send forwards into a context that calls only what a forward may cost");
}

// That very number: one of a telephone does not, whatever else its context calls.
bool number_goes_out(const Check& check, const std::string& context, const std::string& number) {
  if (!calls_trunk(check, context)) return false;
  parse::ExtensionMatch match = parse::find_extension(check.estate().dialplan, context, number, "", 1);
  if (!match.extension || !match.switches.empty()) return !match.switches.empty();
  if (check.survey().outline.calls_trunk(*match.extension)) return true;
  auto leads_out = [&](const parse::Priority& line) {
    std::vector<Jump> all = jumps(line.app, line.arguments);
    return std::any_of(all.begin(), all.end(), [&](const Jump& jump) {
      return !jump.returns && !jump.target.context.empty() && calls_trunk(check, jump.target.context);
    });
  };
  return std::any_of(match.extension->priorities.begin(), match.extension->priorities.end(), leads_out);
}

void members_outwards(Check& check) {
  for (std::string_view name : {"queues.conf", "followme.conf"}) {
    const parse::ConfigFile* config = check.estate().sources.file(name);
    if (!config) continue;
    for (const parse::ConfigCategory& category : config->categories) {
      if (category.is_template || (name == "queues.conf" && parse::same_name(category.name, "general"))) continue;
      for (const parse::ConfigVariable& variable : category.variables) {
        std::string context;
        if (name == "queues.conf" && parse::same_name(variable.name, "member")) {
          std::vector<DialLeg> legs = dial_legs(split_arguments(variable.value)[0]);
          auto local = legs.empty() ? std::nullopt : local_target(legs[0]);
          if (local && number_goes_out(check, local->context, local->extension)) context = local->context;
        }
        if (name == "followme.conf" && parse::same_name(variable.name, "context") && calls_trunk(check, variable.value))
          context = variable.value;
        if (context.empty()) continue;
        SourceLine place = check.estate().sources.line_of(*config, variable);
        place.text = printable(variable.name + " => " + variable.value);
        ConfigFinding& found = check.about(std::move(place), "[" + printable(category.name) + "]", variable.name);
        fact(found, "what", context);
        found.fix = "; let members be telephones: member => PJSIP/100";
      }
    }
  }
}

void local_outwards(Check& check) {
  forwards_outwards(check);
  members_outwards(check);
}

// Whether somebody whose calls arrive there gets to a trunk.
bool is_way_out(const Check& check, const std::string& context) {
  return std::any_of(check.survey().paths.begin(), check.survey().paths.end(), [&](const TollPath& path) {
    return path.entry.context == context && !path.trunk.empty() && path.verdict != Verdict::not_reachable;
  });
}

// One context for all telephones: none can be kept from dialling out.
void one_context_for_all(Check& check) {
  const Estate& estate = check.estate();
  std::set<std::string> contexts;
  const Object* first = nullptr;
  size_t devices = 0;
  auto count = [&](const Object& object, std::string context) {
    if (!first) first = &object;
    ++devices;
    contexts.insert(std::move(context));
  };
  if (estate.modules.loaded("chan_sip"))
    for (const SipDevice& device : estate.chan_sip.devices)
      if (device.dynamic()) count(device.object, device.context());
  if (estate.modules.loaded("chan_pjsip"))
    for (const Object& endpoint : estate.pjsip.endpoints)
      if (!estate.pjsip.auths_of(endpoint).empty() && endpoint.option("outbound_auth").value.empty() &&
          !sounds_like_gateway(endpoint.name))
        count(endpoint, endpoint.option("context", "default").value);
  if (devices < 2 || contexts.size() != 1 || !is_way_out(check, *contexts.begin())) return;
  const parse::Context* context = estate.dialplan.find(*contexts.begin());
  ConfigFinding& found =
      context ? about_place(check, context->place, context->name, "[" + context->name + "]") : check.about(*first);
  found.key = "context";
  if (!context) fact(found, "context", *contexts.begin());
  fact(found, "devices", std::to_string(devices));
  found.fix = "[internal-only]\n; telephones of halls and workshops: no include of the outbound context";
}

bool allows(const DahdiChannels& group, const char* option) {
  auto found = group.options.find(option);
  if (found == group.options.end()) return false;
  Option value;
  value.value = found->second;
  return value.yes();
}

void analogue_transfers(Check& check) {
  for (const DahdiChannels& group : check.estate().dahdi) {
    if (!group.config || !group.variable) continue;
    auto context = group.options.find("context");
    std::string name = context == group.options.end() ? "default" : context->second;
    std::string option;
    for (const char* one : {"threewaycalling", "transfer", "cancallforward"})
      if (!group.is_trunk && allows(group, one)) option += (option.empty() ? "" : ", ") + std::string(one);
    if (group.is_trunk && allows(group, "immediate")) option = "immediate";
    if (option.empty() || !calls_trunk(check, name)) continue;
    SourceLine place = check.estate().sources.line_of(*group.config, *group.variable);
    place.text = printable("channel => " + group.channels);
    ConfigFinding& found = check.about(std::move(place), "channel " + printable(group.channels), "channel");
    fact(found, "options", option);
    fact(found, "context", name);
    found.fix = "; before this channel line\nthreewaycalling=no\ntransfer=no\ncancallforward=no";
  }
}

constexpr Rule kRules[] = {
    {"DWB-DP-011", Severity::high, "", "Q&A secure an Asterisk server", transfers_by_strangers},
    {"DWB-DP-014", Severity::medium, "", "JPCERT-AT-2010-0032", one_context_for_all},
    {"DWB-DP-015", Severity::medium, "", "Q&A secure an Asterisk server", endless_calls},
    {"DWB-DP-016", Severity::low, "", "Q&A secure an Asterisk server", countless_calls},
    {"DWB-DP-024", Severity::medium, "", "Asterisk documentation", local_outwards},
    {"DWB-DP-038", Severity::medium, "chan_dahdi", "Q&A secure an Asterisk server", analogue_transfers},
};

}  // namespace

std::span<const Rule> dialplan_call_rules() { return kRules; }

}  // namespace denwaban::audit
