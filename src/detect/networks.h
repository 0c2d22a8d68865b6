// SPDX-License-Identifier: GPL-3.0-or-later
// campaign: a network acting together. Suspicious addresses are collected by IPv4 /24 and IPv6 /48; where
// several such networks show campaigns, the /20, /16 or IPv6 /32 around them is one.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <memory>
#include <vector>

#include "detect/case.h"
#include "detect/suspect.h"
#include "detect/suspects.h"

namespace denwaban::detect {

struct Network {
  struct Member {
    IpAddress address;
    Time last{};
    uint32_t failures = 0;
    bool proven = false;
    bool quiet = false;  // one name at a telephone's pace: what a telephone with an old password does
    uint64_t name = 0;   // hash of that name
  };
  IpPrefix prefix;
  Case known;
  std::vector<Member> members;   // of a narrow one, at most Finding::kListMax
  std::vector<IpPrefix> within;  // of a wide one: the narrow ones with campaigns
  uint64_t told_proven = 0;      // members with proof, when it was last told
};

class Networks {
 public:
  Networks(const Options& options, HashSeed seed);

  // A suspect failed once more. Takes in each of the first failures, then those that double their number or
  // come an hour later. Appends what has to be told.
  void failed(Suspect& suspect, const Event& event, Time now, std::vector<Finding>& out) {
    constexpr uint32_t kEachOne = 16;
    uint32_t known = suspect.network_failures, failures = suspect.failures;
    // What is proven counts from the first.
    if (failures < options_.campaign.failures_each && suspect.failures_proven == 0) return;
    uint32_t second = second_of(event.time);
    bool soon = second - suspect.network_second < 3'600;
    if (soon && known <= failures && failures >= kEachOne && failures < 2 * known) return;
    suspect.network_failures = failures;
    suspect.network_second = second;
    take(suspect, event, failures > known ? failures - known : 1, now, out);
  }
  // Who logs in after a few failures mistyped.
  void forgive(const Suspect& suspect);
  template <class F>
  void each(F&& f) {
    for (auto& network : networks_) f(*network);
  }
  Finding finding(const Network& network, FindingState state) const;
  size_t bytes() const;
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  void take(const Suspect& suspect, const Event& event, uint32_t weight, Time now, std::vector<Finding>& out);
  Network* find(const IpPrefix& prefix);
  Network* find_or_add(const IpPrefix& prefix, std::vector<Finding>& out);
  Verdict judge(const Network& network, Time now) const;
  uint64_t proven_in(const Network& network) const;
  void widen(const Network& narrow, const Event& event, uint32_t weight, bool proof_grew, Time now,
             std::vector<Finding>& out);
  void tell(Network& network, bool proof_grew, Time now, std::vector<Finding>& out);

  const Options& options_;
  absl::flat_hash_map<IpAddress, uint32_t, AddressHash>
      index_;  // by the address of the prefix, length in the last byte
  std::vector<std::unique_ptr<Network>> networks_;
  size_t hand_ = 0;
};

}  // namespace denwaban::detect
