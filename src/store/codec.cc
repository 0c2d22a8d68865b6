// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/codec.h"

#include <algorithm>

namespace denwaban::store {

namespace {

// Longer texts and lists are cut: a record stays far below LedgerRecord::kPayloadMax whatever a person wrote.
constexpr size_t kTextMax = 4096;
constexpr size_t kListMax = 200;

void put_text(ByteWriter& out, std::string_view text) { out.put(text.substr(0, kTextMax)); }

void put_texts(ByteWriter& out, const std::vector<std::string>& texts) {
  size_t count = std::min(texts.size(), kListMax);
  out.put(static_cast<uint32_t>(count));
  for (size_t i = 0; i < count; ++i) put_text(out, texts[i]);
}

// A time beyond the years that a calendar with four digits has is damage or was never one; sums with it would
// overflow.
Time get_sane_time(ByteReader& in) {
  constexpr Time kFirst = from_epoch_ms(0), kLast = from_epoch_ms(253'402'300'799'999);
  return std::clamp(in.get_time(), kFirst, kLast);
}

enum Present : uint8_t { kAddress = 1, kPrefix = 2, kAccount = 4 };

void encode(ByteWriter& out, const Subject& subject) {
  out.put(static_cast<uint8_t>((subject.address ? kAddress : 0) | (subject.prefix ? kPrefix : 0) |
                               (subject.account ? kAccount : 0)));
  if (subject.address) out.put(*subject.address);
  if (subject.prefix) out.put(*subject.prefix);
  if (subject.account) put_text(out, *subject.account);
}

Subject decode_subject(ByteReader& in) {
  Subject subject;
  auto present = in.get<uint8_t>();
  if (present & kAddress) subject.address = in.get_address();
  if (present & kPrefix) subject.prefix = in.get_prefix();
  if (present & kAccount) subject.account = in.get_text();
  return subject;
}

// False when the number is beyond `last`: a value from a newer version, or damage.
template <class Enum>
bool get_enum(ByteReader& in, Enum last, Enum& value) {
  auto raw = in.get<uint8_t>();
  if (raw > static_cast<uint8_t>(last)) return false;
  value = static_cast<Enum>(raw);
  return true;
}

template <class Enum>
void put_enum(ByteWriter& out, Enum value) {
  out.put(static_cast<uint8_t>(value));
}

}  // namespace

void encode(ByteWriter& out, const Decision& decision) {
  put_text(out, decision.id);
  out.put(decision.time);
  put_enum(out, decision.action);
  put_enum(out, decision.reason);
  out.put(decision.target);
  encode(out, decision.subject);
  out.put(decision.port);
  out.put(static_cast<int64_t>(decision.span ? decision.span->count() : -1));
  out.put(decision.level);
  out.put(static_cast<uint8_t>(decision.dry_run));
  put_texts(out, decision.because);
  put_text(out, decision.by);
  put_text(out, decision.note);
  if (!decision.about) return;
  const CallTarget& about = *decision.about;
  for (const std::string* text : {&about.call, &about.channel, &about.trunk, &about.place, &about.number}) put_text(out, *text);
}

std::optional<Decision> decode_decision(std::string_view bytes) {
  ByteReader in(bytes);
  Decision decision;
  decision.id = in.get_text();
  decision.time = get_sane_time(in);
  bool known = get_enum(in, Action::ask_pin, decision.action) && get_enum(in, Reason::vouched, decision.reason);
  if (!known) return std::nullopt;
  decision.target = in.get_prefix();
  decision.subject = decode_subject(in);
  decision.port = in.get<uint16_t>();
  if (auto seconds = in.get<int64_t>(); seconds >= 0) decision.span = Seconds(seconds);
  decision.level = in.get<uint16_t>();
  decision.dry_run = in.get<uint8_t>() != 0;
  uint32_t count = in.get_count(4);
  for (uint32_t i = 0; i < count && !in.failed(); ++i) decision.because.push_back(in.get_text());
  decision.by = in.get_text();
  decision.note = in.get_text();
  if (!in.at_end() && !in.failed()) {  // older records have none
    CallTarget about;
    for (std::string* text : {&about.call, &about.channel, &about.trunk, &about.place, &about.number}) *text = in.get_text();
    decision.about = std::make_shared<const CallTarget>(std::move(about));
  }
  if (in.failed()) return std::nullopt;
  return decision;
}

void encode(ByteWriter& out, const Finding& finding) {
  put_text(out, finding.id);
  put_enum(out, finding.state);
  put_enum(out, finding.detector);
  put_enum(out, finding.severity);
  put_enum(out, finding.service);
  put_enum(out, finding.proof);
  encode(out, finding.subject);
  out.put(finding.count);
  out.put(finding.count_proven);
  out.put(finding.first);
  out.put(finding.last);
  put_texts(out, finding.accounts);
  out.put(finding.accounts_total);
  size_t addresses = std::min(finding.addresses.size(), kListMax);
  out.put(static_cast<uint32_t>(addresses));
  for (size_t i = 0; i < addresses; ++i) out.put(finding.addresses[i]);
  out.put(finding.addresses_total);
  out.put(finding.addresses_proven);
  out.put(finding.witnesses);
  out.put(finding.port);
  put_text(out, finding.pattern);
  size_t evidence = std::min(finding.evidence.size(), kListMax);
  out.put(static_cast<uint32_t>(evidence));
  for (size_t i = 0; i < evidence; ++i) {
    const EvidenceRef& ref = finding.evidence[i];
    out.put(ref.offset);
    out.put(ref.source);
    out.put(ref.length);
  }
  put_texts(out, finding.details);
}

std::optional<Finding> decode_finding(std::string_view bytes) {
  ByteReader in(bytes);
  Finding finding;
  finding.id = in.get_text();
  bool known = get_enum(in, FindingState::closed, finding.state) &&
               get_enum(in, Detector::management_abuse, finding.detector) &&
               get_enum(in, Severity::critical, finding.severity) &&
               get_enum(in, Service::http, finding.service) &&
               get_enum(in, AddressProof::returned, finding.proof);
  if (!known) return std::nullopt;
  finding.subject = decode_subject(in);
  finding.count = in.get<uint64_t>();
  finding.count_proven = in.get<uint64_t>();
  finding.first = get_sane_time(in);
  finding.last = get_sane_time(in);
  uint32_t accounts = in.get_count(4);
  for (uint32_t i = 0; i < accounts && !in.failed(); ++i) finding.accounts.push_back(in.get_text());
  finding.accounts_total = in.get<uint64_t>();
  uint32_t addresses = in.get_count(16);
  for (uint32_t i = 0; i < addresses && !in.failed(); ++i) finding.addresses.push_back(in.get_address());
  finding.addresses_total = in.get<uint64_t>();
  finding.addresses_proven = in.get<uint64_t>();
  finding.witnesses = in.get<uint8_t>();
  finding.port = in.get<uint16_t>();
  finding.pattern = in.get_text();
  uint32_t evidence = in.get_count(16);
  for (uint32_t i = 0; i < evidence && !in.failed(); ++i) {
    EvidenceRef ref;
    ref.offset = in.get<uint64_t>();
    ref.source = in.get<uint32_t>();
    ref.length = in.get<uint32_t>();
    finding.evidence.push_back(ref);
  }
  uint32_t details = in.at_end() ? 0 : in.get_count(4);  // older records have none
  for (uint32_t i = 0; i < details && !in.failed(); ++i) finding.details.push_back(in.get_text());
  if (in.failed()) return std::nullopt;
  return finding;
}

}  // namespace denwaban::store
