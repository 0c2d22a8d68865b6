// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/audit.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

#include "audit/catalogue.h"
#include "audit/counted_tree.h"
#include "audit/dialplan/live_contexts.h"
#include "audit/shown_secrets.h"
#include "audit/toll_paths.h"
#include "base/hash.h"

namespace denwaban::audit {
namespace {

// The same hole has the same name tomorrow, when other lines have moved; of several with that name the order counts them.
void name_them(std::vector<ConfigFinding>& findings) {
  std::map<std::string, int> seen;
  for (ConfigFinding& f : findings) {
    std::string key = f.rule + '\n' + f.place.file + '\n' + f.place.context + '\n' + f.object + '\n' + f.key;
    int count = seen[key]++;
    f.id = stable_id(count ? key + '\n' + std::to_string(count) : key);
  }
}

auto order(const ConfigFinding& f) {
  return std::make_tuple(f.inert, -static_cast<int>(f.severity), std::string_view(f.rule), std::string_view(f.place.file),
                         f.place.line, std::string_view(f.object));
}

// Asterisk's own samples, which stand in many folders as they came.
bool is_sample(std::string_view context) {
  static constexpr std::string_view kSamples[] = {"trunkint", "trunkld", "trunklocal", "trunktollfree", "iaxtel700",
                                                  "iaxprovider", "page", "macro-page", "macro-dundi-e164", "stdexten",
                                                  "outbound-freenum", "outbound-freenum2", "ani", "macro-trunkdial"};
  return context.starts_with("ael-") || context.starts_with("dundi-e164") ||
         std::find(std::begin(kSamples), std::end(kSamples), context) != std::end(kSamples);
}

// What stands in a sample's context that nothing leads to harms nobody; [page] pages what the sample itself names.
void lower_dead(const Estate& estate, std::vector<ConfigFinding>& findings) {
  LiveContexts live(estate);
  auto harmless = [&](const std::string& context) {
    bool ours = context.starts_with("ael-");  // no other product has such names, so that nothing unread leads there
    if (!is_sample(context)) return false;
    return (context == "page" && live.known()) || live.is_dead(context) || (ours && live.is_unnamed(context));
  };
  for (ConfigFinding& finding : findings) {
    bool of_plan = finding.rule.starts_with("DWB-DP-") || finding.rule == "DWB-VM-006";
    if (finding.severity > Severity::low && of_plan && harmless(finding.place.context)) finding.severity = Severity::low;
  }
}

int weight(Severity severity) {
  switch (severity) {
    case Severity::critical: return 25;
    case Severity::high: return 10;
    case Severity::medium: return 3;
    case Severity::low: return 1;
    case Severity::info: break;
  }
  return 0;
}

}  // namespace

AuditResult audit(parse::FileTree& tree, const std::string& config_dir, const EstateOptions& options) {
  CountedTree counted(tree);
  Estate estate(counted, config_dir, options);
  TollAnalysis toll = find_toll_paths(estate);
  AuditResult result;
  Outline outline(estate);
  CallersWords words(outline, estate.dialplan);
  Survey survey{estate, toll.reach, toll.paths, outline, words};
  for (std::span<const Rule> family : catalogue()) {
    for (const Rule& rule : family) {
      Check check(survey, rule, result.findings);
      rule.check(check);
      if (check.uncounted()) result.bounds.emplace_back(rule.id);
    }
  }
  lower_dead(estate, result.findings);
  result.bounds.insert(result.bounds.begin(), toll.bounds->begin(), toll.bounds->end());
  name_them(result.findings);
  std::stable_sort(result.findings.begin(), result.findings.end(),
                   [](const ConfigFinding& a, const ConfigFinding& b) { return order(a) < order(b); });
  result.paths = std::move(toll.paths);
  result.paths.insert(result.paths.end(), toll.closed.begin(), toll.closed.end());
  result.missing = std::move(toll.missing);
  hide_secrets(estate, result.findings, result.paths);
  result.unread = estate.sources.unread();
  std::set<std::string> files(estate.dialplan.files.begin(), estate.dialplan.files.end());
  for (std::string_view name : estate.sources.names()) {
    const parse::ConfigFile* config = estate.sources.file(name);
    files.insert(config->files.begin(), config->files.end());
  }
  result.files = files.size();
  result.lines = counted.lines();
  return result;
}

int score(const std::vector<ConfigFinding>& findings) {
  std::map<std::string_view, int> worst;
  for (const ConfigFinding& f : findings)
    if (!f.inert) worst[f.rule] = std::max(worst[f.rule], weight(f.severity));
  int left = 100;
  for (const auto& [rule, taken] : worst) left -= taken;
  return std::max(left, 0);
}

}  // namespace denwaban::audit
