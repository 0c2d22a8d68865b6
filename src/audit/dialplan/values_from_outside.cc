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
    // Messages of telephones, as the drivers of GSM modems tell them (chan_dongle, chan_quectel, Khomp).
    {"SMS", Outside::header},           {"SMS_BASE64", Outside::header},      {"CMGR", Outside::header},
    {"CMGR_BASE64", Outside::header},   {"USSD", Outside::header},            {"USSD_BASE64", Outside::header},
    {"KSmsBody", Outside::header},      {"KSmsFrom", Outside::header},
};

constexpr Source kFunctions[] = {
    {"CALLERID", Outside::caller_id},    {"REDIRECTING", Outside::caller_id},  {"CONNECTEDLINE", Outside::caller_id},
    {"SIP_HEADER", Outside::header},     {"PJSIP_HEADER", Outside::header},    {"PJSIP_HEADER_PARAM", Outside::header},
    {"SIP_HEADERS", Outside::header},    {"MESSAGE", Outside::header},         {"MESSAGE_DATA", Outside::header},
    {"DB", Outside::database},           {"DB_DELETE", Outside::database},     {"REALTIME", Outside::database},
    {"REALTIME_FIELD", Outside::database}, {"CURL", Outside::web},             {"IAXVAR", Outside::header},
    {"ENUMLOOKUP", Outside::web},        {"ENUMRESULT", Outside::web},         {"TXTCIDNAME", Outside::web},
    {"DUNDILOOKUP", Outside::web},       {"DUNDIRESULT", Outside::web},
};

// Functions whose answer is made of their argument, letter for letter or nearly.
constexpr std::string_view kPassing[] = {"CUT",   "IF",        "IFTIME",  "TOUPPER",    "TOLOWER",   "STRREPLACE", "REPLACE",
                                         "QUOTE", "CSV_QUOTE", "EVAL",    "LISTFILTER", "URIDECODE", "PASSTHRU",   "TRIM",
                                         "LTRIM", "RTRIM",     "SPRINTF", "STRBETWEEN", "FILTER",     "BASE64_DECODE"};

// Functions whose first argument is the name of a variable or function, which they take the value of themselves.
constexpr std::string_view kByName[] = {"CUT", "STRREPLACE", "REPLACE", "LISTFILTER", "POP", "SHIFT"};

template <size_t N>
bool is_one_of(const std::string_view (&names)[N], std::string_view name) {
  return std::any_of(std::begin(names), std::end(names), [&](std::string_view one) { return same_name(one, name); });
}

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// The next character of FILTER's first argument as funcs/func_strings.c reads it: \x2D and \n are one.
char next_allowed(std::string_view& text) {
  char c = text.front();
  text.remove_prefix(1);
  if (c != '\\' || text.empty()) return c;
  c = text.front();
  text.remove_prefix(1);
  if (c != 'x' || text.empty() || hex_digit(text[0]) < 0) return c == 'n' ? '\n' : c == 't' ? '\t' : c == 'r' ? '\r' : c;
  int value = 0;
  for (int digits = 0; digits < 2 && !text.empty() && hex_digit(text[0]) >= 0; ++digits, text.remove_prefix(1))
    value = value * 16 + hex_digit(text[0]);
  return static_cast<char>(value);
}

// FILTER lets in what would do harm: the dividers of devices and arguments, and what a shell obeys.
bool filter_is_safe(std::string_view arguments) {
  static constexpr std::string_view kHarmful = "&|/;,`$()<>\\\"'\n";
  std::vector<std::string> parts = split_arguments(arguments, ',', 2);
  if (parts.size() != 2 || parts[0].find("${") != std::string::npos) return false;
  for (std::string_view left = parts[0]; !left.empty();) {
    auto low = static_cast<unsigned char>(next_allowed(left)), high = low;
    if (left.size() > 1 && left.front() == '-') {
      left.remove_prefix(1);
      high = static_cast<unsigned char>(next_allowed(left));
    }
    if (std::any_of(kHarmful.begin(), kHarmful.end(), [&](char c) { return c >= low && c <= high; })) return false;
  }
  return true;
}

bool passes(const Reference& function) {
  if (same_name(function.name, "FILTER")) return !filter_is_safe(function.arguments);
  return is_one_of(kPassing, function.name);
}

// What of a call record the caller says: CDR(src), CDR(clid,u) …
const Source* source_of_record(std::string_view arguments) {
  static constexpr Source kRecord[] = {
      {"src", Outside::caller_id}, {"clid", Outside::caller_id}, {"dst", Outside::dialled}, {"dnid", Outside::dialled}};
  std::string_view field = trim(arguments.substr(0, arguments.find(',')));
  auto found = std::find_if(std::begin(kRecord), std::end(kRecord), [&](const Source& s) { return same_name(s.name, field); });
  return found == std::end(kRecord) ? nullptr : &*found;
}

