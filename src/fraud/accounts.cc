// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/accounts.h"

#include <algorithm>
#include <vector>

namespace denwaban::fraud {

void Account::look_at(const LocalMoment& now) {
  if (now.day <= today) return;
  for (UsualMost* most : {&ten_minutes, &hour, &day, &at_once, &all_in_hour, &spent}) most->close_day(!in_finding_today);
  today = now.day;
  in_finding_today = false;
  spent_today = 0;
}

Account* Accounts::find(uint64_t key) {
  auto at = accounts_.find(key);
  return at == accounts_.end() ? nullptr : at->second.get();
}

Account& Accounts::get(std::string_view name, Time now) {
  uint64_t of_name = key(name);
  Account* account = find(of_name);
  if (account == nullptr) {
    if (accounts_.size() >= kAccountsMax) make_room();
    auto made = std::make_unique<Account>();
    made->name = name.substr(0, Event::kAccountLengthMax);
    made->key = of_name;
    account = made.get();
    accounts_.emplace(of_name, std::move(made));
  }
  account->last_seen = to_epoch_ms(now);
  return *account;
}

// An eighth at once, so that a flood of names costs little for each. Those with live calls stay.
void Accounts::make_room() {
  std::vector<std::pair<int64_t, uint64_t>> ages;
  for (const auto& [key, account] : accounts_)
    if (account->live == 0) ages.emplace_back(account->last_seen, key);
  size_t count = std::min(ages.size(), kAccountsMax / 8);
  std::ranges::nth_element(ages, ages.begin() + static_cast<ptrdiff_t>(count));
  for (size_t i = 0; i < count; ++i) accounts_.erase(ages[i].second);
}

}  // namespace denwaban::fraud
