// SPDX-License-Identifier: GPL-3.0-or-later
// Findings that somebody has looked at and accepted, for a reason and until a day.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/config_finding.h"

namespace denwaban::audit {

struct Suppression {
  std::string rule;     // "DWB-SIP-021"
  std::string object;   // "[general]"; empty: every one
  std::string file;     // "sip.conf", as findings name it; empty: every one
  std::string reason;   // never empty
  std::string expires;  // "2027-01-31", the last day it holds; empty: for ever
  std::string place;    // "FILE:LINE" of its first word
};

struct Excused {
  ConfigFinding finding;
  std::string reason;
};

struct Sifted {
  std::vector<ConfigFinding> kept;
  std::vector<Excused> excused;
  std::vector<size_t> expired;  // of the suppressions that would cover something, had they not ended
  std::vector<size_t> idle;     // that cover nothing: what they excused is mended, or moved
};

bool covers(const Suppression& suppression, const ConfigFinding& finding);

// `today` as in EstateOptions; dates compare as text.
Sifted sift(std::vector<ConfigFinding> findings, std::span<const Suppression> suppressions,
            std::string_view today);

}  // namespace denwaban::audit
