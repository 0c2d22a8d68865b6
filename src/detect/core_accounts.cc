// SPDX-License-Identifier: GPL-3.0-or-later
// What concerns accounts: guessing from many addresses, challenges, logins.
#include <algorithm>

#include "detect/core.h"
#include "detect/manner.h"
#include "parse/numbers.h"

namespace denwaban::detect {
namespace {

// A guesser beyond is found by its own failures.
constexpr uint32_t kTakesPartUntil = 64;
// Different numbers abroad that somebody asks for without ever saying who he is. One more than of refused
// ones: a caller may be challenged and hang up.
constexpr uint32_t kHunt = 3;

// Three more of the same network guess at the account: no forger's victim, no owner's telephone has such.
bool has_neighbours(const AccountRecord& record, const Guesser& guesser) {
  auto network_of = [](const IpAddress& address) {  // the /24 or /48
    return address.is_v4() ? uint64_t{1} << 63 | address.v4_bits() >> 8 : address.v6_high_bits() >> 16;
  };
  const uint64_t network = network_of(guesser.address);
  auto beside = std::ranges::count_if(record.guessers, [&](const Guesser& g) { return network_of(g.address) == network; });
  return beside >= 4 && !guesser.address.is_private();
}

bool failed_with_proof(const Suspect& suspect, NameIndex name, uint32_t now) {
  const Count* count = suspect.find(Detector::auth_guessing);
  if (!count) return false;
  bool any = false;
  count->history.each_within(kDay, now, [&](const History::Hit& hit) {
    any |= hit.name == name && (hit.flags & History::kProven) != 0;
  });
  return any || (count->known.count_proven > 0 && count->history.empty());
}

bool is_call(const Event& event) { return event.method == SipMethod::invite && !event.extension.empty(); }

}  // namespace

// Who logs in from there, or whom the exchange calls, takes part in no campaign, unless he attacks by himself.
bool Detectors::Impl::is_known_here(const Turn& turn, const Suspect& suspect) {
  const Event& event = turn.event();
  bool known = turn.trust.of(event.address, event.time) != track::TrustLevel::none ||
               turn.trust.is_peer(event.address, event.time) ||
               (is_management(event.service) && turn.trust.manages(event.address, turn.p.name, event.time));
  return known && suspect.severity() < Severity::medium;
}

// At one account, which used to log in from there.
bool Detectors::Impl::is_at_home(const Turn& turn, const Count& count) {
  const Event& event = turn.event();
  if (turn.p.name.empty()) return false;
  bool home = is_management(event.service)
                  ? turn.trust.manages(event.address, turn.p.name, event.time)
                  : turn.trust.of(event.address, turn.p.name, event.time) != track::TrustLevel::none;
  return home && count.names.count() == 1;
}

void Detectors::Impl::judge_account(const Turn& turn, uint32_t weight) {
  const Event& event = turn.event();
  bool login = event.kind == EventKind::auth_failed || event.kind == EventKind::acl_rejected ||
               event.kind == EventKind::unknown_account;
  if (!login || event.method == SipMethod::options) return;  // nobody logs in by asking whether we are alive
  std::unique_ptr<AccountRecord> left;
  auto [record, guesser] = accounts_.failed(event, turn.p.name, turn.p.account_key, weight, left);
  if (left && left->known.told.open) turn.out.push_back(accounts_.finding(*left, FindingState::closed));
  if (!record) return;
  bool fired = false;
  if (record->known.severity < Severity::high) {
    Verdict verdict = accounts_.judge(*record, event.time);
    if (!verdict.tell) return;
    accounts_.raise(*record, verdict);
    fired = true;
  }
  if (auto state = record->known.tell(options_.telling, turn.now))
    turn.out.push_back(accounts_.finding(*record, *state));
  if (fired) {
    for (Guesser& g : record->guessers) take_part(turn, *record, g);
  } else if (guesser && guesser->failures <= kTakesPartUntil) {
    take_part(turn, *record, *guesser);
  }
}

// Each address that guesses for certain gets a finding of its own, so that policy can act on it.
void Detectors::Impl::take_part(const Turn& turn, AccountRecord& record, Guesser& guesser) {
  uint32_t each = options_.account_guessing.failures_each;
  uint32_t claims = 2 * each;  // a few forged ones must not suffice against a bystander
  // A telephone whose account is guessed at may have an old password, too.
  bool telephone = guesser.last - guesser.first >= kTelephonePause * (guesser.failures - 1);
  bool alone = (guesser.failures_proven >= each || guesser.failures >= claims) && !telephone;
  bool certain = guesser.failures >= each && (alone || has_neighbours(record, guesser));
  if (!certain || guesser.logged_in || !options_.auth_guessing.enabled || is_management(turn.event().service))
    return;
  Suspect* suspect = suspects_.find(guesser.address);
  if (!suspect) {
    suspect = add_suspect(guesser.address, guesser.failures_proven > 0, guesser.failures, turn.event().time,
                          turn.out);
    if (!suspect) return;
    suspect->failures = guesser.failures;
    suspect->failures_proven = guesser.failures_proven;
  }
  Count& count = suspect->of(Detector::auth_guessing);
  if (count.known.count == 0) {
    count.known.count = guesser.failures;
    count.known.count_proven = guesser.failures_proven;
    count.known.first = from_second(guesser.first);
    count.known.last = from_second(guesser.last);
    count.known.service = record.known.service;
    if (guesser.failures_proven > 0) count.known.proof = AddressProof::connected;
    count.known.evidence = record.known.evidence;
  }
  NameIndex name = suspects_.name_index(*suspect, record.name, turn.p.name_hash);
  if (name <= kOtherName) count.names.set(name);
  count.known.raise({Severity::medium, Pattern::distributed});
  suspects_.look_soon(*suspect);
  tell(*suspect, count, turn.now, turn.out);
}

void Detectors::Impl::handle_challenge(const Turn& turn) {
  const Event& event = turn.event();
  if (!turn.p.fresh) return;
  if (event.scanner_agent) mark_tool(turn);
  bool call = is_call(event);
  Detector detector = call ? Detector::dial_probe : Detector::account_enumeration;
  std::string_view name = call ? event.extension : turn.p.name;
  if (!enabled(detector) || name.empty()) return;
  bool known = turn.trust.of(event.address, event.time) != track::TrustLevel::none ||
               turn.trust.is_peer(event.address, event.time);
  // chan_sip names the caller by his From: an exchange that logs in calls with its callers' numbers.
  if (known && (call || name.starts_with("sip:"))) return;
  uint64_t hashed = call ? hash(seed_, name) : turn.p.name_hash;
  bool many = challenges_.challenged(event, name, hashed, options_.account_enumeration, turn.trust);
  bool hunt = call && !many && parse::looks_international(name) &&
              challenges_.unanswered(event.address, parse::looks_international) >= kHunt;
  if (!many && !hunt) {
    auto any = [](std::string_view) { return true; };
    if (call && challenges_.unanswered(event.address, any) >= kHunt) name_caller(turn, name);
    return;
  }
  bool proven = event.proof > AddressProof::claimed;
  Suspect* suspect = suspects_.find(event.address);
  if (!suspect)
    suspect = add_suspect(event.address, proven, options_.account_enumeration.challenged_names, event.time,
                          turn.out);
  if (!suspect) return;
  Count& count = suspect->of(detector);
  uint32_t second = second_of(event.time);
  challenges_.take(event.address, [&](std::string_view text) {
    std::string asked(text);
    NameIndex index = suspects_.name_index(*suspect, asked, hash(seed_, asked));
    uint8_t abroad = call && parse::looks_international(asked) ? History::kInternational : 0;
    count.known.add(event, 1);
    if (index <= kOtherName) count.names.set(index);
    count.history.add({second, index, 1, static_cast<uint8_t>(History::kChallenged | abroad)},
                      history_capacity_);
    ++suspect->failures;
    suspect->failures_proven += proven;
  });
  suspect->last = event.time;
  judge(turn, *suspect, count);
}

// Asked with a tool's mark, and challenged: who is challenged by his own tool guesses, or looks around.
void Detectors::Impl::mark_tool(const Turn& turn) {
  const Event& event = turn.event();
  Suspect* suspect = suspects_.find(event.address);
  bool proven = event.proof > AddressProof::claimed;
  if (!suspect) suspect = add_suspect(event.address, proven, 1, event.time, turn.out);
  if (!suspect) return;
  ++suspect->failures;
  suspect->failures_proven += proven;
  suspect->last = event.time;
  count(turn, *suspect, Detector::scanner, kNoName, 1, History::kMarked);
}

// Some calls for which nobody said who he is: told, and no more. What they were comes into the windows when
// they are many.
void Detectors::Impl::name_caller(const Turn& turn, std::string_view number) {
  const Event& event = turn.event();
  Suspect* suspect = suspects_.find(event.address);
  if (!suspect)
    suspect = add_suspect(event.address, event.proof > AddressProof::claimed, kHunt, event.time, turn.out);
  if (!suspect) return;
  Count& count = suspect->of(Detector::dial_probe);
  count.known.add(event, count.known.count == 0 ? kHunt : 1);
  NameIndex index = suspects_.name_index(*suspect, number, hash(seed_, number));
  if (index <= kOtherName) count.names.set(index);
  count.known.raise({Severity::low, Pattern::few});
  suspect->last = event.time;
  suspects_.look_soon(*suspect);
  tell(*suspect, count, turn.now, turn.out);
}

void Detectors::Impl::handle_success(const Turn& turn) {
  const Event& event = turn.event();
  if (!turn.p.fresh || turn.p.name.empty()) return;
  challenges_.answered(event.address, turn.p.name_hash);
  if (is_call(event)) challenges_.answered(event.address, hash(seed_, event.extension));
  front_.logged_in(event.address, turn.p.name_hash);
  bool management = is_management(event.service);
  if (!event.used_password && !management) return;
  if (!management) look_at_place(turn);

  Suspect* suspect = suspects_.find(event.address);
  AccountRecord* record = accounts_.find(accounts_.key_of(event.service, turn.p.name_hash));
  Guesser* guesser = record ? accounts_.find(*record, event.address) : nullptr;
  bool distributed = guesser && record->known.severity >= Severity::high && guesser->failures > 0 &&
                     from_second(guesser->last) + options_.account_guessing.window >= event.time;
  if (guesser) guesser->logged_in = true;
  if (!suspect) return;
  Names::Id id = names_.find(turn.p.name_hash);
  NameIndex name = id == Names::kNone ? kNoName : suspect->index_of(id);
  // Who logged in here before, and whose failures at this account are claims alone: somebody forged them in a
  // telephone's name.
  bool acquainted = !management && !failed_with_proof(*suspect, name, second_of(event.time)) &&
                    turn.trust.of(event.address, turn.p.name, event.time) != track::TrustLevel::none;
  bool thief = distributed || taken_over(*suspect, name, management, options_, second_of(event.time));
  if (thief && !acquainted)
    return report_takeover(turn, *suspect, suspects_.name_index(*suspect, turn.p.name, turn.p.name_hash));
  forgive(turn, *suspect, management ? Detector::management_guessing : Detector::auth_guessing, name);
}

void Detectors::Impl::report_takeover(const Turn& turn, Suspect& suspect, NameIndex name) {
  if (!options_.account_takeover.enabled) return;
  Count* at = about(suspect, Detector::account_takeover, name);
  if (!at) return;
  at->known.add(turn.event(), 1);
  if (name <= kOtherName) at->names.set(name);
  at->known.raise({Severity::critical, Pattern::takeover});
  suspects_.look_soon(suspect);
  tell(suspect, *at, turn.now, turn.out);
}

// Who logs in after a few failures mistyped: those failures are forgotten, unless it was guessing already.
void Detectors::Impl::forgive(const Turn& turn, Suspect& suspect, Detector detector, NameIndex name) {
  Count* count = suspect.find(detector);
  if (!count || name == kNoName || name == kOtherName || count->known.severity >= Severity::medium) return;
  uint32_t gone = count->history.forget(name);
  if (gone == 0) return;
  count->names.reset(name);
  count->known.count -= std::min<uint64_t>(gone, count->known.count);
  count->known.count_proven = std::min(count->known.count_proven, count->known.count);
  suspect.failures -= std::min(gone, suspect.failures);
  suspect.failures_proven = std::min(suspect.failures_proven, suspect.failures);
  if (suspect.severity() < Severity::medium) networks_.forgive(suspect);
  if (!count->history.empty() && count->known.count > 0) return;
  if (count->known.told.open) {
    count->known.count = gone;  // what it was while it was open
    turn.out.push_back(finding(suspect, *count, FindingState::closed));
  }
  count->known.restart();
}

}  // namespace denwaban::detect
