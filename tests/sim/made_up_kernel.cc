// SPDX-License-Identifier: GPL-3.0-or-later
#include "made_up_kernel.h"

namespace denwaban::sim {

Status MadeUpKernel::answer() {
  if (!refusing_ && !(moody_ > 0 && dice_.once_in(moody_))) return {};
  ++refusals_;
  return fail(ErrorKind::unavailable, "the kernel does not answer: try again");
}

bool MadeUpKernel::covered(Set set, const IpAddress& address) const {
  auto found = entries_.lower_bound({set, IpPrefix(), 0});
  for (; found != entries_.end() && std::get<0>(found->first) == set; ++found)
    if (found->second > clock_.truth() && std::get<1>(found->first).contains(address)) return true;
  return false;
}

bool MadeUpKernel::would_drop(const IpAddress& address) const {
  return standing_ && covered(Set::ban, address) && !covered(Set::allow, address);
}

Status MadeUpKernel::install(const actions::GuardedPorts&) {
  if (Status answered = answer(); !answered) return answered;
  standing_ = true;
  return {};
}

Status MadeUpKernel::apply(std::span<const actions::FirewallChange> changes) {
  if (Status answered = answer(); !answered) return answered;
  if (!standing_) return fail(ErrorKind::not_found, "our table is gone: install it again");
  for (const actions::FirewallChange& change : changes) {
    Place place{change.entry.set, change.entry.prefix, change.entry.port};
    if (!change.add) {
      entries_.erase(place);
      continue;
    }
    entries_[place] = change.entry.span ? clock_.truth() + *change.entry.span : kForever;
    if (watcher_) watcher_(change.entry);
  }
  return {};
}

std::vector<actions::FirewallEntry> MadeUpKernel::entries() const {
  std::vector<Entry> list;
  for (const auto& [place, until] : entries_) {
    if (until <= clock_.truth()) continue;
    Entry entry;
    std::tie(entry.set, entry.prefix, entry.port) = place;
    if (until != kForever) entry.span = std::chrono::ceil<Seconds>(until - clock_.truth());
    list.push_back(entry);
  }
  return list;
}

Result<std::vector<actions::FirewallEntry>> MadeUpKernel::list() {
  if (Status answered = answer(); !answered) return tl::unexpected(answered.error());
  if (!standing_) return fail(ErrorKind::not_found, "our table is gone: install it again");
  std::erase_if(entries_, [this](const auto& entry) { return entry.second <= clock_.truth(); });
  return entries();
}

Status MadeUpKernel::remove() {
  if (Status answered = answer(); !answered) return answered;
  flush();
  return {};
}

}  // namespace denwaban::sim
