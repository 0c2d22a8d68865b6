// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/networks.h"

#include <algorithm>
#include <array>
#include <span>

#include "detect/manner.h"

namespace denwaban::detect {
namespace {

IpAddress index_key(const IpPrefix& prefix) {
  auto bytes = prefix.address().bytes();
  bytes[15] = static_cast<uint8_t>(prefix.length());  // host bits: zero in all prefixes kept here
  return IpAddress::v6(bytes);
}

// A telephone with an old password, one whose account is gone, a monitor.
bool is_quiet(const Suspect& suspect, uint32_t now) {
  return std::ranges::all_of(suspect.counts, [&](const Count& count) {
    if (count.known.count == 0 || (count.at_home && count.known.severity < Severity::medium)) return true;
    if (count.known.severity >= Severity::medium || count.names.count() > 1) return false;
    return count.known.detector == Detector::scanner || manner_of(count.history, kDay, now).unhurried;
  });
}

// A telephone tries its own account; guessers of one network share it.
bool keeps_to_itself(const Network& network, const Network::Member& member) {
  auto shares = [&](const Network::Member& other) {
    return &other != &member && other.quiet && other.name == member.name;
  };
  return member.quiet && std::ranges::none_of(network.members, shares);
}

}  // namespace

Networks::Networks(const Options& options, HashSeed seed) : options_(options), index_(0, AddressHash{seed}) {}

Network* Networks::find(const IpPrefix& prefix) {
  auto found = index_.find(index_key(prefix));
  return found == index_.end() ? nullptr : networks_[found->second].get();
}

Network* Networks::find_or_add(const IpPrefix& prefix, std::vector<Finding>& out) {
  if (Network* known = find(prefix)) return known;
  auto fresh = std::make_unique<Network>();
  fresh->prefix = prefix;
  fresh->known.detector = Detector::campaign;
  size_t place = networks_.size();
  if (place < options_.limits.networks) {
    networks_.push_back(std::move(fresh));
  } else {
    // Of the next eight the one with the fewest members makes room.
    for (int i = 0; i < 8; ++i) {
      hand_ = (hand_ + 1) % networks_.size();
      auto weight = [](const Network& n) { return n.members.size() + n.within.size() * 100; };
      if (place == networks_.size() || weight(*networks_[hand_]) < weight(*networks_[place])) place = hand_;
    }
    Network& leaving = *networks_[place];
    if (leaving.known.told.open) out.push_back(finding(leaving, FindingState::closed));
    index_.erase(index_key(leaving.prefix));
    networks_[place] = std::move(fresh);
  }
  index_[index_key(prefix)] = static_cast<uint32_t>(place);
  return networks_[place].get();
}

Verdict Networks::judge(const Network& network, Time now) const {
  const Campaign& o = options_.campaign;
  uint64_t failures = 0;
  uint32_t addresses = 0, proven = 0;
  uint64_t failures_proven = 0;
  for (const Network::Member& m : network.members) {
    if (now - m.last > o.window || (m.quiet && network.prefix.address().is_private())) continue;
    if (m.proven) ++proven, failures_proven += m.failures;
    if (m.failures < o.failures_each || keeps_to_itself(network, m)) continue;
    ++addresses;
    failures += m.failures;
  }
  bool many = addresses >= o.addresses && failures >= o.failures;
  bool many_once = proven >= o.addresses_once && failures_proven >= o.failures;
  if (many || many_once) return {Severity::medium, Pattern::network};
  return {Severity::info, Pattern::few, false};
}

// Members that count as proven: those with a single failure only when there are enough of such, so that
// forged claims cannot make a campaign of the few neighbours who mistyped.
uint64_t Networks::proven_in(const Network& network) const {
  uint64_t all = 0, often = 0;
  for (const Network::Member& m : network.members) {
    if (m.quiet && network.prefix.address().is_private()) continue;
    all += m.proven;
    often += m.proven && !keeps_to_itself(network, m) && m.failures >= options_.campaign.failures_each;
  }
  uint64_t count = all >= options_.campaign.addresses_once ? all : often;
  for (const IpPrefix& prefix : network.within) {
    auto found = index_.find(index_key(prefix));
    if (found != index_.end() && networks_[found->second]->within.empty())
      count += proven_in(*networks_[found->second]);
  }
  return count;
}

void Networks::tell(Network& network, bool proof_grew, Time now, std::vector<Finding>& out) {
  // Bans of networks need proof for a number of addresses: each of the first is news, then each doubling.
  constexpr uint64_t kEachOne = 16;
  Case& known = network.known;
  if (!known.told.open) network.told_proven = 0;
  if (proof_grew) {
    uint64_t proven = proven_in(network);
    if (proven > network.told_proven && (proven <= kEachOne || proven >= 2 * network.told_proven))
      known.told.count = std::min(known.told.count, known.count / 2);
  }
  auto state = known.tell(options_.telling, now);
  if (!state) return;
  out.push_back(finding(network, *state));
  network.told_proven = out.back().addresses_proven;
}

void Networks::take(const Suspect& suspect, const Event& event, uint32_t weight, Time now,
                    std::vector<Finding>& out) {
  IpPrefix narrow(event.address, event.address.is_v4() ? 24 : 48);
  Network* network = find_or_add(narrow, out);
  auto member = std::find_if(network->members.begin(), network->members.end(), [&](const Network::Member& m) {
    return source_of(m.address) == suspect.key;
  });
  bool joins = member == network->members.end();
  if (joins) {
    if (network->members.size() >= Finding::kListMax) return;
    network->members.push_back({suspect.address, event.time, 0, false, false, 0});
    member = network->members.end() - 1;
  }
  // A member brings along what it did before it was suspicious.
  network->known.add(event, joins ? suspect.failures : weight);
  bool proven = suspect.failures_proven > 0;
  uint32_t each = options_.campaign.failures_each;
  bool proof_grew = proven && (!member->proven || (member->failures < each && suspect.failures >= each));
  member->last = event.time;
  member->failures = suspect.failures;
  member->proven = proven;
  member->quiet = is_quiet(suspect, second_of(event.time));
  member->name = suspect.latest_name;
  if (network->known.severity < Severity::medium) {
    Verdict verdict = judge(*network, event.time);
    if (!verdict.tell) return;
    network->known.raise(verdict);
  }
  tell(*network, proof_grew, now, out);
  widen(*network, event, weight, proof_grew, now, out);
}

void Networks::forgive(const Suspect& suspect) {
  Network* network = find(IpPrefix(suspect.address, suspect.address.is_v4() ? 24 : 48));
  if (!network) return;
  std::erase_if(network->members,
                [&](const Network::Member& m) { return source_of(m.address) == suspect.key; });
}

void Networks::widen(const Network& narrow, const Event& event, uint32_t weight, bool proof_grew, Time now,
                     std::vector<Finding>& out) {
  bool v4 = event.address.is_v4();
  IpPrefix inner = narrow.prefix;
  uint64_t inner_count = narrow.known.count;
  static constexpr int kWiderV4[] = {20, 16}, kWiderV6[] = {32};
  for (int length : v4 ? std::span<const int>(kWiderV4) : std::span<const int>(kWiderV6)) {
    Network* wide = find_or_add(IpPrefix(event.address, length), out);
    bool joins = std::find(wide->within.begin(), wide->within.end(), inner) == wide->within.end();
    if (joins && wide->within.size() < Finding::kListMax) wide->within.push_back(inner);
    uint64_t grown = joins ? inner_count : weight;
    wide->known.add(event, static_cast<uint32_t>(std::min<uint64_t>(grown, 1u << 30)));
    if (wide->within.size() < options_.campaign.networks) continue;
    wide->known.raise({Severity::medium, Pattern::networks});
    tell(*wide, joins || proof_grew, now, out);
  }
}

Finding Networks::finding(const Network& network, FindingState state) const {
  Subject subject;
  subject.prefix = network.prefix;
  Finding finding = finding_of(network.known, subject, state);
  finding.port = 0;
  auto take = [&](const Network& from) {
    for (const Network::Member& m : from.members) {
      if (keeps_to_itself(from, m)) continue;
      if (finding.addresses.size() < Finding::kListMax) finding.addresses.push_back(m.address);
      ++finding.addresses_total;
    }
  };
  take(network);
  for (const IpPrefix& prefix : network.within) {
    auto found = index_.find(index_key(prefix));
    if (found != index_.end()) take(*networks_[found->second]);
  }
  finding.addresses_proven = proven_in(network);
  return finding;
}

size_t Networks::bytes() const {
  size_t bytes = networks_.capacity() * sizeof(void*) + index_.capacity() * 21;
  for (const auto& n : networks_)
    bytes += sizeof *n + n->members.capacity() * sizeof(Network::Member) + n->known.evidence.bytes();
  return bytes;
}

void Networks::save(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(networks_.size()));
  for (const auto& n : networks_) {
    out.put(n->prefix);
    n->known.save(out);
    out.put(static_cast<uint32_t>(n->members.size()));
    for (const Network::Member& m : n->members) {
      out.put(m.address);
      out.put(m.last);
      out.put(m.failures);
      out.put(static_cast<uint8_t>(m.proven));
      out.put(static_cast<uint8_t>(m.quiet));
      out.put(m.name);
    }
    out.put(static_cast<uint32_t>(n->within.size()));
    for (const IpPrefix& prefix : n->within) out.put(prefix);
  }
}

bool Networks::load(ByteReader& in) {
  uint32_t count = in.get_count(64);
  if (count > options_.limits.networks) return false;
  for (uint32_t i = 0; i < count; ++i) {
    auto network = std::make_unique<Network>();
    network->prefix = in.get_prefix();
    if (!network->known.load(in)) return false;
    uint32_t members = in.get_count(38);
    for (uint32_t m = 0; m < members; ++m) {
      Network::Member member;
      member.address = in.get_address();
      member.last = in.get_time();
      member.failures = in.get<uint32_t>();
      member.proven = in.get<uint8_t>() != 0;
      member.quiet = in.get<uint8_t>() != 0;
      member.name = in.get<uint64_t>();
      network->members.push_back(member);
    }
    uint32_t within = in.get_count(17);
    for (uint32_t w = 0; w < within; ++w) network->within.push_back(in.get_prefix());
    if (in.failed() || members > Finding::kListMax || within > Finding::kListMax) return false;
    if (!index_.emplace(index_key(network->prefix), i).second) return false;
    networks_.push_back(std::move(network));
  }
  return !in.failed();
}

}  // namespace denwaban::detect
