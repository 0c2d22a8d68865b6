// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/nonces.h"

namespace denwaban::track::wire {
namespace {
constexpr auto kGone = [](auto&) {};
constexpr uint16_t kAnyPort = 0;
}  // namespace

void Nonces::sent(std::string_view nonce, const IpAddress& to, uint16_t port, uint64_t context, Time now) {
  if (nonce.empty()) return;
  uint64_t key = hash(common_.seed, nonce);
  Destination* back = returned_.find(key);
  Destination* known = back ? back : sent_.find(key);
  if (!known) {
    sent_.add(key, now, {to, port, false}, kGone);
  } else if (known->address != to) {
    // chan_sip challenges a whole Call-ID with one nonce: a forger who starts it in the name of a victim and
    // goes on with it from home learns what was sent to the victim. So it proves nothing any more. What has
    // come back before that did come from there.
    if (!back) known->shared = true;
  } else if (known->port != port) {
    known->port = kAnyPort;  // chan_pjsip makes one a second for an address
  }
  uint64_t both = mix(key, context);
  if (!contexts_.find(both)) contexts_.add(both, now, {}, kGone);
}

Standing Nonces::came(std::string_view nonce, const IpAddress& from, uint16_t port, Time now) {
  if (nonce.empty()) return Standing::unknown;
  uint64_t key = hash(common_.seed, nonce);
  Destination* known = returned_.find(key);
  bool fresh = known == nullptr;
  if (fresh) known = sent_.find(key);
  if (!known || known->shared) return Standing::unknown;
  if (known->address != from) return Standing::foreign;
  if (known->port != port && known->port != kAnyPort) return Standing::moved;
  if (fresh) {
    returned_.add(key, now, *known, kGone);
    sent_.erase(key);
  }
  return Standing::returned;
}

bool Nonces::fits(std::string_view nonce, uint64_t context) {
  return contexts_.find(mix(hash(common_.seed, nonce), context)) != nullptr;
}

void Nonces::expire(Time now) {
  Time until = now - common_.options.nonce_life;
  sent_.expire(until, kGone);
  returned_.expire(until, kGone);
  contexts_.expire(until, kGone);
}

}  // namespace denwaban::track::wire
