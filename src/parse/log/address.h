// SPDX-License-Identifier: GPL-3.0-or-later
// Addresses as Asterisk prints them: ast_sockaddr_stringify (main/netsock2.c), inet_ntoa of old versions, and
// pj_sockaddr_print of pjproject.
#pragma once

#include <string_view>

#include "model/event.h"

namespace denwaban::parse {

// "192.0.2.1", "192.0.2.1:5060", "2001:db8::1", "[2001:db8::1]:5060", "[2001:db8::1%eth0]:5060": the whole
// text. Sets address and port (0 when it has none). False, and nothing set, for anything else.
bool read_address(std::string_view text, Event& event);

// "192.0.2.1:5060" and, with the port behind the last colon, "2001:db8::1:5060" (res_pjsip_registrar.c and
// pjproject print the host and the port with a colon between).
bool read_host_port(std::string_view text, Event& event);

// "IPV4/UDP/192.0.2.1/5060", as security events have it: address, port and transport.
bool read_security_address(std::string_view text, Event& event);

// "UDP", "TCP", "TLS", "WS", "WSS", also with a 6 behind.
Transport read_transport(std::string_view text);

}  // namespace denwaban::parse
