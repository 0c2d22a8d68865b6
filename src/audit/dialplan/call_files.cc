// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/call_files.h"

#include <algorithm>

#include "audit/dialplan/arguments.h"

namespace denwaban::audit {
namespace {

constexpr std::string_view kEnding = ".call";

bool is_in_name(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.';
}

bool ends_line(char c) { return std::string_view("\n\r\\\"'>").find(c) != std::string_view::npos; }

// What stands behind "Context:"; names stand in any case there (strcasecmp).
std::string behind(std::string_view text, std::string_view key) {
  auto same = [](char a, char b) { return (a | 0x20) == (b | 0x20); };
  auto found = std::search(text.begin(), text.end(), key.begin(), key.end(), same);
  if (found == text.end()) return {};
  const size_t begin = static_cast<size_t>(found - text.begin()) + key.size();
  size_t end = begin;
  while (end < text.size() && !ends_line(text[end])) ++end;
  return std::string(trim(text.substr(begin, end - begin)));
}

}  // namespace

bool orders_call(std::string_view command) {
  return command.find("spool/asterisk/outgoing") != std::string_view::npos ||
         command.find("SPOOLDIR}/outgoing") != std::string_view::npos ||
         (command.find('>') != std::string_view::npos && command.find("Channel:") != std::string_view::npos);
}

CallFile call_file(std::string_view text) {
  return {behind(text, "channel:"), behind(text, "context:"), behind(text, "extension:"), behind(text, "priority:")};
}

std::string_view named_call_file(std::string_view command) {
  const size_t ending = command.find(kEnding);
  if (ending == std::string_view::npos) return {};
  size_t begin = ending;
  while (begin > 0 && is_in_name(command[begin - 1])) --begin;
  return begin == ending ? std::string_view() : command.substr(begin, ending + kEnding.size() - begin);
}

}  // namespace denwaban::audit