// What of a channel the other side says: CHANNEL(uri), CHANNEL(pjsip,remote_uri) … (channels/sip/dialplan_functions.c,
// channels/pjsip/dialplan_functions.c).
const Source* source_of_channel(std::string_view arguments) {
  static constexpr Source kChannel[] = {
      {"uri", Outside::header},        {"from", Outside::header},        {"useragent", Outside::header},
      {"remote_uri", Outside::header}, {"request_uri", Outside::header}, {"call-id", Outside::header},
      {"remote_tag", Outside::header}};
  if (const size_t comma = arguments.find(','); comma != std::string_view::npos) {
    if (!same_name(trim(arguments.substr(0, comma)), "pjsip")) return nullptr;
    arguments.remove_prefix(comma + 1);
  }
  std::string_view item = trim(arguments.substr(0, arguments.find(',')));
  auto found = std::find_if(std::begin(kChannel), std::end(kChannel), [&](const Source& s) { return same_name(s.name, item); });
  return found == std::end(kChannel) ? nullptr : &*found;
}

// A program that fetches what a server keeps: as good as a database of somebody else.
bool asks_the_web(const Reference& one) {
  return same_name(one.name, "SHELL") &&
         (one.arguments.find("curl ") != std::string::npos || one.arguments.find("wget ") != std::string::npos);
}

