// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/wrapper.h"

#include <algorithm>

#include "parse/log/line_head.h"
#include "parse/log/syslog.h"
#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

constexpr size_t kDateLengthMax = 64;
constexpr size_t kNameLengthMax = 255;
constexpr size_t kReach = 384;

bool begins_own_head(std::string_view text) {
  skip_colours(text);
  return text.starts_with('[');
}

// A date, and what stands between it and Asterisk's own.
bool take_dated(std::string_view& line, DateText& date, bool& cut) {
  std::string_view text = line, labels;
  size_t length = read_date(text.substr(0, kDateLengthMax), date);
  if (length == 0 || date.form == DateForm::clock_only) return false;
  text.remove_prefix(length);
  if (!take(text, " ")) return false;
  if (take(text, "stdout ") || take(text, "stderr ")) {
    cut = take(text, "P ");
    if (!cut && !take(text, "F ")) return false;
  } else if (take(text, "{")) {
    if (!take_until(text, "} ", labels)) return false;
  }
  if (!begins_own_head(text)) return false;
  line = text;
  return true;
}

bool is_name_character(char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; }

// "asterisk_1  | "
bool take_service(std::string_view& line) {
  std::string_view text = line;
  size_t i = 0;
  while (i < text.size() && i < kNameLengthMax && is_name_character(text[i])) ++i;
  if (i == 0) return false;
  text.remove_prefix(i);
  if (!take(text, " ")) return false;
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  if (!take(text, "|")) return false;
  skip_colours(text);
  if (!take(text, " ")) return false;
  line = text;
  return true;
}

// "/var/log/asterisk/messages:", "messages:123:", "123:"
bool take_file_name(std::string_view& line) {
  std::string_view text = line.substr(0, kNameLengthMax + 1);
  size_t colon = text.find(':');
  if (colon == kNowhere || colon == 0 || text.substr(0, colon).find_first_of(" []{}<>\"'=;") != kNowhere)
    return false;
  line.remove_prefix(colon + 1);
  size_t digits = 0;
  while (digits < line.size() && digits < 20 && is_digit(line[digits])) ++digits;
  if (digits > 0 && digits < line.size() && line[digits] == ':' &&
      line[digits + 1 < line.size() ? digits + 1 : 0] == '[')
    line.remove_prefix(digits + 1);
  return true;
}

}  // namespace

CriRecord cri_record_of(std::string_view line) {
  DateText date;
  size_t length = read_date(line.substr(0, kDateLengthMax), date);
  line.remove_prefix(length);
  if (length == 0 || (!take(line, " stdout ") && !take(line, " stderr "))) return CriRecord::none;
  return take(line, "P ") ? CriRecord::cut : take(line, "F ") ? CriRecord::whole : CriRecord::none;
}

bool take_wrapper(std::string_view& line, DateText& date, Wrapper& wrapper) {
  if (line.empty() || line[0] == '[' || line[0] == ' ' || line[0] == '{') return false;
  // Lines that have no head at all, like those of printed packets, hardly hold one within reach.
  if (!find_char(line.data(), line.data() + std::min(line.size(), kReach), '[')) return false;
  std::string_view rest = line;
  bool known = true;
  if (take_dated(rest, date, wrapper.cut)) {
    wrapper.has_date = true;
  } else if (take_service(rest)) {
    wrapper.has_date = take_dated(rest, date, wrapper.cut);
    known = wrapper.has_date || begins_own_head(rest);
  } else if (take_file_name(rest)) {
    wrapper.syslog = wrapper.has_date = take_syslog_prefix(rest, date);
    known = wrapper.has_date || begins_own_head(rest);
  } else {
    known = false;
  }
  if (!known) {
    wrapper = {};
    return false;
  }
  skip_colours(rest);
  line = rest;
  return true;
}

}  // namespace denwaban::parse
