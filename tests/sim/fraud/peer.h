// SPDX-License-Identifier: GPL-3.0-or-later
// The peer: thresholds for each account and destination prefix, as the fraud_detection module of OpenSIPS has
// them: calls a minute, the length of a call, calls in a row to one number, calls at once, calls a day.
#pragma once

#include <vector>

#include "verdicts.h"

namespace denwaban::sim {

struct Thresholds {
  int calls_per_minute = 5;
  int duration = 7200;  // seconds
  int total = 0;        // a day
  int concurrent = 0;
  int sequential = 0;  // the same number in a row
};
// The profile of an ordinary prefix, and of those that an administrator would call costly.
struct PeerProfiles {
  Thresholds national{10, 7200, 400, 6, 25}, abroad{5, 5400, 40, 4, 8}, costly{3, 3600, 6, 2, 4};
};

std::vector<Alarm> watch_by_thresholds(const FraudWorld& world, const PeerProfiles& profiles = {});

}  // namespace denwaban::sim
