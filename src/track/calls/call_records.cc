// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/calls/call_records.h"

#include <algorithm>

#include "track/calls/channel_name.h"

namespace denwaban::track {
namespace {

using parse::CdrField;

// What a person dials, and nothing else.
bool is_number(std::string_view text) {
  return !text.empty() && std::ranges::all_of(text, [](char c) {
    return (c >= '0' && c <= '9') || c == '+' || c == '*' || c == '#';
  });
}

// "i1" of "i1/0301234567": the lines of DAHDI and others bear the number, too.
std::string_view line_of(std::string_view endpoint) { return endpoint.substr(0, endpoint.find('/')); }

// The first of "SIP/provider/0301234567&SIP/101,60,tT", without its technology.
std::string_view first_dialled(std::string_view data) {
  data = data.substr(0, data.find_first_of("&,|"));
  size_t slash = data.find('/');
  return slash == data.npos ? std::string_view() : data.substr(slash + 1);
}

std::string_view sent_to(const ChannelName& peer, std::string_view dial_string) {
  std::string_view number = number_dialled(peer.service, dial_string);
  number = number.substr(0, number.find_first_of("/@:"));
  // PJSIP/100/sip:100@192.0.2.1 is a telephone at its own address.
  return is_number(number) && number != peer.endpoint ? number : std::string_view();
}

uint16_t cause_of(parse::Disposition disposition) {
  switch (disposition) {
    case parse::Disposition::answered:
      return 16;
    case parse::Disposition::busy:
      return 17;
    case parse::Disposition::no_answer:
      return 19;
    case parse::Disposition::congestion:
      return 34;
    case parse::Disposition::failed:
      return 38;
    case parse::Disposition::unknown:
      break;
  }
  return 0;
}

std::string id_of(const parse::CdrRow& row) {
  std::string id = row.text(row[CdrField::unique_id].empty() ? CdrField::channel : CdrField::unique_id);
  if (!row[CdrField::sequence].empty()) id.append("/").append(row[CdrField::sequence]);
  return id.substr(0, CallEvent::kTextMax);
}

void set_times(Call& call, const parse::CdrRow& row, const TimeZone& zone) {
  Seconds lasted = std::min(Seconds(std::max(row.duration, row.billed)), CallRecords::kLongestCall);
  Seconds talked = std::min(Seconds(row.billed), lasted);
  call.began = zone.to_utc(row.start);
  call.ended = call.began + lasted;
  call.state = CallState::ended;
  call.cause = cause_of(row.disposition);
  if (row.disposition != parse::Disposition::answered && row.billed == 0) return;
  // The clock's leaps (summer time) are not the call's: what it lasted counts, not what the clock showed.
  call.answered = call.reached = *call.ended - talked;
}

}  // namespace

CallRecords::CallRecords(std::span<const pbx::TrunkHost> trunks) {
  for (const pbx::TrunkHost& trunk : trunks) trunks_.insert(trunk.name);
}

// By which trunk it left, and with which number. One that was dialled with a number is known from now on.
CallRecords::Way CallRecords::way_out(const parse::CdrRow& row) {
  ChannelName peer = read_channel_name(row[CdrField::destination_channel]);
  std::string_view name = line_of(peer.endpoint);
  std::string_view sent = row[CdrField::application].starts_with("Dial") ? sent_to(peer, first_dialled(row[CdrField::data])) : "";
  if (name.empty()) return {};
  if (!sent.empty() && !is_trunk(name) && learned_ < kTrunksMax) learned_ += trunks_.insert(text_of(name)).second;
  if (sent.empty() && !is_trunk(name)) return {};
  return {text_of(name), text_of(sent)};
}

Call CallRecords::call_of(const parse::CdrRow& row, const TimeZone& zone, EvidenceRef evidence) {
  Call call;
  call.id = id_of(row);
  call.channel = text_of(row[CdrField::channel]);
  call.context = text_of(row[CdrField::context]);
  call.dialled = text_of(row[CdrField::destination]);
  call.caller_number = text_of(row[CdrField::source]);
  call.peer = text_of(row[CdrField::destination_channel]);
  call.account_code = text_of(row[CdrField::account_code]);
  call.evidence = evidence;
  set_times(call, row, zone);

  Way out = way_out(row);
  ChannelName caller = read_channel_name(row[CdrField::channel]);
  call.service = caller.service;
  std::string_view from = line_of(caller.endpoint);
  bool came_in = is_trunk(from);
  if (came_in) call.entered_by = text_of(from);
  if (!came_in) call.account = text_of(from);
  call.trunk = out.trunk.empty() ? call.entered_by : out.trunk;
  call.trunk_number = out.number;
  call.direction = !out.trunk.empty() ? CallDirection::outgoing : came_in ? CallDirection::incoming : CallDirection::unknown;
  // FreePBX and macros dial from "s": what was sent tells more.
  if (!is_number(call.dialled) && !out.number.empty()) call.dialled = out.number;
  return call;
}

}  // namespace denwaban::track
