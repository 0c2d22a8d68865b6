// SPDX-License-Identifier: GPL-3.0-or-later
// Where accounts were heard from: the logins of a while, and where their telephones are registered. Bounded.
#pragma once

#include <deque>
#include <string>
#include <string_view>

#include "model/call_event.h"
#include "track/calls/call_table.h"

namespace denwaban::track {

struct Whereabouts {
  IpAddress address;
  uint16_t port = 0;
  AddressProof proof = AddressProof::claimed;
};

class Logins {
 public:
  explicit Logins(size_t most) : most_(most) {}

  struct Login {
    std::string account, session;
    Whereabouts where;
    Time time{};
  };
  // Takes logins at chan_pjsip, whose session is the Call-ID; leaves all else.
  void take(const Event& event);
  // The last one of that account since then; nullptr: none.
  const Login* last(std::string_view account, Time since) const;
  const Login* with_call_id(std::string_view account, std::string_view call_id) const;

 private:
  size_t most_;
  std::deque<Login> logins_;  // in the order in which they were told
};

class Devices {
 public:
  explicit Devices(size_t most) : most_(most) {}

  void take(const CallEvent& event);
  const Whereabouts* of(Service service, std::string_view account) const;

 private:
  static std::string key(Service service, std::string_view account);
  size_t most_;
  TextMap<Whereabouts> devices_;
};

}  // namespace denwaban::track
