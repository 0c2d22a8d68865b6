// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/line_head.h"

#include <algorithm>

#include "parse/log/syslog.h"
#include "parse/log/text.h"
#include "parse/log/wrapper.h"

namespace denwaban::parse {
namespace {

constexpr size_t kDateLengthMax = 64;

Level take_level_name(std::string_view& text) {
  if (take(text, "NOTICE")) return Level::notice;
  if (take(text, "WARNING")) return Level::warning;
  if (take(text, "SECURITY")) return Level::security;
  if (take(text, "ERROR")) return Level::error;
  size_t i = 0;
  while (i < text.size() && i < 32 && (is_letter(text[i]) || text[i] == '_')) ++i;
  text.remove_prefix(i);
  return i == 0 ? Level::none : Level::other;
}

// "[22821]", "[22821][C-00000003]"; one version wrote a blank before it.
bool take_thread(std::string_view& text, uint32_t& lwp) {
  take(text, " ");
  if (!take(text, "[")) return false;
  uint64_t word = load_short(text.data(), text.size()), value = 0;
  size_t i = leading_digits(word);
  if (i > 0) value = number_of(word, static_cast<unsigned>(i));
  for (; i >= 8 && i < text.size() && i < 20 && is_digit(text[i]); ++i)
    value = value * 10 + static_cast<uint64_t>(text[i] - '0');
  text.remove_prefix(i);
  lwp = static_cast<uint32_t>(value);
  if (i == 0 || !take(text, "]")) return false;
  if (text.size() > 3 && text[0] == '[' && text[1] == 'C' && text[2] == '-') {
    const char* close = find_char(text.data(), text.data() + std::min<size_t>(text.size(), 32), ']');
    if (!close) return false;
    text.remove_prefix(static_cast<size_t>(close + 1 - text.data()));
  }
  return true;
}

// " chan_sip.c: text"
bool read_default(std::string_view rest, LineHead& head) {
  return take_until(rest, ": ", head.file) && (head.text = rest, true);
}

// ": chan_sip.c:123 in function: text", with or without number, "in" and function
bool read_plain(std::string_view rest, LineHead& head) {
  skip_colours(rest);
  size_t colon = rest.find(':');
  if (colon == kNowhere) return false;
  head.file = rest.substr(0, colon);
  rest.remove_prefix(colon + 1);
  if (size_t colour = head.file.find('\x1b'); colour != kNowhere) head.file = head.file.substr(0, colour);
  skip_colours(rest);
  size_t function_end = rest.find(": ");
  if (!rest.empty() && rest[0] == ' ') {  // neither number nor function
    head.text = rest.substr(1);
    return true;
  }
  if (function_end == kNowhere) return false;
  head.text = rest.substr(function_end + 2);
  return true;
}

}  // namespace

namespace {

template <bool kColours>
bool read_level_as(std::string_view line, LineHead& head) {
  if (kColours) skip_colours(line);
  head.level = take_level_name(line);
  if (head.level == Level::none) return false;
  if (kColours) skip_colours(line);
  if (!take_thread(line, head.lwp)) return false;
  if (take(line, ": ")) return read_plain(line, head);
  return take(line, " ") && read_default(line, head);
}

}  // namespace

bool read_level(std::string_view line, LineHead& head) {
  return read_level_as<false>(line, head) || read_level_as<true>(line, head);
}

void skip_colours(std::string_view& text) {
  for (;;) {
    std::string_view rest = text;
    take(rest, "\x1b");
    if (!take(rest, "[")) return;
    size_t i = 0;
    while (i < rest.size() && (is_digit(rest[i]) || rest[i] == ';')) ++i;
    if (i == rest.size() || (rest[i] != 'm' && rest[i] != 'K')) return;
    rest.remove_prefix(i + 1);
    text = rest;
  }
}

namespace {

// "[Nov 21 20:03:48] ", "Nov 21 20:03:48 "
bool take_own_date(std::string_view& text, DateText& date) {
  std::string_view rest = text;
  bool bracket = take(rest, "[");
  size_t length = read_date(rest.substr(0, kDateLengthMax), date);
  if (length == 0 || (!bracket && date.form == DateForm::clock_only)) return false;
  rest.remove_prefix(length);
  if (!(bracket ? take(rest, "] ") : take(rest, " "))) return false;
  text = rest;
  return true;
}

bool is_complete(const DateText& date) { return date.has_year && date.minutes_east; }

// The year of the line's other date, that of New Year where it stands between the two.
void inherit_year(const DateText& from, DateText& date) {
  constexpr int kHalfYear = 6;  // months
  if (date.has_year || !from.has_year || date.form >= DateForm::open) return;
  int ahead = date.civil.month - from.civil.month;
  date.civil.year = from.civil.year + (ahead <= -kHalfYear ? 1 : ahead >= kHalfYear ? -1 : 0);
  date.has_year = true;
}

}  // namespace

bool read_prefix(std::string_view line, LinePrefix& prefix) {
  std::string_view rest = line;
  skip_colours(rest);
  prefix = {};
  auto place = [&](std::string_view behind) { return static_cast<size_t>(behind.data() - line.data()); };
  prefix.date_at = place(rest);
  DateText outer, own;
  bool wrapped = false, has_outer = false;
  if (take_syslog_prefix(rest, outer)) {
    prefix.syslog = has_outer = true;
    skip_colours(rest);
  } else {
    Wrapper wrapper;
    wrapped = take_wrapper(rest, outer, wrapper);
    has_outer = wrapper.has_date, prefix.syslog = wrapper.syslog, prefix.cut = wrapper.cut;
    if (wrapped && !has_outer) prefix.date_at = place(rest);
  }
  bool bracket = rest.starts_with('[');
  size_t own_at = place(rest) + bracket;
  bool has_own = take_own_date(rest, own);
  if (has_own && (has_outer || wrapped)) prefix.own_at = own_at - bracket;
  if (!has_own && !prefix.syslog) return false;
  if (has_own && !(has_outer && (is_complete(outer) || own.form == DateForm::clock_only))) {
    if (has_outer) inherit_year(outer, own);
    prefix.date = own;
    prefix.clock_at = own_at + own.clock_at;
    prefix.clock_length = own.clock_length;
  } else {
    prefix.date = outer;
    prefix.date.clock_length = 0;
  }
  prefix.level_at = place(rest);
  // Where less is told than Asterisk's own head has, a level must confirm it, or what it writes once.
  LineHead head;
  prefix.sure = !wrapped && prefix.date.form != DateForm::clock_only;
  if (prefix.sure && (bracket || prefix.syslog)) return true;
  std::string_view text = line.substr(prefix.level_at);
  return read_level(text, head) || (prefix.sure && text.find(" built by ") != kNowhere);
}

bool has_head(std::string_view line) {
  LinePrefix prefix;
  LineHead head;
  return read_prefix(line, prefix) && read_level(line.substr(prefix.level_at), head);
}

}  // namespace denwaban::parse
