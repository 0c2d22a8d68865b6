// SPDX-License-Identifier: GPL-3.0-or-later
// Dialled numbers.
#pragma once

#include <string_view>

namespace denwaban::parse {

// An international number as people dial it, with or without a digit for an outside line: what ITU-T operators and North
// America dial, behind 9 or 0 for a line as well; 810 is Russia's.
constexpr bool looks_international(std::string_view number) {
  if (number.size() < 8) return false;
  for (std::string_view prefix : {"+", "00", "011", "9011", "900", "810"})
    if (number.starts_with(prefix)) return true;
  return false;
}

}  // namespace denwaban::parse
