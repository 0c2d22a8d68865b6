// SPDX-License-Identifier: GPL-3.0-or-later
// Values by network prefix, with the questions that routing tables answer: what covers this address most
// closely, what covers this prefix at all, and what lies inside it. IPv4 and IPv6 live side by side and never
// cover one another.
//
// One ordered tree and a count of the entries of each length. A match asks the tree once for each length in
// use, longest first: allow lists, trunks and bans use two to five lengths, so that a match is a handful of
// searches, and the order of the tree makes "inside" one contiguous range. Nothing is hashed, so chosen
// addresses cannot slow it down. Not thread-safe.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <utility>

#include "base/ip.h"

namespace denwaban {

template <class Value>
class PrefixMap {
 public:
  using Tree = std::map<IpPrefix, Value>;
  using Entry = typename Tree::value_type;  // pair of the prefix and the value

  // The value of exactly this prefix; made if it is not there.
  Value& operator[](const IpPrefix& prefix) {
    auto [at, added] = tree_.try_emplace(prefix);
    if (added) ++lengths_of(prefix)[static_cast<size_t>(prefix.length())];
    return at->second;
  }
  bool erase(const IpPrefix& prefix) {
    if (tree_.erase(prefix) == 0) return false;
    --lengths_of(prefix)[static_cast<size_t>(prefix.length())];
    return true;
  }
  void clear() { *this = PrefixMap(); }

  // Exactly this prefix; nullptr when it is not there. Pointers hold until that entry is erased.
  Value* find(const IpPrefix& prefix) {
    auto at = tree_.find(prefix);
    return at == tree_.end() ? nullptr : &at->second;
  }
  const Value* find(const IpPrefix& prefix) const { return const_cast<PrefixMap*>(this)->find(prefix); }

  // The longest prefix that holds this address; nullptr when none does.
  const Entry* longest(const IpAddress& address) const {
    return covering(IpPrefix::host(address), [](const Entry&) { return true; });
  }

  // The longest prefix that equals or covers this one and pleases `wanted`; nullptr when none does.
  template <class Wanted>
  const Entry* covering(const IpPrefix& prefix, Wanted wanted) const {
    const auto& lengths = lengths_of(prefix);
    for (int length = prefix.length(); length >= 0; --length) {
      if (lengths[static_cast<size_t>(length)] == 0) continue;
      auto at = tree_.find(IpPrefix(prefix.address(), length));
      if (at != tree_.end() && wanted(*at)) return &*at;
    }
    return nullptr;
  }

  // The first entry, in order, that equals this prefix or lies inside it and pleases `wanted`; nullptr when
  // none does.
  template <class Wanted>
  const Entry* inside(const IpPrefix& prefix, Wanted wanted) const {
    for (auto at = tree_.lower_bound(prefix); at != tree_.end();) {
      bool skipped_v4 = at->first.address().is_v4() && !prefix.address().is_v4();
      if (skipped_v4) {
        at = tree_.lower_bound(after_v4());
        continue;
      }
      if (!prefix.contains(at->first)) return nullptr;
      if (wanted(*at)) return &*at;
      ++at;
    }
    return nullptr;
  }

  // Whether any entry shares an address with this prefix.
  bool overlaps(const IpPrefix& prefix) const {
    auto any = [](const Entry&) { return true; };
    return covering(prefix, any) != nullptr || inside(prefix, any) != nullptr;
  }

  size_t size() const { return tree_.size(); }
  bool empty() const { return tree_.empty(); }
  auto begin() const { return tree_.begin(); }  // ordered by prefix
  auto end() const { return tree_.end(); }

 private:
  using Lengths = std::array<uint32_t, 129>;

  Lengths& lengths_of(const IpPrefix& prefix) { return lengths_[prefix.address().is_v4() ? 0 : 1]; }
  const Lengths& lengths_of(const IpPrefix& prefix) const {
    return lengths_[prefix.address().is_v4() ? 0 : 1];
  }
  // IPv4 stands at ::ffff:0:0/96, in the middle of the short IPv6 prefixes: this is the first address behind
  // it.
  static IpPrefix after_v4() {
    std::array<uint8_t, 16> bytes{};
    bytes[9] = 1;
    return IpPrefix::host(IpAddress::v6(bytes));
  }

  Tree tree_;
  std::array<Lengths, 2> lengths_{};
};

}  // namespace denwaban
