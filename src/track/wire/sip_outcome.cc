// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/sip_outcome.h"

namespace denwaban::track::wire {
namespace {

using Kind = SipVerdict::Kind;

SipVerdict tell(EventKind event) { return {Kind::event, event, true}; }
bool is_challenge(uint16_t status) { return status == 401 || status == 407; }

// Asterisk looks at credentials first: what is not refused for them was accepted. A guest's credentials are
// not looked at, so a success counts as one by password only if this request was challenged.
SipVerdict with_credentials(const SipAsked& asked, uint16_t status, bool stale) {
  if (is_challenge(status)) return stale ? SipVerdict{Kind::stale} : tell(EventKind::auth_failed);
  if (status == 403 && !asked.going) return tell(EventKind::auth_failed);
  if (asked.in_dialog) return {};
  SipVerdict accepted{Kind::event, EventKind::auth_succeeded, asked.challenged};
  if (asked.method == SipMethod::register_) {
    if (status == 404)
      return tell(EventKind::auth_failed);  // chan_sip: user and name mismatch, or no such peer
    return status / 100 == 2 ? accepted : SipVerdict{};
  }
  if (status < 200 && asked.method != SipMethod::invite) return {};
  if (status >= 500 || status == 400) return {};
  return asked.challenged ? accepted : SipVerdict{};
}

bool is_no_such_number(uint16_t status) {
  return status == 404 || status == 410 || status == 480 || status == 484 || status == 488 || status == 603 ||
         status == 604 || status == 606;
}

bool is_unsupported(uint16_t status) {
  switch (status) {
    case 400:
    case 405:
    case 406:
    case 413:
    case 414:
    case 415:
    case 416:
    case 420:
    case 421:
    case 489:
    case 501:
    case 505:
    case 513:
      return true;
    default:
      return false;
  }
}

SipVerdict invite_without(const SipAsked& asked, uint16_t status) {
  if (status < 200) return {};
  if (status < 300 || asked.ringing) return {Kind::guest_call};
  if (is_no_such_number(status)) return tell(EventKind::call_rejected);
  if (status == 403) return tell(asked.going ? EventKind::call_rejected : EventKind::unknown_account);
  return is_unsupported(status) ? tell(EventKind::request_refused) : SipVerdict{};
}

}  // namespace

SipVerdict judge_answer(const SipAsked& asked, uint16_t status, bool stale) {
  if (status < 200 && asked.method != SipMethod::invite) return {};
  if (asked.credentials) return with_credentials(asked, status, stale);
  // Phones keep their NAT open with a NOTIFY that chan_sip answers with 489.
  if (asked.in_dialog || asked.method == SipMethod::notify) return {};
  if (asked.method == SipMethod::options) return tell(EventKind::probed);
  if (is_challenge(status)) return tell(EventKind::challenge_sent);
  if (asked.method == SipMethod::invite) return invite_without(asked, status);
  if (status < 300) {
    if (asked.method != SipMethod::register_) return {Kind::guest_request};
    return {Kind::event, EventKind::auth_succeeded, false};
  }
  if (status == 403 || status == 404) return tell(EventKind::unknown_account);
  return is_unsupported(status) ? tell(EventKind::request_refused) : SipVerdict{};
}

}  // namespace denwaban::track::wire
