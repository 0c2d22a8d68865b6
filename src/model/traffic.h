// SPDX-License-Identifier: GPL-3.0-or-later
// What passed between a PBX and those who ask it, summed over an interval: from it a flood is told from a
// busy morning. Bounded, whatever passes.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip.h"
#include "base/time.h"
#include "model/event.h"

namespace denwaban {

struct Traffic {
  // Requests by method, answers by class, as a SIP proxy's counters have them.
  enum class Part : uint8_t {
    invite,
    register_,
    options,
    bye,
    ack,
    other,  // requests, retransmissions included
    provisional,
    success,
    challenge,
    refusal,  // answers: 1xx, 2xx, 401 and 407, the rest
  };
  static constexpr size_t kParts = static_cast<size_t>(Part::refusal) + 1;
  static constexpr size_t kTalkersMax = 16;
  static constexpr size_t kTargetsMax = 8;

  // Requests of one source. Counts of a sketch: never too high.
  struct Talker {
    IpAddress address;
    uint16_t port = 0;      // 0: several
    uint32_t requests = 0;  // retransmissions included
    uint32_t welcome = 0;   // those that were answered by 2xx
    AddressProof proof = AddressProof::claimed;
  };
  // What was asked for: an account or an extension.
  struct Target {
    std::string name;
    uint32_t requests = 0;
    uint32_t welcome = 0;
  };

  Seconds span{};
  std::array<uint32_t, kParts> parts{};
  std::vector<Talker> talkers;  // the loudest first
  std::vector<Target> targets;  // the most wanted first

  uint32_t& of(Part part) { return parts[static_cast<size_t>(part)]; }
  uint32_t of(Part part) const { return parts[static_cast<size_t>(part)]; }
  // Of all parts together.
  uint64_t total() const {
    uint64_t sum = 0;
    for (uint32_t count : parts) sum += count;
    return sum;
  }

  // As Event::session carries it, and back; nullopt for anything else.
  std::string bytes() const;
  static std::optional<Traffic> from_bytes(std::string_view bytes);
};

}  // namespace denwaban
