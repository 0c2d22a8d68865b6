// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/values_from_outside.h"

#include <algorithm>

#include "parse/config/config_file.h"

namespace denwaban::audit {
namespace {

using parse::same_name;

constexpr size_t kVariablesMax = 1'000;
// "&SIP/" without a peer does nothing: so few characters cannot name another channel or command.
constexpr int kHarmlessLength = 5;

struct Source {
  std::string_view name;
  Outside from;
};

constexpr Source kVariables[] = {
    {"EXTEN", Outside::dialled},        {"MACRO_EXTEN", Outside::dialled},    {"DNID", Outside::dialled},
    {"INVALID_EXTEN", Outside::dialled}, {"RDNIS", Outside::caller_id},       {"CALLERID", Outside::caller_id},
    {"CALLERIDNUM", Outside::caller_id}, {"CALLERIDNAME", Outside::caller_id}, {"CALLERIDANI", Outside::caller_id},
    {"SIPCALLID", Outside::header},     {"SIPDOMAIN", Outside::header},       {"SIPURI", Outside::header},
    {"SIPUSERAGENT", Outside::header},  {"SIPREDIRECTDIVERSION", Outside::header},
};

constexpr Source kFunctions[] = {
    {"CALLERID", Outside::caller_id},    {"REDIRECTING", Outside::caller_id},  {"CONNECTEDLINE", Outside::caller_id},
    {"SIP_HEADER", Outside::header},     {"PJSIP_HEADER", Outside::header},    {"PJSIP_HEADER_PARAM", Outside::header},
    {"SIP_HEADERS", Outside::header},    {"MESSAGE", Outside::header},         {"MESSAGE_DATA", Outside::header},
    {"DB", Outside::database},           {"DB_DELETE", Outside::database},     {"REALTIME", Outside::database},
    {"REALTIME_FIELD", Outside::database}, {"CURL", Outside::web},             {"SHELL", Outside::program},
};

// Functions whose answer is made of their argument, letter for letter or nearly.
constexpr std::string_view kPassing[] = {"CUT",   "IF",        "IFTIME",  "TOUPPER",    "TOLOWER",   "STRREPLACE", "REPLACE",
                                         "QUOTE", "CSV_QUOTE", "EVAL",    "LISTFILTER", "URIDECODE", "PASSTHRU",   "TRIM",
                                         "LTRIM", "RTRIM",     "SPRINTF", "STRBETWEEN", "FILTER"};

// FILTER lets in what would do harm: the dividers of devices and arguments, and what a shell obeys.
bool filter_is_safe(std::string_view arguments) {
  std::vector<std::string> parts = split_arguments(arguments, ',', 2);
  return parts[0].find_first_of("&|/;`$()<>\\\"'") == std::string::npos && parts.size() == 2;
}

bool passes(const Reference& function) {
  if (same_name(function.name, "FILTER")) return !filter_is_safe(function.arguments);
  return std::any_of(std::begin(kPassing), std::end(kPassing),
                     [&](std::string_view name) { return same_name(name, function.name); });
}

// What of a call record the caller says: CDR(src), CDR(clid,u) …
const Source* source_of_record(std::string_view arguments) {
  static constexpr Source kRecord[] = {
      {"src", Outside::caller_id}, {"clid", Outside::caller_id}, {"dst", Outside::dialled}, {"dnid", Outside::dialled}};
  std::string_view field = trim(arguments.substr(0, arguments.find(',')));
  auto found = std::find_if(std::begin(kRecord), std::end(kRecord), [&](const Source& s) { return same_name(s.name, field); });
  return found == std::end(kRecord) ? nullptr : &*found;
}

const Source* source_of(const Reference& one) {
  if (one.kind == Reference::Kind::function && same_name(one.name, "CDR")) return source_of_record(one.arguments);
  bool function = one.kind == Reference::Kind::function;
  const Source* begin = function ? std::begin(kFunctions) : std::begin(kVariables);
  const Source* end = function ? std::end(kFunctions) : std::end(kVariables);
  auto found = std::find_if(begin, end, [&](const Source& s) {
    return function ? same_name(s.name, one.name) : s.name == one.name;  // variables with case, functions as people write
  });
  return found == end ? nullptr : &*found;
}

bool is_database(std::string_view function) { return function.starts_with("ODBC_") || function.starts_with("MYSQL_"); }

bool is_harmless(const Reference& one) { return one.longest() >= 0 && one.longest() <= kHarmlessLength; }

// Only in the answer of a condition's branches, and not in the condition.
bool in_condition(const Reference& inner, const Reference& outer) {
  if (!same_name(outer.name, "IF") && !same_name(outer.name, "IFTIME")) return false;
  size_t question = outer.arguments.size();
  std::vector<std::string> parts = split_arguments(outer.arguments, '?', 2);
  if (parts.size() == 2) question = parts[0].size();
  size_t arguments_begin = outer.begin + 2 + outer.name.size() + 1;
  return inner.begin < arguments_begin + question;
}

// Whether what stands at `index` comes out of all that is around it; `cleaned` is set when only harmless parts do.
bool flows_out(const std::vector<Reference>& all, size_t index, bool& cleaned) {
  cleaned = is_harmless(all[index]);
  for (int inner = static_cast<int>(index), outer = all[index].parent; outer >= 0; inner = outer, outer = all[outer].parent) {
    const Reference& around = all[outer];
    if (around.kind == Reference::Kind::variable) return false;  // part of a variable's name
    if (around.kind == Reference::Kind::expression) {
      if (around.arguments.find_first_of(":=<>!|&+-*/%?") != std::string::npos) cleaned = true;  // a number, or yes and no
      continue;
    }
    if (in_condition(all[inner], around)) return false;
    if (!passes(around)) {
      if (!same_name(around.name, "FILTER")) return false;
      cleaned = true;
    }
    if (is_harmless(around)) cleaned = true;
  }
  return true;
}

}  // namespace

std::vector<Inflow> inflows(std::string_view text, const OutsideVariables& variables) {
  std::vector<Inflow> found;
  std::vector<Reference> all = references(text);
  for (size_t i = 0; i < all.size(); ++i) {
    const Reference& one = all[i];
    if (one.kind == Reference::Kind::expression) continue;
    std::set<Outside> kinds;
    if (const Source* source = source_of(one)) kinds.insert(source->from);
    if (one.kind == Reference::Kind::function && is_database(one.name)) kinds.insert(Outside::database);
    if (one.kind == Reference::Kind::variable)
      if (const std::set<Outside>* set = variables.find(one.name)) kinds.insert(set->begin(), set->end());
    bool cleaned = false;
    if (kinds.empty() || !flows_out(all, i, cleaned)) continue;
    for (Outside kind : kinds)
      found.push_back({kind, std::string(text.substr(one.begin, one.end - one.begin)), cleaned, one.begin});
  }
  return found;
}

bool has_inflow(const std::vector<Inflow>& all, std::initializer_list<Outside> kinds) {
  return std::any_of(all.begin(), all.end(), [&](const Inflow& one) {
    return !one.cleaned && std::find(kinds.begin(), kinds.end(), one.from) != kinds.end();
  });
}

void OutsideVariables::set(std::string_view assignment) {
  size_t equals = assignment.find('=');
  if (equals == std::string_view::npos) return;
  std::string_view name = trim(assignment.substr(0, equals));
  while (name.starts_with('_')) name.remove_prefix(1);
  if (name.find('(') != std::string_view::npos && !name.starts_with("ARRAY(") && !name.starts_with("LOCAL(")) return;
  if (name.starts_with("LOCAL(")) name = name.substr(6, name.size() - 7);
  std::set<Outside> kinds;
  for (const Inflow& one : inflows(assignment.substr(equals + 1), *this))
    if (!one.cleaned) kinds.insert(one.from);
  if (kinds.empty()) {
    auto known = variables_.find(name);
    if (known != variables_.end()) variables_.erase(known);
  } else if (variables_.size() < kVariablesMax) {
    variables_[std::string(name)] = std::move(kinds);
  }
}

void OutsideVariables::line(std::string_view app, std::string_view arguments) {
  if (is_app(app, {"Set", "SetVar", "SetLocalVar"})) set(arguments);
  if (is_app(app, "MSet"))
    for (const std::string& one : application_arguments(arguments)) set(one);
  if (is_app(app, {"Read", "ReadExten"}) && variables_.size() < kVariablesMax) {
    std::vector<std::string> parts = application_arguments(arguments);
    if (!argument(parts, 0).empty()) variables_[std::string(argument(parts, 0))] = {Outside::digits};
  }
  if (is_app(app, "DBget") && variables_.size() < kVariablesMax)
    if (size_t equals = arguments.find('='); equals != std::string_view::npos)
      variables_[std::string(trim(arguments.substr(0, equals)))] = {Outside::database};
}

void OutsideVariables::take(const std::string& variable, const std::set<Outside>& kinds) {
  if (!kinds.empty() && variables_.size() < kVariablesMax) variables_[variable].insert(kinds.begin(), kinds.end());
}

const std::set<Outside>* OutsideVariables::find(std::string_view variable) const {
  auto found = variables_.find(variable);
  return found == variables_.end() ? nullptr : &found->second;
}

std::string_view outside_name(Outside from) {
  switch (from) {
    case Outside::dialled: return "dialled";
    case Outside::caller_id: return "caller_id";
    case Outside::header: return "header";
    case Outside::database: return "database";
    case Outside::web: return "web";
    case Outside::program: return "program";
    case Outside::digits: return "digits";
  }
  return "dialled";
}

}  // namespace denwaban::audit
