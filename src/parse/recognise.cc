// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/recognise.h"

#include <algorithm>

#include "parse/cdr/rows.h"
#include "parse/log/doubtful_lines.h"
#include "parse/log/json_line.h"
#include "parse/log/line_head.h"
#include "parse/log/security_event.h"
#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

constexpr size_t kBytesTried = 64 * 1024;
constexpr size_t kLineLengthTried = 64 * 1024;

bool take_line(std::string_view& bytes, std::string_view& line) {
  if (bytes.empty()) return false;
  size_t end = bytes.find('\n');
  line = bytes.substr(0, end);
  bytes.remove_prefix(end == kNowhere ? bytes.size() : end + 1);
  if (line.ends_with('\r')) line.remove_suffix(1);
  line.remove_prefix(rubbish_before(line));
  if (line.size() > kLineLengthTried) line = line.substr(0, kLineLengthTried);
  return true;
}

std::string_view packed_as(std::string_view bytes) {
  using namespace std::string_view_literals;
  if (bytes.starts_with("\x1f\x8b"sv)) return "gzip";
  if (bytes.starts_with("\xfd"
                        "7zXZ"sv))
    return "xz";
  if (bytes.starts_with("\x28\xb5\x2f\xfd"sv)) return "zstd";
  if (bytes.starts_with("BZh"sv)) return "bzip2";
  if (bytes.starts_with("PK\x03\x04"sv)) return "zip";
  return {};
}

InputKind binary_kind(std::string_view bytes) {
  using namespace std::string_view_literals;
  for (auto magic : {"\xd4\xc3\xb2\xa1"sv, "\xa1\xb2\xc3\xd4"sv, "\x4d\x3c\xb2\xa1"sv, "\xa1\xb2\x3c\x4d"sv})
    if (bytes.starts_with(magic)) return InputKind::pcap;
  if (bytes.starts_with("SQLite format 3\0"sv)) return InputKind::sqlite;
  return bytes.starts_with("\x0a\x0d\x0d\x0a"sv) ? InputKind::pcapng : InputKind::unknown;
}

// A call record, or the header of a table of them.
bool is_cdr(std::string_view line) {
  CsvRow row;
  read_csv_row(line, true, row);
  return !row.broken && (CdrLayout::of_row(row.all()) || CdrLayout::of_header(row.all()));
}

// A recorded session that begins in the middle of a block.
bool holds_ami_event(std::string_view bytes) {
  constexpr std::string_view kEvent = "\r\n\r\nEvent: ";
  for (size_t at = bytes.find(kEvent); at != kNowhere; at = bytes.find(kEvent, at + 1)) {
    size_t end = bytes.find("\r\n", at + kEvent.size());
    if (end != kNowhere && bytes.substr(end + 2).starts_with("Privilege: ")) return true;
  }
  return false;
}

bool is_ami(std::string_view line) {
  return line.starts_with("Asterisk Call Manager/") || line.starts_with("Action: ") || line.starts_with("Event: ") ||
         line.starts_with("Response: ");
}

void note_date(const DateText& date, Recognised& out) {
  out.has_year = date.has_year;
  out.has_zone = date.minutes_east.has_value();
  out.first = date.civil;
  if (!date.has_year) out.first->year = 0;
  out.form = date.form;
}

// A record of JSON, ours or another program's.
bool recognise_json(std::string_view line, JsonLines& json, Recognised& out) {
  LineHead head;
  std::string_view text;
  DateText date;
  WrappedLine wrapped;
  if (json.read(line, head, text)) {
    if (read_date(text, date) == 0) return false;
    out.kind = InputKind::json_log;
    note_date(date, out);
    return true;
  }
  if (!json.unwrap(line, wrapped) || wrapped.foreign) return false;
  LinePrefix prefix;
  if (!read_prefix(wrapped.text, prefix) && !wrapped.syslog) return false;
  if (!read_level(wrapped.text.substr(prefix.level_at), head)) return false;
  out.kind = wrapped.syslog ? InputKind::syslog : InputKind::asterisk_log;
  note_date(wrapped.date, out);
  return true;
}

bool recognise_line(std::string_view line, JsonLines& json, Recognised& out) {
  if (line.starts_with('{')) return recognise_json(line, json, out);
  LineHead head;
  LinePrefix prefix;
  if (!read_prefix(line, prefix)) return false;
  bool level = read_level(line.substr(prefix.level_at), head);
  if (!level && line.find(" built by ") == kNowhere) return false;
  note_date(prefix.date, out);
  if (level) out.kind = prefix.syslog ? InputKind::syslog : InputKind::asterisk_log;
  return level;
}

