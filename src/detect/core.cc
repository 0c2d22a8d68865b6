// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/core.h"

#include <algorithm>
#include <array>
#include <bit>

namespace denwaban::detect {
namespace {

bool is_failure(EventKind kind) {
  switch (kind) {
    case EventKind::auth_failed:
    case EventKind::unknown_account:
    case EventKind::acl_rejected:
    case EventKind::call_rejected:
    case EventKind::request_refused:
    case EventKind::malformed:
    case EventKind::probed:
    case EventKind::forged:
      return true;
    default:
      return false;
  }
}

// What concerns nobody's address.
bool is_unaddressed(const Event& event) {
  return event.kind == EventKind::traffic || event.kind == EventKind::forged;
}

Options sound(Options options) {
  options.limits.suspects = std::min(options.limits.suspects, SlotTable<uint32_t>::kPlacesMax);
  options.limits.account_records = std::min(options.limits.account_records, SlotTable<uint64_t>::kPlacesMax);
  return options;
}

constexpr size_t kBatch = 64;
// Within which chan_pjsip adds up requests without a match (res_pjsip_distributor:
// unidentified_request_period).
constexpr Seconds kTriesWindow{5};

}  // namespace

Detectors::Impl::Impl(const Options& options, HashSeed seed)
    : options_(sound(options)),
      seed_(seed),
      history_capacity_(detect::history_capacity(options)),
      claimed_v4_(options.limits.claimed_v4, seed),
      proven_v4_(options.limits.proven_v4, seed),
      claimed_v6_(options.limits.claimed_v6, seed),
      proven_v6_(options.limits.proven_v6, seed),
      names_(options.limits.names),
      suspects_(options_.limits, seed, names_),
      accounts_(options_, seed),
      networks_(options_, seed),
      challenges_(names_, seed),
      front_(options_.shared_front),
      places_(options_.account_takeover),
      floods_(options_.flood),
      jail_(options.auth_guessing.short_count, options.auth_guessing.short_window, seed) {}

bool Detectors::Impl::prepare(const Event& event, Prepared& p) const {
  p = Prepared{};
  p.event = &event;
  if (event.address.is_unspecified()) {
    p.fresh = !event.repeated;
    return is_unaddressed(event) && !options_.count_lines;
  }
  // A record that contradicts itself shows its sender all the same, where its grammar leaves no doubt about
  // the address.
  p.failure = event.tainted || is_failure(event.kind);
  bool heard = p.failure || event.kind == EventKind::challenge_sent ||
               event.kind == EventKind::auth_succeeded || event.kind == EventKind::manager_action;
  if (!heard) return false;
  p.fresh = !event.repeated;
  if (options_.count_lines) {
    jail_.prefetch(event.address);
    return p.failure;
  }
  // chan_pjsip's endpoint for everybody whom it does not know.
  bool nobody = event.service == Service::pjsip && event.account == "anonymous";
  if (event.account != "<unknown>" && !nobody) p.name = event.account;
  if (!p.name.empty()) p.name_hash = hash(seed_, p.name);
  if (!p.failure || !p.fresh) return true;
  if (event.tainted || event.kind == EventKind::forged) p.name_hash = 0;
  bool proven = event.proof > AddressProof::claimed;
  if (event.address.is_v4()) {
    const auto& table = proven ? proven_v4_ : claimed_v4_;
    p.slot_key = table.scramble(event.address.v4_bits());
    table.prefetch(static_cast<uint32_t>(p.slot_key));
  } else {
    const auto& table = proven ? proven_v6_ : claimed_v6_;
    p.slot_key = table.scramble(event.address.v6_high_bits());
    table.prefetch(p.slot_key);
  }
  if (p.name_hash != 0 && options_.account_guessing.enabled) {
    p.account_key = accounts_.key_of(event.service, p.name_hash);
    accounts_.prefetch(p.account_key);
  }
  return true;
}

void Detectors::Impl::observe(std::span<const Event> events, const track::Trust& trust,
                              std::vector<Finding>& out) {
  std::array<Prepared, kBatch> batch;
  while (!events.empty()) {
    size_t size = std::min(events.size(), kBatch), used = 0;
    for (const Event& event : events.first(size))
      if (prepare(event, batch[used])) ++used;
    if (!options_.count_lines) prefetch_records(std::span(batch).first(used));
    for (size_t i = 0; i < used; ++i) handle({batch[i], trust, batch[i].event->time, out});
    events = events.subspan(size);
  }
}

void Detectors::Impl::handle(const Turn& turn) {
  if (options_.count_lines) return handle_line(turn);
  const Event& event = turn.event();
  if (event.kind == EventKind::traffic) return handle_traffic(turn);
  if (event.kind == EventKind::manager_action) return handle_action(turn);
  bool doubtful = event.tainted || event.forgery != Forgery::none || event.kind == EventKind::forged;
  if (doubtful && handle_forgery(turn)) return;
  if (event.kind == EventKind::challenge_sent) return handle_challenge(turn);
  if (event.kind == EventKind::auth_succeeded) return handle_success(turn);
  auto peer = [&] { return turn.trust.is_peer(event.address, event.time); };
  // Telephones send OPTIONS to keep their NAT open. With an empty name this asks who is known at all.
  if (event.kind == EventKind::probed && !event.scanner_agent &&
      (peer() || turn.trust.of(event.address, turn.p.name, event.time) != track::TrustLevel::none))
    return;
  // Somebody whom the exchange serves misdials, or his provider sends calls for numbers that are not given
  // out.
  bool misdialled =
      (event.kind == EventKind::call_rejected || event.known_caller) &&
      (event.known_caller || peer() || turn.trust.of(event.address, event.time) != track::TrustLevel::none);
  if (misdialled) return;
  // A program that is logged in asks for what its user may not do: who never said a name is a stranger.
  if (event.kind == EventKind::request_refused && is_management(event.service) && !turn.p.name.empty()) return;
  if (turn.p.fresh) return handle_failure(turn);
  handle_repeated(turn);
}

void Detectors::Impl::handle_failure(const Turn& turn) {
  const Event& event = turn.event();
  uint32_t weight = std::clamp<uint32_t>(event.attempts, 1, 255);
  Counted slot = count_slot(turn.p, weight);
  // He answered the challenge, if wrongly.
  if (event.kind == EventKind::auth_failed && event.method == SipMethod::invite && !event.extension.empty())
    challenges_.answered(event.address, hash(seed_, event.extension));
  front_.failed(event.address, turn.p.name_hash);
  if (turn.p.account_key != 0) judge_account(turn, weight);
  Suspect* suspect = suspect_for(turn, slot, weight);
  if (!suspect) return;
  // "after 5 tries", "after 6 tries" …: each record tells the sum of the last seconds, not what is new.
  bool told_before = suspect->failures > 0 && event.time - suspect->last <= kTriesWindow;
  if (event.attempts > 1 && told_before) weight = 1;
  suspect->failures += weight;
  if (event.proof > AddressProof::claimed) suspect->failures_proven += weight;
  suspect->last = event.time;
  route(turn, *suspect, weight);
  bool attempt = event.kind != EventKind::malformed && event.kind != EventKind::forged && !event.tainted;
  bool joins = options_.campaign.enabled && attempt && !is_known_here(turn, *suspect);
  if (joins) networks_.failed(*suspect, event, turn.now, turn.out);
}

// Only those who are banned become suspects.
void Detectors::Impl::handle_line(const Turn& turn) {
  const Event& event = turn.event();
  auto ban = jail_.failed(event.address, event.time);
  if (!ban || !options_.auth_guessing.enabled) return;
  Suspect* suspect = suspects_.find(event.address);
  if (!suspect) {
    suspect = add_suspect(event.address, event.proof > AddressProof::claimed, ban->failures, event.time, turn.out);
    if (!suspect) return;
  }
  suspect->last = event.time;
  suspect->failures += ban->failures;
  Count& count = suspect->of(Detector::auth_guessing);
  bool opens = count.known.count == 0;
  count.known.add(event, ban->failures);
  if (opens) count.known.first = ban->first;
  count.known.raise({Severity::medium, Pattern::fast});
  suspects_.look_soon(*suspect);
  tell(*suspect, count, turn.now, turn.out);
}

// Another witness of an attempt that counts already: it may know more.
void Detectors::Impl::handle_repeated(const Turn& turn) {
  const Event& event = turn.event();
  Suspect* suspect = suspects_.find(event.address);
  if (!suspect) return;
  route_repeated(turn, *suspect);
  NameIndex named = suspects_.name_index(*suspect, turn.p.name, turn.p.name_hash);
  bool login = event.kind == EventKind::auth_failed || event.kind == EventKind::acl_rejected;
  bool proves = false;
  for (Count& count : suspect->counts) {
    auto apart = event.time - count.known.last;
    if (apart > Seconds(5) || apart < Seconds(-5) || count.known.count == 0) continue;
    proves |= count.known.note(event);
    if (!login || count.known.detector != Detector::auth_guessing || named > kOtherName) continue;
    count.names.set(named);
    count.history.name_latest(named);
  }
  if (proves && suspect->failures_proven < suspect->failures) ++suspect->failures_proven;
  auto since = event.time - suspect->pending_at;
  if (since > Seconds(3) || since < Seconds(-3)) return;
  NameIndex name = suspect->pending_name;
  if (event.kind == EventKind::auth_failed && suspect->pending_guess > 0) {
    --suspect->pending_guess;
    count(turn, *suspect, Detector::auth_guessing, name, 1, 0);
  }
  if (event.kind == EventKind::unknown_account && event.method == SipMethod::invite &&
      suspect->pending_call > 0) {
    --suspect->pending_call;
    count(turn, *suspect, Detector::dial_probe, name, 1, 0);
  }
}

bool Detectors::Impl::enabled(Detector detector) const {
  switch (detector) {
    case Detector::auth_guessing:
      return options_.auth_guessing.enabled;
    case Detector::account_guessing:
      return options_.account_guessing.enabled;
    case Detector::account_enumeration:
      return options_.account_enumeration.enabled;
    case Detector::dial_probe:
      return options_.dial_probe.enabled;
    case Detector::scanner:
      return options_.scanner.enabled;
    case Detector::malformed:
      return options_.malformed.enabled;
    case Detector::campaign:
      return options_.campaign.enabled;
    case Detector::management_guessing:
      return options_.management_guessing.enabled;
    case Detector::account_takeover:
      return options_.account_takeover.enabled;
    case Detector::forgery:
      return options_.forgery.enabled;
    case Detector::flood:
      return options_.flood.enabled;
    case Detector::management_abuse:
      return options_.management_abuse.enabled;
  }
  return false;
}

void Detectors::Impl::count(const Turn& turn, Suspect& suspect, Detector detector, NameIndex name,
                            uint32_t weight, uint8_t flags) {
  if (!enabled(detector)) return;
  const Event& event = turn.event();
  Count& count = suspect.of(detector);
  count.known.add(event, weight);
  if (name <= kOtherName) count.names.set(name);
  if (detector == Detector::auth_guessing || detector == Detector::management_guessing) count.at_home = is_at_home(turn, count);
  // Nothing worse can be said: the windows do not matter any more.
  if (count.known.severity >= highest_severity(detector)) return tell(suspect, count, turn.now, turn.out);
  count.history.add({second_of(event.time), name, static_cast<uint8_t>(weight), flags}, history_capacity_);
  judge(turn, suspect, count);
}

void Detectors::Impl::judge(const Turn& turn, Suspect& suspect, Count& count) {
  Severity before = count.known.severity;
  if (before < highest_severity(count.known.detector)) {
    uint32_t now = second_of(turn.event().time);
    for (const Rule& rule : address_rules()) {
      if (rule.detector != count.known.detector) continue;
      Verdict verdict = rule.judge(count, options_, now);
      if (!verdict.tell && !count.known.told.open) return;
      count.known.raise(verdict);
    }
    if (count.known.severity != before) suspects_.look_soon(suspect);
  }
  tell(suspect, count, turn.now, turn.out);
}

void Detectors::Impl::tell(Suspect& suspect, Count& count, Time now, std::vector<Finding>& out) {
  // A single failure is worth naming in peace. When thousands fail it is noise.
  if (!count.known.told.open && count.known.severity == Severity::info && suspects_.crowded()) return;
  auto state = count.known.tell(options_.telling, now);
  if (!state) return;
  if (count.known.severity >= Severity::medium) last_trouble_ = now;
  out.push_back(finding(suspect, count, *state));
}

void Detectors::Impl::close(Suspect& suspect, Count& count, std::vector<Finding>& out) {
  if (count.known.told.open) out.push_back(finding(suspect, count, FindingState::closed));
  bool slow = count.known.pattern == Pattern::slow || count.known.severity < Severity::medium;
  count.known.restart();
  if (!slow) count.history = History{};
  if (!slow) count.names.reset();
}

Finding Detectors::Impl::finding(const Suspect& suspect, const Count& count, FindingState state) const {
  Subject subject;
  subject.address = suspect.address;
  if (count.known.about < suspect.names.size())
    subject.account = names_.text(suspect.names[count.known.about]);
  Finding finding = finding_of(count.known, subject, state);
  for (size_t i = 0; i < suspect.names.size(); ++i) {
    if (!count.names.test(i)) continue;
    std::string_view name = names_.text(suspect.names[i]);
    bool detail = name.starts_with(kDetailMark);
    (detail ? finding.details : finding.accounts).emplace_back(name.substr(detail));
  }
  finding.accounts_total = finding.accounts.size();
  if (count.names.test(kOtherName))
    finding.accounts_total += static_cast<size_t>(std::popcount(suspect.other_names));
  finding.addresses = {suspect.address};
  finding.addresses_total = 1;
  finding.addresses_proven = finding.count_proven > 0 ? 1 : 0;
  return finding;
}

}  // namespace denwaban::detect
