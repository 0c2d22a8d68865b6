// SPDX-License-Identifier: GPL-3.0-or-later
// What outside calls of the past cost: by account, by trunk, by country, by month and in all, and the dearest
// hour and day of each. Prices are those of the rate deck, else usual ones. Bounded: accounts beyond the most
// are summed as one.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/records/moments.h"
#include "fraud/calendar.h"
#include "fraud/outside_number.h"

namespace denwaban::engine {

enum class SpendBy : uint8_t { total, account, trunk, country, month };

struct Spending {
  uint64_t calls = 0;  // that were answered
  Seconds talked{};
  Amount cost;
  Amount dearest_hour, dearest_day;
};

class Spend final : public MomentListener {
 public:
  static constexpr size_t kNamesMax = 20'000;  // of each kind

  explicit Spend(fraud::Options options);

  void hear(const Call& call, CallChange change, Time now) override;
  void pass_time(Time) override {}

  struct Row {
    SpendBy by = SpendBy::total;
    std::string name;  // empty: the total, calls of no account, the names beyond the most
    Spending spending;
  };
  // The total, then accounts, trunks and countries, each by cost, the dearest first, then the months in their
  // order.
  std::vector<Row> rows() const;
  // Of rates that the deck does not have: calls that were counted at a usual price.
  uint64_t without_rate() const { return without_rate_; }

 private:
  struct Meter {
    Spending sum;
    int64_t hour = -1, day = -1;
    Amount this_hour, this_day;
  };
  using Meters = std::map<std::string, Meter, std::less<>>;
  void charge(Meters& meters, const std::string& name, Amount cost, Seconds talked,
              const fraud::LocalMoment& at);
  Amount cost_of(const fraud::OutsideNumber& to, Seconds talked);

  fraud::Options options_;
  fraud::NumberReader reader_;
  fraud::OfficeClock clock_;
  Meters meters_[5];
  uint64_t without_rate_ = 0;
};

std::string_view to_string(SpendBy by);

}  // namespace denwaban::engine
