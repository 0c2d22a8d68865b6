// SPDX-License-Identifier: GPL-3.0-or-later
// The text behind an application's name, taken apart as Asterisk does (main/app.c: ast_app_separate_args, ast_app_parse_options;
// apps/app_dial.c). A `${…}` or `$[…]` counts as one piece whatever it holds: what its value may bring at run time is judged by
// dialplan/values_from_outside.h. Pure; time is linear in the text but for nesting, which has a bound.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace denwaban::audit {

// One `${…}` or `$[…]` of a text.
struct Reference {
  enum class Kind : uint8_t { variable, function, expression };
  Kind kind = Kind::variable;
  std::string name;       // as written: "EXTEN", "OUT_${DIAL_TRUNK}", "FILTER"; empty of an expression
  std::string arguments;  // of a function between its parentheses; of an expression its text
  bool sliced = false;    // ${EXTEN:1}; offset and length are there when they are numbers
  std::optional<int> offset, length;
  size_t begin = 0, end = 0;  // text.substr(begin, end - begin) is all of it; an unclosed one ends with the text
  int parent = -1;            // index of the one that it stands in

  bool computed() const { return name.find("${") != std::string::npos; }  // the name depends on another's value
  // The most characters that a slice with numbers lets through; -1: no bound.
  int longest() const;
};

// CALLERID(dnid): what was dialled, by a name that misleads (funcs/func_callerid.c).
bool names_dialled_number(const Reference& one);

// All of a text in the order of their beginning, those inside others too. At most 500, nested at most 40 deep: deeper ones are
// part of the one around them.
std::vector<Reference> references(std::string_view text);

// Splits at `separator` outside parentheses, brackets, quotes, `${…}` and behind no backslash. Blanks stay. An empty text has one
// empty argument. At most `max` pieces, the last takes the rest.
std::vector<std::string> split_arguments(std::string_view text, char separator = ',', size_t max = 64);

// Arguments of a line: by ',' or, when there is none at that level and the text has `|` (Asterisk 1.4), by '|'.
std::vector<std::string> application_arguments(std::string_view text);

// The nth argument without blanks around it; empty: not there.
std::string_view argument(const std::vector<std::string>& arguments, size_t index);

// Flags of an application: "tTL(60000:30000)G(a^b^1)".
struct AppOption {
  char letter = 0;
  bool has_argument = false;
  std::string argument;
};
std::vector<AppOption> app_options(std::string_view text);
const AppOption* find_option(const std::vector<AppOption>& options, char letter);  // null: not given

// "Tech/resource" of Dial, Page, Originate, a queue's member …
struct DialLeg {
  std::string technology;  // "SIP"; empty: the text begins with a variable
  std::string resource;    // "100", "trunk/${EXTEN}", "g1/${EXTEN:1}"
  std::string text;        // all of it
  bool is(std::string_view tech) const;  // without case
};

// "Local/EXTEN@CONTEXT/n".
struct LocalTarget {
  std::string extension;
  std::string context;  // empty: "default"
};

struct DialCall {
  std::vector<DialLeg> legs;
  std::string timeout;
  std::string options_text;
  std::vector<AppOption> options;
};

std::vector<DialLeg> dial_legs(std::string_view text);
DialCall dial_call(std::string_view arguments);
std::optional<LocalTarget> local_target(const DialLeg& leg);  // nullopt: no Local channel

// An application with its arguments. What ExecIf, ExecIfTime, Exec and TryExec run stands for them, within one another, too: at
// most 32.
struct Doing {
  std::string app;
  std::string arguments;
  bool conditional = false;
};
std::vector<Doing> doings(std::string_view app, std::string_view arguments);

// Where Goto, Gosub and their like go to: "ctx,exten,pri", "exten,pri", "pri", Gosub's "(args)" behind it.
struct JumpTarget {
  std::string context;    // empty: the current one
  std::string extension;  // empty: the current one
  std::string priority;
  std::string arguments;  // of Gosub
};
JumpTarget jump_target(std::string_view text);

// All targets that a line may jump to: Goto, GotoIf, GotoIfTime, Gosub, GosubIf, Macro, MacroIf, ExecIf and ExecIfTime with
// one of these, Dial's and others' G, F, U, M, b, B, and While's none. A macro is the target "macro-NAME,s,1".
struct Jump {
  JumpTarget target;
  bool returns = false;      // Gosub, Macro
  bool conditional = false;  // else is not excluded
};
std::vector<Jump> jumps(std::string_view app, std::string_view arguments);

// Application names compare without case.
bool is_app(std::string_view app, std::string_view name);
bool is_app(std::string_view app, std::initializer_list<std::string_view> names);

std::string_view trim(std::string_view text);

}  // namespace denwaban::audit
