// SPDX-License-Identifier: GPL-3.0-or-later
// Security events, as lines and as events of the manager. The SECURITY lines of res/res_security_log.c:
// `SecurityEvent="NAME",KEY="VALUE",…` with the keys of main/security_events.c in their fixed order. Nothing is
// escaped: a value may hold quotes, even whole fields.
//
// Who writes what: AccountID is the name that was tried and SessionID, for PJSIP, the Call-ID: both are the
// sender's and stand before RemoteAddress. Response, ReceivedChallenge, ReceivedHash, RequestType,
// RequestParams, AuthMethod and PJSIP's Challenge are the sender's and stand behind it. A line in exact order
// without a quote in any value is taken as it is. In any other line Asterisk's own pair
// `",LocalAddress="…",RemoteAddress="…"` still stands exactly once: if the line holds it once, it is the true
// one. If more often, the last one is true where the sender's text can stand only before it, the first one
// where it can stand only behind it; where both may be, the address is left out and the event tainted. An event
// with a value that imitates fields is `claimed`, whatever else it would prove.
#pragma once

#include "parse/log/grammar.h"

namespace denwaban::parse {

// `event_tv` is set to the value of EventTV: "2026-11-21T20:03:48.756+0000", before Asterisk 12
// "1373098165-824497". The event's proof is what such an event proves if the line is Asterisk's own (see
// LogParser for when it is): connected for AMI and for PJSIP over TCP, TLS and WebSocket; returned for
// PJSIP's SuccessfulAuth with a password, whose nonce was checked against the source; claimed else. chan_sip
// takes the address from the Via header, so always claimed.
Reading read_security_event(std::string_view text, Event& event, std::string_view& event_tv);

// The same as the manager tells it: `fields` are the lines from EventTV to the last, each with its CR LF, of an
// event of this `name` (ami_events.h).
Reading read_manager_security_event(std::string_view name, std::string_view fields, Event& event,
                                    std::string_view& event_tv);

}  // namespace denwaban::parse
