// SPDX-License-Identifier: GPL-3.0-or-later
// Where each challenge went. Challenges that nobody answered yet and those that came back are kept apart, so
// that a spray of forged sources, each of which is challenged, does not push out the nonces of telephones.
#pragma once

#include <string_view>

#include "track/wire/common.h"
#include "track/wire/recent.h"

namespace denwaban::track::wire {

enum class Standing : uint8_t {
  unknown,   // never seen: junk, or from before the capture
  returned,  // sent to this address and port, or to several ports of this address
  moved,     // sent to this address, another port
  foreign,   // sent to somebody else
};

class Nonces {
 public:
  explicit Nonces(Common& common)
      : common_(common),
        sent_(common.options.nonces_max),
        returned_(common.options.nonces_max),
        contexts_(common.options.nonces_max) {}

  // `context`: the request that was challenged (method, Call-ID, From).
  void sent(std::string_view nonce, const IpAddress& to, uint16_t port, uint64_t context, Time now);
  Standing came(std::string_view nonce, const IpAddress& from, uint16_t port, Time now);
  // Whether this nonce was sent about such a request.
  bool fits(std::string_view nonce, uint64_t context);
  void expire(Time now);
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);
  size_t bytes() const { return sent_.bytes() + returned_.bytes() + contexts_.bytes(); }

 private:
  struct Destination {
    IpAddress address;
    uint16_t port = 0;    // 0: several
    bool shared = false;  // it was sent to others too
  };
  struct Nothing {};

  Common& common_;
  Recent<Destination> sent_, returned_;
  Recent<Nothing> contexts_;
};

}  // namespace denwaban::track::wire
