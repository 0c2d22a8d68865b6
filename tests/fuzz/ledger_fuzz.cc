// SPDX-License-Identifier: GPL-3.0-or-later
// Any file as a ledger: no crash, every byte is either in a record or counted as damage. Decisions that are
// read and written again are the same. What follows the seed's first byte is put behind an intact header,
// else nothing gets in.
#include <cstdlib>

#include "base/bytes.h"
#include "base/check.h"
#include "store/codec.h"
#include "store/ledger_format.h"

namespace {

using namespace denwaban;
using namespace denwaban::store;

void check_codec(std::string_view bytes) {
  if (auto decision = decode_decision(bytes)) {
    ByteWriter once, twice;
    encode(once, *decision);
    auto again = decode_decision(once.bytes());
    DENWABAN_CHECK(again.has_value());
    encode(twice, *again);
    DENWABAN_CHECK(once.bytes() == twice.bytes());
  }
  (void)decode_finding(bytes);
}

void check_scan(std::string_view file) {
  uint64_t intact = 0;
  LedgerScan scan = scan_ledger(file, [&](const LedgerRecord& record) {
    intact += 28 + record.payload.size();
    (void)decision_of(record);
  });
  DENWABAN_CHECK(scan.end <= file.size());
  uint64_t header = scan.end > 0 ? 48 : 0;
  DENWABAN_CHECK(header + intact + scan.damaged == file.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  check_scan(bytes);
  check_codec(bytes);
  constexpr Mark kMark = 0x4141414141414141;
  std::string file = ledger_header(kMark);
  append_record(file, kMark, {1, LedgerRecord::kDecision, 1, bytes});
  file.append(bytes);
  append_record(file, kMark, {2, LedgerRecord::kDecision, 1, bytes.substr(0, size / 2)});
  check_scan(file);
  return 0;
}
