// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/dialplan/slips.h"

#include <cctype>
#include <string>
#include <string_view>
#include <vector>

#include "audit/rules/dialplan/common.h"

namespace denwaban::audit {
namespace {

constexpr size_t kLinesMax = 60;  // of one finding

using Kind = parse::DialplanProblem::Kind;

// "${EXTEN" without its '}': Asterisk logs an error and puts nothing there (main/pbx_variables.c).
bool leaves_open(std::string_view text) {
  size_t open = 0;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text.substr(i).starts_with("${")) {
      ++open;
      ++i;
    } else if (text[i] == '{' && open > 0) {
      ++open;
    } else if (text[i] == '}' && open > 0) {
      --open;
    }
  }
  return open > 0;
}

// "$(EXTEN)" is that text, and no variable. A command substitution of System's shell has a blank in it, or small letters.
std::string written_with_parentheses(std::string_view text) {
  for (size_t at = text.find("$("); at != std::string_view::npos; at = text.find("$(", at + 2)) {
    const std::string_view rest = text.substr(at + 2);
    const std::string_view name = rest.substr(0, rest.find(')'));
    bool plain = !name.empty() && name.size() < rest.size() && std::isupper(static_cast<unsigned char>(name[0]));
    for (unsigned char c : name) plain = plain && (std::isupper(c) || std::isdigit(c) || c == '_' || c == ':');
    if (plain) return std::string(name);
  }
  return {};
}

struct Slip {
  parse::DialplanPlace place;
  std::string context, extension, text, what;
};

void tell(Check& check, const std::vector<Slip>& slips, std::string_view name, std::string_view fix) {
  if (slips.empty()) return;
  const Slip& first = slips.front();
  ConfigFinding& found = about_place(check, first.place, first.context, first.text);
  found.key = name;
  found.object = printable(first.extension + "@" + first.context);
  fact(found, "extension", printable(first.extension));
  fact(found, std::string(name), printable(first.what, 60));
  found.fix = fix;
  for (size_t i = 1; i < slips.size() && i < kLinesMax; ++i)
    found.trail.push_back(source_line(check.estate(), slips[i].place, slips[i].context, slips[i].text));
  if (slips.size() > 1) fact(found, "more", std::to_string(slips.size() - 1));
}

void in_the_arguments(Check& check) {
  std::vector<Slip> open, parentheses;
  for (const parse::Context& context : check.estate().dialplan.contexts)
    for (const parse::Extension& extension : context.extensions)
      for (const parse::Priority& line : extension.priorities) {
        if (is_generated(check.estate(), line.place)) continue;
        Slip slip{line.place, context.name, extension.name, source_line(check.estate(), context, extension, line).text,
                  line.arguments};
        if (leaves_open(line.arguments)) open.push_back(slip);
        slip.what = written_with_parentheses(line.arguments);
        if (!slip.what.empty()) parentheses.push_back(std::move(slip));
      }
  tell(check, open, "open", "; close every ${ with }");
  tell(check, parentheses, "parentheses", "; ${NAME} is the variable, $(NAME) is text");
}

void around_the_arguments(Check& check) {
  std::vector<Slip> behind, endless;
  for (const parse::DialplanProblem& problem : check.estate().dialplan.problems) {
    if (is_generated(check.estate(), problem.place)) continue;
    const Slip slip{problem.place, problem.context, problem.extension, "exten => " + problem.extension + ",… " + problem.what,
                    problem.what};
    // A brace behind it is the end of a reference, which is told as not closed.
    if (problem.kind == Kind::text_after_arguments && problem.what.find_first_not_of(" \t;,}") != std::string::npos)
      behind.push_back(slip);
    if (problem.kind == Kind::arguments_unclosed) endless.push_back(slip);
  }
  tell(check, behind, "behind", "; delete what stands behind the last parenthesis, or write it behind a semicolon");
  tell(check, endless, "endless", "exten => ...,Application(arguments)");
}

}  // namespace

void punctuation_slips(Check& check) {
  in_the_arguments(check);
  around_the_arguments(check);
}

}  // namespace denwaban::audit
