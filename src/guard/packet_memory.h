// SPDX-License-Identifier: GPL-3.0-or-later
// The latest packets, so that evidence which names one can be shown: its first bytes, as many as a line of it
// needs. A ring of fixed size; what is older is gone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "model/datagram.h"

namespace denwaban::guard {

class PacketMemory {
 public:
  static constexpr size_t kPackets = 8192;

  // By the number in its evidence's offset. Of several datagrams of one packet the first stays that says
  // something.
  void remember(const Datagram& datagram);
  std::optional<std::string> line(uint64_t number) const;

 private:
  static constexpr size_t kBytes = 160;
  struct Packet {
    Datagram datagram;
    uint8_t length = 0;
    std::array<char, kBytes> bytes;
  };
  std::vector<Packet> packets_;
};

}  // namespace denwaban::guard
