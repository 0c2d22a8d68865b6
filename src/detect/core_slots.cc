// SPDX-License-Identifier: GPL-3.0-or-later
// From the slot of an address to its record: who is counted only, and who becomes a suspect.
#include "detect/core.h"

namespace denwaban::detect {
namespace {

constexpr uint32_t kPause = 600;
constexpr uint32_t kLongPause = 8 * 86'400;

}  // namespace

template <class F>
auto Detectors::Impl::with_slots(const Prepared& p, F&& f) {
  bool proven = p.event->proof > AddressProof::claimed;
  if (p.event->address.is_v4()) return f(proven ? proven_v4_ : claimed_v4_, static_cast<uint32_t>(p.slot_key));
  return f(proven ? proven_v6_ : claimed_v6_, p.slot_key);
}

Detectors::Impl::Counted Detectors::Impl::count_slot(const Prepared& p, uint32_t weight) {
  return with_slots(p, [&](auto& table, auto key) -> Counted {
    auto* slot = table.count(key, second_of(p.event->time), weight, kPause, kLongPause);
    return slot ? Counted{true, slot->run, slot->total, slot->promoted != 0} : Counted{};
  });
}

// Slots were asked for when the batch was prepared; those that lead to a record ask for it in turn, and each
// record for what it points to.
void Detectors::Impl::prefetch_records(std::span<Prepared> batch) {
  for (Prepared& p : batch) {
    if (!p.failure || !p.fresh) continue;
    with_slots(p, [&](auto& table, auto key) {
      auto* slot = table.find(key);
      if (slot && slot->promoted) p.suspect = suspects_.at(slot->run);
    });
    if (p.suspect) prefetch_whole(p.suspect);
    if (p.account_key != 0) p.record = accounts_.record_of_slot(p.account_key);
    if (p.record) prefetch_whole(p.record);
  }
  for (const Prepared& p : batch) {
    if (p.suspect) p.suspect->prefetch_parts();
    if (p.record) p.record->prefetch_parts();
  }
  for (const Prepared& p : batch) {
    if (!p.suspect) continue;
    for (const Count& count : p.suspect->counts) count.prefetch_parts();
  }
}

Suspect* Detectors::Impl::suspect_for(const Turn& turn, const Counted& slot, uint32_t weight) {
  if (!slot.any) return nullptr;
  const Event& event = turn.event();
  if (slot.promoted) {
    // Another may have taken the place since: accounts make suspects, too.
    Suspect* known = suspects_.at(slot.run);
    if (known && known->key == source_of(event.address)) return known;
  }
  if (Suspect* known = suspects_.find(event.address)) {
    promote_slots(*known);
    return known;
  }
  uint32_t mark = suspects_.promotion_mark();
  // Slow guessers never fail twice within the short window: their total counts, too.
  if (slot.run < mark && slot.total < 2 * mark) return nullptr;
  Suspect* suspect = add_suspect(event.address, event.proof > AddressProof::claimed, slot.total, event.time, turn.out);
  // What the slot counted before there was room for a record.
  if (suspect && !slot.promoted && slot.run > weight) suspect->failures = slot.run - weight;
  return suspect;
}

Suspect* Detectors::Impl::add_suspect(const IpAddress& address, bool proven, uint32_t failures, Time time,
                                      std::vector<Finding>& out) {
  Suspect* suspect = suspects_.add(address, proven, failures, time, [&](Suspect& leaving) {
    for (Count& count : leaving.counts) close(leaving, count, out);
    demote_slots(leaving);
  });
  if (suspect) promote_slots(*suspect);
  return suspect;
}

template <class F>
void Detectors::Impl::each_slot(const IpAddress& key, F&& f) {
  auto in = [&](auto& table, auto raw, bool proven) {
    if (auto* slot = table.find(table.scramble(raw))) f(*slot, proven);
  };
  if (key.is_v4()) {
    in(claimed_v4_, key.v4_bits(), false);
    in(proven_v4_, key.v4_bits(), true);
  } else {
    in(claimed_v6_, key.v6_high_bits(), false);
    in(proven_v6_, key.v6_high_bits(), true);
  }
}

void Detectors::Impl::promote_slots(const Suspect& suspect) {
  each_slot(suspect.key, [&](auto& slot, bool) { slot.promote(suspect.place); });
}

void Detectors::Impl::demote_slots(const Suspect& suspect) {
  each_slot(suspect.key, [&](auto& slot, bool proven) {
    slot.demote(proven ? suspect.failures_proven : suspect.failures - suspect.failures_proven);
    slot.last = second_of(suspect.last);
  });
}

}  // namespace denwaban::detect
