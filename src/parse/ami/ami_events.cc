// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/ami_events.h"

#include <algorithm>
#include <utility>

#include "parse/ami/call_events.h"
#include "parse/log/security_event.h"
#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

constexpr std::string_view kBlockEnd = "\r\n\r\n";
constexpr std::string_view kBeginnings[] = {"Event: ", "Response: ", "Asterisk Call Manager/"};

enum class Begins : uint8_t { properly, strangely, unknown };

Begins how_it_begins(std::string_view text) {
  if (text.empty()) return Begins::unknown;
  for (std::string_view beginning : kBeginnings) {
    size_t seen = std::min(text.size(), beginning.size());
    if (text.substr(0, seen) != beginning.substr(0, seen)) continue;
    return seen == beginning.size() ? Begins::properly : Begins::unknown;
  }
  return Begins::strangely;
}

bool take_line(std::string_view& text, std::string_view key) {
  std::string_view rest = text, value;
  if (!take(rest, key) || !take_until(rest, "\r\n", value)) return false;
  text = rest;
  return true;
}

// What stands between the name of an event and its own fields, by settings of manager.conf and asterisk.conf.
bool take_preamble(std::string_view& text) {
  if (!take(text, "Privilege: security,all\r\n")) return false;
  take_line(text, "Timestamp: ");           // timestampevents
  if (take_line(text, "SequenceNumber: "))  // debug
    for (std::string_view key : {"File: ", "Line: ", "Func: "}) take_line(text, key);
  take_line(text, "SystemName: ");
  return true;
}

bool has_key(std::string_view text, std::string_view line_break_and_key) {
  return find_words(text, line_break_and_key) != kNowhere;
}

// "1373098165-824497", before Asterisk 12
bool read_old_time(std::string_view text, Time& time) {
  int64_t seconds = 0, micros = 0;
  size_t dash = text.find('-');
  if (dash == kNowhere || dash == 0 || dash > 12 || text.size() - dash - 1 > 6) return false;
  for (char c : text.substr(0, dash)) {
    if (!is_digit(c)) return false;
    seconds = seconds * 10 + (c - '0');
  }
  for (char c : text.substr(dash + 1)) {
    if (!is_digit(c)) return false;
    micros = micros * 10 + (c - '0');
  }
  time = from_epoch_ms(seconds * 1000 + micros / 1000);
  return true;
}

// The fraction of a second in a time with micros.
Milliseconds micros_of(std::string_view digits) {
  int64_t micros = 0;
  if (digits.size() != 6 || !std::all_of(digits.begin(), digits.end(), is_digit)) return {};
  for (char c : digits) micros = micros * 10 + (c - '0');
  return Milliseconds(micros / 1000);
}

bool take_call_preamble(std::string_view& fields, std::string_view& timestamp) {
  std::string_view ignored;
  if (take(fields, "Privilege: ") && !take_until(fields, "\r\n", ignored)) return false;
  if (take(fields, "Timestamp: ") && !take_until(fields, "\r\n", timestamp)) return false;
  if (take_line(fields, "SequenceNumber: "))
    for (std::string_view key : {"File: ", "Line: ", "Func: "}) take_line(fields, key);
  take_line(fields, "SystemName: ");
  return true;
}

// An event of a call whose own fields are not Asterisk's.
bool is_broken_call(std::string_view block) {
  std::string_view name, timestamp;
  CallEvent event;
  return take(block, "Event: ") && take_until(block, "\r\n", name) && take_call_preamble(block, timestamp) &&
         read_call_event(name, block, event) && event.tainted;
}

}  // namespace

AmiEvents::AmiEvents(uint32_t source) : source_(source), dates_(LogClock{}) {}

size_t AmiEvents::parse(std::string_view bytes, uint64_t offset, bool drained, size_t due,
                        std::vector<Event>& out, std::vector<CallEvent>* calls) {
  calls_ = calls;
  if (calls_ != nullptr) look_ahead(bytes, offset);
  size_t at = 0;
  for (;;) {
    if (at >= due) return at;
    size_t end = bytes.find(kBlockEnd, at);
    if (end == kNowhere) {
      if (bytes.size() - at <= kBlockMax) return at;
      skipping_ = true;  // a block end may be cut in two at the end of what is there
      return bytes.size() - (kBlockEnd.size() - 1);
    }
    size_t next = end + kBlockEnd.size();
    Begins follower = how_it_begins(bytes.substr(next));
    if (follower == Begins::unknown && !drained) return at;
    Block block{bytes.substr(at, end + 2 - at), offset + at, follower != Begins::strangely};
    at = next;
    bool whole = !std::exchange(skipping_, false) && block.text.size() <= kBlockMax;
    if (whole)
      read_block(block, out);
    else
      mark(block, EventKind::broken_line, out);
  }
}

