// SPDX-License-Identifier: GPL-3.0-or-later
// What is remembered of each account. Bounded: names may be anybody's invention.
#pragma once

#include <array>
#include <deque>
#include <string>

#include <absl/container/flat_hash_map.h>
#include "base/hash.h"
#include "fraud/habits.h"
#include "fraud/suspicion.h"

namespace denwaban::fraud {

struct Account {
  struct Dialled {
    uint64_t number = 0;  // its key
    uint64_t tail = 0;    // its last nine digits as a number
    uint64_t place = 0;
    int64_t time = 0;  // ms
    bool answered = false, new_place = false;
    void io(StateIo& io);
  };
  static constexpr size_t kDialledMax = 64;

  std::string name;
  uint64_t key = 0;
  KnownPlaces places;
  AccountHours hours;
  uint32_t calls = 0;

  RecentMoments staked;         // began
  std::deque<Dialled> dialled;  // with a stake, the latest
  UsualMost ten_minutes, hour, day, at_once, all_in_hour, spent;
  uint32_t live = 0;  // with a stake
  uint32_t all_this_hour = 0;
  int64_t this_hour = 0;
  double spent_today = 0;
  int32_t today = 0;
  bool in_finding_today = false;
  int32_t last_unusual_day = 0;  // on which an odd hour was learned: once a day at most

  FadingSum suspicion{std::chrono::hours(10)};
  FadingSum slow{std::chrono::hours(24 * 15)};  // of calls that are odd by themselves
  // EUR, at places that the exchange has not called for long: of lately, and what is usual.
  FadingSum new_money{std::chrono::hours(24 * 7)}, new_money_usual{std::chrono::hours(24 * 60)};
  int64_t last_seen = 0;

  // Closes the day before, when another has begun.
  void look_at(const LocalMoment& now);
  void io(StateIo& io);
};

class Accounts {
 public:
  static constexpr size_t kAccountsMax = 16'384;

  explicit Accounts(HashSeed seed) : seed_(seed) {}
  uint64_t key(std::string_view name) const { return hash(seed_, name); }
  // Made if it is not there; when the table is full the one goes that was not seen for longest. Holds until the next `get`.
  Account& get(std::string_view name, Time now);
  Account* find(uint64_t key);
  size_t size() const { return accounts_.size(); }
  template <class Each>
  void each(const Each& take) const {
    for (const auto& [key, account] : accounts_) take(*account);
  }
  void io(StateIo& io);

 private:
  void make_room();

  HashSeed seed_;
  absl::flat_hash_map<uint64_t, std::unique_ptr<Account>> accounts_;
};

}  // namespace denwaban::fraud
