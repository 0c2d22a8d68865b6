// SPDX-License-Identifier: GPL-3.0-or-later
// Does a proxy or a NAT stand in front of the PBX, so that everybody has one address? Failures are looked at
// in rounds: a majority vote (Boyer and Moore) names the candidate, the next round counts exactly what it
// carries. Constant memory.
#pragma once

#include <bitset>
#include <optional>
#include <vector>

#include "base/ip.h"
#include "detect/options.h"
#include "detect/lookup.h"

namespace denwaban::detect {

class Front {
 public:
  explicit Front(const SharedFront& options) : options_(options) {}

  void failed(const IpAddress& address, uint64_t account_hash) {
    if (votes_ == 0) candidate_ = address;
    votes_ += candidate_ == address ? 1 : -1;
    if (watched_ == address) {
      ++carried_;
      if (account_hash != 0) accounts_.set(account_hash % accounts_.size());
    }
    if (++round_ >= options_.failures) end_round();
  }
  // Accounts that were attacked from there before they log in for the first time prove nothing: they may be
  // cracked.
  void logged_in(const IpAddress& address, uint64_t account_hash) {
    if (watched_ != address || logins_.size() >= 8 || accounts_.test(account_hash % accounts_.size())) return;
    for (uint64_t known : logins_)
      if (known == account_hash) return;
    logins_.push_back(account_hash);
  }
  const std::optional<IpAddress>& address() const { return front_; }

 private:
  void end_round() {
    bool most = carried_ >= options_.share * round_;
    // Linear counting would correct for collisions; 50 in 2,048 places hardly collide.
    bool shared = most && accounts_.count() + 2 >= options_.accounts && logins_.size() >= options_.logins;
    front_ = shared ? std::optional(watched_) : std::nullopt;
    if (candidate_ != watched_) {
      watched_ = candidate_;
      accounts_.reset();
      logins_.clear();
    }
    votes_ = 0;
    round_ = carried_ = 0;
  }

  const SharedFront& options_;
  IpAddress candidate_, watched_;
  int64_t votes_ = 0;
  uint32_t round_ = 0;
  uint32_t carried_ = 0;
  std::bitset<2048> accounts_;
  std::vector<uint64_t> logins_;
  std::optional<IpAddress> front_;
};

}  // namespace denwaban::detect
