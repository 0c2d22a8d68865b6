// SPDX-License-Identifier: GPL-3.0-or-later
// Taking fixed words and fields off either end of a text. Nothing here searches for what a field looks like.
#pragma once

#include <cstring>
#include <string_view>

#include "parse/log/words.h"

namespace denwaban::parse {

constexpr size_t kNowhere = std::string_view::npos;

inline bool begins_with(std::string_view text, std::string_view word) {
  if (text.size() < word.size()) return false;
  if (__builtin_constant_p(word.size())) return std::memcmp(text.data(), word.data(), word.size()) == 0;
  return same_bytes(text.data(), word.data(), word.size());
}

// If `text` begins with `word`, takes it off.
inline bool take(std::string_view& text, std::string_view word) {
  if (!begins_with(text, word)) return false;
  text.remove_prefix(word.size());
  return true;
}

// If `text` ends with `word`, takes it off.
inline bool take_last(std::string_view& text, std::string_view word) {
  if (text.size() < word.size() || !begins_with({text.data() + text.size() - word.size(), word.size()}, word))
    return false;
  text.remove_suffix(word.size());
  return true;
}

// The first place of `words` in `text`. Its first character is looked for: choose words that begin with a
// rare one.
inline size_t find_words(std::string_view text, std::string_view words, size_t from = 0) {
  if (text.size() < words.size()) return kNowhere;
  const char* end = text.data() + text.size() - words.size() + 1;
  for (const char* at = text.data() + from; at < end; ++at) {
    at = find_char(at, end, words[0]);
    if (!at) break;
    if (begins_with({at, words.size()}, words)) return static_cast<size_t>(at - text.data());
  }
  return kNowhere;
}

// The last place of `words` in `text`.
inline size_t find_last_words(std::string_view text, std::string_view words) {
  if (text.size() < words.size()) return kNowhere;
  for (size_t size = text.size() - words.size() + 1; size > 0;) {
    auto* at = static_cast<const char*>(::memrchr(text.data(), words[0], size));
    if (!at) break;
    size = static_cast<size_t>(at - text.data());
    if (begins_with({at, words.size()}, words)) return size;
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
  size_t at = find_last_words(text, words);
  if (at == kNowhere) return false;
  behind = text.substr(at + words.size());
  text.remove_suffix(text.size() - at);
  return true;
}

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

}  // namespace denwaban::parse