// Each block is looked at once, however it is cut. The end of what a sender interrupted stands alone, or
// behind an event that he began for it.
void AmiEvents::look_ahead(std::string_view bytes, uint64_t offset) {
  size_t at = looked_to_ > offset ? std::min<uint64_t>(looked_to_ - offset, bytes.size()) : 0;
  for (;;) {
    size_t end = bytes.find(kBlockEnd, at);
    bool whole = end != kNowhere;
    bool strange = how_it_begins(bytes.substr(at)) == Begins::strangely ||
                   (whole && is_broken_call(bytes.substr(at, end + 2 - at)));
    if (strange && (strange_.empty() || strange_.back() < offset + at)) strange_.push_back(offset + at);
    if (!whole) break;
    at = end + kBlockEnd.size();
  }
  looked_to_ = offset + at;
}

bool AmiEvents::doubtful(const Block& block) {
  uint64_t end = block.offset + block.text.size();
  while (!strange_.empty() && strange_.front() < end) strange_.pop_front();
  return !strange_.empty() && strange_.front() - end <= kDoubtLength;
}

void AmiEvents::read_call(const Block& block, std::string_view name, std::string_view fields,
                          std::vector<CallEvent>& out) {
  std::string_view timestamp;
  if (!take_call_preamble(fields, timestamp)) return;
  CallEvent& event = out.emplace_back();
  if (!read_call_event(name, fields, event)) return out.pop_back();
  ++counts_.calls;
  event.evidence = {block.offset, source_, static_cast<uint32_t>(block.text.size())};
  event.tainted = event.tainted || !block.followed || doubtful(block);
  event.time = time_of_call(event, timestamp);
}

// Few sessions tell the time of such events; a channel's own name tells when it began.
Time AmiEvents::time_of_call(const CallEvent& event, std::string_view timestamp) {
  if (event.tainted) return std::max(call_time_, time_);
  Time time{};
  size_t point = timestamp.find('.');
  if (point != kNowhere)
    time = begun_at(timestamp.substr(0, point + 1)) + micros_of(timestamp.substr(point + 1));
  else if (event.kind == CallEventKind::channel_new || (call_time_ == Time{} && time_ == Time{}))
    time = begun_at(event.channel.unique);
  call_time_ = std::max(call_time_, time_);
  if (call_time_ == Time{} || time - call_time_ <= std::chrono::hours(1))
    call_time_ = std::max(call_time_, time);
  return call_time_;
}

void AmiEvents::read_block(const Block& block, std::vector<Event>& out) {
  ++counts_.blocks;
  std::string_view rest = block.text, name;
  if (how_it_begins(block.text) != Begins::properly) {
    ++counts_.unrecognised;
    if (block.offset < doubt_end_) mark(block, EventKind::orphan_line, out);
    return;
  }
  if (!take(rest, "Event: ") || !take_until(rest, "\r\n", name)) return;
  if (take_preamble(rest)) return read_event(block, name, rest, out);
  if (calls_ != nullptr) read_call(block, name, rest, *calls_);
  // What is said of a channel holds names and numbers of the sender's, too.
  if (name == "TestEvent" || name == "Cdr" || !has_key(rest, "\r\nChannel: ")) return;
  bool linked = has_key(rest, "inkedid: ");
  has_linkedids_ = has_linkedids_ || linked;
  if (has_linkedids_ && !linked) mark(block, EventKind::broken_line, out);
}

void AmiEvents::read_event(const Block& block, std::string_view name, std::string_view fields,
                           std::vector<Event>& out) {
  Event& event = out.emplace_back();
  std::string_view event_tv;
  Reading reading = read_manager_security_event(name, fields, event, event_tv);
  if (reading == Reading::none) return out.pop_back();
  event.time = time_of(event_tv, block.offset >= doubt_end_);
  event.witness = Witness::ami;
  event.evidence = {block.offset, source_, static_cast<uint32_t>(block.text.size())};
  bool broken = reading == Reading::broken || !block.followed;
  event.tainted = event.tainted || broken;
  if (event.tainted) event.proof = AddressProof::claimed;
  if (broken && event.address.is_unspecified())
    out.pop_back();
  else
    ++counts_.events;
  if (broken) mark(block, EventKind::broken_line, out);
}

void AmiEvents::mark(const Block& block, EventKind kind, std::vector<Event>& out) {
  Event event;
  event.time = time_;
  event.kind = kind;
  event.witness = Witness::ami;
  event.evidence = {block.offset, source_, static_cast<uint32_t>(std::min(block.text.size(), kBlockMax))};
  if (kind == EventKind::broken_line) doubt_end_ = block.offset + kDoubtLength;
  out.push_back(event);
}

// Where a sender may have written, no time that leads by an hour is believed.
Time AmiEvents::time_of(std::string_view event_tv, bool certain) {
  DateText date;
  Time time = time_;
  bool dated = read_date(event_tv, date) == event_tv.size() && date.has_year && date.minutes_east;
  if (dated)
    time = dates_.moment(date, certain);
  else
    read_old_time(event_tv, time);
  if (certain || time_ == Time{} || time - time_ <= std::chrono::hours(1)) time_ = time;
  return time_;
}

}  // namespace denwaban::parse
