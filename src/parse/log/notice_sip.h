// SPDX-License-Identifier: GPL-3.0-or-later
// channels/chan_sip.c, 1.2 to 20.
#pragma once

#include "parse/log/grammar.h"

namespace denwaban::parse {

// Registration from 'TO' failed for 'ADDRESS[:PORT]' - REASON          (read from the end: TO is the
// sender's) Call from 'PEER' (ADDRESS:PORT) to extension 'EXTEN' rejected because extension not found in
// context 'CONTEXT'.
//                                                       (PEER and CONTEXT are ours, EXTEN is the
//                                                       sender's; 1.4 and 1.6 wrote neither address nor
//                                                       context)
// Failed to authenticate device|user FROM [for METHOD[, code = N]]      (shows no address)
// Sending fake auth rejection for device|user FROM                      (shows no address)
// Unknown SIP command 'COMMAND' from 'ADDRESS'
// Invalid to address: 'TO' from ADDRESS (missing sip:) trying to use anyway...
// Rejecting TCP/TLS packet from 'ADDRESS' because way too large: N
// hacking attempt detected 'ADDRESS'                                    (a common patch)
Reading read_chan_sip(std::string_view text, Event& event);

}  // namespace denwaban::parse
