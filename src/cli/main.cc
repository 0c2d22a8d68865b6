// SPDX-License-Identifier: GPL-3.0-or-later
#include <cstdio>

#include "cli/commands.h"
#include "cli/terminal.h"
#include "text/language.h"

int main(int argc, char** argv) {
  using namespace denwaban::cli;
  auto parsed = parse_arguments(argc, argv);
  if (auto* leave = std::get_if<Leave>(&parsed)) {
    std::fputs(leave->text.c_str(), leave->status == 0 ? stdout : stderr);
    return leave->status;
  }
  auto& arguments = std::get<Arguments>(parsed);
  if (auto language = denwaban::text::choose_language(arguments.global.language); !language)
    return complain(language.error());
  return std::visit([&](const auto& command) { return run(arguments.global, command); }, arguments.command);
}
