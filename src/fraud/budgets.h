// SPDX-License-Identifier: GPL-3.0-or-later
// The limits that the user set: exact money by the office's hour, day and month.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <absl/container/flat_hash_map.h>
#include "fraud/calendar.h"
#include "fraud/options.h"

namespace denwaban::fraud {

enum class BudgetPeriod : uint8_t { hour, day, month };
enum class BudgetScope : uint8_t { account, trunk, exchange };

struct BudgetBreach {
  BudgetScope scope = BudgetScope::exchange;
  BudgetPeriod period = BudgetPeriod::hour;
  Amount spent, limit;
  int64_t which = 0;  // of all hours, days or months
};

class Budgets {
 public:
  static constexpr size_t kMetersMax = 20'000;

  explicit Budgets(const Options& options) : options_(&options) {}
  bool in_use() const;
  // Counts it and tells each limit that is passed, at every call after that, too.
  void charge(BudgetScope scope, uint64_t key, Amount cost, const LocalMoment& at, std::vector<BudgetBreach>& out);
  // The first limit of this scope that is reached by what was counted.
  std::optional<BudgetBreach> passed(BudgetScope scope, uint64_t key, const LocalMoment& at) const;
  void io(StateIo& io);

 private:
  struct Meter {
    int64_t which[3] = {-1, -1, -1};
    Amount spent[3];
    void io(StateIo& io);
  };
  const Limits& limits(BudgetScope scope) const;

  const Options* options_;
  absl::flat_hash_map<uint64_t, Meter> meters_[3];
};

std::string_view to_string(BudgetPeriod period);
std::string_view to_string(BudgetScope scope);

}  // namespace denwaban::fraud
