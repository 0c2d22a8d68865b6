// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/contradictions.h"

#include <algorithm>

#include "track/attempts.h"

namespace denwaban::track {

void Contradictions::check(Event& event) {
  bool failure = event.kind == EventKind::auth_failed || event.kind == EventKind::unknown_account ||
                 event.kind == EventKind::acl_rejected || event.kind == EventKind::call_rejected;
  if (!failure || event.port == 0) return;
  // A NOTICE of chan_sip shows no session. What the wire shows is the sender, as a NOTICE does.
  bool security = !event.session.empty() && is_log(event.witness);
  auto near = [&](Time time) { return event.time - time <= window_ && time - event.time <= window_; };
  if (security && !near(latest_)) return;
  std::string_view name = event.extension.empty() ? event.account : event.extension;
  uint64_t hashed = name.empty() ? 0 : hash(seed_, name) | 1;
  if (!security) {
    notices_[next_] = {event.time, event.address, hashed, event.port, false};
    next_ = (next_ + 1) % notices_.size();
    latest_ = event.time;
    return;
  }
  bool agreed = false, denied = false;
  for (Notice& n : notices_) {
    if (!near(n.time)) continue;
    bool same_name = n.name != 0 && n.name == hashed, nameless = n.name == 0 || hashed == 0;
    if (!same_name && !(nameless && n.port == event.port)) continue;
    if (n.address == event.address) {
      n.confirmed = agreed = true;
    } else {
      denied |= !n.confirmed;
    }
  }
  if (!denied || agreed) return;
  event.tainted = true;
  event.address = {};  // the NOTICE names the sender
}

}  // namespace denwaban::track