const Source* source_of(const Reference& one) {
  if (one.kind == Reference::Kind::function && same_name(one.name, "CDR")) return source_of_record(one.arguments);
  if (one.kind == Reference::Kind::function && same_name(one.name, "CHANNEL")) return source_of_channel(one.arguments);
  if (one.kind == Reference::Kind::function && asks_the_web(one)) {
    static constexpr Source kAnswer = {"SHELL", Outside::database};
    return &kAnswer;
  }
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

// Whether an expression computes: an operator outside of its strings and of what is put in before it is read (main/ast_expr2.fl).
bool computes(std::string_view expression) {
  bool quoted = false;
  int depth = 0;
  for (size_t i = 0; i < expression.size(); ++i) {
    const char c = expression[i];
    if (c == '$' && i + 1 < expression.size() && (expression[i + 1] == '{' || expression[i + 1] == '[')) {
      ++depth;
      ++i;
    } else if (depth > 0) {
      if (c == '}' || c == ']') --depth;
    } else if (c == '"') {
      quoted = !quoted;
    } else if (!quoted && std::string_view(":=<>!|&+-*/%?").find(c) != std::string_view::npos) {
      return true;
    }
  }
  return false;
}

// Whether what stands at `index` comes out of all that is around it; `cleaned` is set when only harmless parts do.
bool flows_out(const std::vector<Reference>& all, size_t index, bool& cleaned) {
  cleaned = is_harmless(all[index]);
  for (int inner = static_cast<int>(index), outer = all[index].parent; outer >= 0; inner = outer, outer = all[outer].parent) {
    const Reference& around = all[outer];
    if (around.kind == Reference::Kind::variable) return false;  // part of a variable's name
    if (around.kind == Reference::Kind::expression) {
      if (computes(around.arguments)) cleaned = true;  // a number, or yes and no
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

// What is asked for by "CALLERID(all)" or "NUMBER" without "${".
Inflowing by_name(std::string_view name, const OutsideVariables& variables) {
  Inflowing kinds;
  std::vector<Reference> all = references("${" + std::string(trim(name)) + "}");
  if (all.empty() || all[0].computed()) return kinds;
  if (const Source* source = source_of(all[0])) kinds.emplace(source->from, -1);
  if (all[0].kind == Reference::Kind::function && is_database(all[0].name)) kinds.emplace(Outside::database, -1);
  if (all[0].kind == Reference::Kind::variable)
    if (const Inflowing* held = variables.find(all[0].name)) kinds.insert(held->begin(), held->end());
  return kinds;
}

// Functions that give back what was written into them.
bool keeps(std::string_view function) {
  return same_name(function, "CDR") || same_name(function, "HASH") || same_name(function, "SHARED");
}

Inflowing kinds_of(const Reference& one, const OutsideVariables& variables) {
  if (names_dialled_number(one)) return {{Outside::dialled, -1}};
  bool function = one.kind == Reference::Kind::function;
  if (function && is_one_of(kByName, one.name) && one.arguments.find("${") != 0)
    return by_name(split_arguments(one.arguments, ',', 2)[0], variables);
  Inflowing kinds;
  if (function && same_name(one.name, "CALLERID") && variables.is_overwritten(trim(one.arguments))) return kinds;
  if (const Source* source = source_of(one)) kinds.emplace(source->from, -1);
  if (function && is_database(one.name)) kinds.emplace(Outside::database, -1);
  std::string kept = function && keeps(one.name) ? one.name + "(" + std::string(trim(one.arguments)) + ")" : one.name;
  if (!function || keeps(one.name))
    if (const Inflowing* held = variables.find(kept)) kinds.insert(held->begin(), held->end());
  return kinds;
}

// The piece of "Set(LOCAL(name)=…)", "Set(__name=…)" that names the variable; empty: a function is written to.
std::string_view variable_name(std::string_view name) {
  name = trim(name);
  while (name.starts_with('_')) name.remove_prefix(1);
  for (std::string_view around : {"LOCAL(", "GLOBAL("})
    if (name.starts_with(around) && name.ends_with(')')) name = name.substr(around.size(), name.size() - around.size() - 1);
  size_t open = name.find('(');
  return open == std::string_view::npos || keeps(name.substr(0, open)) ? name : std::string_view();
}

}  // namespace

std::vector<Inflow> inflows(std::string_view text, const OutsideVariables& variables) {
  std::vector<Inflow> found;
  std::vector<Reference> all = references(text);
  for (size_t i = 0; i < all.size(); ++i) {
    const Reference& one = all[i];
    if (one.kind == Reference::Kind::expression) continue;
    Inflowing kinds = kinds_of(one, variables);
    bool cleaned = false;
    if (kinds.empty() || !flows_out(all, i, cleaned)) continue;
    for (const auto& [kind, origin] : kinds)
      found.push_back({kind, std::string(text.substr(one.begin, one.end - one.begin)), cleaned, one.begin, origin});
  }
  return found;
}

bool has_inflow(const std::vector<Inflow>& all, std::initializer_list<Outside> kinds) {
  return std::any_of(all.begin(), all.end(), [&](const Inflow& one) {
    return !one.cleaned && std::find(kinds.begin(), kinds.end(), one.from) != kinds.end();
  });
}

void OutsideVariables::set(std::string_view assignment, bool conditional) {
  size_t equals = assignment.find('=');
  if (equals == std::string_view::npos) return;
  Inflowing kinds;
  for (const Inflow& one : inflows(assignment.substr(equals + 1), *this))
    if (!one.cleaned) kinds.emplace(one.from, one.origin);
  std::string_view name = trim(assignment.substr(0, equals));
  if (name.starts_with("ARRAY(")) {
    for (const std::string& each : split_arguments(name.substr(6, name.find(')') - 6))) assign(trim(each), kinds, conditional);
    return;
  }
  overwrite(name, kinds.empty() && !conditional);
  name = variable_name(name);
  if (!name.empty()) assign(name, std::move(kinds), conditional);
}

// Set(CALLERID(num)=${FILTER(0-9,${CALLERID(num)})}): what a caller wrote is gone.
void OutsideVariables::overwrite(std::string_view function, bool harmless) {
  constexpr std::string_view kCallerId = "CALLERID(";
  if (!function.starts_with(kCallerId) || !function.ends_with(')')) return;
  std::string_view part = trim(function.substr(kCallerId.size(), function.size() - kCallerId.size() - 1));
  std::vector<std::string_view> parts = {part};
  if (part == "all") parts = {"all", "num", "name"};
  if (!harmless) parts.push_back("all");
  for (std::string_view one : parts)
    if (harmless)
      overwritten_.emplace(one);
    else if (auto known = overwritten_.find(one); known != overwritten_.end())
      overwritten_.erase(known);
}

void OutsideVariables::assign(std::string_view variable, Inflowing kinds, bool conditional) {
  if (!conditional) forget(variable);
  take(variable, kinds);
}

void OutsideVariables::line(std::string_view app, std::string_view arguments) {
  for (const Doing& one : doings(app, arguments)) {
    if (is_app(one.app, {"Set", "SetVar", "SetLocalVar", "SetGlobalVar"})) set(one.arguments, one.conditional);
    if (is_app(one.app, "MSet"))
      for (const std::string& each : application_arguments(one.arguments)) set(each, one.conditional);
    if (is_app(one.app, {"Read", "ReadExten"}))
      assign(argument(application_arguments(one.arguments), 0), {{Outside::digits, -1}}, one.conditional);
    if (is_app(one.app, "Return") && !trim(one.arguments).empty()) set("GOSUB_RETVAL=" + one.arguments, true);
    if (is_app(one.app, "DBget"))
      if (size_t equals = one.arguments.find('='); equals != std::string::npos)
        assign(trim(std::string_view(one.arguments).substr(0, equals)), {{Outside::database, -1}}, one.conditional);
  }
}

bool OutsideVariables::take(std::string_view variable, const Inflowing& kinds) {
  if (kinds.empty() || variable.empty()) return false;
  auto known = variables_.find(variable);
  if (known == variables_.end()) {
    if (variables_.size() >= kVariablesMax) return false;
    variables_.emplace(std::string(variable), kinds);
    return true;
  }
  size_t before = known->second.size();
  known->second.insert(kinds.begin(), kinds.end());
  return known->second.size() > before;
}

void OutsideVariables::forget(std::string_view variable) {
  auto known = variables_.find(variable);
  if (known != variables_.end()) variables_.erase(known);
}

const Inflowing* OutsideVariables::find(std::string_view variable) const {
  auto found = variables_.find(variable);
  return found == variables_.end() ? nullptr : &found->second;
}

}  // namespace denwaban::audit
