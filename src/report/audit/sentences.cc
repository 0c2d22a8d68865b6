// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/sentences.h"

#include <fmt/format.h>

#include "audit/catalogue.h"
#include "model/names.h"
#include "text/message.h"
#include "text/printable.h"

namespace denwaban::report {
namespace {

using text::say;

std::string sentence(const ConfigFinding& finding, std::string_view part) {
  std::vector<text::Argument> arguments;
  for (const auto& [name, value] : finding.facts) arguments.emplace_back(name, value);
  return say(fmt::format("rule.{}.{}", finding.rule, part), arguments);
}

// The pattern with "…" for its arguments: the same walk as say(), where nothing is known.
std::string general(std::string_view id) {
  auto pattern = text::find_pattern(id);
  if (!pattern) return say(id);
  std::string out;
  for (size_t at = 0; at < pattern->size();) {
    size_t special = pattern->find_first_of("{[", at);
    out += pattern->substr(at, special == std::string_view::npos ? special : special - at);
    if (special == std::string_view::npos) break;
    bool argument = (*pattern)[special] == '{';
    if (argument) out += "…";
    size_t end = pattern->find(argument ? '}' : ']', special);
    at = end == std::string_view::npos ? pattern->size() : end + 1;
  }
  return out;
}

}  // namespace

std::string title_of(const ConfigFinding& finding) { return sentence(finding, "title"); }
std::string why_of(const ConfigFinding& finding) { return sentence(finding, "why"); }

std::vector<std::string_view> sources_of(std::string_view rule) {
  std::vector<std::string_view> all;
  const audit::Rule* found = audit::find_rule(rule);
  std::string_view rest = found ? found->sources : std::string_view();
  while (!rest.empty()) {
    size_t comma = rest.find(", ");
    all.push_back(rest.substr(0, comma));
    rest.remove_prefix(comma == std::string_view::npos ? rest.size() : comma + 2);
  }
  return all;
}

std::string general_title(std::string_view rule) { return general(fmt::format("rule.{}.title", rule)); }
std::string general_why(std::string_view rule) { return general(fmt::format("rule.{}.why", rule)); }

std::string place_text(const SourceLine& place) {
  std::string file = text::printable(place.file);
  return place.line > 0 ? fmt::format("{}:{}", file, place.line) : file;
}

std::string entry_text(const TollEntry& entry) {
  return say(fmt::format("audit.entry.{}", name_of(entry.kind)),
             {{"name", entry.name}, {"context", entry.context}});
}

std::string verdict_text(const TollPath& path) {
  return say(
      fmt::format("audit.verdict.{}", name_of(path.verdict)),
      {{"gate", say(fmt::format("audit.gate.{}", name_of(path.gate)))}, {"condition", path.condition}});
}

}  // namespace denwaban::report
