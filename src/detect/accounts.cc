// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/accounts.h"

#include <algorithm>
#include <bit>

#include "detect/suspects.h"

namespace denwaban::detect {

Guesser* AccountRecord::find(const IpAddress& address) {
  IpAddress key_address = source_of(address);
  for (Guesser& g : guessers)
    if (g.address == address) return &g;
  if (address.is_v4()) return nullptr;
  for (Guesser& g : guessers)
    if (source_of(g.address) == key_address) return &g;
  return nullptr;
}

Accounts::Accounts(const Options& options, HashSeed seed)
    : options_(options), seed_(seed), slots_(options.limits.accounts, seed), index_(0, SameHash{}) {}

uint64_t Accounts::key_of(Service service, uint64_t name_hash) const {
  uint64_t family =
      service == Service::pjsip ? static_cast<uint64_t>(Service::sip) : static_cast<uint64_t>(service);
  return mix(name_hash, seed_.value + family);
}

uint32_t Accounts::promotion_mark() const {
  return index_.size() * 2 < options_.limits.account_records ? 1 : 2;
}

AccountRecord* Accounts::find(uint64_t key) {
  auto found = index_.find(key);
  return found == index_.end() ? nullptr : records_[found->second].get();
}

AccountRecord* Accounts::failed(const Event& event, std::string_view name, uint64_t key, uint32_t weight,
                                std::unique_ptr<AccountRecord>& left) {
  auto window = static_cast<uint32_t>(options_.account_guessing.window.count());
  auto* slot = slots_.count(slots_.scramble(key), second_of(event.time), weight, window, 4 * window);
  AccountRecord* record = nullptr;
  if (slot && slot->promoted) record = find(key);
  if (!record) {
    if (!slot || slot->run < promotion_mark()) return nullptr;
    record = add(name, key, left);
    if (!record) return nullptr;
    slot->promoted = 1;
  }
  record->known.add(event, weight);
  Guesser* guesser = record->find(event.address);
  if (!guesser) {
    if (record->guessers.size() >= Finding::kListMax) {
      record->others |= uint64_t{1} << (hash(seed_, source_of(event.address)) >> 58);
      return record;
    }
    record->guessers.push_back({event.address, event.time, event.time, 0, 0, false});
    guesser = &record->guessers.back();
  }
  if (event.time - guesser->last > options_.account_guessing.window) {
    guesser->failures = guesser->failures_proven = 0;
    guesser->first = event.time;
  }
  guesser->last = event.time;
  guesser->failures += weight;
  if (event.proof > AddressProof::claimed) guesser->failures_proven += weight;
  return record;
}

AccountRecord* Accounts::add(std::string_view name, uint64_t key, std::unique_ptr<AccountRecord>& left) {
  auto fresh = std::make_unique<AccountRecord>();
  fresh->key = key;
  fresh->name = std::string(name);
  fresh->known.detector = Detector::account_guessing;
  if (index_.size() < options_.limits.account_records) {
    index_[key] = static_cast<uint32_t>(records_.size());
    records_.push_back(std::move(fresh));
    return records_.back().get();
  }
  // Of the next eight the one with the fewest guessers makes room, unless many guess at all of them.
  size_t least = records_.size();
  for (int i = 0; i < 8; ++i) {
    hand_ = (hand_ + 1) % records_.size();
    if (least == records_.size() || records_[hand_]->guessers.size() < records_[least]->guessers.size())
      least = hand_;
  }
  if (records_[least]->known.severity > Severity::info) return nullptr;
  left = std::move(records_[least]);
  index_.erase(left->key);
  if (auto* slot = slots_.find(slots_.scramble(left->key))) slot->promoted = 0;
  index_[key] = static_cast<uint32_t>(least);
  records_[least] = std::move(fresh);
  return records_[least].get();
}

Verdict Accounts::judge(const AccountRecord& record, Time now) const {
  const AccountGuessing& o = options_.account_guessing;
  uint32_t addresses = static_cast<uint32_t>(std::popcount(record.others));
  uint64_t failures = 0;
  for (const Guesser& g : record.guessers) {
    if (now - g.last > o.window) continue;
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
  size_t bytes = slots_.bytes() + records_.capacity() * sizeof(void*) + index_.capacity() * 13;
  for (const auto& r : records_)
    if (r) bytes += sizeof *r + r->guessers.capacity() * sizeof(Guesser) + r->known.evidence.bytes();
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
    uint32_t guessers = in.get_count(41);
    if (guessers > Finding::kListMax) return false;
    for (uint32_t g = 0; g < guessers; ++g) {
      Guesser guesser;
      guesser.address = in.get_address();
      guesser.first = in.get_time();
      guesser.last = in.get_time();
      guesser.failures = in.get<uint32_t>();
      guesser.failures_proven = in.get<uint32_t>();
      guesser.logged_in = in.get<uint8_t>() != 0;
      record->guessers.push_back(guesser);
    }
    if (in.failed() || !index_.emplace(record->key, i).second) return false;
    records_.push_back(std::move(record));
  }
  return !in.failed();
}

}  // namespace denwaban::detect
