// SPDX-License-Identifier: GPL-3.0-or-later
// The bytes of a ledger file. Pure.
//
//   header   48 bytes: twice { "DWBLEDG1", the file's mark (8 random bytes), 4 zero bytes, CRC-32C of the 20
//   before } records  { mark, sequence u64, payload length u32, type u8, version u8, 2 zero bytes, CRC-32C of
//   the 16 before and
//              the payload, payload }, one behind the other, little-endian
//
// The mark is what a reader looks for behind damage. It is random for each file and the file is nobody else's
// to read: an account name in a decision that looks like a record of its own is never taken for one.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "model/decision.h"

namespace denwaban::store {

using Mark = uint64_t;

struct LedgerRecord {
  static constexpr uint8_t kDecision = 1;
  static constexpr uint32_t kPayloadMax = 1 << 20;

  uint64_t sequence = 0;  // grows by one with each record, through compactions too
  uint8_t type = kDecision;
  uint8_t version = 1;
  std::string_view payload;
};

struct LedgerDamage {
  uint64_t offset = 0;
  uint64_t length = 0;
};

struct LedgerScan {
  Mark mark = 0;
  uint64_t end = 0;  // behind the last intact record; 0 when the header itself is not one of ours
  std::vector<LedgerDamage> damage;  // at most kDamageListMax places; `damaged` counts all bytes
  uint64_t damaged = 0;
  static constexpr size_t kDamageListMax = 16;
};

std::string ledger_header(Mark mark);
void append_record(std::string& out, Mark mark, const LedgerRecord& record);
// Numbered from `first_sequence`.
void append_decisions(std::string& out, Mark mark, uint64_t first_sequence,
                      std::span<const Decision> decisions);

// Calls `take` for each intact record, in the order of the file. Linear: work spent behind damage is bounded.
LedgerScan scan_ledger(std::string_view file, const std::function<void(const LedgerRecord&)>& take);

// nullopt: another type, a newer version, or values that this version does not know. Such records are kept
// and skipped.
std::optional<Decision> decision_of(const LedgerRecord& record);

}  // namespace denwaban::store
