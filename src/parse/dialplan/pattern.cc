// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/dialplan/pattern.h"

#include <bitset>

namespace denwaban::parse {
namespace {

constexpr size_t kEnd = std::string_view::npos;

// Positions of ext_cmp_pattern_pos: smaller is tried first.
constexpr int kAnything = 0x18000;
constexpr int kEarly = 0x28000;
constexpr int kEndOfPattern = 0x30000;
constexpr int kBrokenSet = 0x40000;

struct Position {
  int score = 0;
  std::bitset<256> set;  // only of sets of two characters and more: the score says all about others
};

Position range(char first, char last) {
  Position position;
  for (char c = first; c <= last; ++c) position.set.set(static_cast<unsigned char>(c));
  position.score = static_cast<int>(position.set.count()) << 8 | first;
  return position;
}

// The set that begins behind the '[' at `at`; `close` is its ']'.
Position read_set(std::string_view text, size_t at, size_t close) {
  Position position;
  int lowest = 0xFF;
  for (; at < close; ++at) {
    int first = static_cast<unsigned char>(text[at]);
    int last = first;
    if (at + 2 < close && text[at + 1] == '-') {
      last = static_cast<unsigned char>(text[at + 2]);
      at += 2;
    }
    if (first < lowest) lowest = first;
    for (int c = first; c <= last; ++c) position.set.set(static_cast<size_t>(c));
  }
  size_t count = position.set.count();
  position.score = count == 0 ? 0 : static_cast<int>(count) << 8 | lowest;
  return position;
}

// The next position of a pattern; `at` becomes kEnd at its end.
Position next_position(std::string_view text, size_t& at) {
  for (;;) {
    while (at < text.size() && text[at] == '-') ++at;
    if (at >= text.size()) {
      at = kEnd;
      return {kEndOfPattern, {}};
    }
    char c = text[at++];
    if (c == 'n' || c == 'N') return range('2', '9');
    if (c == 'x' || c == 'X') return range('0', '9');
    if (c == 'z' || c == 'Z') return range('1', '9');
    if (c == '.') return {kAnything, {}};
    if (c == '!') return {kEarly, {}};
    if (c != '[') return {0x0100 | static_cast<unsigned char>(c), {}};
    size_t close = text.find(']', at);
    if (close == kEnd) return {kBrokenSet, {}};
    Position position = read_set(text, at, close);
    at = close + 1;
    if (position.score != 0) return position;
  }
}

// Of two sets with one score the one with the lowest character that the other lacks comes first.
int compare_sets(const Position& left, const Position& right) {
  if (left.score < 0x0200 || left.score >= kAnything || left.set == right.set) return 0;
  for (size_t c = 0; c < left.set.size(); ++c) {
    if (left.set[c] != right.set[c]) return left.set[c] ? -1 : 1;
  }
  return 0;
}

int compare_patterns(std::string_view left, std::string_view right) {
  for (size_t l = 0, r = 0; l != kEnd;) {
    Position left_position = next_position(left, l);
    Position right_position = next_position(right, r);
    int order = left_position.score - right_position.score;
    if (order == 0) order = compare_sets(left_position, right_position);
    if (order != 0) return order;
  }
  return 0;
}

// Characters compare as signed ones: what is no ASCII stands first.
int compare_literals(std::string_view left, std::string_view right) {
  for (size_t l = 0, r = 0;; ++l, ++r) {
    while (l < left.size() && left[l] == '-') ++l;
    while (r < right.size() && right[r] == '-') ++r;
    int a = l < left.size() ? static_cast<signed char>(left[l]) : 0;
    int b = r < right.size() ? static_cast<signed char>(right[r]) : 0;
    if (a != b) return a - b;
    if (l >= left.size()) return 0;
  }
}

size_t count_without_dashes(std::string_view text) {
  size_t count = 0;
  for (char c : text) count += c != '-';
  return count;
}

bool begins_with(std::string_view text, std::string_view start) {
  for (size_t t = 0, s = 0;; ++t, ++s) {
    while (t < text.size() && text[t] == '-') ++t;
    while (s < start.size() && start[s] == '-') ++s;
    if (s >= start.size()) return true;
    if (t >= text.size() || text[t] != start[s]) return false;
  }
}

MatchResult match_literal(std::string_view extension, std::string_view number, MatchMode mode) {
  if (mode == MatchMode::whole) {
    return compare_literals(extension, number) == 0 ? MatchResult::match : MatchResult::none;
  }
  size_t length = count_without_dashes(extension);
  size_t dialled = count_without_dashes(number);
  if (length < dialled || !begins_with(extension, number)) return MatchResult::none;
  return mode == MatchMode::partial || length > dialled ? MatchResult::match : MatchResult::none;
}

// Does the set that begins behind a '[' take `c`? As signed characters, as Asterisk has them.
bool set_takes(std::string_view set, char dialled) {
  auto c = static_cast<signed char>(dialled);
  for (size_t at = 0; at < set.size(); ++at) {
    auto first = static_cast<signed char>(set[at]);
    if (at + 2 < set.size() && set[at + 1] == '-') {
      if (c >= first && c <= static_cast<signed char>(set[at + 2])) return true;
      at += 2;
    } else if (c == first) {
      return true;
    }
  }
  return false;
}

bool character_takes(char pattern, char c) {
  switch (pattern) {
    case 'n':
    case 'N':
      return c >= '2' && c <= '9';
    case 'x':
    case 'X':
      return c >= '0' && c <= '9';
    case 'z':
    case 'Z':
      return c >= '1' && c <= '9';
    default:
      return c == pattern;
  }
}

// What it means that the pattern's first `at` characters took the whole number.
MatchResult match_at_end(std::string_view pattern, size_t at, MatchMode mode) {
  if (at >= pattern.size() || pattern[at] == '/') {
    return mode == MatchMode::more ? MatchResult::none : MatchResult::match;
  }
  if (pattern[at] == '!') return MatchResult::early;
  return mode == MatchMode::whole ? MatchResult::none : MatchResult::match;
}

// `pattern` without its underscore.
MatchResult match_pattern(std::string_view pattern, std::string_view number, MatchMode mode) {
  size_t p = 0;
  size_t n = 0;
  for (;;) {
    while (n < number.size() && number[n] == '-') ++n;
    while (p < pattern.size() && pattern[p] == '-') ++p;
    if (n >= number.size()) return match_at_end(pattern, p, mode);
    if (p >= pattern.size() || pattern[p] == '/') return MatchResult::none;
    if (pattern[p] == '.') return MatchResult::match;
    if (pattern[p] == '!') return MatchResult::early;
    if (pattern[p] == '[') {
      size_t close = pattern.find(']', p + 1);
      if (close == kEnd) return MatchResult::none;
      std::string_view set = pattern.substr(p + 1, close - p - 1);
      p = close + 1;
      if (set.empty()) continue;
      if (!set_takes(set, number[n])) return MatchResult::none;
    } else if (!character_takes(pattern[p++], number[n])) {
      return MatchResult::none;
    }
    ++n;
  }
}

// ext_strncpy
std::string copy_extension(std::string_view extension, bool without_dashes) {
  std::string copy;
  copy.reserve(extension.size());
  bool is_pattern = extension.starts_with('_');
  bool in_set = false;
  for (char c : extension) {
    if (c == '[' && is_pattern) in_set = true;
    if (c == ']') in_set = false;
    if (in_set || (c != ' ' && !(c == '-' && without_dashes))) copy.push_back(c);
  }
  return copy;
}

}  // namespace

int compare_extensions(std::string_view left, std::string_view right) {
  bool left_literal = !left.starts_with('_');
  bool right_literal = !right.starts_with('_');
  if (left_literal && right_literal) return compare_literals(left, right);
  if (left_literal || right_literal) return left_literal ? -1 : 1;
  return compare_patterns(left.substr(1), right.substr(1));
}

MatchResult match_extension(std::string_view pattern, std::string_view number, MatchMode mode) {
  if (!pattern.starts_with('_')) return match_literal(pattern, number, mode);
  if (mode == MatchMode::whole && number.starts_with('_') &&
      compare_patterns(pattern.substr(1), number.substr(1)) == 0) {
    return MatchResult::match;
  }
  return match_pattern(pattern.substr(1), number, mode);
}

bool match_caller(std::string_view pattern, std::string_view caller_id) {
  if (caller_id.empty()) return pattern.empty();
  return match_extension(pattern, caller_id) != MatchResult::none;
}

bool has_unclosed_set(std::string_view pattern) {
  if (!pattern.starts_with('_')) return false;
  for (size_t open = pattern.find('['); open != kEnd;) {
    size_t close = pattern.find(']', open);
    if (close == kEnd) return true;
    open = pattern.find('[', close);
  }
  return false;
}

std::string without_blanks(std::string_view extension) { return copy_extension(extension, false); }

std::string without_fluff(std::string_view extension) { return copy_extension(extension, true); }

std::string shrink_phone_number(std::string_view number) {
  std::string shrunk;
  int brackets = 0;
  for (size_t i = 0; i < number.size(); ++i) {
    char c = number[i];
    if (c == '[') ++brackets;
    if (c == ']') --brackets;
    bool dropped = (c == '-' && brackets == 0) || (c == '.' && i + 1 < number.size()) || c == '(' ||
                   c == ' ' || c == ')';
    if (!dropped) shrunk.push_back(c);
  }
  return shrunk;
}

}  // namespace denwaban::parse
