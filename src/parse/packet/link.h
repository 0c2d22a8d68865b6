// SPDX-License-Identifier: GPL-3.0-or-later
// What lies around an IP packet on the cable.
#pragma once

#include <optional>
#include <string_view>

#include "parse/packet_decoder.h"

namespace denwaban::parse {

// The IP packet in `frame`; else the reason why there is none.
struct LinkPayload {
  std::string_view ip;
  std::optional<PacketDrop> drop;
  // Which network device it passed, where the capture was of several and tells; 0: unknown. Of "linux_cooked"
  // only in which direction it passed it is known.
  uint32_t interface = 0;
  std::optional<Unopened> unopened;  // with `drop`: what it is in
};
LinkPayload open_link(LinkType type, std::string_view frame);

// The same of what follows a field with Ethernet's number of a protocol: VLAN tags, PPPoE and MPLS labels are
// taken off.
LinkPayload open_ether_type(uint16_t type, std::string_view bytes);

}  // namespace denwaban::parse
