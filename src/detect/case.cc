// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/case.h"

#include <algorithm>
#include <iterator>

#include "base/hash.h"
#include "model/names.h"

namespace denwaban::detect {

std::string_view name_of_pattern(Pattern pattern) {
  static constexpr std::string_view kNames[] = {
      "few",           "fast",         "slow",          "one_account",   "distributed", "names",
      "challenged",    "calls",        "international", "tool",          "probes",      "one_name",
      "packets",       "network",      "networks",      "takeover",      "actions",     "false_record",
      "injected_line", "contradicted", "redirected",    "foreign_nonce", "junk_nonce",  "crash",
      "source",        "target",       "mixture",       "stale_credentials",
      "new_network",   "new_country",  "second_country"};
  static_assert(std::size(kNames) == static_cast<size_t>(kLastPattern) + 1);
  return kNames[std::min(static_cast<size_t>(pattern), std::size(kNames) - 1)];
}

void Evidence::append_to(std::vector<EvidenceRef>& out) const {
  out.reserve(out.size() + first_.size() + latest_.size());
  out.insert(out.end(), first_.begin(), first_.end());
  for (size_t i = 0; i < latest_.size(); ++i) out.push_back(latest_[(next_ + i) % latest_.size()]);
}

void Evidence::save(ByteWriter& out) const {
  std::vector<EvidenceRef> all;
  append_to(all);
  out.put(static_cast<uint32_t>(all.size()));
  for (const EvidenceRef& ref : all) {
    out.put(ref.offset);
    out.put(ref.source);
    out.put(ref.length);
  }
}

bool Evidence::load(ByteReader& in) {
  uint32_t count = in.get_count(16);
  if (count > 2 * kHalf) return false;
  for (uint32_t i = 0; i < count; ++i) {
    EvidenceRef ref;
    ref.offset = in.get<uint64_t>();
    ref.source = in.get<uint32_t>();
    ref.length = in.get<uint32_t>();
    add(ref);
  }
  return !in.failed();
}

bool Case::prove(const Event& event) {
  if (count_proven >= count) return false;
  if (proof_source == kNoSource) proof_source = event.channel;
  if (proof_source != event.channel) return false;
  ++count_proven;
  return true;
}

void Case::raise(const Verdict& verdict) {
  if (verdict.severity > severity || pattern == Pattern::few) {
    severity = std::max(severity, verdict.severity);
    pattern = verdict.pattern;
  }
}

std::optional<FindingState> Case::tell_now(const Telling& telling, Time now) {
  constexpr uint8_t kRepeatsMax = 16;
  Seconds pause = again(telling);
  bool opens = !told.open;
  bool goes_on = now - told.at >= pause || now < told.at - pause;
  bool grew = severity > told.severity || proof > told.proof || count >= 2 * told.count;
  if (!opens && !grew && !goes_on) return std::nullopt;
  uint8_t repeats = !opens && !grew ? std::min<uint8_t>(told.repeats + 1, kRepeatsMax)
                    : opens         ? uint8_t{0}
                                    : told.repeats;
  told = {true, severity, proof, count, now, repeats};
  return opens ? FindingState::open : FindingState::grown;
}

Seconds Case::quiet_after(const Telling& telling) const {
  // Many addresses take turns at an account, or in a network: an hour between two is no end.
  bool patient =
      pattern == Pattern::slow || detector == Detector::account_guessing || detector == Detector::campaign;
  return severity >= Severity::medium && !patient ? telling.quiet : telling.quiet_slow;
}

bool Case::quiet(const Telling& telling, Time now) const {
  // Evidence from a day ahead: the clock was set back since.
  return now - last >= quiet_after(telling) || last - now >= kDay;
}

void Case::restart() {
  Case fresh;
  fresh.detector = detector;
  fresh.about = about;
  *this = std::move(fresh);
}

void Case::save(ByteWriter& out) const {
  out.put(detector);
  out.put(severity);
  out.put(pattern);
  out.put(proof);
  out.put(service);
  out.put(witnesses);
  out.put(static_cast<uint8_t>(ports_differ));
  out.put(port);
  out.put(methods);
  out.put(about);
  out.put(count);
  out.put(count_proven);
  out.put(first);
  out.put(last);
  evidence.save(out);
  out.put(static_cast<uint8_t>(told.open));
  out.put(told.severity);
  out.put(told.proof);
  out.put(told.count);
  out.put(told.at);
}

bool Case::load(ByteReader& in) {
  detector = in.get<Detector>();
  severity = in.get<Severity>();
  pattern = in.get<Pattern>();
  proof = in.get<AddressProof>();
  service = in.get<Service>();
  witnesses = in.get<uint8_t>();
  ports_differ = in.get<uint8_t>() != 0;
  port = in.get<uint16_t>();
  methods = in.get<uint16_t>();
  about = in.get<NameIndex>();
  count = in.get<uint64_t>();
  count_proven = in.get<uint64_t>();
  first = in.get_time();
  last = in.get_time();
  if (!evidence.load(in)) return false;
  told.open = in.get<uint8_t>() != 0;
  told.severity = in.get<Severity>();
  told.proof = in.get<AddressProof>();
  told.count = in.get<uint64_t>();
  told.at = in.get_time();
  return !in.failed() && detector <= Detector::management_abuse && severity <= Severity::critical &&
         pattern <= kLastPattern && proof <= AddressProof::returned && service <= Service::http &&
         told.severity <= Severity::critical && told.proof <= AddressProof::returned;
}

Finding finding_of(const Case& the_case, const Subject& subject, FindingState state) {
  Finding finding;
  std::string text;
  text.reserve(128);
  text += name_of(the_case.detector);
  if (subject.address) (text += '|') += subject.address->to_string();
  if (subject.prefix) (text += '|') += subject.prefix->to_string();
  if (subject.account) (text += '|') += *subject.account;
  (text += '|') += std::to_string(to_epoch_ms(the_case.first));
  finding.id = stable_id(text);
  finding.state = state;
  finding.detector = the_case.detector;
  finding.severity = the_case.severity;
  finding.subject = subject;
  finding.service = the_case.service;
  finding.count = the_case.count;
  finding.count_proven = the_case.count_proven;
  finding.first = the_case.first;
  finding.last = the_case.last;
  finding.proof = the_case.proof;
  finding.witnesses = the_case.witnesses;
  finding.port = the_case.ports_differ ? 0 : the_case.port;
  finding.pattern = name_of_pattern(the_case.pattern);
  the_case.evidence.append_to(finding.evidence);
  return finding;
}

}  // namespace denwaban::detect
