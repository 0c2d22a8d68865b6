// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/syslog.h"

#include <algorithm>

#include "parse/log/text.h"

namespace denwaban::parse {

bool is_asterisk(std::string_view program) {
  if (program == "safe_asterisk") return true;
  if (!take(program, "asterisk")) return false;
  return program.empty() || std::string_view("-._@/").find(program[0]) != kNowhere;
}

namespace {

constexpr size_t kDateLengthMax = 64;
constexpr size_t kHostLengthMax = 255;
constexpr size_t kZoneLengthMax = 5;
constexpr size_t kWordsBeforeTag = 3;

bool take_priority(std::string_view& text) {
  if (!take(text, "<")) return false;
  size_t i = 0;
  while (i < text.size() && i < 3 && is_digit(text[i])) ++i;
  if (i == 0 || i == text.size() || text[i] != '>') return false;
  text.remove_prefix(i + 1);
  return true;
}

bool take_date(std::string_view& text, DateText& date) {
  size_t length = read_date(text.substr(0, kDateLengthMax), date);
  if (length == 0) return false;
  text.remove_prefix(length);
  return date.form != DateForm::clock_only && take(text, " ");
}

bool take_word(std::string_view& text, std::string_view& word) {
  size_t blank = text.substr(0, kHostLengthMax + 1).find(' ');
  if (blank == kNowhere || blank == 0) return false;
  word = text.substr(0, blank);
  text.remove_prefix(blank + 1);
  return true;
}

// "3f2a9c0d11ee", as Docker's syslog and journald drivers name a container
bool is_container(std::string_view program) {
  if (program.size() != 12 && program.size() != 64) return false;
  return program.find_first_not_of("0123456789abcdef") == kNowhere;
}

// "local0.notice"
bool is_priority(std::string_view word) {
  size_t dot = word.find('.');
  if (dot == kNowhere || dot == 0) return false;
  for (auto severity :
       {"emerg", "alert", "crit", "err", "error", "warning", "warn", "notice", "info", "debug"})
    if (word.substr(dot + 1) == severity) return true;
  return false;
}

// "CET", which journalctl -o short-full writes between date and host
bool is_zone(std::string_view word) {
  return word.size() <= kZoneLengthMax && std::all_of(word.begin(), word.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || is_digit(c) || c == '+' || c == '-';
         });
}

// "asterisk[24167]:", "asterisk:"
bool is_tag(std::string_view word) {
  if (!take_last(word, ":")) return false;
  if (size_t open = word.find('['); open != kNowhere && word.back() == ']') word = word.substr(0, open);
  return is_asterisk(word) || is_container(word);
}

bool take_rfc5424(std::string_view& text, DateText& date) {
  std::string_view host, program, process, message;
  if (!take(text, "1 ") || !take_date(text, date) || !take_word(text, host) || !take_word(text, program) ||
      !is_asterisk(program) || !take_word(text, process) || !take_word(text, message))
    return false;
  std::string_view data;
  bool structured = take(text, "[");
  if (structured ? !take_until(text, "] ", data) : !take(text, "- ")) return false;
  (void)take(text, "\xef\xbb\xbf");  // says that the message is UTF-8
  return true;
}

}  // namespace

bool take_syslog_prefix(std::string_view& line, DateText& date) {
  std::string_view text = line;
  if (take_priority(text)) {
    if (std::string_view rest = text; take_rfc5424(rest, date)) {
      line = rest;
      return true;
    }
  }
  if (!take_date(text, date)) return false;
  // Host, what some daemons write beside it, tag.
  std::string_view word;
  for (size_t words = 0, hosts = 0; words <= kWordsBeforeTag && take_word(text, word); ++words) {
    if (is_tag(word)) {
      line = text;
      return true;
    }
    if (!is_priority(word) && !is_zone(word) && ++hosts > 1) return false;
  }
  return false;
}

}  // namespace denwaban::parse
