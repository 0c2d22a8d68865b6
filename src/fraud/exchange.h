// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of the exchange as a whole: places, numbers, hours, who rang, who tried, what was odd.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include <absl/container/flat_hash_map.h>
#include "fraud/habits.h"
#include "fraud/suspicion.h"
#include "model/fraud_finding.h"

namespace denwaban::fraud {

// Calls that are odd, not enough for an alarm alone: they take part in the finding that the next one opens.
struct OddCall {
  uint64_t account = 0, place = 0;
  std::string account_name, number, country, place_name, call;
  EvidenceRef evidence;
  Time began{};
  Amount cost;
  bool taken = false;  // by a finding

  void io(StateIo& io);
};

// Of a place, across all accounts.
struct PlaceMemory {
  static constexpr size_t kAccountsMax = 16;
  FadingSum suspicion{std::chrono::hours(10)};
  int32_t first_day = 0;                         // on which it was called; 0: not known yet
  FadingSum money{std::chrono::hours(24 * 2)};   // EUR, while it is new
  std::vector<uint64_t> accounts;  // that were odd here; until all is forgotten
  std::string tester;
  uint64_t tester_key = 0;
  Time tested{};
  Time in_finding{};     // when a call there was last put into one …
  uint64_t finding = 0;  // … and its key

  void io(StateIo& io);
};

class Exchange {
 public:
  static constexpr size_t kNumbersMax = 50'000, kPlacesMax = 1024, kRingsMax = 1024, kOddMax = 2048;

  OfficeHours hours;
  KnownPlaces places;
  uint32_t calls = 0;
  int32_t first_day = 0;
  // 0 … 1: whether enough is known for "never called" to say anything.
  double maturity(int32_t today) const;

  void learn_number(uint64_t key, int32_t day);
  bool knows_number(uint64_t key, int32_t today) const;

  PlaceMemory& place(uint64_t key);
  const PlaceMemory* find_place(uint64_t key) const;  // nullptr: nothing is remembered of it

  // It rang from there, shortly, and nobody answered.
  void learn_ring(std::string_view caller_digits, Time now);
  struct Rang {
    int64_t ago = -1;  // s
    uint32_t rings = 0;
  };
  Rang rang(std::string_view digits, Time now) const;

  // Serial numbers go up; the oldest fall out.
  uint64_t add_odd(OddCall call);
  OddCall* odd(uint64_t serial);
  std::deque<OddCall>& odd_calls() { return odd_; }
  void io(StateIo& io);

 private:
  struct Ring {
    uint64_t tail = 0;
    Time time{};
    void io(StateIo& io);
  };
  absl::flat_hash_map<uint64_t, int32_t> numbers_;  // with the first day
  absl::flat_hash_map<uint64_t, PlaceMemory> memories_;
  std::deque<Ring> rings_;
  std::deque<OddCall> odd_;
  uint64_t odd_before_ = 1;  // how many fell out, and one
};

// The last nine digits: the same in all forms that a number is written in. 0: too short for one.
uint64_t tail_of(std::string_view digits);

}  // namespace denwaban::fraud
