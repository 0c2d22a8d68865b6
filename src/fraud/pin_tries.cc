// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/pin_tries.h"

#include <algorithm>
#include <utility>

namespace denwaban::fraud {
namespace {

constexpr uint8_t kVersion = 1;
constexpr size_t kNameMax = 256;

}  // namespace

void PinTries::reconfigure(uint32_t most, Seconds locked_for) {
  most_ = most;
  locked_for_ = locked_for;
}

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

void PinTries::save(ByteWriter& out) const {
  out.put(kVersion);
  out.put(static_cast<uint32_t>(accounts_.size()));
  for (const auto& [account, tries] : accounts_) {
    out.put(std::string_view(account).substr(0, kNameMax));
    out.put(tries.failed);
    out.put(tries.last);
  }
}

bool PinTries::load(ByteReader& in) {
  if (in.get<uint8_t>() != kVersion) return false;
  std::map<std::string, Tries, std::less<>> accounts;
  uint32_t count = in.get_count(16);
  if (in.failed() || count > kAccountsMax) return false;
  for (uint32_t i = 0; i < count && !in.failed(); ++i) {
    std::string account = in.get_text(kNameMax);
    Tries& tries = accounts[std::move(account)];
    tries.failed = in.get<uint32_t>();
    tries.last = in.get_time();
  }
  if (in.failed()) return false;
  accounts_ = std::move(accounts);
  return true;
}

}  // namespace denwaban::fraud
