// SPDX-License-Identifier: GPL-3.0-or-later
// Findings and decisions as bytes, a tenth of what they are as objects: small numbers take one byte, and
// evidence stands as distances.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "model/decision.h"
#include "model/finding.h"

namespace denwaban::engine {

// Replaces what `out` holds. Of the evidence the first ones and the latest, at most `evidence_max` (≥ 2).
void pack(const Finding& finding, size_t evidence_max, std::string& out);
void pack(const Decision& decision, std::string& out);
// Only of bytes that `pack` made. A finding comes back as a closed one.
Finding unpack_finding(std::string_view packed);
Decision unpack_decision(std::string_view packed);

// Pieces of bytes that are added and never moved.
class RecordStore {
 public:
  struct Place {
    uint32_t block = 0, begin = 0, size = 0;
  };
  Place add(std::string_view bytes);
  std::string_view at(const Place& place) const {
    return std::string_view(blocks_[place.block]).substr(place.begin, place.size);
  }

 private:
  std::vector<std::string> blocks_;
};

}  // namespace denwaban::engine
