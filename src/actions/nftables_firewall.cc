// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/nftables_firewall.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <tuple>

#include "actions/interval_plan.h"

namespace denwaban::actions {
namespace {

using net::NftBatch;

net::NftElement element_of(const FirewallEntry& entry, SetId set) {
  net::NftElement element;
  element.key = key_of(entry, set);
  if (entry.span) element.timeout = *entry.span;
  return element;
}

void put_interval(NftBatch& batch, SetId set, NftBatch::Change change, const FirewallEntry& entry) {
  IntervalKeys keys = interval_keys(entry.prefix);
  net::NftElement element{.key = keys.first, .interval_end = false, .timeout = {}, .packets = 0, .bytes = 0};
  if (entry.span) element.timeout = *entry.span;
  batch.put_element(shape_of(set).name, change, element);
  if (!keys.behind) return;
  element.key = *keys.behind;
  element.interval_end = true;
  batch.put_element(shape_of(set).name, change, element);
}

bool is_clash(int error) {
  return error == EEXIST || error == ENOENT || error == ENOTEMPTY || error == EBUSY;
}

Error table_error(int error, std::string_view what) {
  if (error == ENOENT)
    return {ErrorKind::not_found,
            fmt::format("cannot {}: the nftables table inet {} is not there: it is made anew within a minute",
                        what, kTable)};
  return net::netlink_error(error, what);
}

}  // namespace

Result<std::unique_ptr<NftablesFirewall>> NftablesFirewall::open(size_t counted_max) {
  auto socket = net::NetlinkSocket::open();
  if (!socket) return tl::unexpected(socket.error());
  return std::unique_ptr<NftablesFirewall>(new NftablesFirewall(std::move(*socket), counted_max));
}

int NftablesFirewall::send(NftBatch& batch) {
  auto bytes = batch.finish();
  sequence_ = batch.sequence_last() + 2;
  return socket_.transact(bytes, batch.sequence_first(), batch.sequence_last());
}

Status NftablesFirewall::install(const GuardedPorts& ports) {
  NftBatch batch(kTable, sequence_);
  put_table(batch, ports);
  int error = send(batch);
  if (error == EEXIST || error == EBUSY || error == EINVAL) {
    // A table of ours with other shapes, left by another version: replaced at once. The caller puts the
    // entries back.
    NftBatch anew(kTable, sequence_);
    anew.add_table();
    anew.delete_table();
    put_table(anew, ports);
    error = send(anew);
  }
  if (error == 0) learn_counted();
  if (error == 0) return {};
  return tl::unexpected(
      net::netlink_error(error == ENOENT ? EOPNOTSUPP : error, "install the nftables table inet denwaban"));
}

void NftablesFirewall::learn_counted() {
  counted_known_ = true;
  for (SetId home : {SetId::ban4, SetId::ban6, SetId::source6}) {
    std::vector<net::NftElement> elements;
    int error = dump(home, elements);
    counted_.learn(home, elements);
    if (error != 0) counted_known_ = false;
  }
}

Status NftablesFirewall::apply(std::span<const FirewallChange> changes) {
  if (!counted_known_) learn_counted();
  std::array<std::vector<uint32_t>, kSetCount> chosen;
  for (uint32_t i = 0; i < changes.size(); ++i) {
    auto set = set_of(changes[i].entry);
    if (!set) return tl::unexpected(set.error());
    if (bulk_of(*set)) *set = counted_.place(*set, key_of(changes[i].entry, *set), changes[i].add);
    chosen[static_cast<size_t>(*set)].push_back(i);
  }
  for (size_t i = 0; i < kSetCount; ++i) {
    if (chosen[i].empty()) continue;
    auto set = static_cast<SetId>(i);
    int error = shape_of(set).interval ? apply_intervals(set, changes, chosen[i])
                                       : apply_hashed(set, changes, chosen[i]);
    if (error != 0) counted_known_ = false;
    if (error != 0)
      return tl::unexpected(table_error(error, fmt::format("change {} entries of the firewall set {}",
                                                           chosen[i].size(), shape_of(set).name)));
  }
  return {};
}

int NftablesFirewall::apply_hashed(SetId set, std::span<const FirewallChange> changes,
                                   std::span<const uint32_t> chosen) {
  const size_t bytes_max = socket_.batch_bytes_max() - NftBatch::kElementBytesMax - 1024;
  for (size_t from = 0; from < chosen.size();) {
    NftBatch batch(kTable, sequence_);
    size_t to = from;
    for (; to < chosen.size() && batch.size() < bytes_max; ++to) {
      const FirewallChange& change = changes[chosen[to]];
      batch.put_element(shape_of(set).name, change.add ? NftBatch::Change::add_new : NftBatch::Change::remove,
                        element_of(change.entry, set));
    }
    int error = send(batch);
    if (is_clash(error) || error == ENOBUFS)
      error = apply_carefully(set, changes, chosen.subspan(from, to - from));
    if (error != 0) return error;
    from = to;
  }
  return 0;
}

int NftablesFirewall::apply_carefully(SetId set, std::span<const FirewallChange> changes,
                                      std::span<const uint32_t> chosen) {
  using Change = NftBatch::Change;
  // The last word on each key counts.
  std::vector<std::pair<net::NftKey, uint32_t>> last;
  last.reserve(chosen.size());
  for (uint32_t i : chosen) last.emplace_back(key_of(changes[i].entry, set), i);
  std::ranges::sort(last);
  auto superseded = [&](size_t i) { return i + 1 < last.size() && last[i].first == last[i + 1].first; };
  // Up to three messages' worth of each element must fit.
  const size_t count_max = socket_.batch_bytes_max() / (3 * NftBatch::kElementBytesMax) - 64;
  for (size_t from = 0; from < last.size(); from += count_max) {
    size_t to = std::min(last.size(), from + count_max);
    NftBatch batch(kTable, sequence_);
    auto put_all = [&](Change change, bool only_wanted) {
      for (size_t i = from; i < to; ++i)
        if (const auto& wanted = changes[last[i].second]; !superseded(i) && (!only_wanted || wanted.add))
          batch.put_element(shape_of(set).name, change, element_of(wanted.entry, set));
    };
    put_all(Change::add, false);
    put_all(Change::remove, false);
    put_all(Change::add, true);
    if (batch.empty()) continue;
    if (int error = send(batch)) return error;
  }
  return 0;
}

int NftablesFirewall::apply_intervals(SetId set, std::span<const FirewallChange> changes,
                                      std::span<const uint32_t> chosen) {
  std::vector<FirewallChange> wanted;
  for (uint32_t i : chosen) wanted.push_back(changes[i]);
  int error = 0;
  // An entry may expire between our look and our change: then look again; the third time start the set anew.
  for (int attempt = 0; attempt < 3; ++attempt) {
    std::vector<net::NftElement> elements;
    error = dump(set, elements);
    if (error != 0 && error != EINTR) return error;
    auto held = networks_of(std::move(elements), wanted[0].entry.set);
    IntervalPlan plan = plan_intervals(held.value_or(std::vector<FirewallEntry>{}), wanted);
    bool anew = attempt == 2 || !held;
    if (!anew && plan.remove.empty() && plan.add.empty()) return 0;
    NftBatch batch(kTable, sequence_);
    if (anew) batch.flush_set(shape_of(set).name);
    if (!anew)
      for (const FirewallEntry& entry : plan.remove)
        put_interval(batch, set, NftBatch::Change::remove, entry);
    for (const FirewallEntry& entry : anew ? plan.result : plan.add)
      put_interval(batch, set, NftBatch::Change::add_new, entry);
    error = send(batch);
    if (!is_clash(error)) return error;
  }
  return error;
}

int NftablesFirewall::dump(SetId set, std::vector<net::NftElement>& out) {
  uint32_t sequence = sequence_++;
  auto request = net::elements_request(kTable, shape_of(set).name, sequence);
  return socket_.dump(request, sequence, [&](const nlmsghdr& message) {
    net::read_elements(message, out);
    return out.size() <= 4 * kListMax;
  });
}

Result<bool> NftablesFirewall::rules_stand() {
  uint32_t sequence = sequence_++;
  size_t count = 0;
  int error = socket_.dump(net::rules_request(kTable, sequence), sequence, [&](const nlmsghdr& message) {
    count += net::is_rule_outside(message, kHelpChain);
    return true;
  });
  if (error != 0 && error != EINTR && error != ENOENT)
    return tl::unexpected(table_error(error, "list the firewall's rules"));
  return count == kRuleCount || error == EINTR;
}

int NftablesFirewall::dump_hashed(SetId set, size_t& room, const EachEntries& each) {
  uint32_t sequence = sequence_++;
  std::vector<net::NftElement> elements;
  std::vector<FirewallEntry> entries;
  std::vector<net::NftElement> all;
  int error = socket_.dump(net::elements_request(kTable, shape_of(set).name, sequence), sequence,
                           [&](const nlmsghdr& message) {
                             elements.clear();
                             entries.clear();
                             net::read_elements(message, elements);
                             for (const auto& element : elements) entries.push_back(entry_of(element, set));
                             if (entries.size() > room) return false;
                             room -= entries.size();
                             if (!entries.empty()) each(entries);
                             if (bulk_of(set)) all.insert(all.end(), elements.begin(), elements.end());
                             return true;
                           });
  if (error == 0 && bulk_of(set)) counted_.learn(set, all);
  return error;
}

int NftablesFirewall::dump_intervals(SetId set, size_t& room, const EachEntries& each) {
  std::vector<net::NftElement> elements;
  int error = dump(set, elements);
  if (error != 0 && error != EINTR) return error;
  // A set that somebody else wrote other ranges into shows as empty; the next change of it starts it anew.
  auto entries =
      networks_of(std::move(elements), entry_of({}, set).set).value_or(std::vector<FirewallEntry>{});
  if (entries.size() > room) return ECANCELED;
  room -= entries.size();
  if (!entries.empty()) each(entries);
  return error;
}

Result<bool> NftablesFirewall::list_each(const EachEntries& each) {
  auto stand = rules_stand();
  if (!stand) return tl::unexpected(stand.error());
  if (!*stand) return tl::unexpected(table_error(ENOENT, "list the firewall's rules"));
  bool consistent = true;
  size_t room = kListMax;
  for (size_t i = 0; i < kSetCount; ++i) {
    auto set = static_cast<SetId>(i);
    int error = shape_of(set).interval ? dump_intervals(set, room, each) : dump_hashed(set, room, each);
    if (error == EINTR) {
      consistent = false;
    } else if (error == ECANCELED) {
      if (auto fresh = net::NetlinkSocket::open()) socket_ = std::move(*fresh);
      return fail(ErrorKind::full,
                  fmt::format("the firewall holds more than {} entries: too many to list", kListMax));
    } else if (error != 0) {
      return tl::unexpected(table_error(error, fmt::format("list the firewall set {}", shape_of(set).name)));
    }
  }
  return consistent;
}

Result<std::vector<FirewallEntry>> NftablesFirewall::list() {
  return collect_entries([this](const auto& each) { return list_each(each); });
}

Status NftablesFirewall::remove() {
  NftBatch batch(kTable, sequence_);
  batch.delete_table();
  int error = send(batch);
  if (error == 0 || error == ENOENT) return {};
  return tl::unexpected(net::netlink_error(error, "remove the nftables table inet denwaban"));
}

std::string NftablesFirewall::describe() const { return "nftables, table inet denwaban"; }

Result<std::vector<FirewallEntry>> collect_entries(
    const std::function<Result<bool>(const std::function<void(std::span<const FirewallEntry>)>&)>&
        list_each) {
  std::vector<FirewallEntry> entries;
  for (int attempt = 0; attempt < 3; ++attempt) {
    entries.clear();
    auto consistent = list_each([&](std::span<const FirewallEntry> some) {
      entries.insert(entries.end(), some.begin(), some.end());
    });
    if (!consistent) return tl::unexpected(consistent.error());
    if (*consistent) return entries;
  }
  auto place = [](const FirewallEntry& entry) { return std::tuple(entry.set, entry.prefix, entry.port); };
  std::ranges::sort(entries, {}, place);
  auto kept = std::unique(entries.begin(), entries.end(),
                          [&](const auto& a, const auto& b) { return place(a) == place(b); });
  entries.erase(kept, entries.end());
  return entries;
}

}  // namespace denwaban::actions
