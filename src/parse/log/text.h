// SPDX-License-Identifier: GPL-3.0-or-later
// Taking fixed words and fields off either end of a text. Nothing here searches for what a field looks like.
#pragma once

#include <cstring>
#include <string_view>

namespace denwaban::parse {

constexpr size_t kNowhere = std::string_view::npos;

// If `text` begins with `word`, takes it off.
inline bool take(std::string_view& text, std::string_view word) {
  if (text.size() < word.size() || std::memcmp(text.data(), word.data(), word.size()) != 0) return false;
  text.remove_prefix(word.size());
  return true;
}

// If `text` ends with `word`, takes it off.
inline bool take_last(std::string_view& text, std::string_view word) {
  if (text.size() < word.size() ||
      std::memcmp(text.data() + text.size() - word.size(), word.data(), word.size()) != 0)
    return false;
  text.remove_suffix(word.size());
  return true;
}

// The first place of `words` in `text`. Its first character is looked for with memchr: choose words that
// begin with a rare one.
inline size_t find_words(std::string_view text, std::string_view words, size_t from = 0) {
  while (from + words.size() <= text.size()) {
    auto* found = static_cast<const char*>(
        std::memchr(text.data() + from, words[0], text.size() - words.size() - from + 1));
    if (!found) return kNowhere;
    if (std::memcmp(found, words.data(), words.size()) == 0) return static_cast<size_t>(found - text.data());
    from = static_cast<size_t>(found - text.data()) + 1;
  }
  return kNowhere;
}

// Takes what stands before `words`, and the words, off the front.
inline bool take_until(std::string_view& text, std::string_view words, std::string_view& before) {
  size_t at = find_words(text, words);
  if (at == kNowhere) return false;
  before = text.substr(0, at);
  text.remove_prefix(at + words.size());
  return true;
}

// Takes what stands behind the last `words`, and the words, off the end.
inline bool take_last_until(std::string_view& text, std::string_view words, std::string_view& behind) {
  size_t at = text.rfind(words);
  if (at == kNowhere) return false;
  behind = text.substr(at + words.size());
  text.remove_suffix(text.size() - at);
  return true;
}

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace denwaban::parse
