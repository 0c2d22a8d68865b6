// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel's nftables, spoken to directly: used inside the privileged helper, which alone may do so, and in
// tests. nftables_layout.h draws the table.
//
// The table has no owner (NFT_TABLE_F_OWNER): the kernel would remove an owned table, and with it every ban,
// when the process that made it dies.
//
// Neither "add, or renew if it is there" nor "remove if it is there" is one operation in every kernel we run
// on, so a change is tried the cheap way first (create anew; delete) and, if the kernel refuses the
// transaction because an element is there or is not, sent again as create, delete, create: `create` succeeds
// either way, so `delete` then finds something. No packet sees the states in between. An element that is
// renewed begins to count anew.
#pragma once

#include <functional>

#include "actions/counted_bans.h"
#include "actions/firewall.h"
#include "actions/nftables_layout.h"
#include "net/netlink_socket.h"

namespace denwaban::actions {

// A dump of a hash set costs the kernel the square of its size (each piece walks from the beginning): 0.1 s
// for 30,000 entries, 80 s for a million. So list() ends with Error{full} beyond this many.
inline constexpr size_t kListMax = 65'536;

// Bans beyond this many stand in sets without counters, which load three times faster. Less than kListMax by
// what else there may be, so that the counted ones can be listed.
inline constexpr size_t kCountedMax = 50'000;

using EachEntries = std::function<void(std::span<const FirewallEntry>)>;

class NftablesFirewall final : public Firewall {
 public:
  static Result<std::unique_ptr<NftablesFirewall>> open(size_t counted_max = kCountedMax);

  Status install(const GuardedPorts& ports) override;
  // Changes of one set go in one transaction up to about 30,000 of them; each set has transactions of its
  // own.
  Status apply(std::span<const FirewallChange> changes) override;
  // Error{not_found} also when rules of ours are missing, Error{full} beyond kListMax entries.
  Result<std::vector<FirewallEntry>> list() override;
  Status remove() override;
  std::string describe() const override;

  // As list(), in pieces as they come. The value is whether the answer is consistent; if not, others changed
  // the kernel's tables meanwhile and an entry may be missing or come twice.
  Result<bool> list_each(const EachEntries& each);

 private:
  NftablesFirewall(net::NetlinkSocket socket, size_t counted_max)
      : socket_(std::move(socket)), counted_(counted_max) {}

  int send(net::NftBatch& batch);
  int apply_hashed(SetId set, std::span<const FirewallChange> changes, std::span<const uint32_t> chosen);
  int apply_carefully(SetId set, std::span<const FirewallChange> changes, std::span<const uint32_t> chosen);
  int apply_intervals(SetId set, std::span<const FirewallChange> changes, std::span<const uint32_t> chosen);
  int dump(SetId set, std::vector<net::NftElement>& out);
  int dump_hashed(SetId set, size_t& room, const EachEntries& each);
  int dump_intervals(SetId set, size_t& room, const EachEntries& each);
  Result<bool> rules_stand();
  void learn_counted();

  net::NetlinkSocket socket_;
  uint32_t sequence_ = 1;
  CountedBans counted_;
  bool counted_known_ = false;  // what counted_ says is what the kernel holds, or did until it expired
};

// Takes list answers until one is consistent, three at most; then duplicates are removed and the last one
// stands: what is missing is added again by the caller, which does no harm.
Result<std::vector<FirewallEntry>> collect_entries(
    const std::function<Result<bool>(const EachEntries&)>& list_each);

}  // namespace denwaban::actions
