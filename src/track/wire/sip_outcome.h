// SPDX-License-Identifier: GPL-3.0-or-later
// What an answer means for the one who asked: the table of wire_tracker.h as a function.
#pragma once

#include <optional>

#include "model/event.h"

namespace denwaban::track::wire {

struct SipAsked {
  SipMethod method = SipMethod::unknown;
  bool credentials = false;  // Digest, with a response
  bool challenged = false;   // … to a challenge of this very request, which was sent there
  bool in_dialog = false;    // its To has a tag
  bool going = false;        // an INVITE: a provisional answer came
  bool ringing = false;      // … 180 to 199
};

struct SipVerdict {
  enum class Kind : uint8_t { nothing, event, guest_call, guest_request, stale };
  Kind kind = Kind::nothing;
  EventKind event = EventKind::probed;
  bool used_password = true;
};

// `status` 100 to 699; provisional ones settle only what they decide. `stale`: the challenge says so.
SipVerdict judge_answer(const SipAsked& asked, uint16_t status, bool stale);

}  // namespace denwaban::track::wire
