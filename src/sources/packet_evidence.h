// SPDX-License-Identifier: GPL-3.0-or-later
// What packets of a capture said, when somebody wants to see them.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/datagram.h"
#include "sources/evidence.h"

namespace denwaban::sources {

// One packet in a line: "udp 203.0.113.7:5061 > 192.0.2.1:5060 REGISTER sip:192.0.2.1 SIP/2.0"; of binary
// ones the size. Not safe to print.
std::string packet_line(const Datagram& datagram);

// All references into one capture, answered in their order, by one pass over the capture up to the last of
// them. `refs` are sorted by offset; `line` is the number of the packet. Errors: the file cannot be opened.
Result<std::vector<EvidenceText>> read_packet_evidence(const std::string& path,
                                                       std::span<const EvidenceRef> refs);

}  // namespace denwaban::sources
