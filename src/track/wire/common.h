// SPDX-License-Identifier: GPL-3.0-or-later
// What the trackers of the protocols share: the options, the counters, who the PBX is, and the text of
// events.
#pragma once

#include <algorithm>
#include <deque>
#include <string>
#include <string_view>

#include "track/wire/locals.h"
#include "track/wire_tracker.h"

namespace denwaban::track::wire {

constexpr size_t kTextMax = Event::kAccountLengthMax;
constexpr size_t kSessionMax = 256;

inline bool holds(const std::vector<uint16_t>& ports, uint16_t port) {
  return std::find(ports.begin(), ports.end(), port) != ports.end();
}

// Account, extension and session of something that waits for its answer: one allocation, bounded.
class Names {
 public:
  Names() = default;
  Names(std::string_view account, std::string_view extension, std::string_view session) {
    account = account.substr(0, kTextMax);
    extension = extension.substr(0, kTextMax);
    session = session.substr(0, kSessionMax);
    account_ = static_cast<uint16_t>(account.size());
    extension_ = static_cast<uint16_t>(extension.size());
    text_.reserve(account.size() + extension.size() + session.size());
    text_.append(account).append(extension).append(session);
  }
  std::string_view account() const { return std::string_view(text_).substr(0, account_); }
  std::string_view extension() const { return std::string_view(text_).substr(account_, extension_); }
  std::string_view session() const { return std::string_view(text_).substr(account_ + extension_); }

 private:
  std::string text_;
  uint16_t account_ = 0, extension_ = 0;
};

// Who asks whom.
struct Ends {
  IpAddress client, server;
  uint16_t client_port = 0, server_port = 0;
};

struct Common {
  Common(WireOptions o, HashSeed s) : options(std::move(o)), seed(s), locals(options.local) {}

  bool is_service(uint16_t port) const {
    return holds(options.sip_ports, port) || holds(options.iax_ports, port) ||
           holds(options.ami_ports, port) || holds(options.http_ports, port);
  }
  Direction direction(const Ends& ends) const {
    return locals.direction(ends.client, is_service(ends.client_port), ends.server,
                            is_service(ends.server_port));
  }
  // Appends the event if it is about somebody who asked the PBX. Copies the text.
  void tell(Event event, const Ends& ends, std::vector<Event>& out) {
    Direction towards = direction(ends);
    if (towards == Direction::outbound) return;
    // Nothing tells the sides apart yet: who answers is the PBX. But of a mere probe, which a PBX sends to
    // its trunks as well, nobody is accused.
    if (towards == Direction::unknown && event.kind == EventKind::probed) {
      ++counters.undirected;
      return;
    }
    event.address = ends.client;
    event.port = ends.client_port;
    event.to_port = ends.server_port;
    event.account = keep(event.account);
    event.extension = keep(event.extension);
    event.session = keep(event.session);
    out.push_back(event);
    ++counters.events;
  }
  void tell_traffic(Event event, std::string_view bytes, std::vector<Event>& out) {
    event.session = keep(bytes);
    out.push_back(event);
    ++counters.events;
  }
  void forget_text() {
    if (!texts_.empty()) texts_.clear();
  }

  WireOptions options;
  HashSeed seed;
  Locals locals;
  WireCounters counters;

 private:
  std::string_view keep(std::string_view text) {
    if (text.empty()) return {};
    return texts_.emplace_back(text);
  }
  std::deque<std::string> texts_;
};

}  // namespace denwaban::track::wire
