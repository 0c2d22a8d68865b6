// SPDX-License-Identifier: GPL-3.0-or-later
// Two network namespaces joined by a cable, a flood over it, and what of a legitimate caller's packets
// arrives.
#pragma once

#include <cstdint>
#include <string>

#include "base/unique_fd.h"

namespace denwaban::bench {

struct Cable {
  UniqueFd inside, outside;  // network namespaces; the process stays inside
};
Cable lay_cable();

struct Flood {
  double sent_per_second = 0;
  double legitimate_sent = 0, legitimate_arrived = 0;
  double nanoseconds_each =
      0;  // CPU time of sending one packet; veth delivers it, and drops it, on the sender's time
};
// Attackers send from 11.0.0.0/8 (spoofed, `sources` of them) to UDP port 5060 for `seconds`, at most
// `per_second_max` (0: as fast as they can), while 200 legitimate packets a second from elsewhere go to the
// same port.
Flood flood(const Cable& cable, double seconds, uint32_t sources, double per_second_max);

}  // namespace denwaban::bench
