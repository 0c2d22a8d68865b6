// SPDX-License-Identifier: GPL-3.0-or-later
// When each server last answered anybody. Silence says something of who asked only if the server talked to
// others meanwhile: of a server that is down, or whose answers the capture does not show, it says nothing.
//
// A capture of `dst port 5060` alone shows the answers to clients who ask from port 5060 and to nobody else.
// So the silence towards a client at a port of his own counts only where an answer to another such port was
// seen.
#pragma once

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/ip.h"
#include "base/time.h"
#include "track/wire/common.h"

namespace denwaban::track::wire {

class Answers {
 public:
  // `own_port`: it went to a port that is no well-known one.
  void note(const IpAddress& server, uint16_t port, bool own_port, Time now) {
    Last* last = std::find_if(last_.begin(), last_.end(),
                              [&](const Last& l) { return l.port == port && l.server == server; });
    if (last == last_.end())
      last = std::min_element(last_.begin(), last_.end(),
                              [](const Last& a, const Last& b) { return a.time < b.time; });
    bool known = last->server == server && last->port == port;
    *last = {server, port, own_port || (known && last->own_port), known ? std::max(now, last->time) : now};
  }
  // Whether the server port answered anybody since, and this client's answer would have been seen.
  bool any_since(const Ends& ends, Time then) const {
    auto is_same = [&](const Last& l) {
      return l.port == ends.server_port && l.server == ends.server && l.time >= then;
    };
    return std::any_of(last_.begin(), last_.end(), is_same) && are_shown(ends);
  }
  // The same of any port of the server, at any time.
  bool any(const Ends& ends) const {
    auto is_same = [&](const Last& l) { return l.port != 0 && l.server == ends.server; };
    return std::any_of(last_.begin(), last_.end(), is_same) && are_shown(ends);
  }

  void save(ByteWriter& out) const {
    for (const Last& l : last_) {
      out.put(l.server);
      out.put(l.port);
      out.put(l.own_port);
      out.put(l.time);
    }
  }
  void load(ByteReader& in) {
    for (Last& l : last_) {
      l.server = in.get_address();
      l.port = in.get<uint16_t>();
      l.own_port = in.get<uint8_t>() != 0;
      l.time = in.get_time();
    }
  }

 private:
  // Whether the capture holds what the server sends to a client like this one.
  bool are_shown(const Ends& ends) const {
    auto to_any_port = [&](const Last& l) { return l.own_port && l.server == ends.server; };
    return ends.client_port == ends.server_port || std::any_of(last_.begin(), last_.end(), to_any_port);
  }

  struct Last {
    IpAddress server;
    uint16_t port = 0;      // 0: free
    bool own_port = false;  // once at least to a client at a port of his own
    Time time{};
  };
  std::array<Last, 16> last_{};
};

}  // namespace denwaban::track::wire
