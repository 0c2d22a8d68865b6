// SPDX-License-Identifier: GPL-3.0-or-later
// channels/chan_iax2.c, 1.2 to 23 (NOTICE up to 20, partly WARNING since; only with authdebug=yes).
#pragma once

#include "parse/log/grammar.h"

namespace denwaban::parse {

// No registration for peer 'PEER' (from ADDRESS)                       (read from the end: PEER is the
// sender's) Peer 'PEER' is not dynamic (from ADDRESS) Empty registration from ADDRESS Host ADDRESS denied
// access to register peer 'PEER' Host ADDRESS failed MD5 authentication for 'PEER' (HASH != HASH) Host
// ADDRESS did not provide proper plaintext password for 'PEER' Host ADDRESS[:PORT] failed to authenticate as
// USER Host PEER failed RSA authentication with inkeys 'KEYS'               (PEER is a name, even where it
// reads "Host") Host 'PEER' trying to do RSA authentication, but we have no inkeys Rejected connect attempt
// from ADDRESS, who was trying to reach 'EXTEN@CONTEXT' Rejected connect|dial attempt from ADDRESS, request
// 'EXTEN@CONTEXT' does not exist Call rejected, CallToken Support required. If unexpected, resolve by placing
// address ADDRESS in the … Rejecting packet from 'ADDRESS[.PORT|:PORT]' that is flagged as …
//
// Not read: "Registration of 'NAME' rejected: … from: 'ADDRESS'" tells of our own registration at a provider.
Reading read_iax(std::string_view text, Event& event);

}  // namespace denwaban::parse
