// SPDX-License-Identifier: GPL-3.0-or-later
// A packet in a line, for people.
#pragma once

#include <string>

#include "model/datagram.h"

namespace denwaban::sources {

// "udp 203.0.113.7:5061 > 192.0.2.1:5060 REGISTER sip:192.0.2.1 SIP/2.0"; of binary payloads the size. Not safe
// to print.
std::string packet_line(const Datagram& datagram);

}  // namespace denwaban::sources
