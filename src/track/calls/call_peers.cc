// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/calls/call_peers.h"

#include <algorithm>

#include "track/calls/channel_name.h"

namespace denwaban::track {
namespace {

Event told(const CallEvent& call) {
  Event event;
  event.time = call.time;
  event.kind = EventKind::peer_answered;
  event.service = call.service == Service::unknown ? Service::sip : call.service;
  event.witness = Witness::ami;
  event.method = SipMethod::invite;
  event.proof = AddressProof::claimed;
  event.address = call.address;
  event.port = call.port;
  event.evidence = call.evidence;
  return event;
}

// Where the exchange logs in itself, by its own configuration, and was taken.
bool is_registrar(const CallEvent& call) {
  return call.kind == CallEventKind::registry && call.target == "Registered" && !call.address.is_unspecified();
}

bool is_sip(const ChannelView& channel) { return read_channel_name(channel.name).service == Service::sip; }

}  // namespace

void CallPeers::take(std::vector<Event>& events, std::span<const CallEvent> calls) {
  std::vector<Event> met;
  size_t next = 0;
  for (const CallEvent& call : calls) {
    for (; next < events.size() && events[next].evidence.offset < call.evidence.offset; ++next)
      hear(events[next]);
    if (call.tainted) continue;
    hear(call);
    if ((call.kind == CallEventKind::variable && is_peer(call)) || is_registrar(call)) met.push_back(told(call));
  }
  for (; next < events.size(); ++next) hear(events[next]);
  if (met.empty()) return;
  auto earlier = [](const Event& a, const Event& b) { return a.evidence.offset < b.evidence.offset; };
  auto middle = static_cast<ptrdiff_t>(events.size());
  events.insert(events.end(), met.begin(), met.end());
  std::inplace_merge(events.begin(), events.begin() + middle, events.end(), earlier);
}

void CallPeers::hear(const Event& event) {
  if (event.service != Service::sip) return;
  if (event.kind == EventKind::auth_succeeded) registers(event.account);
  if (event.kind != EventKind::challenge_sent) return;
  challenges_.push_back({event.time, event.address});
  if (challenges_.size() <= options_.challenges_max) return;
  forgot_ = challenges_.front().time;
  challenges_.pop_front();
}

void CallPeers::hear(const CallEvent& event) {
  if (event.kind == CallEventKind::dial_end) answered(event);
  if (event.kind == CallEventKind::channel_new) note_guest(event);
  bool registered = event.kind == CallEventKind::device && event.service == Service::sip;
  if (registered && event.target == "Registered") registers(event.detail);
}

void CallPeers::registers(std::string_view account) {
  if (accounts_.size() < options_.accounts_max) accounts_.insert(text_of(account));
}

void CallPeers::answered(const CallEvent& event) {
  if (event.detail != "ANSWER" || !is_sip(event.other) || event.other.context.empty()) return;
  std::string_view name = read_channel_name(event.other.name).endpoint;
  bool room = peers_.size() < options_.names_max || peers_.find(name) != peers_.end();
  if (name.empty() || !room) return;
  peers_[text_of(name)].context = text_of(event.other.context);
}

// A channel that bears no peer's name: a call of a guest.
void CallPeers::note_guest(const CallEvent& event) {
  bool guest = is_sip(event.channel) && read_channel_name(event.channel.name).endpoint.empty();
  if (guest && guest_contexts_.size() < options_.guest_contexts_max)
    guest_contexts_.insert(text_of(event.channel.context));
}

bool CallPeers::is_peer(const CallEvent& event) {
  if (event.detail != "SIPURI" || event.address.is_unspecified() || !is_sip(event.channel)) return false;
  std::string_view name = read_channel_name(event.channel.name).endpoint;
  if (accounts_.contains(name) || accounts_.size() >= options_.accounts_max) return false;
  auto found = peers_.find(name);
  if (found == peers_.end() || found->second.context != event.channel.context) return false;
  if (guest_contexts_.contains(event.channel.context) || was_challenged(event)) return false;
  auto& addresses = found->second.addresses;
  if (std::find(addresses.begin(), addresses.end(), event.address) != addresses.end()) return true;
  if (addresses.size() >= options_.addresses_per_name) return false;
  addresses.push_back(event.address);
  return true;
}

bool CallPeers::was_challenged(const CallEvent& event) const {
  Time since = event.time - options_.challenged_before;
  if (forgot_ != Time{} && forgot_ >= since) return true;
  return std::any_of(challenges_.begin(), challenges_.end(), [&](const Challenge& challenge) {
    return challenge.time >= since && challenge.address == event.address;
  });
}

}  // namespace denwaban::track
