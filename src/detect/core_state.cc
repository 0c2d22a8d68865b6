// SPDX-License-Identifier: GPL-3.0-or-later
// The passing of time, questions from outside, and the snapshot.
#include <algorithm>

#include "detect/core.h"

namespace denwaban::detect {

template <class Quiet>
void Detectors::Impl::sweep(Quiet quiet, Time now, bool all, std::vector<Finding>& out) {
  std::vector<Suspect*> gone;
  suspects_.each([&](Suspect& suspect) {
    for (Count& count : suspect.counts)
      if (count.known.count > 0 && quiet(count.known)) close(suspect, count, out);
    auto age = now - suspect.last;
    if (!all && (age > options_.auth_guessing.very_slow_window || -age > 2 * kDay)) gone.push_back(&suspect);
  });
  for (Suspect* suspect : gone) {
    mark_slots(*suspect, 0);
    suspects_.remove(*suspect);
  }
  accounts_.each([&](AccountRecord& record) {
    if (record.known.count == 0 || !quiet(record.known)) return;
    if (record.known.told.open) out.push_back(accounts_.finding(record, FindingState::closed));
    record.known.restart();
    record.guessers.clear();
    record.others = 0;
  });
  networks_.each([&](Network& network) {
    if (network.known.count == 0 || !quiet(network.known)) return;
    if (network.known.told.open) out.push_back(networks_.finding(network, FindingState::closed));
    network.known.restart();
    network.members.clear();
    network.within.clear();
  });
}

void Detectors::Impl::advance(Time now, std::vector<Finding>& out) {
  constexpr Seconds kEvery = kMinute;
  if (now < next_sweep_ && next_sweep_ - now <= 2 * kEvery) return;
  next_sweep_ = now + kEvery;
  sweep([&](const Case& known) { return known.quiet(options_.telling, now); }, now, false, out);
}

void Detectors::Impl::finish(std::vector<Finding>& out) {
  sweep([](const Case&) { return true; }, Time{}, true, out);
}

bool Detectors::Impl::guessed(const IpAddress& address, std::string_view account, Time now) const {
  const Suspect* suspect = suspects_.find(address);
  if (!suspect) return false;
  NameIndex name = kNoName;
  if (!account.empty()) {
    Names::Id id = names_.find(hash(seed_, account));
    name = id == Names::kNone ? kNoName : suspect->index_of(id);
    if (name == kNoName) return false;
  }
  return std::any_of(suspect->counts.begin(), suspect->counts.end(), [&](const Count& count) {
    if (count.known.severity < Severity::medium || now - count.known.last > kDay) return false;
    return account.empty() || count.names.test(name);
  });
}

Detectors::Counters Detectors::Impl::counters() const {
  Counters c;
  c.addresses = claimed_v4_.size() + claimed_v6_.size() + proven_v4_.size() + proven_v6_.size();
  c.suspects = suspects_.size();
  c.evicted = suspects_.evicted();
  c.bytes = sizeof *this + claimed_v4_.bytes() + claimed_v6_.bytes() + proven_v4_.bytes() +
            proven_v6_.bytes() + names_.bytes() + suspects_.bytes() + accounts_.bytes() + networks_.bytes() +
            challenges_.bytes();
  c.shared_front = front_.address();
  return c;
}

void Detectors::Impl::save(ByteWriter& out) const {
  out.put(uint32_t{0x44544301});
  out.put(seed_.value);
  claimed_v4_.save(out);
  proven_v4_.save(out);
  claimed_v6_.save(out);
  proven_v6_.save(out);
  suspects_.save(out);
  accounts_.save(out);
  networks_.save(out);
  out.put(uint32_t{0x454e4421});  // what was cut off is noticed
}

bool Detectors::Impl::load(ByteReader& in) {
  return claimed_v4_.load(in) && proven_v4_.load(in) && claimed_v6_.load(in) && proven_v6_.load(in) &&
         suspects_.load(in) && accounts_.load(in) && networks_.load(in) && in.get<uint32_t>() == 0x454e4421 &&
         !in.failed();
}

}  // namespace denwaban::detect
