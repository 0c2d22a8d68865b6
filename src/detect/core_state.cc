// SPDX-License-Identifier: GPL-3.0-or-later
// The passing of time, questions from outside, and the snapshot.
#include <algorithm>

#include "detect/core.h"

namespace denwaban::detect {

// A telephone answers its challenge within seconds.
static constexpr Seconds kSilence{32};

// Closes what is quiet; tells when to look again.
uint32_t Detectors::Impl::look_at(Suspect& suspect, Time now, std::vector<Finding>& out) {
  Time due = suspect.last + options_.auth_guessing.very_slow_window;
  for (Count& count : suspect.counts) {
    if (count.known.count == 0) continue;
    if (count.known.quiet(options_.telling, now)) {
      close(suspect, count, out);
    } else {
      due = std::min(due, count.known.last + count.known.quiet_after(options_.telling));
    }
  }
  return second_of(due);
}

void Detectors::Impl::sweep_suspects(Time now, bool everybody, std::vector<Finding>& out) {
  std::vector<Suspect*> gone;
  uint32_t second = everybody ? ~0u : second_of(now);
  suspects_.each_due(second, [&](Suspect& suspect) {
    uint32_t due = look_at(suspect, now, out);
    auto age = now - suspect.last;
    if (age > options_.auth_guessing.very_slow_window || -age > 2 * kDay) gone.push_back(&suspect);
    return due;
  });
  for (Suspect* suspect : gone) {
    demote_slots(*suspect);
    suspects_.remove(*suspect);
  }
}

template <class Quiet>
void Detectors::Impl::sweep_groups(Quiet quiet, std::vector<Finding>& out) {
  accounts_.each([&](AccountRecord& record) {
    if (record.known.count == 0 || !quiet(record.known)) return;
    if (record.known.told.open) out.push_back(accounts_.finding(record, FindingState::closed));
    accounts_.restart(record);
  });
  unnamed_.close(quiet, out);
  networks_.each([&](Network& network) {
    if (network.known.count == 0 || !quiet(network.known)) return;
    if (network.known.told.open) out.push_back(networks_.finding(network, FindingState::closed));
    network.known.restart();
    network.members.clear();
    network.within.clear();
  });
}

// Who was challenged and said nothing more: one line for each, as of everybody who looked at this exchange.
void Detectors::Impl::name_silent(uint32_t until, std::vector<Finding>& out) {
  challenges_.silent(until, [&](const Event& event) {
    if (!suspects_.find(event.address)) name_quietly(event, event.time, out);
  });
}

void Detectors::Impl::advance(Time now, std::vector<Finding>& out) {
  constexpr Seconds kEvery = kMinute;
  if (now < next_sweep_ && next_sweep_ - now <= 2 * kEvery) return;
  bool set_back = now < next_sweep_;
  next_sweep_ = now + kEvery;
  name_silent(second_of(now - kSilence), out);
  // Who is due is known as long as clocks go forward. All are looked at now and then, for those that do not.
  bool everybody = set_back || now >= next_full_sweep_ || next_full_sweep_ - now > kDay;
  if (everybody) next_full_sweep_ = now + kDay;
  sweep_suspects(now, everybody, out);
  if (!everybody && now < next_group_sweep_) return;
  next_group_sweep_ = now + kHour;
  sweep_groups([&](const Case& known) { return known.quiet(options_.telling, now); }, out);
}

void Detectors::Impl::finish(std::vector<Finding>& out) {
  name_silent(UINT32_MAX, out);
  suspects_.each([&](Suspect& suspect) {
    for (Count& count : suspect.counts)
      if (count.known.count > 0) close(suspect, count, out);
  });
  sweep_groups([](const Case&) { return true; }, out);
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
    bool guess =
        count.known.detector != Detector::flood && count.known.detector != Detector::management_abuse &&
        (count.known.detector != Detector::account_takeover || count.known.pattern == Pattern::takeover);
    if (!guess || count.known.severity < Severity::medium || now - count.known.last > kDay) return false;
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
            challenges_.bytes() + jail_.bytes();
  c.shared_front = front_.address();
  return c;
}

void Detectors::Impl::save(ByteWriter& out) const {
  out.put(kStateVersion);
  out.put(seed_.value);
  claimed_v4_.save(out);
  proven_v4_.save(out);
  claimed_v6_.save(out);
  proven_v6_.save(out);
  suspects_.save(out);
  accounts_.save(out);
  networks_.save(out);
  unnamed_.save(out);
  floods_.save(out);
  places_.save(out);
  jail_.save(out);
  out.put(uint32_t{0x454e4421});  // what was cut off is noticed
}

bool Detectors::Impl::load(ByteReader& in) {
  bool good = claimed_v4_.load(in) && proven_v4_.load(in) && claimed_v6_.load(in) && proven_v6_.load(in) &&
              suspects_.load(in);
  suspects_.each([&](Suspect& suspect) { promote_slots(suspect); });
  return good && accounts_.load(in) && networks_.load(in) && unnamed_.load(in) && floods_.load(in) && places_.load(in) &&
         jail_.load(in) && in.get<uint32_t>() == 0x454e4421 && !in.failed();
}

}  // namespace denwaban::detect
