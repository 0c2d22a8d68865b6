// SPDX-License-Identifier: GPL-3.0-or-later
// Events in a few words, and detectors that see them one by one.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "detect/detectors.h"

namespace denwaban::detect {

constexpr Time kStart = from_epoch_ms(1'795'291'438'000);
const IpAddress kAddress = IpAddress::v4(0xcb007163);

inline Event failure(std::string_view account, IpAddress address = kAddress) {
  Event e;
  e.kind = EventKind::auth_failed;
  e.service = Service::pjsip;
  e.address = address;
  e.account = account;
  e.port = 5060;
  return e;
}
inline Event of_kind(EventKind kind, std::string_view account) {
  Event e = failure(account);
  e.kind = kind;
  return e;
}

struct DetectorsTest : ::testing::Test {
  void see(Event e, Seconds after) {
    e.time = kStart + after;
    e.evidence.offset = next_offset_ += 100;
    detectors.observe({&e, 1}, trust, e.time, told);
  }
  void repeat(const Event& e, int times, Seconds every, Seconds from = Seconds(0)) {
    for (int i = 0; i < times; ++i) see(e, from + i * every);
  }
  // The worst that was told of a detector; nullptr: nothing.
  const Finding* worst(Detector detector) const {
    const Finding* found = nullptr;
    for (const Finding& f : told)
      if (f.detector == detector && (!found || f.severity >= found->severity)) found = &f;
    return found;
  }
  Severity severity(Detector detector) const {
    const Finding* f = worst(detector);
    return f ? f->severity : Severity::info;
  }
  Severity severity() const {
    Severity most = Severity::info;
    for (const Finding& f : told) most = std::max(most, f.severity);
    return most;
  }
  Detectors detectors{Options{}, HashSeed{}};
  track::Trust trust{track::TrustOptions{}, HashSeed{}};
  std::vector<Finding> told;
  uint64_t next_offset_ = 0;
};

}  // namespace denwaban::detect
