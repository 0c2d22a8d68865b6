// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log_parser.h"

#include <algorithm>
#include <cstring>

#include "parse/log/grammar.h"
#include "parse/log/security_event.h"
#include "parse/log/text.h"
#include "parse/log/wrapper.h"

namespace denwaban::parse {
namespace {

// Of the date that a line begins with.
size_t date_length(std::string_view line) {
  constexpr size_t kDateMax = 64;
  DateText date;
  return read_date(line.substr(0, kDateMax), date);
}

bool is_blank(std::string_view line) { return line.find_first_not_of(" \t\r") == kNowhere; }

// "… (381 bytes) from UDP:192.0.2.1:5060 --->", as res_pjsip_logger.c writes before a packet; 0 without.
size_t bytes_announced(std::string_view line) {
  size_t at = line.rfind(" bytes) "), size = 0;
  if (at == kNowhere || !line.ends_with("--->")) return 0;
  size_t begin = line.rfind('(', at);
  if (begin == kNowhere || at - begin > 7) return 0;
  for (char c : line.substr(begin + 1, at - begin - 1)) {
    if (!is_digit(c)) return 0;
    size = size * 10 + static_cast<size_t>(c - '0');
  }
  return size;
}

// What consoles show of calls without a head, between the records: "    -- Executing …", "  == Using …". No
// end of another record has such a beginning and none of the words that records end with.
bool is_console_talk(std::string_view line) {
  if (!line.starts_with("    -- ") && !line.starts_with("  == ") && !line.starts_with("       > "))
    return false;
  for (std::string_view words :
       {"' failed for '", " rejected because ", "RemoteAddress", "' - ", "(from ", "')"})
    if (line.find(words) != kNowhere) return false;
  return !line.ends_with('\'');
}

}  // namespace

void LogParser::read_line(const Line& line, std::vector<Event>& out) {
  if (skipping_) {
    skipping_ = false;
    --counts_.lines;
    return;
  }
  if (goes_on_ && is_rest(line)) [[unlikely]] {
    --counts_.lines;
    return;
  }
  if (size_t rubbish = rubbish_before(line.text); rubbish > 0 || line.text.size() > kLineLengthMax)
      [[unlikely]] {
    std::string_view text = line.text.substr(rubbish);
    return read_record_line(
        {text.substr(0, kLineLengthMax), line.offset + rubbish, line.cut || text.size() > kLineLengthMax},
        out);
  }
  read_record_line(line, out);
}

void LogParser::read_record_line(const Line& line, std::vector<Event>& out) {
  line_offset_ = line.offset;
  wrapper_ = 0;
  if (line.text.starts_with('{')) return read_json(line, out);
  if (printed_wrapper_ > 0) [[unlikely]]
    widen_printed(line.offset, printed_wrapper_ + date_length(line.text));
  LineHead head;
  if (!read_head(line.text, head)) {
    goes_on_ = cri_record_of(line.text) == CriRecord::cut;
    return read_headless(line, out);
  }
  if (goes_on_) return read_text({line.text, line.offset, true}, head, out);
  read_text(line, head, out);
}

bool LogParser::read_head(std::string_view line, LineHead& head) {
  if (has_known_date(line)) {
    wrapper_ = date_.prefix.own_at;
    head.syslog = date_.prefix.syslog;
    if (read_level(line.substr(level_at_), head)) return true;
    // Begins alike, and goes on otherwise: a sender's line may have shown the beginning of a wrapper's lines.
  }
  LinePrefix prefix;
  if (!read_prefix(line, prefix)) return false;
  time_ = dates_.moment(prefix.date, settled(line_offset_));
  date_.known = prefix.sure && prefix.level_at <= kCachedDateMax;
  wrapper_ = prefix.own_at;
  goes_on_ = prefix.cut;
  head.syslog = prefix.syslog;
  if (!read_level(line.substr(prefix.level_at), head)) head.level = Level::none;
  if (!date_.known) return true;
  date_.prefix = prefix;
  level_at_ = prefix.level_at;
  month_mask_ = month_mask_of(prefix, line);
  std::memcpy(date_.text.data(), line.data(), level_at_);
  return true;
}

// Whether the line begins as the one before it, but for the clock: then time_ is brought up to it.
bool LogParser::has_known_day(std::string_view line) {
  LinePrefix& prefix = date_.prefix;
  size_t clock_end = prefix.clock_at + prefix.clock_length;
  if (prefix.clock_length == 0 || !same_bytes(line.data(), date_.text.data(), prefix.clock_at) ||
      !same_bytes(line.data() + clock_end, date_.text.data() + clock_end, level_at_ - clock_end))
    return false;
  CivilTime civil = prefix.date.civil;
  if (read_clock(line.substr(prefix.clock_at, prefix.clock_length), civil) != prefix.clock_length)
    return false;
  prefix.date.civil = civil;
  std::memcpy(date_.text.data() + prefix.clock_at, line.data() + prefix.clock_at, prefix.clock_length);
  time_ = dates_.moment(prefix.date, settled(line_offset_));
  return true;
}

void LogParser::note_level(const LineHead& head) {
  told_event_ = false;
  trust_.only_json = false;
  if (head.syslog || head.level != Level::security)
    trust_.only_security_text = false;
  else if (trust_.security_lwp == 0)
    trust_.security_lwp = head.lwp;
  else if (trust_.security_lwp != head.lwp)
    trust_.only_security_text = false;
}

namespace {

// An EventTV whose seconds are the head's tells the milliseconds as well.
void add_milliseconds(std::string_view event_tv, Time& time) {
  if (event_tv.size() < 23 || event_tv[16] != ':' || event_tv[19] != '.') return;
  for (size_t i : {17u, 18u, 20u, 21u, 22u})
    if (!is_digit(event_tv[i])) return;
  int64_t ms = to_epoch_ms(time);
  int second = (event_tv[17] - '0') * 10 + (event_tv[18] - '0');
  if (ms % 1000 != 0 || ms / 1000 % 60 != second) return;
  time += Milliseconds((event_tv[20] - '0') * 100 + (event_tv[21] - '0') * 10 + (event_tv[22] - '0'));
}

// What stands behind any head, of text or JSON. `trusted`: nobody but Asterisk can have written the line.
Reading read_record(const LineHead& head, std::string_view text, bool trusted, Event& event) {
  if (head.level != Level::security) {
    Grammar grammar = grammar_for(head.file);
    return grammar ? grammar(text, event) : Reading::none;
  }
  if (head.file != "res_security_log.c") return Reading::none;
  std::string_view event_tv;
  event.witness = Witness::security_event;
  Reading reading = read_security_event(text, event, event_tv);
  add_milliseconds(event_tv, event.time);
  if (!trusted) event.proof = AddressProof::claimed;
  return reading;
}

}  // namespace

void LogParser::read_text(const Line& line, const LineHead& head, std::vector<Event>& out) {
  if (head.level == Level::none) {
    told_event_ = false;
    if (line.text.find(" built by ") == kNowhere) ++counts_.unrecognised;
    return;
  }
  note_level(head);
  if (head.level == Level::other) return note_announced_packet(line);
  std::string_view text = head.text;
  bool carriage_return = text.ends_with('\r');
  if (carriage_return) text.remove_suffix(1);
  if (first_line_) {
    first_line_ = false;
    carriage_returns_ = carriage_return;
  }
  Event& event = out.emplace_back();
  event.time = time_;
  Reading reading = read_record(head, text, trust_.only_security_text, event);
  if (head.syslog) event.witness = Witness::syslog;
  // Packets end their lines with CR LF, Asterisk does not.
  bool strange_end = carriage_return && !carriage_returns_;
  event.tainted = event.tainted || line.cut || strange_end || reading == Reading::broken;
  if (reading == Reading::none || (reading == Reading::broken && event.address.is_unspecified()))
    out.pop_back();
  else
    settle(line, event, out);
  if (reading == Reading::packet_printed) mark(line, EventKind::packet_print_begin, out);
  if (reading == Reading::broken) mark(line, EventKind::broken_line, out);
}

void LogParser::read_json(const Line& line, std::vector<Event>& out) {
  LineHead head;
  std::string_view date_text;
  if (!json_.read(line.text, head, date_text)) return read_wrapped(line, out);
  trust_.only_security_text = false;
  told_event_ = false;
  DateText date;
  size_t length = read_date(date_text, date);
  if (length == 0 || length != date_text.size()) {
    ++counts_.unrecognised;
    return;
  }
  if (head.level == Level::other) return;
  Event& event = out.emplace_back();
  event.time = dates_.moment(date, settled(line.offset));
  Reading reading = read_record(head, head.text, trust_.only_json, event);
  if (reading == Reading::none) return out.pop_back();
  event.witness = Witness::json_log;
  event.tainted = event.tainted || line.cut || reading == Reading::broken;
  event.account = json_.in_line(event.account).substr(0, Event::kAccountLengthMax);
  event.extension = json_.in_line(event.extension).substr(0, Event::kAccountLengthMax);
  event.session = json_.in_line(event.session);
  settle(line, event, out);
}

void LogParser::read_headless(const Line& line, std::vector<Event>& out) {
  std::string_view text = line.text;
  if (text.ends_with('\r')) text.remove_suffix(1);
  if (is_blank(text)) return;
  trust_.only_json = false;
  if (told_event_ && is_console_talk(text)) return;
  if (told_event_) {  // no record of one line goes on: what it said may be made up
    told_event_ = false;
    doubt_end_ = line.offset + doubt_length();
    if (told_index_ < out.size()) {
      out[told_index_].tainted = true;
      out[told_index_].proof = AddressProof::claimed;
    }
    trust_.only_security_text = false;
  }
  if (text == "-- end of packet." || text == "<------------->")
    return mark(line, EventKind::packet_print_end, out);
  if (text.starts_with("<--- SIP read from ")) return mark(line, EventKind::packet_print_begin, out);
  if (text.starts_with('[') && text.find("] ") < kCachedDateMax) ++counts_.unrecognised;
  if (line.offset < doubt_end_) mark(line, EventKind::orphan_line, out);
}

// With `pjsip set logger on` the PBX prints packets, and a packet may hold perfect lines; how long it is
// stands before it. Where a sender may have written, nothing is announced.
void LogParser::note_announced_packet(const Line& line) {
  size_t size = bytes_announced(line.text);
  if (size == 0 || line.offset < printed_end_ || line.offset < doubt_end_) return;
  printed_end_ = line.offset + line.text.size() + line.around + 1 + std::min<size_t>(size, kLineLengthMax);
  // The date in a wrapper is not always of the same length.
  printed_wrapper_ = wrapper_ - std::min(wrapper_, line.around > 0 ? 0 : date_length(line.text));
}

void LogParser::settle(const Line& line, Event& event, std::vector<Event>& out) {
  event.evidence = {line.offset, source_, static_cast<uint32_t>(line.text.size())};
  if (line.offset < printed_end_) {
    event.tainted = true;
    event.address = {};
  }
  if (event.tainted) event.proof = AddressProof::claimed;
  count_event(out);
}

void LogParser::mark(const Line& line, EventKind kind, std::vector<Event>& out) {
  Event event;
  event.time = time_;
  event.kind = kind;
  event.evidence = {line.offset, source_, static_cast<uint32_t>(line.text.size())};
  if (kind == EventKind::packet_print_begin || kind == EventKind::broken_line) {
    doubt_end_ = line.offset + doubt_length();
    told_event_ = false;
    trust_.only_security_text = false;
  }
  if (kind == EventKind::packet_print_end) told_event_ = false;
  out.push_back(event);
}

LogParser::State LogParser::state() const {
  const LogClock& clock = dates_.clock();
  return {clock.year, clock.month,  clock.order,      clock.day, clock.hour,  trust_,
          doubt_end_, printed_end_, printed_wrapper_, goes_on_,  first_line_, carriage_returns_};
}

void LogParser::resume(const State& state) {
  dates_ = LogDates({dates_.clock().zone, state.year, state.month, state.order, state.day, state.hour});
  trust_ = state.trust;
  doubt_end_ = state.doubt_end;
  printed_end_ = state.printed_end;
  printed_wrapper_ = state.printed_wrapper;
  goes_on_ = state.goes_on;
  first_line_ = state.first_line;
  carriage_returns_ = state.carriage_returns;
}

}  // namespace denwaban::parse
