// SPDX-License-Identifier: GPL-3.0-or-later
// What the store cannot keep, for the log: one sentence when that begins and one when it is over, seldom where it comes and goes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.h"
#include "store/store.h"

namespace denwaban::guard {

class StoreNotices {
 public:
  static constexpr Seconds kAgain{600};  // between two sentences about the same part

  struct Tell {
    std::function<void(std::string_view)> warn, info;
  };
  explicit StoreNotices(Tell tell) : tell_(std::move(tell)) {}

  // As it is now; asked again and again.
  void look(const store::StoreStatus& status, Time now);

 private:
  struct Part {
    bool told = false;
    Time last{};
  };
  void look(Part& part, const std::string& error, std::string_view meaning, std::string_view over, Time now);

  Tell tell_;
  Part ledger_, database_, snapshot_;
};

}  // namespace denwaban::guard
