// SPDX-License-Identifier: GPL-3.0-or-later
// Which end of a packet is the PBX. Told by the settings; where neither end is
// told (HEP from another machine, a file from elsewhere), learned: a capture at a PBX has the PBX at one
// end of every packet, so of two ends it is the one that was seen more often (Misra and Gries: 64 counters
// suffice for whatever stands in more than a 64th of all packets, however many addresses are made up).
#pragma once

#include <array>
#include <vector>

#include "base/ip.h"

namespace denwaban::track::wire {

enum class Direction : uint8_t { unknown, inbound, outbound };  // inbound: towards the PBX

class Locals {
 public:
  explicit Locals(std::vector<IpPrefix> told) : told_(std::move(told)) {}

  void tell(std::vector<IpPrefix> told) { told_ = std::move(told); }
  void saw(const IpAddress& from, const IpAddress& to);
  // `to_service`, `from_service`: the port at that end is one that a PBX listens on.
  Direction direction(const IpAddress& from, bool from_service, const IpAddress& to, bool to_service) const;

 private:
  struct Count {
    IpAddress address;
    uint64_t seen = 0;
  };
  bool is_told(const IpAddress& address) const;
  uint64_t seen(const IpAddress& address) const;
  void count(const IpAddress& address);

  std::vector<IpPrefix> told_;
  std::array<Count, 64> counts_{};
};

}  // namespace denwaban::track::wire
