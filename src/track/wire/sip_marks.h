// SPDX-License-Identifier: GPL-3.0-or-later
// Small facts about what stands in SIP packets.
#pragma once

#include <string_view>

#include "parse/sip_message.h"

namespace denwaban::track::wire {

// By the tags and nonces that a response shows. chan_sip: sip_alloc and build_nonce of chan_sip.c, `as%08lx`
// and
// `%08lx`. chan_pjsip: build_nonce of res_pjsip_authenticator_digest.c, `epoch/md5`; pjlib's tags are UUIDs.
Service service_of(const parse::SipMessage& response);

// Whether that service could have made the nonce; any of Asterisk's when it is unknown which.
bool could_make(Service service, std::string_view nonce);

// What no telephone gets wrong, and scripts and fuzzers do: none when there is nothing of the kind.
Flaw flaw_of(parse::DeviationSet deviations);

// Whether a message is made to write lines, or parts of records, into Asterisk's text logs: log lines behind the head, which
// pjproject prints when it cannot use a message, or line breaks and words of the log in names that NOTICEs quote.
// `bytes`: all of the message. Text messages between people may quote a log.
bool writes_log(const parse::SipMessage& request, std::string_view bytes);

// What phones and NATs send to a SIP port without meaning harm: STUN (RFC 5389), a few bytes that keep a NAT
// open.
bool is_quiet_junk(std::string_view bytes);

}  // namespace denwaban::track::wire
