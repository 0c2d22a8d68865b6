// SPDX-License-Identifier: GPL-3.0-or-later
// Which detectors hear of a failure.
#include <algorithm>

#include "detect/core.h"
#include "parse/numbers.h"

namespace denwaban::detect {

static uint8_t proof_flag(const Event& event) {
  return event.proof > AddressProof::claimed ? History::kProven : uint8_t{0};
}

// `extension`: what was dialled, where the record shows it.
static uint8_t number_flags(std::string_view extension, std::string_view shown) {
  uint8_t abroad = parse::looks_international(shown) ? History::kInternational : uint8_t{0};
  return static_cast<uint8_t>(abroad | (extension.empty() ? 0 : History::kNumber));
}

// His own record shows him as one who writes into others.
static bool shows_forger(const Event& event) {
  return event.forgery == Forgery::false_record ||
         (event.forgery != Forgery::none && event.proof > AddressProof::claimed);
}

// Another witness of an attempt may be the first to see the forgery in it.
void Detectors::Impl::route_repeated(const Turn& turn, Suspect& suspect) {
  if (!shows_forger(turn.event())) return;
  const Count* known = suspect.find(Detector::forgery);
  if (!known || known->known.count == 0 || turn.event().time - known->known.last > Seconds(5)) count_forgery(turn, suspect, 1);
}

void Detectors::Impl::route(const Turn& turn, Suspect& suspect, uint32_t weight) {
  const Event& event = turn.event();
  bool forged = event.tainted || event.kind == EventKind::forged;
  if (forged || shows_forger(event)) count_forgery(turn, suspect, weight);
  if (forged) return;
  NameIndex name = suspects_.name_index(suspect, turn.p.name, turn.p.name_hash);
  if (event.scanner_agent) count(turn, suspect, Detector::scanner, kNoName, weight, History::kMarked);
  if (is_management(event.service) && event.kind != EventKind::probed)
    return count(turn, suspect, Detector::management_guessing, name, weight, 0);
  switch (event.kind) {
    case EventKind::auth_failed:
    case EventKind::acl_rejected:
      return count(turn, suspect, Detector::auth_guessing, name, weight, proof_flag(event));
    case EventKind::unknown_account:
      return route_unknown(turn, suspect, weight, name);
    case EventKind::call_rejected: {
      std::string_view number = event.extension.empty() ? turn.p.name : event.extension;
      if (!number.empty()) name = suspects_.name_index(suspect, number, hash(seed_, number));
      return count(turn, suspect, Detector::dial_probe, name, weight, number_flags(event.extension, number));
    }
    case EventKind::malformed:
      return count_malformed(turn, suspect, weight);
    case EventKind::probed:
      if (!event.scanner_agent) count(turn, suspect, Detector::scanner, name, weight, 0);
      return;
    default:
      if (!event.scanner_agent) count(turn, suspect, Detector::scanner, kNoName, weight, 0);
  }
}

void Detectors::Impl::route_unknown(const Turn& turn, Suspect& suspect, uint32_t weight, NameIndex name) {
  const Event& event = turn.event();
  if (turn.p.fresh && event.time - suspect.pending_at > Seconds(3))
    suspect.pending_guess = suspect.pending_call = 0;
  suspect.pending_at = event.time;
  suspect.pending_name = name;
  suspect.pending_guess = static_cast<uint8_t>(std::min<uint32_t>(suspect.pending_guess + weight, 200));
  if (event.method == SipMethod::unknown)
    suspect.pending_call = static_cast<uint8_t>(std::min<uint32_t>(suspect.pending_call + weight, 200));
  count(turn, suspect, Detector::account_enumeration, name, weight, 0);
  if (event.service == Service::iax2) return count(turn, suspect, Detector::auth_guessing, name, weight, 0);
  if (event.method == SipMethod::invite) {
    NameIndex dialled = name;
    std::string_view number = event.extension;
    if (!number.empty()) dialled = suspects_.name_index(suspect, number, hash(seed_, number));
    return count(turn, suspect, Detector::dial_probe, dialled, weight, number_flags(number, number));
  }
  if (!event.scanner_agent) count(turn, suspect, Detector::scanner, name, weight, 0);
}

}  // namespace denwaban::detect
