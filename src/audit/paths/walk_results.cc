// SPDX-License-Identifier: GPL-3.0-or-later
// Variables that applications and functions leave behind: what is in them nobody knows before it runs, so it
// is not empty.
#include <array>

#include "audit/dialplan/arguments.h"
#include "audit/paths/walk_parts.h"

namespace denwaban::audit {
namespace {

// Where an application is told the name: before '=' in its first argument, or as its nth argument.
struct Result {
  std::string_view app;
  Source source;
  int argument;  // -1: before '='
};
constexpr Result kResults[] = {
    {"readfile", Source::external, -1},  {"sipgetheader", Source::caller_id, -1},
    {"dbget", Source::database, -1},     {"importvar", Source::external, -1},
    {"meetmecount", Source::outcome, 1}, {"jabberstatus", Source::outcome, 2},
};

// Functions that change the variable that they name (funcs/func_math.c, func_strings.c, func_global.c).
constexpr std::array<std::string_view, 5> kChanging{"INC", "DEC", "SHIFT", "POP", "SET"};

std::vector<std::string_view> words_of(std::string_view text) {
  std::vector<std::string_view> words;
  for (size_t at = 0; (at = text.find_first_not_of(' ', at)) != std::string_view::npos;) {
    const size_t end = std::min(text.find(' ', at), text.size());
    words.push_back(text.substr(at, end - at));
    at = end;
  }
  return words;
}

bool may_change(std::string_view text) {
  for (size_t at = text.find('('); at != std::string_view::npos; at = text.find('(', at + 1))
    for (std::string_view name : kChanging)
      if (at >= name.size() + 2 &&
          text.substr(at - name.size() - 2, name.size() + 2) == "${" + std::string(name))
        return true;
  return false;
}

}  // namespace

void Walk::leave_result(const WalkState& state, const Arguments& arguments) {
  WalkState next = state;
  const std::vector<Value> parts = arguments.parts();
  for (const Result& one : kResults) {
    if (one.app != arguments.app) continue;
    const size_t at = one.argument < 0 ? 0 : static_cast<size_t>(one.argument);
    Value name = at < parts.size() ? parts[at] : Value();
    if (one.argument < 0)
      if (auto assignment = name.cut('=')) name = assignment->first;
    if (name.constant()) forget(next, trim(name.text()), one.source);
  }
  go_on(next);
}

// MYSQL(Fetch fetchid ${resultid} name number): addons/app_mysql.c.
void Walk::ask_mysql(const WalkState& state, const Arguments& arguments) {
  WalkState next = state;
  const std::vector<std::string_view> words = words_of(arguments.written);
  for (size_t i = 1; i < words.size(); ++i)
    if (i == 1 || (i >= 3 && is_app(words[0], "Fetch"))) forget(next, words[i], Source::external);
  go_on(next);
}

void Walk::forget(WalkState& state, std::string_view name, Source source) {
  if (name.empty() || name.find('$') != std::string_view::npos) return;
  const std::string text(name);
  const Source before = variable(state, name).worst_source();
  state.variables =
      with_variable(state.variables, name, Value::unknown(std::max(source, before), "${" + text + "}"));
}

// ${INC(N)} in whatever the line says.
bool Walk::forget_changed(WalkState& state, std::string_view text) {
  if (text.find("${") == std::string_view::npos || !may_change(text)) return false;
  for (const Reference& one : references(text)) {
    if (one.kind != Reference::Kind::function) continue;
    for (std::string_view name : kChanging)
      if (one.name == name) {
        std::string_view changed(one.arguments);
        changed = trim(changed.substr(0, changed.find_first_of(",=")));
        forget(state, changed, Source::outcome);
      }
  }
  return true;
}

}  // namespace denwaban::audit
