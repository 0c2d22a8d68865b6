// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/replay_report.h"

#include <algorithm>
#include <tuple>

#include "base/bytes.h"

namespace denwaban::engine {
namespace {

void put(ByteWriter& out, const IpAddress& address) {
  bool v4 = address.is_v4();
  out.put(static_cast<uint8_t>(v4));
  if (v4)
    out.put(address.v4_bits());
  else
    out.put(address);
}

IpAddress get_address(ByteReader& in) {
  return in.get<uint8_t>() ? IpAddress::v4(in.get<uint32_t>()) : in.get_address();
}

void put_subject(ByteWriter& out, const Subject& subject) {
  out.put(static_cast<uint8_t>(subject.address.has_value() | subject.prefix.has_value() << 1 |
                               subject.account.has_value() << 2));
  if (subject.address) out.put(*subject.address);
  if (subject.prefix) out.put(*subject.prefix);
  if (subject.account) out.put(*subject.account);
}

Subject get_subject(ByteReader& in) {
  Subject subject;
  auto has = in.get<uint8_t>();
  if (has & 1) subject.address = in.get_address();
  if (has & 2) subject.prefix = in.get_prefix();
  if (has & 4) subject.account = in.get_text();
  return subject;
}

std::string pack(const Finding& f) {
  ByteWriter out;
  out.put(f.id);
  out.put(f.detector);
  out.put(f.severity);
  put_subject(out, f.subject);
  out.put(f.service);
  out.put(f.count);
  out.put(f.count_proven);
  out.put(f.first);
  out.put(f.last);
  out.put(static_cast<uint16_t>(f.accounts.size()));
  for (const std::string& account : f.accounts) out.put(account);
  out.put(f.accounts_total);
  out.put(static_cast<uint16_t>(f.addresses.size()));
  for (const IpAddress& address : f.addresses) put(out, address);
  out.put(f.addresses_total);
  out.put(f.addresses_proven);
  out.put(f.proof);
  out.put(f.witnesses);
  out.put(f.port);
  out.put(f.pattern);
  out.put(static_cast<uint16_t>(f.evidence.size()));
  for (const EvidenceRef& ref : f.evidence) {
    out.put(ref.offset);
    out.put(ref.source);
    out.put(ref.length);
  }
  std::string packed = out.take();
  packed.shrink_to_fit();
  return packed;
}

Finding unpack(std::string_view packed) {
  ByteReader in(packed);
  Finding f;
  f.state = FindingState::closed;
  f.id = in.get_text();
  f.detector = in.get<Detector>();
  f.severity = in.get<Severity>();
  f.subject = get_subject(in);
  f.service = in.get<Service>();
  f.count = in.get<uint64_t>();
  f.count_proven = in.get<uint64_t>();
  f.first = in.get_time();
  f.last = in.get_time();
  f.accounts.resize(in.get<uint16_t>());
  for (std::string& account : f.accounts) account = in.get_text();
  f.accounts_total = in.get<uint64_t>();
  f.addresses.resize(in.get<uint16_t>());
  for (IpAddress& address : f.addresses) address = get_address(in);
  f.addresses_total = in.get<uint64_t>();
  f.addresses_proven = in.get<uint64_t>();
  f.proof = in.get<AddressProof>();
  f.witnesses = in.get<uint8_t>();
  f.port = in.get<uint16_t>();
  f.pattern = in.get_text();
  f.evidence.resize(in.get<uint16_t>());
  for (EvidenceRef& ref : f.evidence) {
    ref.offset = in.get<uint64_t>();
    ref.source = in.get<uint32_t>();
    ref.length = in.get<uint32_t>();
  }
  return f;
}

}  // namespace

void ReplayReport::publish(std::span<const Finding> findings, std::span<const Decision> decisions) {
  for (const Finding& finding : findings) {
    if (finding.state != FindingState::closed) continue;
    ++findings_total_;
    worst_ = std::max(worst_.value_or(Severity::info), finding.severity);
    bool mild = finding.severity < Severity::medium;
    if (mild ? mild_ >= kMildMax : kept_.size() - mild_ >= kFindingsMax) {
      ++dropped_;
      continue;
    }
    mild_ += mild;
    kept_.push_back({finding.first, pack(finding)});
  }
  for (const Decision& decision : decisions) {
    if (decision.action == Action::ban) ++bans_;
    if (decisions_.size() < kDecisionsMax)
      decisions_.push_back(decision);
    else
      ++dropped_;
  }
}

void ReplayReport::sort() {
  if (sorted_) return;
  sorted_ = true;
  std::sort(kept_.begin(), kept_.end(), [](const Kept& a, const Kept& b) {
    return std::tie(a.first, a.packed) < std::tie(b.first, b.packed);
  });
}

void ReplayReport::each(const std::function<void(const Finding&)>& take) {
  sort();
  for (const Kept& kept : kept_) {
    Finding finding = unpack(kept.packed);
    auto& evidence = finding.evidence;
    if (kept_.size() > kManyFindings && evidence.size() > kEvidenceOfMany)
      evidence.erase(evidence.begin() + kEvidenceOfMany - 1, evidence.end() - 1);
    take(finding);
  }
}

}  // namespace denwaban::engine
