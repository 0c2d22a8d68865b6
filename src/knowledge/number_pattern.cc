// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "knowledge/number_prefix.h"
#include "knowledge/numbering.h"

namespace denwaban::knowledge {
namespace {

bool is_in_set(std::string_view set, char c) {
  for (size_t i = 0; i < set.size(); ++i) {
    if (i + 2 < set.size() && set[i + 1] == '-') {
      if (c >= set[i] && c <= set[i + 2]) return true;
      i += 2;
    } else if (set[i] == c) {
      return true;
    }
  }
  return false;
}

// Takes one element from the front of the pattern: does it stand for `c`?
bool take_element(std::string_view& pattern, char c) {
  const char element = pattern[0];
  if (element == '[') {
    const size_t close = pattern.find(']');
    if (close == std::string_view::npos) return false;
    const std::string_view set = pattern.substr(1, close - 1);
    pattern.remove_prefix(close + 1);
    return is_in_set(set, c);
  }
  pattern.remove_prefix(1);
  switch (element) {
    case 'X':
      return c >= '0' && c <= '9';
    case 'Z':
      return c >= '1' && c <= '9';
    case 'N':
      return c >= '2' && c <= '9';
    default:
      return c == element;
  }
}

}  // namespace

bool matches_pattern(std::string_view pattern, std::string_view text) {
  while (!pattern.empty()) {
    if (text.empty()) return false;
    if (pattern == ".") return true;
    if (!take_element(pattern, text[0])) return false;
    text.remove_prefix(1);
  }
  return text.empty();
}

size_t pattern_length(std::string_view pattern) {
  size_t count = 0;
  bool in_set = false;
  for (const char c : pattern) {
    if (c == '[') in_set = true;
    if (!in_set || c == ']') ++count;
    if (c == ']') in_set = false;
  }
  return count;
}

size_t prefix_length(std::string_view pattern, std::string_view text) {
  const size_t length = pattern_length(pattern);
  return length <= text.size() && matches_pattern(pattern, text.substr(0, length)) ? length : 0;
}

size_t leading_pattern(const std::vector<std::string>& patterns, std::string_view text) {
  size_t longest = 0;
  for (const std::string& pattern : patterns) {
    if (!pattern.ends_with('.')) longest = std::max(longest, prefix_length(pattern, text));
  }
  return longest;
}

}  // namespace denwaban::knowledge
