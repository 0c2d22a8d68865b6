// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-DP: what callers write in functions that run, write, query or fetch what they are given.
#include <algorithm>
#include <map>

#include "audit/rules/dialplan/common.h"

namespace denwaban::audit {
namespace {

// Whether a query of func_odbc.conf takes an argument as it comes: ${ARG1}, ${VAL1}, ${VALUE} outside of
// SQL_ESC.
bool takes_unescaped(std::string_view query) {
  std::vector<Reference> all = references(query);
  return std::any_of(all.begin(), all.end(), [&](const Reference& one) {
    if (one.kind != Reference::Kind::variable ||
        !(one.name.starts_with("ARG") || one.name.starts_with("VAL")))
      return false;
    for (int outer = one.parent; outer >= 0; outer = all[static_cast<size_t>(outer)].parent)
      if (all[static_cast<size_t>(outer)].name.starts_with("SQL_ESC") ||
          all[static_cast<size_t>(outer)].name == "FILTER")
        return false;
    return true;
  });
}

// The functions that func_odbc.conf makes: PREFIX_SECTION, and whether they take arguments unescaped.
std::map<std::string, bool> query_functions(const Estate& estate) {
  std::map<std::string, bool> all;
  const parse::ConfigFile* config = estate.sources.file("func_odbc.conf");
  if (!config) return all;
  for (const parse::ConfigCategory& category : config->categories) {
    std::string prefix = "ODBC";
    bool unescaped = false;
    for (const parse::ConfigVariable& variable : category.variables) {
      if (parse::same_name(variable.name, "prefix") && !variable.value.empty()) prefix = variable.value;
      for (std::string_view query : {"readsql", "writesql", "insertsql", "read", "write"})
        if (parse::same_name(variable.name, query)) unescaped = unescaped || takes_unescaped(variable.value);
    }
    all[prefix + "_" + category.name] = unescaped;
  }
  return all;
}

class UnsafeFunctions {
 public:
  explicit UnsafeFunctions(const Estate& estate) : queries_(query_functions(estate)) {}

  // What of a line is given to such functions.
  std::vector<std::string> arguments_in(const Doing& doing) const {
    std::vector<std::string> all;
    if (is_app(doing.app, "MYSQL") && doing.arguments.starts_with("Query")) all.push_back(doing.arguments);
    for (const Reference& one : references(doing.arguments))
      if (one.kind == Reference::Kind::function && is_unsafe(one.name)) all.push_back(one.arguments);
    std::string_view written =
        std::string_view(doing.arguments).substr(0, doing.arguments.find_first_of("(="));
    if (is_app(doing.app, "Set") && (written == "ENV" || is_unsafe(written))) all.push_back(doing.arguments);
    return all;
  }

 private:
  bool is_unsafe(std::string_view function) const {
    static constexpr std::string_view kUnsafe[] = {"EVAL", "FILE", "REALTIME", "REALTIME_STORE", "CURL"};
    auto query = queries_.find(std::string(function));
    if (query != queries_.end()) return query->second;
    return function.starts_with("ODBC_") ||
           std::find(std::begin(kUnsafe), std::end(kUnsafe), function) != std::end(kUnsafe);
  }
  std::map<std::string, bool> queries_;
};

void words_in_functions(Check& check) {
  UnsafeFunctions unsafe(check.estate());
  std::vector<LineFound> hits;
  for_lines(check, [&](const CallersWords::Here& here) {
    if (is_generated(check.estate(), here.line.priority->place)) return;
    for (const std::string& text : unsafe.arguments_in(here.doing))
      for (const Inflow& one : inflows(text, here.variables)) {
        if (!harms_program(one, here.line)) continue;
        hits.push_back({here.line, Severity::high, one.text});
        return;
      }
  });
  tell_by_context(check, hits, "function", "same => n,Set(SAFE=${FILTER(0-9,${CALLERID(num)})})");
}

constexpr Rule kRules[] = {
    {"DWB-DP-029", Severity::high, "", "Asterisk README-SERIOUSLY", words_in_functions}};

}  // namespace

std::span<const Rule> dialplan_query_rules() { return kRules; }

}  // namespace denwaban::audit
