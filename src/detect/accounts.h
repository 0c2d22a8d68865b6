// SPDX-License-Identifier: GPL-3.0-or-later
// account_guessing: one account, many addresses. Accounts are counted in slots; those that failed more than
// once (at once while there is room) get a record of who guessed.
#pragma once

#include <absl/container/flat_hash_map.h>

#include <memory>
#include <string>
#include <vector>

#include "detect/case.h"
#include "detect/names.h"
#include "detect/slot_table.h"
#include "detect/lookup.h"

namespace denwaban::detect {

struct Guesser {
  IpAddress address;
  uint32_t first = 0, last = 0;  // seconds
  uint32_t failures = 0;
  uint16_t failures_proven = 0;  // or 65,535
  bool logged_in = false;
};

struct AccountRecord {
  uint64_t key = 0;
  std::string name;
  Case known;
  std::vector<Guesser> guessers;  // at most Finding::kListMax
  std::vector<uint32_t> tags;     // of their sources: they are found by these
  uint64_t others = 0;            // a sketch of those beyond
  uint32_t place = 0;
  uint32_t before = 0;  // failures that its slot counted before there was a record

  void prefetch_parts() const {
    known.evidence.prefetch();
    __builtin_prefetch(tags.data());
    __builtin_prefetch(guessers.data());
  }
};

class Accounts {
 public:
  Accounts(const Options& options, HashSeed seed);

  // Accounts of chan_sip and PJSIP are the same people.
  uint64_t key_of(Service service, uint64_t name_hash) const;
  void prefetch(uint64_t key) const { slots_.prefetch(slots_.scramble(key)); }
  const AccountRecord* record_of_slot(uint64_t key) {
    auto* slot = slots_.find(slots_.scramble(key));
    return slot && slot->promoted ? records_[slot->run].get() : nullptr;
  }

  // Counts; gives the record, if there is one, and who guessed, if there was room. `left` is set to a record
  // with an open finding that had to make room.
  struct Failed {
    AccountRecord* record = nullptr;
    Guesser* guesser = nullptr;
  };
  Failed failed(const Event& event, std::string_view name, uint64_t key, uint32_t weight,
                std::unique_ptr<AccountRecord>& left);
  AccountRecord* find(uint64_t key);
  Guesser* find(AccountRecord& record, const IpAddress& address) const;
  // After its finding was closed.
  void restart(AccountRecord& record);
  void raise(AccountRecord& record, const Verdict& verdict);
  Verdict judge(const AccountRecord& record, Time now) const;
  Finding finding(const AccountRecord& record, FindingState state) const;

  template <class F>
  void each(F&& f) {
    for (auto& record : records_)
      if (record) f(*record);
  }
  size_t bytes() const;
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  static constexpr uint8_t kSevere = 255;
  static constexpr Seconds kIdle{6 * 3600};

  AccountRecord* add(std::string_view name, uint64_t key, Time now, std::unique_ptr<AccountRecord>& left);
  bool promotes(uint32_t run) const;
  uint32_t tag_of(const IpAddress& address) const;
  Guesser* find(AccountRecord& record, const IpAddress& address, uint32_t tag) const;

  const Options& options_;
  HashSeed seed_;
  SlotTable<uint64_t> slots_;
  absl::flat_hash_map<uint64_t, uint32_t, SameHash> index_;
  std::vector<std::unique_ptr<AccountRecord>> records_;
  std::vector<uint8_t> weights_;  // by place: how many guess at it, or kSevere
  size_t hand_ = 0;
};

}  // namespace denwaban::detect
