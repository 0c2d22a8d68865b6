// SPDX-License-Identifier: GPL-3.0-or-later
// What a detector knows about one subject: the material of a Finding.
#pragma once

#include <algorithm>
#include <optional>
#include <vector>

#include "base/bytes.h"
#include "detect/history.h"
#include "detect/options.h"
#include "model/finding.h"

namespace denwaban::detect {

// Which rule of a detector fired: the ids of Finding::pattern.
enum class Pattern : uint8_t {
  few,  // too little for any rule
  fast,
  slow,
  one_account,
  distributed,
  names,
  challenged,
  calls,
  international,
  tool,
  probes,
  one_name,
  packets,
  network,
  networks,
  takeover,
  actions,
  false_record,  // from here on in the order of denwaban::Forgery
  injected_line,
  contradicted,
  redirected,
  foreign_nonce,
  junk_nonce,
  crash,
  source,
  target,
  mixture,
  stale_credentials,
  new_network,
  new_country,
  second_country,
};
constexpr Pattern kLastPattern = Pattern::second_country;
constexpr Pattern pattern_of(Forgery forgery) {
  int kind = std::max(static_cast<int>(forgery), static_cast<int>(Forgery::false_record));
  return static_cast<Pattern>(static_cast<int>(Pattern::false_record) + kind -
                              static_cast<int>(Forgery::false_record));
}
static_assert(pattern_of(Forgery::junk_nonce) == Pattern::junk_nonce);
std::string_view name_of_pattern(Pattern pattern);

// The first and the latest references.
class Evidence {
 public:
  void add(const EvidenceRef& ref) {
    if (latest_.size() == kHalf) {
      latest_[next_] = ref;
      next_ = next_ + 1 == kHalf ? 0 : next_ + 1;
    } else if (first_.size() < kHalf) {
      first_.push_back(ref);
    } else {
      latest_.push_back(ref);
    }
  }
  void prefetch() const { __builtin_prefetch(latest_.data() + next_, 1); }
  const std::vector<EvidenceRef>& first() const { return first_; }
  void append_to(std::vector<EvidenceRef>& out) const;
  size_t bytes() const { return (first_.capacity() + latest_.capacity()) * sizeof(EvidenceRef); }
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  static constexpr size_t kHalf = Finding::kEvidenceMax / 2;
  std::vector<EvidenceRef> first_, latest_;
  size_t next_ = 0;  // of latest_
};

struct Verdict {
  Severity severity = Severity::info;
  Pattern pattern = Pattern::few;
  bool tell = true;  // false: too little even to name
};

// Counts, proof and what was told of it. Shared by all kinds of subjects.
struct Case {
  static constexpr uint32_t kNoSource = ~0u;

  Detector detector = Detector::auth_guessing;
  Severity severity = Severity::info;
  Pattern pattern = Pattern::few;
  AddressProof proof = AddressProof::claimed;
  Service service = Service::unknown;
  uint8_t witnesses = 0;
  bool ports_differ = false;
  uint16_t port = 0;
  uint16_t methods = 0;       // bits 1 << SipMethod
  NameIndex about = kNoName;  // account_takeover: at which name
  uint32_t proof_source = kNoSource;
  uint64_t count = 0;
  uint64_t count_proven = 0;
  Time first{};
  Time last{};
  Evidence evidence;

  struct Told {
    bool open = false;
    Severity severity = Severity::info;
    AddressProof proof = AddressProof::claimed;
    uint64_t count = 0;
    Time at{};
    uint8_t repeats = 0;  // how often it was told again because it went on
  } told;

  // Takes in a failure that counts `weight`.
  void add(const Event& event, uint32_t weight) {
    if (count == 0) {
      first = event.time;
      port = event.port;
      service = event.service;
    }
    count += weight;
    if (event.proof > AddressProof::claimed) count_proven += weight;
    last = std::max(last, event.time);
    if (event.time < last - std::chrono::hours(24)) last = event.time;  // the clock was set back
    evidence.add(event.evidence);
    note(event);
  }
  // Another witness of what was counted already. True when it proves the address of an attempt that was a
  // claim: the NOTICE comes first and proves nothing, the security event shows the transport. One source
  // alone may do so, so that five files do not prove five attempts.
  bool note(const Event& event) {
    proof = std::max(proof, event.proof);
    witnesses |= static_cast<uint8_t>(1u << static_cast<unsigned>(event.witness));
    methods |= static_cast<uint16_t>(1u << static_cast<unsigned>(event.method));
    if (event.port != 0) {
      if (port == 0) port = event.port;
      ports_differ |= port != event.port;
    }
    return event.repeated && event.proof != AddressProof::claimed && prove(event);
  }
  void raise(const Verdict& verdict);
  // Whether this has to be told now, and as what; notes that it was.
  std::optional<FindingState> tell(const Telling& telling, Time now) {
    bool grew = severity > told.severity || proof > told.proof || count >= 2 * told.count;
    if (told.open && !grew && now - told.at < again(telling) && now >= told.at) return std::nullopt;
    return tell_now(telling, now);
  }
  bool quiet(const Telling& telling, Time now) const;
  // How long after its latest evidence it is quiet.
  Seconds quiet_after(const Telling& telling) const;
  // As if nothing had been: after a finding was closed.
  void restart();

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  bool prove(const Event& event);
  // Each repetition waits twice as long as the one before. What nobody acts on starts later and goes on to a
  // day.
  Seconds again(const Telling& telling) const {
    bool only_named = severity < Severity::medium || detector == Detector::account_guessing;
    Seconds from = only_named ? telling.again_minor : telling.again;
    Seconds to = only_named ? kDay : telling.again_minor;
    return std::min(from * (1 << told.repeats), std::max(from, to));
  }
  std::optional<FindingState> tell_now(const Telling& telling, Time now);
};

// The parts of a finding that need no more than the case and its subject; `id` included.
Finding finding_of(const Case& the_case, const Subject& subject, FindingState state);

}  // namespace denwaban::detect