std::string reason_for(std::string_view bytes) {
  if (bytes.empty()) return "the input is empty: nothing to read";
  if (auto packed = packed_as(bytes); !packed.empty())
    return "the input is compressed with " + std::string(packed) + ": unpack it first";
  if (bytes.starts_with("\xff\xfe") || bytes.starts_with("\xfe\xff"))
    return "the input is UTF-16 text: convert it first (iconv -f UTF-16 -t UTF-8)";
  if (bytes.find("\n__REALTIME_TIMESTAMP=") != kNowhere || bytes.starts_with("__REALTIME_TIMESTAMP="))
    return "the input is journalctl's export format: write it with journalctl -o short-iso or -o json "
           "instead";
  if (bytes.substr(0, 512).find('\0') != kNowhere)
    return "the input is binary and no packet capture: name a log file";
  return "no line of the input has a date and a level as Asterisk writes them: name a log, a CDR file or a "
         "capture";
}

// "2026-11-21T16:31:54.626-0500"
bool read_event_tv(std::string_view text, DateText& date) {
  return read_date(text, date) == text.size() && !text.empty() && date.has_year && date.minutes_east;
}

bool read_hint(const DateText& head, std::string_view event_tv, LogHints& hints) {
  DateText event;
  if (!read_event_tv(event_tv, event)) return false;
  CivilTime face = head.civil;
  if (!head.has_year) face.year = event.civil.year;
  TimeZone utc;
  Time shown = utc.to_utc(face);
  Time meant = utc.to_utc(event.civil) - std::chrono::minutes(*event.minutes_east);
  auto nearest = [&](int years) {
    CivilTime other = face;
    other.year += years;
    return utc.to_utc(other);
  };
  if (!head.has_year) {  // New Year may stand between the two
    for (int years : {-1, 1})
      if (Time other = nearest(years); std::chrono::abs(other - meant) < std::chrono::abs(shown - meant))
        shown = other;
  }
  constexpr int64_t kQuarter = 900'000, kSlack = 5'000;
  int64_t difference = (shown - meant).count();
  int64_t quarters = (difference + (difference < 0 ? -kQuarter : kQuarter) / 2) / kQuarter;
  if (std::abs(difference - quarters * kQuarter) > kSlack || std::abs(quarters) > 14 * 4) return false;
  hints.east_of_utc = Seconds(quarters * 900);
  hints.year = utc.to_civil(shown).year;
  return true;
}

}  // namespace

Recognised recognise(std::string_view bytes) {
  Recognised out;
  out.kind = binary_kind(bytes);
  if (out.kind != InputKind::unknown) return out;
  std::string_view rest = bytes.substr(std::min(bytes.find_first_not_of('\0'), bytes.size())), line;
  rest = rest.substr(0, kBytesTried);
  JsonLines json;
  for (bool first = true; take_line(rest, line); first = false) {
    if (first && is_cdr(line)) out.kind = InputKind::cdr;
    if (first && is_ami(line)) out.kind = InputKind::ami_session;
    if (out.kind != InputKind::unknown || recognise_line(line, json, out)) return out;
  }
  if (holds_ami_event(bytes)) {
    out.kind = InputKind::ami_session;
    return out;
  }
  if (out.first) {  // a banner and nothing else yet
    out.kind = InputKind::asterisk_log;
    return out;
  }
  out.reason = reason_for(bytes);
  return out;
}

std::optional<DateText> read_line_date(std::string_view line, JsonLines& json) {
  line.remove_prefix(rubbish_before(line));
  if (!line.starts_with('{')) {
    LinePrefix prefix;
    return read_prefix(line, prefix) ? std::optional(prefix.date) : std::nullopt;
  }
  constexpr std::string_view kKey = "\"timestamp\":";
  WrappedLine wrapped;
  size_t key = line.substr(0, 256).find(kKey);
  if (key == kNowhere) return json.unwrap(line, wrapped) ? std::optional(wrapped.date) : std::nullopt;
  line.remove_prefix(key + kKey.size());
  line.remove_prefix(std::min(line.size(), line.find_first_not_of(" \"")));
  DateText date;
  return read_date(line.substr(0, line.find('"')), date) > 0 ? std::optional(date) : std::nullopt;
}

LogHints scan_hints(std::string_view bytes) {
  LogHints hints;
  JsonLines json;
  std::string_view line;
  DoubtfulLines doubt;
  for (std::string_view rest = bytes; take_line(rest, line); bytes = rest) {
    bool doubtful = doubt.take(bytes.substr(0, bytes.size() - rest.size()));
    LineHead head;
    LinePrefix prefix;
    std::string_view text, event_tv;
    if (line.starts_with('{')) {
      if (line.find("SecurityEvent=") == kNowhere || !json.read(line, head, text)) continue;
      if (read_date(text, prefix.date) != text.size()) continue;
    } else {
      size_t level = line.substr(0, 256).find("SECURITY[");
      if (level == kNowhere || !read_prefix(line, prefix) || !read_level(line.substr(prefix.level_at), head))
        continue;
    }
    if (doubtful || head.level != Level::security || head.file != "res_security_log.c") continue;
    Event event;
    if (read_security_event(head.text, event, event_tv) != Reading::event || event.tainted) continue;
    if (read_hint(prefix.date, event_tv, hints)) break;
  }
  return hints;
}

}  // namespace denwaban::parse
