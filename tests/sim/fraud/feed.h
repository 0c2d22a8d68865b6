// SPDX-License-Identifier: GPL-3.0-or-later
// The world's calls as a tracker tells of them, moment by moment.
#pragma once

#include <functional>

#include "made_world.h"
#include "model/call.h"

namespace denwaban::sim {

enum class Telling : uint8_t {
  records,  // read from call records: all but the end is known when a call begins
  live,     // from the manager interface: `began`, then `dialled` with the trunk
};

// Call::evidence of the call at `index` in the world.
EvidenceRef evidence_of(uint32_t index);
std::string id_of(const FraudWorld& world, const SimCall& call);       // Linkedid
std::string channel_of(const FraudWorld& world, const SimCall& call);  // the first
std::string peer_of(const FraudWorld& world, const SimCall& call);     // the last; empty: none

using Hear = std::function<void(const Call&, CallChange, Time)>;
void tell(const FraudWorld& world, Telling telling, const Hear& hear);

}  // namespace denwaban::sim
