// SPDX-License-Identifier: GPL-3.0-or-later
// Open calls as bytes, for the snapshot. What a channel's name tells is read from it again.
#include <algorithm>

#include "track/calls/call_table.h"
#include "track/calls/channel_name.h"

namespace denwaban::track {
namespace {

constexpr uint8_t kVersion = 2;
constexpr size_t kCallBytes = 108;  // the least that one takes
constexpr size_t kTextBytes = 4;

std::string text_in(ByteReader& in) { return in.get_text(CallEvent::kTextMax); }

// What a call is told by, in the order in which it is kept.
template <class Call, class F>
void each_text(Call& call, F&& f) {
  for (auto* text : {&call.channel, &call.account, &call.sip_call_id, &call.context, &call.dialled,
                     &call.caller_number, &call.caller_name, &call.peer, &call.trunk, &call.trunk_number, &call.entered_by,
                     &call.account_code})
    f(*text);
}

template <class Enum>
Enum enum_in(ByteReader& in, Enum last) {
  auto value = in.get<Enum>();
  return value > last ? Enum{} : value;
}

void put_optional(ByteWriter& out, const std::optional<Time>& time) { out.put(time.value_or(Time{})); }

std::optional<Time> optional_in(ByteReader& in) {
  Time time = in.get_time();
  return time == Time{} ? std::nullopt : std::optional(time);
}

void put_call(ByteWriter& out, const Call& call) {
  out.put(call.id);
  each_text(call, [&](const std::string& text) { out.put(text); });
  out.put(call.service);
  out.put(call.address);
  out.put(call.port);
  out.put(call.address_source);
  out.put(call.address_proof);
  out.put(call.direction);
  out.put(call.state);
  out.put(call.began);
  put_optional(out, call.answered);
  put_optional(out, call.reached);
  out.put(call.cause);
  out.put(call.legs);
  out.put(call.joined);
  out.put(static_cast<uint32_t>(call.redirects.size()));
  for (const CallRedirect& redirect : call.redirects) {
    out.put(redirect.kind);
    out.put(redirect.from);
    out.put(redirect.to);
    out.put(redirect.time);
  }
}

Call call_in(ByteReader& in) {
  Call call;
  call.id = text_in(in);
  each_text(call, [&](std::string& text) { text = text_in(in); });
  call.service = enum_in(in, Service::http);
  call.address = in.get_address();
  call.port = in.get<uint16_t>();
  call.address_source = enum_in(in, CallAddressSource::call_id);
  call.address_proof = enum_in(in, AddressProof::returned);
  call.direction = enum_in(in, CallDirection::incoming);
  call.state = enum_in(in, CallState::held);
  call.began = in.get_time();
  call.answered = optional_in(in);
  call.reached = optional_in(in);
  call.cause = in.get<uint16_t>();
  call.legs = in.get<uint16_t>();
  call.joined = in.get<uint8_t>() != 0;
  uint32_t redirects = std::min<uint32_t>(in.get_count(2 * kTextBytes), Call::kRedirectsMax);
  for (uint32_t i = 0; i < redirects; ++i) {
    CallRedirect redirect;
    redirect.kind = enum_in(in, CallRedirect::Kind::attended_transfer);
    redirect.from = text_in(in);
    redirect.to = text_in(in);
    redirect.time = in.get_time();
    call.redirects.push_back(std::move(redirect));
  }
  return call;
}

}  // namespace

void CallTable::save(ByteWriter& out) const {
  out.put(kVersion);
  out.put(static_cast<uint32_t>(calls_.size()));
  for (const auto& [number, live] : calls_) {
    put_call(out, live.call);
    out.put(live.seen_first);
    out.put(static_cast<uint32_t>(live.channels.size()));
    for (const std::string& unique : live.channels) {
      const Channel* channel = find(unique);
      out.put(unique);
      out.put(channel != nullptr ? channel->name : std::string());
      out.put(channel != nullptr && channel->held);
    }
    out.put(static_cast<uint32_t>(live.absorbed.size()));
    for (const std::string& id : live.absorbed) out.put(id);
  }
}

bool CallTable::load(ByteReader& in) {
  CallTable fresh(options_);
  bool good = in.get<uint8_t>() == kVersion;
  uint32_t calls = good ? in.get_count(kCallBytes) : 0;
  for (uint32_t i = 0; i < calls && !in.failed(); ++i) {
    LiveCall live;
    live.call = call_in(in);
    live.seen_first = in.get<uint8_t>() != 0;
    uint64_t number = fresh.next_++;
    uint32_t channels = in.get_count(2 * kTextBytes);
    for (uint32_t c = 0; c < channels && !in.failed(); ++c) {
      std::string unique = text_in(in), name = text_in(in);
      fresh.add_channel(live, number, unique, name).held = in.get<uint8_t>() != 0;
    }
    uint32_t absorbed = in.get_count(kTextBytes);
    for (uint32_t a = 0; a < absorbed && !in.failed(); ++a) live.absorbed.push_back(text_in(in));
    if (in.failed() || live.call.id.empty() || i >= options_.calls_max) break;
    fresh.by_id_[live.call.id] = number;
    for (const std::string& id : live.absorbed) fresh.by_id_[id] = number;
    fresh.calls_.emplace(number, std::move(live));
  }
  if (!good || in.failed()) return false;
  fresh.counters_ = counters_;
  *this = std::move(fresh);
  return true;
}

}  // namespace denwaban::track
