// SPDX-License-Identifier: GPL-3.0-or-later
// res/res_pjsip*.c, 12 to 23, and pjproject's own lines.
#pragma once

#include "parse/log/grammar.h"

namespace denwaban::parse {

// Request ['METHOD' ]from 'NAME-ADDR' failed for 'ADDRESS:PORT' (callid: CALL-ID) - REASON[ after N tries in
// T ms] NAME-ADDR and CALL-ID are the sender's, on both sides of the address. pjproject prints NAME-ADDR as
// `"display" <uri>` or `<uri>`; a URI holds no blank, a display name ends at its closing quote. Read from the
// left by that grammar; the reason from the end. The sender can cut NAME-ADDR short with a NUL, so a second
// `' failed for '` always taints.
Reading read_pjsip_distributor(std::string_view text, Event& event);

// [ NAME: ]Call (TRANSPORT:ADDRESS:PORT) to extension 'EXTEN' rejected because extension not found in context
// 'CONTEXT'. Call from 'ENDPOINT' (TRANSPORT:ADDRESS:PORT) to extension …                           (13 to
// 15)
Reading read_pjsip_session(std::string_view text, Event& event);

// Endpoint 'ENDPOINT' (HOST:PORT) has no configured AORs | attempted to register to an AOR with a non-SIP URI
// AOR 'AOR' not found for endpoint 'ENDPOINT' (HOST:PORT)
// Registration attempt from endpoint 'ENDPOINT' (HOST:PORT) to AOR 'AOR' will exceed max contacts of N
Reading read_pjsip_registrar(std::string_view text, Event& event);

// sip_transport.c Dropping N bytes packet from TRANSPORT HOST:PORT : REASON
// sip_endpoint.c Error processing packet from HOST:PORT: REASON [code N]:        and the packet on the lines
// behind it
Reading read_pjproject(std::string_view text, Event& event);

}  // namespace denwaban::parse
