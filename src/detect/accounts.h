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

namespace denwaban::detect {

struct Guesser {
  IpAddress address;
  Time first{};
  Time last{};
  uint32_t failures = 0;
  uint32_t failures_proven = 0;
  bool logged_in = false;
};

struct AccountRecord {
  uint64_t key = 0;
  std::string name;
  Case known;
  std::vector<Guesser> guessers;  // at most Finding::kListMax
  uint64_t others = 0;            // a sketch of those beyond

  Guesser* find(const IpAddress& address);
};

class Accounts {
 public:
  Accounts(const Options& options, HashSeed seed);

  // Accounts of chan_sip and PJSIP are the same people.
  uint64_t key_of(Service service, uint64_t name_hash) const;
  void prefetch(uint64_t key) const { slots_.prefetch(slots_.scramble(key)); }

  // Counts; gives the record if there is one. `left` is set to a record with an open finding that had to make
  // room.
  AccountRecord* failed(const Event& event, std::string_view name, uint64_t key, uint32_t weight,
                        std::unique_ptr<AccountRecord>& left);
  AccountRecord* find(uint64_t key);
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
  AccountRecord* add(std::string_view name, uint64_t key, std::unique_ptr<AccountRecord>& left);
  uint32_t promotion_mark() const;

  const Options& options_;
  HashSeed seed_;
  SlotTable<uint64_t> slots_;
  absl::flat_hash_map<uint64_t, uint32_t, SameHash> index_;
  std::vector<std::unique_ptr<AccountRecord>> records_;
  size_t hand_ = 0;
};

}  // namespace denwaban::detect
