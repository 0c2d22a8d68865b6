// SPDX-License-Identifier: GPL-3.0-or-later
// Events to Findings. All detectors share the tables by address, prefix and account that this class owns; what each
// detector is, is listed in one function. Pure: no I/O, no clock, no log; bounded whatever attackers send.
#pragma once

#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "detect/options.h"
#include "model/event.h"
#include "model/finding.h"
#include "track/trust.h"

namespace denwaban::detect {

class Detectors {
 public:
  Detectors(Options options, HashSeed seed);

  // Appends findings that opened, or grew in a way that matters to a decision (severity or proof rose, the count doubled,
  // or a minute passed since it was told last). `trust` says who is known.
  void observe(std::span<const Event> events, const track::Trust& trust, Time now, std::vector<Finding>& out);
  // Closes and appends what has been quiet for long enough.
  void advance(Time now, std::vector<Finding>& out);
  // The end of a replay: closes and appends everything that is open.
  void finish(std::vector<Finding>& out);
  // Whether this address guessed at this account (or, without one, at any) lately: then a login from it is no proof of honesty.
  bool guessed(const IpAddress& address, std::string_view account, Time now) const;

  struct Counters {
    uint64_t addresses = 0;   // counted now
    uint64_t suspects = 0;
    uint64_t evicted = 0;     // suspects pushed out by more suspicious ones
    size_t bytes = 0;         // memory held
    // Most failures of late carry one address: a proxy or a NAT stands in front of the PBX.
    std::optional<IpAddress> shared_front;
  };
  Counters counters() const;

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);
};

}  // namespace denwaban::detect
