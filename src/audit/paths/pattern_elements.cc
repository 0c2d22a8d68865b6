// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/pattern_elements.h"

#include <algorithm>
#include <cstdint>

namespace denwaban::audit {
namespace {

// Bytes beyond ASCII cannot be dialled: none.
CharacterSet range(char low, char high) {
  CharacterSet set;
  for (int c = std::max<int>(low, 0); c <= high; ++c) set.set(static_cast<size_t>(c));
  return set;
}

// `[13-5]` at `at` of the pattern; moves to the ']'.
CharacterSet bracketed(std::string_view pattern, size_t& at, size_t end) {
  CharacterSet set;
  for (size_t i = at + 1; i < end; ++i) {
    uint8_t low = static_cast<uint8_t>(pattern[i]), high = low;
    if (i + 2 < end && pattern[i + 1] == '-') {
      high = static_cast<uint8_t>(pattern[i + 2]);
      i += 2;
    }
    for (int c = low; c <= high && c < 128; ++c) set.set(static_cast<size_t>(c));
  }
  at = end;
  return set;
}

CharacterSet named(char c) {
  switch (c) {
    case 'X':
    case 'x':
      return range('0', '9');
    case 'Z':
    case 'z':
      return range('1', '9');
    case 'N':
    case 'n':
      return range('2', '9');
    default:
      return range(c, c);
  }
}

}  // namespace

bool read_extension(std::string_view extension, PatternElements& elements) {
  bool pattern = extension.starts_with('_');
  for (size_t i = pattern; i < extension.size(); ++i) {
    char c = extension[i];
    if (c == '-' || (pattern && c == ' ')) continue;
    if (pattern && (c == '.' || c == '!')) {
      elements.end = c == '.' ? PatternElements::End::one_or_more : PatternElements::End::any;
      return true;
    }
    if (pattern && c == '[') {
      size_t end = extension.find(']', i);
      if (end == std::string_view::npos) return false;
      elements.places.push_back(bracketed(extension, i, end));
    } else {
      elements.places.push_back(pattern ? named(c) : range(c, c));
    }
  }
  return true;
}

}  // namespace denwaban::audit
