// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> wire_keys() {
  static constexpr Key kKeys[] = {
      {.name = "wire.capture",
       .meaning = "Whether the packets of the guarded ports are looked at.",
       .reason =
           "Most scans are in no log of Asterisk, and a log cannot tell a forged sender from a true one. "
           "Packets of other ports are never seen: the kernel filters them out.",
       .slot = [](Settings& s) -> Slot { return &s.wire.capture; }},
      {.name = "wire.interface",
       .meaning = "The network interface that is looked at, or \"any\" for all of them.",
       .reason =
           "Exchanges are reached over several: the line to the provider, the office, a VPN. The kernel finds "
           "plain packets, also behind VLAN tags, but none within PPPoE, MPLS or a tunnel (GRE, VXLAN, IPsec): "
           "those are seen where they come out, at the tunnel's own interface or by \"any\".",
       .slot = [](Settings& s) -> Slot { return &s.wire.interface; },
       .bounds = {1, 15}},
      {.name = "wire.hep_listen",
       .meaning = "Address and port, as \"127.0.0.1:9060\", where copies of SIP messages in HEP are received "
                  "over UDP and TCP. Empty: nowhere.",
       .reason =
           "SIP over TLS cannot be read on the wire; Asterisk's res_hep, Kamailio, OpenSIPS and FreeSWITCH "
           "send what they have decrypted.",
       .slot = [](Settings& s) -> Slot { return &s.wire.hep_listen; },
       .bounds = {0, 64}},
      {.name = "wire.hep_key_file",
       .meaning = "A file whose first line is the key that HEP senders must show. Empty: none is asked for.",
       .reason = "Whoever can send HEP can make up attackers; a file of its own keeps the key out of what "
                 "\"config\" prints.",
       .slot = [](Settings& s) -> Slot { return &s.wire.hep_key_file; },
       .bounds = {0, 4096}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
