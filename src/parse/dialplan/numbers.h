// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers as C's scanf and atoi read them, which is how a dialplan's are read: blanks before, a sign, and
// whatever follows does not matter.
#pragma once

#include <climits>
#include <cstdint>
#include <optional>
#include <string_view>

namespace denwaban::parse {

// "%30d": the number at the start, removed from `text`. What is too large for a long is its limit, and of
// that only the lower 32 bits count.
inline std::optional<int> scan_int(std::string_view& text) {
  while (!text.empty() && (text.front() == ' ' || (text.front() >= '\t' && text.front() <= '\r'))) {
    text.remove_prefix(1);
  }
  size_t at = 0;
  bool negative = !text.empty() && text.front() == '-';
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) ++at;
  size_t first = at;
  uint64_t number = 0;
  bool too_large = false;
  for (; at < text.size() && at < 30 && text[at] >= '0' && text[at] <= '9'; ++at) {
    number = number * 10 + static_cast<uint64_t>(text[at] - '0');
    too_large = too_large || number > static_cast<uint64_t>(LONG_MAX);
    if (too_large) number = static_cast<uint64_t>(LONG_MAX);
  }
  if (at == first) return std::nullopt;
  text.remove_prefix(at);
  uint64_t value = negative ? (too_large ? uint64_t{1} << 63 : 0 - number) : number;
  return static_cast<int>(static_cast<uint32_t>(value));
}

// Sum as two's complement has it.
inline int add_wrapping(int a, int b) {
  return static_cast<int>(static_cast<uint32_t>(a) + static_cast<uint32_t>(b));
}

}  // namespace denwaban::parse
