// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/contradictions.h"

#include <algorithm>

#include "track/attempts.h"

namespace denwaban::track {

void Contradictions::check(Event& event) {
  if (event.service == Service::sip) return check_sender(event);
  if (!event.session.empty()) check_session(event);
}

// What the event says of its address is not so.
void Contradictions::deny(Event& event, Forgery how, const IpAddress& sender, AddressProof proof, uint16_t port) {
  event.account = texts_.emplace_back(event.address.to_string());
  event.extension = {};
  event.kind = EventKind::forged;
  event.tainted = true;
  event.forgery = how;
  bool shown = proof > AddressProof::claimed;
  event.address = shown ? sender : IpAddress();
  event.port = shown ? port : uint16_t{0};
  event.proof = shown ? proof : AddressProof::claimed;
}

void Contradictions::check_session(Event& event) {
  auto near = [&](Time time) { return event.time - time <= window_ && time - event.time <= window_; };
  if (!is_log(event.witness)) {
    sightings_[next_sighting_] = {event.time, hash(seed_, event.session) | 1, event.address, event.port, event.proof};
    next_sighting_ = (next_sighting_ + 1) % sightings_.size();
    latest_sighting_ = event.time;
    return;
  }
  if (event.service != Service::pjsip || !near(latest_sighting_)) return;
  uint64_t session = hash(seed_, event.session) | 1;
  const Sighting* other = nullptr;
  for (const Sighting& seen : sightings_) {
    if (seen.session != session || !near(seen.time)) continue;
    if (seen.address == event.address) return;
    other = &seen;
  }
  if (other) deny(event, Forgery::contradicted, other->address, other->proof, other->port);
}

void Contradictions::check_sender(Event& event) {
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
    pushed_out_ = notices_[next_].time;
    Notice& notice = notices_[next_];
    notice.time = event.time;
    notice.address = event.address;
    notice.name = hashed;
    notice.port = event.port;
    notice.confirmed = false;
    notice.proof = event.proof;
    next_ = (next_ + 1) % notices_.size();
    latest_ = event.time;
    return;
  }
  // Where many fail at once the sender's own NOTICE may be forgotten: then nobody is named.
  bool agreed = false, doubtful = near(pushed_out_);
  const Notice* denied = nullptr;
  for (Notice& n : notices_) {
    if (!near(n.time)) continue;
    bool same_name = n.name != 0 && n.name == hashed, nameless = n.name == 0 || hashed == 0;
    if (!same_name && !(nameless && n.port == event.port)) continue;
    if (n.address == event.address) {
      n.confirmed = agreed = true;
    } else {
      if (n.confirmed) continue;
      doubtful |= denied && denied->address != n.address;
      if (!denied || n.proof > denied->proof) denied = &n;
    }
  }
  // The NOTICE counts as the sender's attempt.
  if (denied && !agreed) {
    deny(event, Forgery::redirected, denied->address, doubtful ? AddressProof::claimed : denied->proof, denied->port);
  }
}

}  // namespace denwaban::track
