// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay/record_store.h"

#include <algorithm>
#include <array>
#include <cstring>

#include "base/check.h"

namespace denwaban::engine {
namespace {

class Packer {
 public:
  explicit Packer(std::string& out) : out_(out) { out_.clear(); }

  // Seven bits a byte, the lowest first.
  void number(uint64_t value) {
    for (; value >= 0x80; value >>= 7) out_ += static_cast<char>(value | 0x80);
    out_ += static_cast<char>(value);
  }
  // Small numbers of either sign stay small.
  void distance(int64_t value) {
    number(static_cast<uint64_t>(value) << 1 ^ static_cast<uint64_t>(value >> 63));
  }
  template <class Enum>
  void word(Enum value) {
    out_ += static_cast<char>(value);
  }
  void text(std::string_view text) {
    number(text.size());
    out_ += text;
  }
  void time(Time time) { distance(to_epoch_ms(time)); }
  void address(const IpAddress& address) {
    size_t from = address.is_v4() ? 12 : 0;
    out_ += static_cast<char>(16 - from);
    out_.append(reinterpret_cast<const char*>(address.bytes().data()) + from, 16 - from);
  }
  void prefix(const IpPrefix& prefix) {
    address(prefix.address());
    number(static_cast<uint64_t>(prefix.length()));
  }
  void subject(const Subject& subject) {
    word(subject.address.has_value() | subject.prefix.has_value() << 1 | subject.account.has_value() << 2);
    if (subject.address) address(*subject.address);
    if (subject.prefix) prefix(*subject.prefix);
    if (subject.account) text(*subject.account);
  }

 private:
  std::string& out_;
};

class Unpacker {
 public:
  explicit Unpacker(std::string_view bytes) : bytes_(bytes) {}

  uint64_t number() {
    uint64_t value = 0;
    for (int shift = 0;; shift += 7) {
      auto byte = static_cast<unsigned char>(take(1)[0]);
      value |= uint64_t{byte & 0x7fu} << shift;
      if (byte < 0x80) return value;
    }
  }
  int64_t distance() {
    uint64_t value = number();
    return static_cast<int64_t>(value >> 1 ^ (~(value & 1) + 1));
  }
  template <class Enum>
  Enum word() {
    return static_cast<Enum>(static_cast<unsigned char>(take(1)[0]));
  }
  std::string text() { return std::string(take(number())); }
  Time time() { return from_epoch_ms(distance()); }
  IpAddress address() {
    auto size = word<size_t>();
    std::array<uint8_t, 16> bytes{};
    if (size == 4) bytes[10] = bytes[11] = 0xff;
    std::memcpy(bytes.data() + 16 - size, take(size).data(), size);
    return IpAddress::v6(bytes);
  }
  IpPrefix prefix() {
    IpAddress of = address();
    return IpPrefix(of, static_cast<int>(number()));
  }
  Subject subject() {
    Subject subject;
    auto has = word<unsigned>();
    if (has & 1) subject.address = address();
    if (has & 2) subject.prefix = prefix();
    if (has & 4) subject.account = text();
    return subject;
  }

