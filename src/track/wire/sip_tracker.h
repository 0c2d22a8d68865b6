// SPDX-License-Identifier: GPL-3.0-or-later
// SIP: requests and answers matched by transaction (RFC 3261 section 17.2.3), whatever brought them.
#pragma once

#include <array>
#include <optional>

#include "parse/sip_message.h"
#include "track/wire/answers.h"
#include "track/wire/common.h"
#include "track/wire/nonces.h"
#include "track/wire/peers.h"
#include "track/wire/recent.h"
#include "track/wire/crash_patterns.h"
#include "track/wire/sip_outcome.h"
#include "track/wire/traffic_meter.h"

namespace denwaban::track::wire {

class SipTracker {
 public:
  explicit SipTracker(Common& common);

  // One message, or what should be one. `connected`: a handshake was seen, or the reporting stack had a
  // connection.
  void take(const Datagram& datagram, std::string_view bytes, bool connected, std::vector<Event>& out);
  // Bytes of a stream that are no message.
  void garbage(const Datagram& datagram, bool connected, std::vector<Event>& out);
  void settle(Time now, std::vector<Event>& out);
  size_t bytes() const;
  void save(ByteWriter& out) const;
  // False: damaged; what was read of it is in use, so the whole must be thrown away.
  bool load(ByteReader& in);

 private:
  struct Request {
    Event event;  // without text
    Ends ends;
    Names names;
    SipAsked asked;
    uint64_t content = 0;  // tells a retransmission from another request under the same name
    bool settled = false;
    bool truncated = false;  // by the capture: nobody can tell its answer
    bool interrupted =
        false;  // from before a restart: its answer may have passed unseen, so silence means nothing
  };
  // A refused INVITE that waits for its ACK.
  struct Refusal {
    Event event;
    Ends ends;
    Names names;
  };
  struct Mark {
    IpAddress address;
    uint16_t port = 0;
    Service service = Service::unknown;
  };

  void meet_peer(const Datagram& datagram, std::vector<Event>& out);
  void take_request(const Datagram& datagram, bool connected, std::vector<Event>& out);
  void take_response(const Datagram& datagram, std::vector<Event>& out);
  void take_ack(const Datagram& datagram, std::vector<Event>& out);
  void junk(const Datagram& datagram, std::string_view bytes, bool connected, std::vector<Event>& out);
  Request request_of(const Datagram& datagram, bool connected);
  Forgery forgery_of(const Datagram& datagram) const;
  void meter(const Datagram& datagram);
  void tell_crash(const Request& request, const CrashPattern& pattern, std::vector<Event>& out);
  void read_credentials(const Datagram& datagram, Request& request);
  Names names_of(const Request& request) const;
  void answered(Request& request, const Datagram& datagram, std::vector<Event>& out);
  void note_challenges(const Datagram& datagram);
  void refuse(Request& request, const Datagram& datagram, EventKind kind, std::vector<Event>& out);
  void ignored(Request& request, std::vector<Event>& out);
  void tell(const Request& request, EventKind kind, std::vector<Event>& out);
  uint64_t transaction_key(const IpAddress& server, uint16_t port) const;
  uint64_t context() const;
  uint64_t content(const Datagram& datagram) const;
  uint64_t tag_key(std::string_view tag) const;
  Request* find(uint64_t key);
  Service service_at(const IpAddress& address, uint16_t port) const;
  void learn_service(const Datagram& datagram);

  static void save(const Request& request, ByteWriter& out);
  static std::optional<Request> load_request(ByteReader& in);

  Common& common_;
  Nonces nonces_;
  Recent<Request> claimed_, proven_;
  Recent<Refusal> refusals_;
  Peers peers_;
  std::array<Mark, 32> marks_{};
  size_t next_mark_ = 0;
  Answers answers_;
  TrafficMeter meter_;
  std::string_view bytes_;  // of the message
  parse::SipMessage message_;
};

}  // namespace denwaban::track::wire
