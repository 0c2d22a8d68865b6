// SPDX-License-Identifier: GPL-3.0-or-later
// Who logs in from where. Trust belongs to an account on a device at an address and port (architecture.md, idea 2): it is
// earned by logging in with a password and not after guessing; it is what keeps an office from losing its telephones.
// Pure; bounded; one owner, one thread.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "model/event.h"

namespace denwaban::track {

enum class TrustLevel : uint8_t {
  none,
  seen,    // logins that a forged address could have claimed (all of chan_sip): claims alone do not ban it
  proven,  // logins whose address is proven (PJSIP's nonce, a TCP connection)
};

struct TrustOptions {
  Seconds lifetime{30 * 86400};  // after the last login
  uint32_t addresses_max = 100'000;
};

class Trust {
 public:
  Trust(TrustOptions options, HashSeed seed);

  // Learns from auth_succeeded events; `guessed` says whether the address was guessing just before: then nothing is earned.
  void learn(const Event& event, bool guessed);

  TrustLevel of(const IpAddress& address, Time now) const;
  // How this account did from this address: `none` when it never logged in from there.
  TrustLevel of(const IpAddress& address, std::string_view account, Time now) const;
  // Registered `address . port` pairs, for the firewall's pass set.
  struct Device {
    IpAddress address;
    uint16_t port = 0;
    std::string account;
    TrustLevel level = TrustLevel::none;
    Time last{};
  };
  std::vector<Device> devices(Time now) const;
  bool changed_since(uint64_t version) const;
  uint64_t version() const;

  void save(ByteWriter& out) const;
  bool load(ByteReader& in);
};

}  // namespace denwaban::track
