// SPDX-License-Identifier: GPL-3.0-or-later
// What Asterisk's manager says of channels, as parse/ami_events.h reads it and track/call_tracker.h hears it.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/event.h"

namespace denwaban {

enum class CallEventKind : uint8_t {
  channel_new,
  channel_state,  // Newstate, Newexten, NewCallerid, NewConnectedLine: a channel as it is now
  dial_begin,     // `other` is the dialled channel, `detail` the dial string
  dial_end,       // `detail` the outcome ("ANSWER", "NOANSWER" …), `target` where it was forwarded to
  bridge_enter,   // `detail` is the bridge
  bridge_leave,
  hold,
  unhold,
  blind_transfer,     // `channel` transfers `other` to the extension `detail` in the context `target`
  attended_transfer,  // `channel` transfers `other`, whom it was talking to, by its other leg `third`;
                      // `detail` is the channel that `third` was talking to
  local_bridge,       // two halves of one Local channel: `channel` and `other`
  hangup,             // `cause` as in Q.850
  rename,             // `target` is the new name
  variable,           // `detail` the name, `target` the value, `address` where it names one
  cdr,                // `channel` and `other` by name, `channel.unique`; `detail` the disposition
  device,  // who is registered where: `detail` is the peer or endpoint, `target` the status, `address`
  registry,  // the exchange's own login with another one: `target` the status, `address` where one is written
  booted,    // FullyBooted: `uptime`
};

// A channel as an event shows it. Views into the event's block; empty where it says nothing.
struct ChannelView {
  std::string_view name;    // "PJSIP/100-0000000a"
  std::string_view unique;  // Uniqueid: this channel's own, never used again
  std::string_view linked;  // Linkedid: the Uniqueid of the oldest channel that it belongs to
  std::string_view context, extension;
  std::string_view caller_number, caller_name;
  uint8_t state = 0;  // 4 Ring, 5 Ringing, 6 Up (channelstate.h)
};

struct CallEvent {
  static constexpr size_t kTextMax = 255;  // of each view; Asterisk's own bounds are below it
  static constexpr uint8_t kUp = 6;

  Time time{};
  ChannelView channel, other, third;
  std::string_view detail, target;
  IpAddress address;  // of `device`, and of a `variable` that names one
  Seconds uptime{};   // of `booted`
  EvidenceRef evidence;
  uint16_t port = 0;
  uint16_t cause = 0;
  CallEventKind kind = CallEventKind::channel_new;
  Service service = Service::unknown;  // of `device`
  bool tainted = false;                // a stranger may have written it, or parts of it
};

}  // namespace denwaban
