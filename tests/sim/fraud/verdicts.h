// SPDX-License-Identifier: GPL-3.0-or-later
// How well somebody watched: thefts found, money lost before the alarm, false alarms.
#pragma once

#include <array>
#include <set>
#include <string>
#include <vector>

#include "made_world.h"

namespace denwaban::sim {

// What a watcher cried, at severity medium or above.
struct Alarm {
  Time time{};
  std::string id;               // alarms of one id are one
  std::string what;             // the detector
  std::vector<uint32_t> calls;  // of the world, where it named them
  std::set<std::string> accounts, numbers;
};

struct Tally {
  size_t thefts = 0, found = 0;
  std::vector<double> lost;            // share of each theft's money before the alarm; 1: never found
  int64_t stolen = 0, lost_money = 0;  // millionths of EUR
};

class Verdicts {
 public:
  void judge(const FraudWorld& world, const std::vector<Alarm>& alarms);

  size_t thefts() const;
  double found_share() const;
  double median_lost() const;  // of all thefts
  double mean_lost() const;
  double false_per_thousand() const;  // honest outside calls
  std::string table(std::string_view name) const;
  std::string one_line() const;
  // Every missed theft and false alarm in words, for who improves a detector.
  bool verbose = false;

 private:
  Tally sum() const;
  std::array<Tally, kTheftKinds> kinds_;
  size_t honest_ = 0, false_alarms_ = 0, alarms_ = 0, companies_ = 0;
  std::vector<std::pair<std::string, size_t>> false_by_;
};

}  // namespace denwaban::sim
