// SPDX-License-Identifier: GPL-3.0-or-later
// Tools by a number that fits into an event; the numbers hold while the program runs and are never kept.
#pragma once

#include "parse/attack_tools.h"

namespace denwaban::parse {

// 0 for a name that no tool has.
constexpr uint8_t attack_tool_number(std::string_view tool) {
  for (size_t i = 0; i < kAttackTools.size(); ++i)
    if (kAttackTools[i].tool == tool) return static_cast<uint8_t>(i + 1);
  return 0;
}

constexpr std::string_view attack_tool_name(uint8_t number) {
  return number > 0 && number <= kAttackTools.size() ? kAttackTools[number - 1].tool : std::string_view();
}

}  // namespace denwaban::parse
