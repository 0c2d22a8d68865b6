// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/guessing.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <set>

#include "knowledge/dictionary.h"

namespace denwaban::knowledge {
namespace {

constexpr size_t kShortestRun = 3, kShortestWord = 3, kMostDigits = 6, kMostOthers = 2, kLongestUnit = 6;

constexpr std::array<std::string_view, 13> kRows = {"01234567890",
                                                    "abcdefghijklmnopqrstuvwxyz",
                                                    "qwertyuiop",
                                                    "asdfghjkl",
                                                    "zxcvbnm",
                                                    "qwertzuiop",
                                                    "yxcvbnm",
                                                    "azertyuiop",
                                                    "qsdfghjklm",
                                                    "!@#$%^&*()_",
                                                    "147258369",
                                                    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
                                                    "zaq1xsw2cde3vfr4bgt5nhy6mju7"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return c >= 'a' && c <= 'z'; }

// How far `text` goes along `row` from its place `from`.
size_t along(std::string_view text, std::string_view row, size_t from, int step) {
  size_t length = 0;
  for (size_t at = from; length < text.size() && at < row.size() && row[at] == text[length]; at += step)
    ++length;
  return length;
}

size_t longest_run(std::string_view text) {
  size_t longest = 0;
  for (const std::string_view row : kRows) {
    for (size_t from = row.find(text[0]); from != std::string_view::npos;
         from = row.find(text[0], from + 1)) {
      longest = std::max({longest, along(text, row, from, 1), along(text, row, from, -1)});
    }
  }
  return longest;
}

// Takes up to `most` characters off the end (or the beginning) that are as `which` says.
template <typename Which>
std::string_view without_tail(std::string_view text, size_t most, Which which) {
  while (most-- > 0 && !text.empty() && which(text.back())) text.remove_suffix(1);
  return text;
}
template <typename Which>
std::string_view without_head(std::string_view text, size_t most, Which which) {
  while (most-- > 0 && !text.empty() && which(text.front())) text.remove_prefix(1);
  return text;
}

bool is_other(char c) { return !is_digit(c) && !is_letter(c); }

std::string_view without_ending(std::string_view text) {
  return without_tail(without_tail(without_tail(text, kMostOthers, is_other), kMostDigits, is_digit),
                      kMostOthers, is_other);
}
std::string_view without_beginning(std::string_view text) {
  return without_head(without_head(without_head(text, kMostOthers, is_other), kMostDigits, is_digit),
                      kMostOthers, is_other);
}

std::string letters_for_digits(std::string_view text, char for_one) {
  static constexpr std::string_view kFrom = "0345789@$!+", kTo = "oeastbgasit";
  std::string spelt(text);
  for (char& c : spelt) {
    if (c == '1') c = for_one;
    const size_t at = kFrom.find(c);
    if (at != std::string_view::npos) c = kTo[at];
  }
  return spelt;
}

bool is_word(std::string_view text) {
  if (text.size() > 1 && std::find(stems().begin(), stems().end(), text) != stems().end()) return true;
  if (text.size() < kShortestWord || is_digits(text)) return false;
  return is_listed(text) || is_listed(letters_for_digits(text, 'i')) ||
         is_listed(letters_for_digits(text, 'l')) || is_listed(std::string(text.rbegin(), text.rend()));
}

bool is_two_words(std::string_view written) {
  std::string text;  // "secure_password" as one
  std::copy_if(written.begin(), written.end(), std::back_inserter(text),
               [](char c) { return std::string_view("_-. ").find(c) == std::string_view::npos; });
  for (size_t cut = kShortestWord; cut + kShortestWord <= text.size() && cut <= 20; ++cut) {
    if (is_letter(text[cut]) && is_listed(std::string_view(text).substr(0, cut)) && is_listed(std::string_view(text).substr(cut)))
      return true;
  }
  return false;
}

bool is_year(int year) { return year >= 1900 && year <= 2099; }
bool is_day_of(int day, int month) { return day >= 1 && day <= 31 && month >= 1 && month <= 12; }
int value_of(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

bool is_date_of_eight(std::string_view d) {
  const int year_first = value_of(d.substr(0, 4)), year_last = value_of(d.substr(4));
  const int a = value_of(d.substr(0, 2)), b = value_of(d.substr(2, 2));
  const int c = value_of(d.substr(4, 2)), e = value_of(d.substr(6));
  return (is_year(year_first) && (is_day_of(e, c) || is_day_of(c, e))) ||
         (is_year(year_last) && (is_day_of(a, b) || is_day_of(b, a)));
}

bool is_date_of_six(std::string_view d) {
  const int a = value_of(d.substr(0, 2)), b = value_of(d.substr(2, 2)), c = value_of(d.substr(4));
  return is_day_of(a, b) || is_day_of(b, a) || is_day_of(c, b);
}

}  // namespace

bool is_digits(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), is_digit);
}

bool is_keyboard_run(std::string_view text) {
  if (text.size() < kShortestRun + 1) return false;
  while (!text.empty()) {
    const size_t run = longest_run(text);
    if (run < kShortestRun) return false;
    text.remove_prefix(run);
  }
  return true;
}

bool is_repetition(std::string_view text) {
  if (text.size() < 4) return false;
  for (size_t unit = 1; unit <= std::min(kLongestUnit, text.size() / 2); ++unit) {
    if (text.substr(unit) == text.substr(0, text.size() - unit)) return true;
  }
  return std::set<char>(text.begin(), text.end()).size() <= 2;
}

bool is_date(std::string_view text) {
  std::string digits;
  if (text.size() > 10) return false;
  for (const char c : text) {
    if (is_digit(c)) {
      digits += c;
    } else if (std::string_view("-./_").find(c) == std::string_view::npos) {
      return false;
    }
  }
  return digits.size() == 8 ? is_date_of_eight(digits) : digits.size() == 6 && is_date_of_six(digits);
}

bool is_made_of_words(std::string_view text) {
  const std::string_view ended = without_ending(text);
  const std::string_view begun = without_beginning(text);
  const std::string_view both = without_beginning(ended);
  return is_word(text) || is_word(ended) || is_word(begun) || is_word(both) || is_two_words(both);
}

bool is_made_of_name(std::string_view text, std::string_view name) {
  if (name.size() < kShortestWord) return false;
  if (text == std::string(name.rbegin(), name.rend())) return true;
  std::string_view rest;
  if (text.starts_with(name)) {
    rest = text.substr(name.size());
  } else if (text.ends_with(name)) {
    rest = text.substr(0, text.size() - name.size());
  } else {
    return false;
  }
  const std::string_view word = without_beginning(without_ending(rest));
  return word.size() <= kMostOthers || word == name || is_listed(word);
}

}  // namespace denwaban::knowledge
