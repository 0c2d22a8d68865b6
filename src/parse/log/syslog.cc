// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/syslog.h"

#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

constexpr size_t kDateLengthMax = 64;
constexpr size_t kHostLengthMax = 255;

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
  return take(text, " ");
}

bool take_word(std::string_view& text, std::string_view& word) {
  size_t blank = text.substr(0, kHostLengthMax + 1).find(' ');
  if (blank == kNowhere || blank == 0) return false;
  word = text.substr(0, blank);
  text.remove_prefix(blank + 1);
  return true;
}

bool is_asterisk(std::string_view program) { return program == "asterisk" || program == "safe_asterisk"; }

// "asterisk[24167]:", "asterisk:"
bool is_tag(std::string_view word) {
  if (!take_last(word, ":")) return false;
  if (size_t open = word.find('['); open != kNowhere && word.back() == ']') word = word.substr(0, open);
  return is_asterisk(word);
}

bool take_rfc5424(std::string_view& text, DateText& date) {
  std::string_view host, program, process, message;
  if (!take(text, "1 ") || !take_date(text, date) || !take_word(text, host) || !take_word(text, program) ||
      !is_asterisk(program) || !take_word(text, process) || !take_word(text, message))
    return false;
  if (take(text, "- ")) return true;  // no structured data
  std::string_view data;
  return take(text, "[") && take_until(text, "] ", data);
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
  std::string_view first, second;
  if (!take_date(text, date) || !take_word(text, first)) return false;
  if (is_tag(first) || (take_word(text, second) && is_tag(second))) {
    line = text;
    return true;
  }
  return false;
}

}  // namespace denwaban::parse
