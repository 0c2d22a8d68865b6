// SPDX-License-Identifier: GPL-3.0-or-later
// dialplan_show FOLDER: what we make of the dialplan in that folder, for comparison with what a real Asterisk
// makes of it. Each line of the standard input is a question, each answer ends in a line "." of its own:
//   plan                           as `dialplan show`
//   globals                        as `dialplan show globals`
//   show NUMBER CONTEXT            as `dialplan show NUMBER@CONTEXT`
//   walk NUMBER CONTEXT [CALLER]   the arguments of every application that a call runs through, priority by
//   priority problems                       what Asterisk would drop or warn of
#include <fmt/format.h>

#include <cstdio>
#include <iostream>
#include <sstream>
#include <string>

#include "dialplan_print.h"
#include "net/disk_files.h"
#include "parse/dialplan/match.h"
#include "parse/dialplan/read_dialplan.h"

namespace denwaban {
namespace {

std::string walk(const parse::Dialplan& plan, const std::string& number, const std::string& context,
                 const std::string& caller) {
  std::string out;
  for (int priority = 1;; ++priority) {
    auto match = parse::find_extension(plan, context, number, caller, priority);
    if (!match) return out;
    out += match.priority->arguments + "\n";
  }
}

std::string problems(const parse::Dialplan& plan) {
  std::string out;
  for (const auto& problem : plan.config_problems) {
    out += fmt::format("config {}:{} {}\n", plan.files.at(problem.file), problem.line, problem.what);
  }
  for (const auto& problem : plan.problems) {
    std::string file = problem.place.line > 0 ? plan.files.at(problem.place.file) : "";
    out += fmt::format("{} {}:{} {} {} {} {}\n", static_cast<int>(problem.kind), file, problem.place.line,
                       problem.context, problem.extension, problem.priority, problem.what);
  }
  return out;
}

std::string answer(const parse::Dialplan& plan, const std::string& question) {
  std::istringstream words(question);
  std::string what, number, context, caller;
  words >> what >> number >> context >> caller;
  if (what == "plan") return test::show_dialplan(plan);
  if (what == "globals") return test::show_globals(plan);
  if (what == "show") return test::show_number(plan, number, context);
  if (what == "walk") return walk(plan, number, context, caller);
  if (what == "problems") return problems(plan);
  return "what?\n";
}

int run(const std::string& folder) {
  net::DiskFiles files;
  auto plan = parse::read_dialplan(files, folder);
  if (!plan) {
    std::cerr << plan.error().message << "\n";
    return 1;
  }
  // What it refuses it does not have.
  if (plan->config_refused) {
    std::erase_if(plan->contexts, [](const parse::Context& context) { return context.registrar == "pbx_config"; });
    plan->index();
  }
  for (std::string question; std::getline(std::cin, question);) std::cout << answer(*plan, question) << ".\n";
  return 0;
}

}  // namespace
}  // namespace denwaban

int main(int argc, char** argv) {
  if (argc == 2) return denwaban::run(argv[1]);
  std::cerr << "dialplan_show FOLDER\n";
  return 2;
}
