// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/line_head.h"

#include <algorithm>

#include "parse/log/syslog.h"
#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

constexpr size_t kDateLengthMax = 64;

// "\x1b[1;33m", and "[0m" where the escape itself was lost.
void skip_colours(std::string_view& text) {
  for (;;) {
    std::string_view rest = text;
    take(rest, "\x1b");
    if (!take(rest, "[")) return;
    size_t i = 0;
    while (i < rest.size() && (is_digit(rest[i]) || rest[i] == ';')) ++i;
    if (i == rest.size() || rest[i] != 'm') return;
    rest.remove_prefix(i + 1);
    text = rest;
  }
}

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

bool read_prefix(std::string_view line, LinePrefix& prefix) {
  std::string_view rest = line;
  skip_colours(rest);
  prefix = {};
  if (take_syslog_prefix(rest, prefix.date)) {
    prefix.syslog = true;
    prefix.date.clock_length = 0;
    skip_colours(rest);
  }
  std::string_view inner = rest;
  bool bracket = take(inner, "[");
  if (DateText date; size_t length = read_date(inner.substr(0, kDateLengthMax), date)) {
    size_t date_at = static_cast<size_t>(inner.data() - line.data());
    inner.remove_prefix(length);
    if (bracket ? take(inner, "] ") : take(inner, " ")) {
      prefix.date = date;
      prefix.clock_at = date_at + date.clock_at;
      prefix.clock_length = date.clock_length;
      rest = inner;
    } else if (!prefix.syslog) {
      return false;
    }
  } else if (!prefix.syslog) {
    return false;
  }
  prefix.level_at = line.size() - rest.size();
  return true;
}

bool has_head(std::string_view line) {
  LinePrefix prefix;
  LineHead head;
  return read_prefix(line, prefix) && read_level(line.substr(prefix.level_at), head);
}

}  // namespace denwaban::parse
