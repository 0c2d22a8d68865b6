// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/sentences.h"

#include <fmt/format.h>

#include <algorithm>

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

// What stands between a bracket at the beginning of `pattern` and its end, which is taken off.
std::string_view take_inside(std::string_view& pattern) {
  size_t end = pattern.find(pattern.front() == '{' ? '}' : ']');
  std::string_view inside = pattern.substr(1, end == std::string_view::npos ? end : end - 1);
  pattern.remove_prefix(end == std::string_view::npos ? pattern.size() : end + 1);
  return inside;
}

// The pattern with "…" for its arguments: the same walk as say(), where nothing is known. Of things that are said only
// sometimes, alternatives that stand side by side are told, all of them.
std::string general_of(std::string_view pattern);

// "{name}", or the form for many of "{name|one|many}".
std::string general_argument(std::string_view inside) {
  size_t bar = inside.rfind('|');
  return bar == std::string_view::npos ? "…" : std::string(inside.substr(bar + 1));
}

// "[a?one][b?other]" at the beginning of `pattern`, which are taken off: "one / other"; of a single one nothing.
std::string general_alternatives(std::string_view& pattern, bool alone) {
  std::string told;
  size_t count = 0;
  while (pattern.starts_with('[')) {
    std::string_view inside = take_inside(pattern);
    size_t mark = inside.find('?');
    if (mark == std::string_view::npos || inside.substr(0, mark) == "more") continue;
    std::string one = general_of(inside.substr(mark + 1));
    if (count++ > 0) one.erase(0, one.find_first_not_of(" ,;:"));
    told += (count > 1 ? " / " : "") + one;
  }
  return count > 1 || alone ? told : std::string();
}

std::string general_of(std::string_view pattern) {
  std::string out;
  while (!pattern.empty()) {
    size_t special = std::min(pattern.find_first_of("{["), pattern.size());
    out += pattern.substr(0, special);
    pattern.remove_prefix(special);
    if (pattern.starts_with('{'))
      out += general_argument(take_inside(pattern));
    else if (!pattern.empty())
      out += general_alternatives(pattern, out.empty());
  }
  return out;
}

std::string general(std::string_view id) {
  auto pattern = text::find_pattern(id);
  return pattern ? general_of(*pattern) : say(id);
}

}  // namespace

std::string title_of(const ConfigFinding& finding) {
  std::string title = sentence(finding, "title");
  return finding.also.empty() ? title : say("audit.with_twins", {{"title", title}, {"count", finding.also.size()}});
}

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

namespace {

// "a menu, a transfer": what the way goes through.
std::string by_text(const TollPath& path) {
  constexpr std::string_view kTold[] = {"ivr", "disa", "transfer", "forward", "voicemail", "injection", "queue"};
  std::string all;
  for (std::string_view one : kTold)
    if (std::find(path.classes.begin(), path.classes.end(), one) != path.classes.end())
      all += (all.empty() ? "" : ", ") + say(fmt::format("audit.by.{}", one));
  return all;
}

}  // namespace

std::string entry_text(const TollEntry& entry) {
  return say(fmt::format("audit.entry.{}", name_of(entry.kind)),
             {{"name", entry.name}, {"context", entry.context}});
}

std::string entries_text(const TollEntry& first, const std::vector<std::string>& names) {
  constexpr size_t kNamesMax = 6;
  std::string all;
  for (size_t i = 0; i < names.size() && i < kNamesMax; ++i) all += (i ? ", " : "") + names[i];
  if (names.size() > kNamesMax) all += say("audit.and_others", {{"count", names.size() - kNamesMax}});
  return say(fmt::format("audit.entry.{}", name_of(first.kind)), {{"name", all}, {"context", first.context}});
}

std::string verdict_text(const TollPath& path) {
  // A telephone on a line of its own has no password.
  bool in_hand = path.entry.kind == EntryKind::dahdi_channel && path.gate == Gate::credentials;
  std::string gate = in_hand ? "in_hand" : std::string(name_of(path.gate));
  return say(fmt::format("audit.verdict.{}", name_of(path.verdict)),
             {{"gate", say("audit.gate." + gate)}, {"condition", path.condition}, {"by", by_text(path)}});
}

