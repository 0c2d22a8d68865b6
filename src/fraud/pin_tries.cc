// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/pin_tries.h"

#include <algorithm>

namespace denwaban::fraud {

bool PinTries::locked(std::string_view account, Time now) const {
  auto at = accounts_.find(account);
  return at != accounts_.end() && at->second.failed >= most_ && now < at->second.last + locked_for_;
}

bool PinTries::failed(std::string_view account, Time now) {
  if (!accounts_.contains(account)) make_room(now);
  Tries& tries = accounts_[std::string(account)];
  if (tries.last + locked_for_ <= now) tries.failed = 0;
  tries.last = now;
  return ++tries.failed >= most_;
}

// What is over goes first, then who has tried least.
void PinTries::make_room(Time now) {
  if (accounts_.size() < kAccountsMax) return;
  std::erase_if(accounts_, [&](const auto& entry) { return entry.second.last + locked_for_ <= now; });
  if (accounts_.size() < kAccountsMax) return;
  auto least = std::ranges::min_element(accounts_, {},
                                        [](const auto& entry) { return std::pair(entry.second.failed, entry.second.last); });
  accounts_.erase(least);
}

}  // namespace denwaban::fraud
