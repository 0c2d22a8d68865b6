// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/accounts.h"

#include <algorithm>
#include <bit>

#include "detect/suspects.h"

namespace denwaban::detect {

Accounts::Accounts(const Options& options, HashSeed seed)
    : options_(options), seed_(seed), slots_(options.limits.accounts, seed), index_(0, SameHash{}) {}

uint64_t Accounts::key_of(Service service, uint64_t name_hash) const {
  uint64_t family =
      service == Service::pjsip ? static_cast<uint64_t>(Service::sip) : static_cast<uint64_t>(service);
  return mix(name_hash, seed_.value + family);
}

// While there is room the first failure makes a record. When all are taken, only now and then a try: each
// pushes out another.
bool Accounts::promotes(uint32_t run) const {
  size_t used = index_.size();
  if (used * 2 < options_.limits.account_records) return true;
  return used < options_.limits.account_records ? run >= 2 : run >= 4 && std::has_single_bit(run);
}

uint32_t Accounts::tag_of(const IpAddress& address) const {
  return static_cast<uint32_t>(AddressHash{seed_}(source_of(address)));
}

AccountRecord* Accounts::find(uint64_t key) {
  auto found = index_.find(key);
  return found == index_.end() ? nullptr : records_[found->second].get();
}

Guesser* Accounts::find(AccountRecord& record, const IpAddress& address) const {
  return find(record, address, tag_of(address));
}

Guesser* Accounts::find(AccountRecord& record, const IpAddress& address, uint32_t tag) const {
  IpAddress key = source_of(address);
  for (size_t i = 0; (i = find_word(record.tags, tag, i)) < record.tags.size(); ++i)
    if (source_of(record.guessers[i].address) == key) return &record.guessers[i];
  return nullptr;
}

Accounts::Failed Accounts::failed(const Event& event, std::string_view name, uint64_t key, uint32_t weight,
                                  std::unique_ptr<AccountRecord>& left) {
  auto window = static_cast<uint32_t>(options_.account_guessing.window.count());
  uint32_t now = second_of(event.time);
  auto* slot = slots_.count(slots_.scramble(key), now, weight, window, 4 * window);
  AccountRecord* record = slot && slot->promoted ? records_[slot->run].get() : nullptr;
  if (!record) {
    if (!slot || !promotes(slot->run)) return {};
    record = add(name, key, event.time, left);
    if (!record) return {};
    record->before = slot->run - std::min<uint32_t>(slot->run, weight);
    slot->promote(record->place);
  }
  record->known.add(event, weight);
  uint32_t tag = tag_of(event.address);
  Guesser* guesser = find(*record, event.address, tag);
  if (!guesser) {
    if (record->guessers.size() >= Finding::kListMax) {
      record->others |= uint64_t{1} << (tag >> 26);
      return {record, nullptr};
    }
    record->guessers.push_back({event.address, now, now, 0, 0, false});
    record->tags.push_back(tag);
    guesser = &record->guessers.back();
    uint8_t& heavy = weights_[record->place];
    if (heavy != kSevere) heavy = static_cast<uint8_t>(record->guessers.size());
  }
  if (now > guesser->last && now - guesser->last > window) {
    guesser->failures = guesser->failures_proven = 0;
    guesser->first = now;
  }
  guesser->last = now;
  guesser->failures += weight;
  if (event.proof > AddressProof::claimed)
    guesser->failures_proven = static_cast<uint16_t>(std::min(guesser->failures_proven + weight, 65'535u));
  return {record, guesser};
}

void Accounts::restart(AccountRecord& record) {
  record.known.restart();
  record.guessers = {};
  record.tags = {};
  record.others = 0;
  weights_[record.place] = 0;
}

void Accounts::raise(AccountRecord& record, const Verdict& verdict) {
  record.known.raise(verdict);
  if (record.known.severity > Severity::info) weights_[record.place] = kSevere;
}

AccountRecord* Accounts::add(std::string_view name, uint64_t key, Time now,
                             std::unique_ptr<AccountRecord>& left) {
  size_t place = records_.size();
  if (place >= options_.limits.account_records) {
    // Of the next eight the one with the fewest guessers makes room, unless many guess at all of them of
    // late.
    for (int i = 0; i < 8; ++i) {
      hand_ = (hand_ + 1) % records_.size();
      if (i == 0 || weights_[hand_] < weights_[place]) place = hand_;
    }
    if (weights_[place] == kSevere && now - records_[place]->known.last < kIdle) return nullptr;
    left = std::move(records_[place]);
    index_.erase(left->key);
    auto failures = static_cast<uint32_t>(std::min<uint64_t>(left->before + left->known.count, 0xffff));
    if (auto* slot = slots_.find(slots_.scramble(left->key))) slot->demote(failures);
  } else {
    records_.emplace_back();
    weights_.emplace_back();
  }
  auto fresh = std::make_unique<AccountRecord>();
  fresh->key = key;
  fresh->name = std::string(name);
  fresh->known.detector = Detector::account_guessing;
  fresh->place = static_cast<uint32_t>(place);
  index_[key] = fresh->place;
  weights_[place] = 0;
  records_[place] = std::move(fresh);
  return records_[place].get();
}

Verdict Accounts::judge(const AccountRecord& record, Time now) const {
  const AccountGuessing& o = options_.account_guessing;
  uint32_t addresses = static_cast<uint32_t>(std::popcount(record.others));
  uint64_t failures = 0;
  uint32_t second = second_of(now);
  for (const Guesser& g : record.guessers) {
    if (second > g.last && second - g.last > o.window.count()) continue;
    ++addresses;
    failures += g.failures;
  }
  if (addresses >= o.addresses && failures >= o.failures) return {Severity::high, Pattern::distributed};
  return {Severity::info, Pattern::few, false};
}

Finding Accounts::finding(const AccountRecord& record, FindingState state) const {
  Subject subject;
  subject.account = record.name;
  Finding finding = finding_of(record.known, subject, state);
  finding.accounts = {record.name};
  finding.accounts_total = 1;
  for (const Guesser& g : record.guessers) {
    finding.addresses.push_back(g.address);
    finding.addresses_proven += g.failures_proven > 0;
  }
  finding.addresses_total = record.guessers.size() + static_cast<size_t>(std::popcount(record.others));
  if (finding.addresses_total > 1) finding.port = 0;
  return finding;
}

size_t Accounts::bytes() const {
  size_t bytes = slots_.bytes() + records_.capacity() * (sizeof(void*) + 1) + index_.capacity() * 13;
  for (const auto& r : records_)
    if (r)
      bytes += sizeof *r + r->guessers.capacity() * (sizeof(Guesser) + sizeof(uint32_t)) +
               r->known.evidence.bytes();
  return bytes;
}

void Accounts::save(ByteWriter& out) const {
  slots_.save(out);
  out.put(static_cast<uint32_t>(records_.size()));
  for (const auto& r : records_) {
    out.put(r->key);
    out.put(r->name);
    r->known.save(out);
    out.put(r->others);
    out.put(static_cast<uint32_t>(r->guessers.size()));
    for (const Guesser& g : r->guessers) {
      out.put(g.address);
      out.put(g.first);
      out.put(g.last);
      out.put(g.failures);
      out.put(g.failures_proven);
      out.put(static_cast<uint8_t>(g.logged_in));
    }
  }
}

bool Accounts::load(ByteReader& in) {
  if (!slots_.load(in)) return false;
  uint32_t count = in.get_count(64);
  if (count > options_.limits.account_records) return false;
  for (uint32_t i = 0; i < count; ++i) {
    auto record = std::make_unique<AccountRecord>();
    record->key = in.get<uint64_t>();
    record->name = in.get_text(Event::kAccountLengthMax * 2);
    if (!record->known.load(in)) return false;
    record->others = in.get<uint64_t>();
    uint32_t guessers = in.get_count(31);
    if (guessers > Finding::kListMax) return false;
    for (uint32_t g = 0; g < guessers; ++g) {
      Guesser guesser;
      guesser.address = in.get_address();
      guesser.first = in.get<uint32_t>();
      guesser.last = in.get<uint32_t>();
      guesser.failures = in.get<uint32_t>();
      guesser.failures_proven = in.get<uint16_t>();
      guesser.logged_in = in.get<uint8_t>() != 0;
      record->tags.push_back(tag_of(guesser.address));
      record->guessers.push_back(guesser);
    }
    if (in.failed() || !index_.emplace(record->key, i).second) return false;
    record->place = i;
    if (auto* slot = slots_.find(slots_.scramble(record->key))) slot->promote(i);
    bool severe = record->known.severity > Severity::info;
    weights_.push_back(severe ? kSevere : static_cast<uint8_t>(record->guessers.size()));
    records_.push_back(std::move(record));
  }
  return !in.failed();
}

}  // namespace denwaban::detect