std::string dialled_text(const TollPath& path) {
  bool alone = path.numbers.empty();
  return say("audit.dialled", {{"numbers", path.numbers},
                               {"example", path.example},
                               {"then", alone ? "" : path.then_numbers},
                               {"alone", alone ? path.then_numbers : ""},
                               {"entered", path.then_example},
                               {"caller", path.caller_id},
                               {"sent", path.sent}});
}

namespace {

// A folder's file of which doors, trunks or the ways between them are made.
bool decides_ways(std::string_view name) {
  constexpr std::string_view kPrefixes[] = {"extensions", "sip",  "pjsip", "iax",
                                            "chan_dahdi", "dahdi", "users", "modules"};
  return std::any_of(std::begin(kPrefixes), std::end(kPrefixes),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

std::string name_of_file(std::string_view path) { return text::printable(path.substr(path.rfind('/') + 1), 60); }

void add_name(std::vector<std::string>& names, std::string name) {
  if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(std::move(name));
}

std::string listed(const std::vector<std::string>& names) {
  constexpr size_t kNamedMax = 5;
  std::string all;
  for (size_t i = 0; i < names.size() && i < kNamedMax; ++i) all += (i ? ", " : "") + names[i];
  return names.size() > kNamedMax ? all + ", …" : all;
}

// Files of findings of that rule that decide the ways.
std::vector<std::string> files_of(const Review& review, std::string_view rule) {
  std::vector<std::string> names;
  for (const ConfigFinding& finding : review.findings)
    if (finding.rule == rule && !finding.inert && decides_ways(name_of_file(finding.place.file)))
      add_name(names, name_of_file(finding.place.file));
  return names;
}

std::vector<std::string> missing_includes(const Review& review) {
  std::vector<std::string> names;
  for (const ConfigFinding& finding : review.findings)
    if (finding.rule == "DWB-CFG-002" && decides_ways(name_of_file(finding.place.file)))
      for (const auto& [name, path] : finding.facts)
        if (name == "path") add_name(names, name_of_file(path));
  return names;
}

std::vector<std::string> families_in_databases(const Review& review) {
  std::vector<std::string> names;
  for (const ConfigFinding& finding : review.findings)
    if (finding.rule == "DWB-CFG-012" && (finding.place.file == "extconfig.conf" || finding.place.file == "sorcery.conf"))
      add_name(names, text::printable(finding.key, 60));
  return names;
}

}  // namespace

std::vector<std::string> reservations(const Review& review) {
  std::vector<std::string> all;
  auto add = [&](std::string_view id, const std::vector<std::string>& names) {
    if (!names.empty()) all.push_back(say(id, {{"names", listed(names)}, {"count", names.size()}}));
  };
  add("audit.reserve.refused", files_of(review, "DWB-CFG-001"));
  if (review.paths.empty()) return all;  // no_ways_text says the others
  add("audit.reserve.includes", missing_includes(review));
  add("audit.reserve.database", families_in_databases(review));
  return all;
}

std::vector<std::string> bounds_of_ways(const Review& review) {
  std::vector<std::string> all;
  for (const std::string& bound : review.bounds)
    if (bound.starts_with("toll paths")) all.push_back(bound);
  return all;
}

std::string no_ways_text(const Review& review) {
  std::vector<std::string> names;
  for (const audit::Unread& unread : review.unread)
    if (decides_ways(name_of_file(unread.file))) add_name(names, name_of_file(unread.file));
  if (!names.empty()) return say("audit.no_ways.unread", {{"files", listed(names)}, {"count", names.size()}});
  if (!bounds_of_ways(review).empty()) return say("audit.no_ways.bound");
  names = missing_includes(review);
  if (!names.empty()) return say("audit.no_ways.includes", {{"files", listed(names)}, {"count", names.size()}});
  names = families_in_databases(review);
  if (!names.empty()) return say("audit.no_ways.database", {{"names", listed(names)}});
  names = files_of(review, "DWB-CFG-009");
  if (!names.empty()) return say("audit.no_ways.programs", {{"files", listed(names)}});
  for (const std::string& context : review.missing) add_name(names, "[" + text::printable(context, 60) + "]");
  if (!names.empty()) return say("audit.no_ways.missing", {{"contexts", listed(names)}});
  return say(review.known > 0 ? "audit.no_ways.known" : "audit.no_ways");
}

}  // namespace denwaban::report
