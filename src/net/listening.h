// SPDX-License-Identifier: GPL-3.0-or-later
// On which ports a running Asterisk really listens, read from /proc, and the union of that with its
// configuration. What the configuration says may be old, or in a database; what is bound now may be gone
// after a reload: both are guarded.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <vector>

#include "base/ip.h"
#include "base/result.h"
#include "pbx/exchange.h"

namespace denwaban::net {

struct ListeningSocket {
  bool tcp = false;
  IpAddress address;  // unspecified: all
  uint16_t port = 0;
  friend auto operator<=>(const ListeningSocket&, const ListeningSocket&) = default;
};

// Of all processes whose command name is `process`, in the network namespace of each (a container's too): TCP
// sockets that listen, UDP sockets that are bound and not connected. Empty: no such process.
// Error{permission}: there is one, but its descriptors cannot be read (that takes root or CAP_SYS_PTRACE). At
// most 4096 sockets.
Result<std::vector<ListeningSocket>> listening_sockets(const std::string& proc = "/proc",
                                                       const std::string& process = "asterisk");

// TCP ports of this network namespace on which something listens that is not Asterisk: of those `guarded` only where
// it is a way to log in (sshd, dropbear), because a proxy in front of Asterisk may be guarded.
std::vector<uint16_t> foreign_tcp_ports(const std::vector<uint16_t>& guarded, const std::string& proc = "/proc");

// The ports from which this machine's own connections start: /proc/sys/net/ipv4/ip_local_port_range, 32768 to
// 60999 unless set.
pbx::PortRange ephemeral_ports(const std::string& proc = "/proc");

// The configured listeners, then the sockets that no configured listener covers, with the service "unknown".
// UDP sockets in `media` and `ephemeral` are left out of the latter: calls in progress and our own questions
// to name servers.
std::vector<pbx::Listener> merge_listeners(const pbx::Exchange& exchange,
                                           const std::vector<ListeningSocket>& sockets,
                                           pbx::PortRange ephemeral);

}  // namespace denwaban::net
