// SPDX-License-Identifier: GPL-3.0-or-later
// When each server last answered anybody. Silence says something of who asked only if the server talked to
// others meanwhile: of a server that is down, or whose answers the capture does not show, it says nothing.
#pragma once

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/ip.h"
#include "base/time.h"

namespace denwaban::track::wire {

class Answers {
 public:
  void note(const IpAddress& server, uint16_t port, Time now) {
    Last* last = std::find_if(last_.begin(), last_.end(),
                              [&](const Last& l) { return l.port == port && l.server == server; });
    if (last == last_.end())
      last = std::min_element(last_.begin(), last_.end(),
                              [](const Last& a, const Last& b) { return a.time < b.time; });
    *last = {server, port, std::max(now, last->server == server ? last->time : now)};
  }
  bool any_since(const IpAddress& server, uint16_t port, Time then) const {
    return std::any_of(last_.begin(), last_.end(),
                       [&](const Last& l) { return l.port == port && l.server == server && l.time >= then; });
  }
  bool any(const IpAddress& server) const {
    return std::any_of(last_.begin(), last_.end(),
                       [&](const Last& l) { return l.port != 0 && l.server == server; });
  }

  void save(ByteWriter& out) const {
    for (const Last& l : last_) {
      out.put(l.server);
      out.put(l.port);
      out.put(l.time);
    }
  }
  void load(ByteReader& in) {
    for (Last& l : last_) {
      l.server = in.get_address();
      l.port = in.get<uint16_t>();
      l.time = in.get_time();
    }
  }

 private:
  struct Last {
    IpAddress server;
    uint16_t port = 0;  // 0: free
    Time time{};
  };
  std::array<Last, 16> last_{};
};

}  // namespace denwaban::track::wire