 private:
  std::string_view take(uint64_t size) {
    DENWABAN_CHECK(size <= bytes_.size());
    std::string_view taken = bytes_.substr(0, static_cast<size_t>(size));
    bytes_.remove_prefix(taken.size());
    return taken;
  }
  std::string_view bytes_;
};

void pack_evidence(Packer& out, const std::vector<EvidenceRef>& evidence, size_t evidence_max) {
  size_t kept = std::min(evidence.size(), evidence_max);
  out.number(kept);
  EvidenceRef before;
  for (size_t i = 0; i < kept; ++i) {
    const EvidenceRef& ref = i + 1 == kept ? evidence.back() : evidence[i];
    out.number(ref.source);
    out.distance(static_cast<int64_t>(ref.offset - before.offset));
    out.number(ref.length);
    before = ref;
  }
}

std::vector<EvidenceRef> unpack_evidence(Unpacker& in) {
  std::vector<EvidenceRef> evidence(in.number());
  uint64_t offset = 0;
  for (EvidenceRef& ref : evidence) {
    ref.source = static_cast<uint32_t>(in.number());
    ref.offset = offset += static_cast<uint64_t>(in.distance());
    ref.length = static_cast<uint32_t>(in.number());
  }
  return evidence;
}

}  // namespace

void pack(const Finding& f, size_t evidence_max, std::string& bytes) {
  Packer out(bytes);
  out.text(f.id);
  out.word(f.detector);
  out.word(f.severity);
  out.subject(f.subject);
  out.word(f.service);
  out.number(f.count);
  out.number(f.count_proven);
  out.time(f.first);
  out.distance((f.last - f.first).count());
  out.number(f.accounts.size());
  for (const std::string& account : f.accounts) out.text(account);
  out.number(f.accounts_total);
  out.number(f.addresses.size());
  for (const IpAddress& address : f.addresses) out.address(address);
  out.number(f.addresses_total);
  out.number(f.addresses_proven);
  out.word(f.proof);
  out.word(f.witnesses);
  out.number(f.port);
  out.text(f.pattern);
  out.number(f.details.size());
  for (const std::string& detail : f.details) out.text(detail);
  pack_evidence(out, f.evidence, evidence_max);
}

Finding unpack_finding(std::string_view packed) {
  Unpacker in(packed);
  Finding f;
  f.state = FindingState::closed;
  f.id = in.text();
  f.detector = in.word<Detector>();
  f.severity = in.word<Severity>();
  f.subject = in.subject();
  f.service = in.word<Service>();
  f.count = in.number();
  f.count_proven = in.number();
  f.first = in.time();
  f.last = f.first + Milliseconds(in.distance());
  f.accounts.resize(in.number());
  for (std::string& account : f.accounts) account = in.text();
  f.accounts_total = in.number();
  f.addresses.resize(in.number());
  for (IpAddress& address : f.addresses) address = in.address();
  f.addresses_total = in.number();
  f.addresses_proven = in.number();
  f.proof = in.word<AddressProof>();
  f.witnesses = in.word<uint8_t>();
  f.port = static_cast<uint16_t>(in.number());
  f.pattern = in.text();
  f.details.resize(in.number());
  for (std::string& detail : f.details) detail = in.text();
  f.evidence = unpack_evidence(in);
  return f;
}

void pack(const Decision& d, std::string& bytes) {
  Packer out(bytes);
  out.text(d.id);
  out.time(d.time);
  out.word(d.action);
  out.prefix(d.target);
  out.subject(d.subject);
  out.number(d.port);
  out.number(d.span.has_value());
  if (d.span) out.distance(d.span->count());
  out.number(d.level);
  out.number(d.because.size());
  for (const std::string& id : d.because) out.text(id);
  out.word(d.reason);
  out.text(d.by);
  out.text(d.note);
  out.word(d.dry_run);
  out.word(d.proof);
}

Decision unpack_decision(std::string_view packed) {
  Unpacker in(packed);
  Decision d;
  d.id = in.text();
  d.time = in.time();
  d.action = in.word<Action>();
  d.target = in.prefix();
  d.subject = in.subject();
  d.port = static_cast<uint16_t>(in.number());
  if (in.number() != 0) d.span = Seconds(in.distance());
  d.level = static_cast<uint16_t>(in.number());
  d.because.resize(in.number());
  for (std::string& id : d.because) id = in.text();
  d.reason = in.word<Reason>();
  d.by = in.text();
  d.note = in.text();
  d.dry_run = in.word<bool>();
  d.proof = in.word<AddressProof>();
  return d;
}

RecordStore::Place RecordStore::add(std::string_view bytes) {
  constexpr size_t kBlock = 256 * 1024;
  if (blocks_.empty() || blocks_.back().capacity() - blocks_.back().size() < bytes.size()) {
    blocks_.emplace_back();
    blocks_.back().reserve(std::max(kBlock, bytes.size()));
  }
  std::string& block = blocks_.back();
  Place place{static_cast<uint32_t>(blocks_.size() - 1), static_cast<uint32_t>(block.size()),
              static_cast<uint32_t>(bytes.size())};
  block += bytes;
  return place;
}

}  // namespace denwaban::engine
