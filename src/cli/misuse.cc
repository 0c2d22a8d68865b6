// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/misuse.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <optional>
#include <vector>

#include "settings/nearest.h"
#include "text/printable.h"

namespace denwaban::cli {
namespace {

constexpr size_t kShownMax = 80;

// The innermost command that was named.
const CLI::App& command_of(const CLI::App& app) {
  const CLI::App* command = &app;
  while (!command->get_subcommands().empty()) command = command->get_subcommands().front();
  return *command;
}

// "denwaban config check"
std::string path_of(const CLI::App& command) {
  std::string path = "denwaban";
  for (const CLI::App* part = &command; part->get_parent() != nullptr; part = part->get_parent())
    path.insert(8, " " + part->get_name());
  return path;
}

std::optional<std::string> meant(const std::string& word, const std::vector<std::string>& known) {
  std::vector<std::string_view> words(known.begin(), known.end());
  auto near = settings::nearest(word, words);
  return near ? std::optional<std::string>(*near) : std::nullopt;
}

// The options of a command and those of all commands.
std::vector<std::string> options_of(const CLI::App& command) {
  std::vector<std::string> options;
  for (const CLI::App* part = &command; part != nullptr; part = part->get_parent())
    for (const CLI::Option* option : part->get_options())
      for (const std::string& name : option->get_lnames()) options.push_back("--" + name);
  return options;
}

std::vector<std::string> commands_of(const CLI::App& command) {
  std::vector<std::string> names;
  for (const CLI::App* part : command.get_subcommands({})) names.push_back(part->get_name());
  return names;
}

std::string unknown(const char* kind, const std::string& word, const std::vector<std::string>& known) {
  auto guess = meant(word.substr(0, word.find('=')), known);
  std::string said = fmt::format("unknown {} {}", kind, text::printable(word, kShownMax));
  return guess ? fmt::format("{}: did you mean {}?", said, *guess) : said;
}

std::string stray_word(const CLI::App& command, const std::vector<std::string>& rest) {
  const std::vector<std::string> commands = commands_of(command);
  if (rest.empty()) return fmt::format("{} needs a command", path_of(command));
  const std::string& word = rest.front();
  if (word.starts_with("-")) return unknown("option", word, options_of(command));
  if (!commands.empty()) return unknown("command", word, commands);
  return fmt::format("{} takes no further {}", path_of(command), text::printable(word, kShownMax));
}

}  // namespace

std::string misuse(const CLI::App& app, const CLI::ParseError& error) {
  const CLI::App& command = command_of(app);
  const bool lacks_command = !commands_of(command).empty() && dynamic_cast<const CLI::RequiredError*>(&error) != nullptr;
  std::string said = error.what();
  if (lacks_command || dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr)
    said = stray_word(command, app.remaining(true));
  return fmt::format("denwaban: {}{}see {} --help\n", said, said.ends_with('?') ? " " : ": ", path_of(command));
}

}  // namespace denwaban::cli
