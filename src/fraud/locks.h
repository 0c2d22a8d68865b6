// SPDX-License-Identifier: GPL-3.0-or-later
// Accounts that may not call out, and trunks closed for a class of destinations: what decisions against fraud left in
// force. Whoever asks has asked before whether it is an emergency number (knowledge/dialled_number.h): those are not
// looked up here, in any state. Bounded: beyond kLocksMax the one that ends first goes. One owner, one thread.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "model/decision.h"

namespace denwaban::fraud {

struct Lock {
  std::optional<Time> until;  // nullopt: until somebody takes it away
  Time since{};
  std::string because;  // id of the finding; "root": a person's name where one did it
  bool holds(Time now) const { return !until || now < *until; }
};

class Locks {
 public:
  static constexpr size_t kLocksMax = 20'000;  // of accounts, and of trunks
  using TrunkPlace = std::pair<std::string, std::string>;

  // A lock that lasts longer is not made shorter by another.
  void lock(std::string_view account, Lock lock);
  bool unlock(std::string_view account);  // false: it was not locked
  // nullptr: it is not. An account without a name is never locked.
  const Lock* locked(std::string_view account, Time now) const;

  // `place` as OutsideNumber::place says it ("SO", "DE premium", "882"); empty: all destinations.
  void close(std::string_view trunk, std::string_view place, Lock lock);
  bool open(std::string_view trunk, std::string_view place);  // false: it was not closed for it
  const Lock* closed(std::string_view trunk, std::string_view place, Time now) const;

  // What a decision that was carried out means here; others, and those of a dry run, mean nothing.
  void apply(const Decision& decision);
  // Forgets what is over.
  void pass_time(Time now);

  const std::map<std::string, Lock, std::less<>>& accounts() const { return accounts_; }
  const std::map<TrunkPlace, Lock>& trunks() const { return trunks_; }

  void save(ByteWriter& out) const;
  // False: damaged or of another version; then nothing changes.
  bool load(ByteReader& in);

 private:
  std::map<std::string, Lock, std::less<>> accounts_;
  std::map<TrunkPlace, Lock> trunks_;
};

}  // namespace denwaban::fraud
