// SPDX-License-Identifier: GPL-3.0-or-later
// The many ways in which Asterisk's options name a host: "host", "host:port", "[2001:db8::1]:5060", SIP URIs,
// register lines, networks with masks. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip.h"

namespace denwaban::pbx {

struct HostSpec {
  std::string host;       // without brackets, port and parameters; a legal host name or an address
  uint16_t port = 0;      // 0: not given
  std::string transport;  // "udp", "tcp", "tls", "ws", "wss", or empty
};

// "host[:port]", brackets around IPv6, a bare IPv6 address. nullopt for what can be no host.
std::optional<HostSpec> parse_host(std::string_view text);

// "sip:user:secret@host:port;transport=tcp?header" or "<sips:host>", and the forms without a scheme. Nothing
// of the user part is kept.
std::optional<HostSpec> parse_sip_uri(std::string_view text);

// chan_sip: [peer?][transport://]user[@domain][:secret[:authuser]]@host[:port][/extension][~expiry];
// chan_iax2: user[:secret[;key]]@host[:port]. The host is what follows the last '@': a secret may hold one, a
// host cannot.
std::optional<HostSpec> parse_register(std::string_view text);

// "192.0.2.0/24", "192.0.2.0/255.255.255.0", an address. Host bits are cleared as Asterisk does
// (ast_append_ha).
std::optional<IpPrefix> parse_network(std::string_view text);

std::optional<uint16_t> parse_port(std::string_view text);

// Comma lists, each part trimmed, empty parts left out.
std::vector<std::string_view> split_list(std::string_view text);

// Asterisk's ast_true: yes, true, y, t, 1, on, without case. Everything else is no.
bool is_true(std::string_view text);

}  // namespace denwaban::pbx
