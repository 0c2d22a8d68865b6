// SPDX-License-Identifier: GPL-3.0-or-later
// Captures that one program wrote one after the other: tcpdump's calls.pcap, calls.pcap1, calls.pcap2 (-C) or
// calls-20261122-0500.pcap (-G), dumpcap's calls_00007_20261122050000.pcapng.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/replay.h"

namespace denwaban::engine {

// The path without what tells the files of a family apart: numbers, and the ending of a packer.
std::string family_of(std::string_view path);

// For each input the one that it may go on from: of its family, the last whose first packet is earlier. Opens
// captures that have a family.
std::vector<std::optional<uint32_t>> predecessors(const std::vector<ReplayInput>& inputs);

}  // namespace denwaban::engine
