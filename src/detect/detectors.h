// SPDX-License-Identifier: GPL-3.0-or-later
// Events to Findings. All detectors share the tables by address, prefix and account that this class owns;
// what each detector is, is listed in one function. Pure: no I/O, no clock, no log; bounded whatever
// attackers send.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "detect/options.h"
#include "model/event.h"
#include "model/finding.h"
#include "track/trust.h"

namespace denwaban::knowledge {
class Atlas;
}

namespace denwaban::detect {

class Detectors {
 public:
  Detectors(Options options, HashSeed seed);
  ~Detectors();
  Detectors(Detectors&&) noexcept;
  Detectors& operator=(Detectors&&) noexcept;

  // Appends findings that opened, or grew in a way that matters to a decision (severity or proof rose, the
  // count doubled, or a minute passed since it was told last; an hour for those that are only named). `trust`
  // says who is known. What comes out depends on the events and their order, not on how they are cut into
  // spans. Windows are counted by the events' own times; `now` is only when something is told.
  void observe(std::span<const Event> events, const track::Trust& trust, Time now, std::vector<Finding>& out);
  // Closes and appends what has been quiet for long enough. Cheap: looks once a minute.
  void advance(Time now, std::vector<Finding>& out);
  // The end of a replay: closes and appends everything that is open.
  void finish(std::vector<Finding>& out);
  // Whether this address guessed at this account (or, without one, at any) lately: then a login from it is no
  // proof of honesty.
  bool guessed(const IpAddress& address, std::string_view account, Time now) const;

  // Where addresses are: without it nobody is told of logins from new places. nullptr: unknown; else it outlives its use.
  void know(const knowledge::Atlas* atlas);

  // Most failures of late carry one address: a proxy or a NAT stands in front of the PBX. Cheap, unlike
  // `counters`.
  std::optional<IpAddress> shared_front() const;

  struct Counters {
    uint64_t addresses = 0;  // counted now
    uint64_t suspects = 0;
    uint64_t evicted = 0;  // suspects pushed out by more suspicious ones
    size_t bytes = 0;      // memory held
    // Most failures of late carry one address: a proxy or a NAT stands in front of the PBX.
    std::optional<IpAddress> shared_front;
  };
  Counters counters() const;

  void save(ByteWriter& out) const;
  // False when the bytes are not what `save` wrote; then everything is as new.
  bool load(ByteReader& in);

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::detect
