// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/ledger_format.h"

#include <cstring>

#include "base/check.h"
#include "store/codec.h"
#include "store/crc32c.h"

namespace denwaban::store {

namespace {

constexpr std::string_view kMagic = "DWBLEDG1";
constexpr size_t kHeaderCopy = 24;
constexpr size_t kHeader = 2 * kHeaderCopy;
constexpr size_t kRecordHead = 28;

template <class T>
void put(std::string& out, T value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof value);
}

template <class T>
T get(std::string_view bytes, size_t at) {
  T value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return value;
}

std::optional<Mark> read_header(std::string_view file) {
  for (size_t at : {size_t{0}, kHeaderCopy}) {
    if (file.size() < at + kHeaderCopy) break;
    std::string_view copy = file.substr(at, kHeaderCopy);
    if (copy.substr(0, 8) == kMagic && get<uint32_t>(copy, 20) == crc32c(copy.substr(0, 20)))
      return get<Mark>(copy, 8);
  }
  return std::nullopt;
}

// The record at the front of `bytes`, and the bytes that looking at it cost.
std::optional<LedgerRecord> read_record(std::string_view bytes, Mark mark, uint64_t& work) {
  work += kRecordHead;
  if (bytes.size() < kRecordHead || get<Mark>(bytes, 0) != mark) return std::nullopt;
  auto length = get<uint32_t>(bytes, 16);
  if (length > LedgerRecord::kPayloadMax || length > bytes.size() - kRecordHead) return std::nullopt;
  LedgerRecord record;
  record.sequence = get<uint64_t>(bytes, 8);
  record.type = get<uint8_t>(bytes, 20);
  record.version = get<uint8_t>(bytes, 21);
  record.payload = bytes.substr(kRecordHead, length);
  work += length;
  if (get<uint32_t>(bytes, 24) != crc32c(record.payload, crc32c(bytes.substr(8, 16)))) return std::nullopt;
  return record;
}

}  // namespace

std::string ledger_header(Mark mark) {
  std::string copy(kMagic);
  put(copy, mark);
  put(copy, uint32_t{0});
  put(copy, crc32c(copy));
  return copy + copy;
}

void append_record(std::string& out, Mark mark, const LedgerRecord& record) {
  DENWABAN_CHECK(record.payload.size() <= LedgerRecord::kPayloadMax);
  put(out, mark);
  size_t summed = out.size();
  put(out, record.sequence);
  put(out, static_cast<uint32_t>(record.payload.size()));
  put(out, record.type);
  put(out, record.version);
  put(out, uint16_t{0});
  uint32_t sum = crc32c(std::string_view(out).substr(summed));
  put(out, crc32c(record.payload, sum));
  out.append(record.payload);
}

// One buffer for all payloads: this stands between an attacker and his ban.
void append_decisions(std::string& out, Mark mark, uint64_t first_sequence,
                      std::span<const Decision> decisions) {
  ByteWriter payloads;
  for (const Decision& decision : decisions) {
    size_t begin = payloads.bytes().size();
    encode(payloads, decision);
    append_record(out, mark,
                  {first_sequence++, LedgerRecord::kDecision, kCodecVersion,
                   std::string_view(payloads.bytes()).substr(begin)});
  }
}

LedgerScan scan_ledger(std::string_view file, const std::function<void(const LedgerRecord&)>& take) {
  LedgerScan scan;
  auto mark = read_header(file);
  if (!mark) {
    if (!file.empty()) scan.damage.push_back({0, file.size()});
    scan.damaged = file.size();
    return scan;
  }
  scan.mark = *mark;
  scan.end = kHeader;
  const std::string_view needle(reinterpret_cast<const char*>(&*mark), sizeof *mark);
  const uint64_t work_max = 8 * (file.size() + kRecordHead);
  uint64_t work = 0;
  size_t at = kHeader;
  while (at < file.size() && work < work_max) {
    if (auto record = read_record(file.substr(at), *mark, work)) {
      if (at > scan.end) {
        scan.damaged += at - scan.end;
        if (scan.damage.size() < LedgerScan::kDamageListMax) scan.damage.push_back({scan.end, at - scan.end});
      }
      take(*record);
      at += kRecordHead + record->payload.size();
      scan.end = at;
      continue;
    }
    at = file.find(needle, at + 1);
  }
  if (scan.end < file.size()) {
    scan.damaged += file.size() - scan.end;
    if (scan.damage.size() < LedgerScan::kDamageListMax)
      scan.damage.push_back({scan.end, file.size() - scan.end});
  }
  return scan;
}

std::optional<Decision> decision_of(const LedgerRecord& record) {
  if (record.type != LedgerRecord::kDecision || record.version != kCodecVersion) return std::nullopt;
  return decode_decision(record.payload);
}

}  // namespace denwaban::store
