// SPDX-License-Identifier: GPL-3.0-or-later
// Dialplan functions: those that compute are computed on constants, of the others it is known who decides
// their answer.
#include <algorithm>
#include <array>
#include <cstdlib>
#include <utility>

#include "audit/paths/expression_matches.h"
#include "audit/paths/relevant_names.h"
#include "audit/paths/values.h"

namespace denwaban::audit {
namespace {

std::string upper(std::string text) {
  for (char& c : text)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return text;
}

struct Call {
  std::string name;  // upper case
  const Value& arguments;
  std::vector<Value> parts;  // split at commas
  const Scope& scope;

  Value part(size_t i) const { return i < parts.size() ? parts[i] : Value(); }
  bool constant() const { return arguments.constant(); }
  std::string written() const { return "${" + name + "(" + arguments.shown() + ")}"; }
  Value unknown() const { return Value::unknown(arguments.worst_source(), written()); }
};

Value if_function(const Call& call) {
  auto parts = call.arguments.cut('?');
  if (!parts) return {};
  Truth truth = truth_of_value(parts->first.trimmed());
  auto ways = parts->second.cut(':');
  Value yes = ways ? ways->first : parts->second, no = ways ? ways->second : Value();
  if (!truth.can_be_true) return no;
  if (!truth.can_be_false || yes == no) return yes;
  return Value::unknown(std::max(call.arguments.worst_source(), parts->first.worst_source()), call.written());
}

Value len(const Call& call) {
  if (auto known = call.arguments.length([&](uint8_t input) { return call.scope.length_of(input); }))
    return Value(std::to_string(*known));
  return Value::measure_of(call.arguments, call.written()).value_or(call.unknown());
}

Value isnull(const Call& call) {
  if (call.constant()) return Value(call.arguments.empty() ? "1" : "0");
  return call.arguments.uses_input() || !call.arguments.has_unknown() ? Value("0") : call.unknown();
}

Value exists(const Call& call) {
  if (call.constant()) return Value(call.arguments.empty() ? "0" : "1");
  return call.arguments.uses_input() || !call.arguments.has_unknown() ? Value("1") : call.unknown();
}

Value filter(const Call& call) {
  Value text;
  for (size_t i = 1; i < call.parts.size(); ++i) {
    if (i > 1) text.add(",");
    text.add(call.parts[i]);
  }
  if (!text.constant()) return text.filtered();
  std::string allowed = call.part(0).text(), result;
  std::array<bool, 256> set{};
  for (size_t i = 0; i < allowed.size(); ++i) {
    uint8_t low = allowed[i], high = low;
    if (i + 2 < allowed.size() && allowed[i + 1] == '-') high = allowed[i + 2], i += 2;
    for (int c = low; c <= high; ++c) set[c] = true;
  }
  for (char c : text.text())
    if (set[static_cast<uint8_t>(c)]) result.push_back(c);
  return Value(result);
}

// CUT(varname,delimiter,fields): the first argument is the name of a variable.
Value cut(const Call& call) {
  Value text = call.part(0).constant() ? call.scope.variable(call.part(0).text()) : call.unknown();
  if (!text.constant() || !call.constant()) return Value::unknown(text.worst_source(), call.written());
  std::string delimiter = call.part(1).text().empty() ? "-" : call.part(1).text();
  std::vector<Value> fields = text.split(delimiter[0]);
  std::string range = call.part(2).text();
  size_t first = std::max(1L, std::strtol(range.c_str(), nullptr, 10)), last = first;
  size_t dash = range.find('-');
  if (dash != std::string::npos)
    last = dash + 1 < range.size() ? std::max(1L, std::strtol(range.c_str() + dash + 1, nullptr, 10))
                                   : fields.size();
  Value result;
  for (size_t i = first; i <= last && i <= fields.size(); ++i) {
    if (i > first) result.add(delimiter.substr(0, 1));
    result.add(fields[i - 1]);
  }
  return result;
}

Value to_upper(const Call& call) {
  return call.constant() ? Value(upper(call.arguments.text())) : call.arguments;
}

Value to_lower(const Call& call) {
  if (!call.constant()) return call.arguments;
  std::string text = call.arguments.text();
  for (char& c : text)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return Value(text);
}

Value same(const Call& call) { return call.arguments; }

Value named_variable(const Call& call) {
  return call.constant() ? call.scope.variable(call.arguments.text()) : call.unknown();
}

// What the dialplan keeps beside the channel's variables: nothing where it wrote nothing. With two arguments SHARED() asks another
// channel.
Value kept_text(const Call& call) {
  bool own = call.constant() && (call.name != "SHARED" || call.parts.size() < 2);
  if (!own) return Value::unknown(std::max(Source::external, call.arguments.worst_source()), call.written());
  Value kept = call.scope.variable(call.name + "(" + call.arguments.text() + ")");
  if (!kept.empty() || call.parts.size() < 2) return kept;
  // A row that was put there as a whole: Set(HASH(row)=${ODBC_ROUTE(…)}).
  Value whole = call.scope.variable(call.name + "(" + call.part(0).text() + ")");
  return whole.has_unknown() ? Value::unknown(whole.worst_source(), call.written()) : kept;
}

// A field of the call's record that the dialplan wrote itself; the others tell how the call went.
Value record_field(const Call& call) {
  Value written = call.part(0).constant() ? call.scope.variable("CDR(" + call.part(0).text() + ")") : Value();
  return written.empty() ? Value::unknown(Source::outcome, call.written()) : written;
}

Value caller_id(const Call& call) {
  const std::string field = upper(call.part(0).shown());
  if (field == "DNID") return Value::unknown(Source::number, call.written());
  Value known = field == "NUM" || field == "NUMBER" ? call.scope.variable(kCallerNumber) : Value();
  return known.empty() ? Value::unknown(Source::caller_id, call.written()) : known;
}

Value of_channel(const Call& call) {
  Value known = upper(call.part(0).shown()) == "CHANNELTYPE" ? call.scope.variable(kChannelType) : Value();
  return known.empty() ? Value::unknown(Source::outcome, call.written()) : known;
}

// DIALPLAN_EXISTS(context[,exten[,priority]]), VALID_EXTEN([context],exten[,priority]).
Value dialplan_exists(const Call& call) {
  const Value exten = call.part(1);
  if (call.part(0).constant() && !exten.constant() && call.part(2).constant()) {
    auto outcomes = call.scope.dialplan_takes(call.part(0).text(), exten, call.part(2).text());
    if (!outcomes) return call.unknown();
    NumberSets& sets = call.scope.sets();
    Truth truth;
    truth.can_be_true = !sets.empty(outcomes->yes);
    truth.can_be_false = !sets.empty(outcomes->no);
    truth.input = exten.only_input();
    truth.when_true = outcomes->yes;
    truth.when_false = outcomes->no;
    return text_of(truth, call.written(), true);
  }
  if (!call.constant()) return call.unknown();
  auto known = call.scope.dialplan_has(call.part(0).text(), call.part(1).text(), call.part(2).text());
  return known ? Value(*known ? "1" : "0") : call.unknown();
}

Value regex(const Call& call) { return regex_function(call.arguments, call.scope, call.written()); }

// What is asked of a text is no more in doubt than the text.
Value of_text(const Call& call) { return call.unknown(); }

Value of_variable(const Call& call) {
  Value text = call.part(0).constant() ? call.scope.variable(call.part(0).text()) : call.arguments;
  return Value::unknown(std::max(text.worst_source(), call.arguments.worst_source()), call.written());
}

// What stands before and behind each `sought` of a text that is known.
std::vector<std::string> pieces_around(const std::string& text, const std::string& sought) {
  std::vector<std::string> pieces;
  size_t from = 0;
  for (size_t at = text.find(sought); at != std::string::npos; from = at + sought.size(), at = text.find(sought, from))
    pieces.push_back(text.substr(from, at - from));
  pieces.push_back(text.substr(from));
  return pieces;
}

// STRREPLACE(variable,sought[,replacement[,most]]) (funcs/func_strings.c).
Value string_replace(const Call& call) {
  const Value text = call.part(0).constant() ? call.scope.variable(call.part(0).text()) : call.unknown();
  const bool known = text.constant() && call.part(1).constant() && !call.part(1).empty() && call.parts.size() < 4;
  if (!known) return of_variable(call);
  Value result;
  bool first = true;
  for (const std::string& piece : pieces_around(text.text(), call.part(1).text())) {
    if (!std::exchange(first, false)) result.add(call.part(2));
    result.add(piece);
  }
  return result;
}

// REPLACE(variable,characters[,replacement]): each of these characters becomes the replacement's first, or goes.
Value replace(const Call& call) {
  const Value text = call.part(0).constant() ? call.scope.variable(call.part(0).text()) : call.unknown();
  if (!text.constant() || !call.part(1).constant() || !call.part(2).constant()) return of_variable(call);
  const std::string sought = call.part(1).text(), replacement = call.part(2).text().substr(0, 1);
  std::string result;
  for (char c : text.text())
    sought.find(c) == std::string::npos ? result.append(1, c) : result.append(replacement);
  return Value(result);
}

struct Computed {
  std::string_view name;
  Value (*function)(const Call&);
};

constexpr Computed kComputed[] = {
    {"IF", if_function},
    {"LEN", len},
    {"ISNULL", isnull},
    {"EXISTS", exists},
    {"FILTER", filter},
    {"CUT", cut},
    {"TOUPPER", to_upper},
    {"TOLOWER", to_lower},
    {"PASSTHRU", same},
    {"QUOTE", same},
    {"GLOBAL", named_variable},
    {"LOCAL", named_variable},
    {"SHARED", kept_text},
    {"HASH", kept_text},
    {"CDR", record_field},
    {"CALLERID", caller_id},
    {"CHANNEL", of_channel},
    {"DIALPLAN_EXISTS", dialplan_exists},
    {"VALID_EXTEN", dialplan_exists},
    {"REGEX", regex},
    {"MATH", of_text},
    {"URIENCODE", of_text},
    {"URIDECODE", of_text},
    {"SPRINTF", of_text},
    {"MD5", of_text},
    {"SHA1", of_text},
    {"FIELDQTY", of_variable},
    {"FIELDNUM", of_variable},
    {"REPLACE", replace},
    {"STRREPLACE", string_replace},
    {"LISTFILTER", of_variable},
};

struct Decided {
  std::string_view name;
  Source source;
};

constexpr Decided kDecided[] = {
    {"DB", Source::database},
    {"DB_EXISTS", Source::database},
    {"DB_KEYS", Source::database},
    {"BLACKLIST", Source::database},
    {"RAND", Source::random},
    {"STRFTIME", Source::time},
    {"IFTIME", Source::time},
    {"SIP_HEADER", Source::caller_id},
    {"PJSIP_HEADER", Source::caller_id},
    {"PJSIP_HEADERS", Source::caller_id},
    {"CONNECTEDLINE", Source::caller_id},
    {"REDIRECTING", Source::caller_id},
    {"IAXVAR", Source::caller_id},
    {"GROUP_COUNT", Source::outcome},
    {"GROUP", Source::outcome},
    {"GROUP_LIST", Source::outcome},
    {"GROUP_MATCH_COUNT", Source::outcome},
    {"DEVICE_STATE", Source::outcome},
    {"EXTENSION_STATE", Source::outcome},
    {"SIPPEER", Source::outcome},
    {"PJSIP_CONTACT", Source::outcome},
    {"PJSIP_AOR", Source::outcome},
    {"PJSIP_DIAL_CONTACTS", Source::outcome},
    {"QUEUE_MEMBER", Source::outcome},
    {"QUEUE_WAITING_COUNT", Source::outcome},
    {"CHANNELS", Source::outcome},
    {"TIMEOUT", Source::outcome},
    {"MEETME_INFO", Source::outcome},
    {"VM_INFO", Source::outcome},
    {"MAILBOX_EXISTS", Source::outcome},
    {"VMCOUNT", Source::outcome},
    {"STAT", Source::outcome},
    {"HINT", Source::outcome},
};

}  // namespace

Value call_function(std::string_view name, const Value& arguments, const Scope& scope) {
  Call call{upper(std::string(name)), arguments, arguments.split(',', true), scope};
  for (const Computed& row : kComputed)
    if (row.name == call.name) return row.function(call);
  for (const Decided& row : kDecided)
    if (row.name == call.name) {
      bool by_caller = row.source == Source::database && arguments.worst_source() == Source::caller_id;
      return Value::unknown(by_caller ? Source::listed : row.source, call.written());
    }
  return Value::unknown(Source::external, call.written());
}

}  // namespace denwaban::audit
