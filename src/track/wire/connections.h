// SPDX-License-Identifier: GPL-3.0-or-later
// TCP connections: which protocol each speaks, by its port or by its first bytes, and what is kept of it. The
// one that was silent longest makes room.
#pragma once

#include <memory>
#include <variant>

#include "parse/sip_stream.h"
#include "parse/websocket_frames.h"
#include "track/wire/ami_tracker.h"
#include "track/wire/common.h"
#include "track/wire/http_tracker.h"
#include "track/wire/recent.h"
#include "track/wire/sip_tracker.h"

namespace denwaban::track::wire {

class Connections {
 public:
  Connections(Common& common, SipTracker& sip)
      : common_(common),
        sip_(sip),
        ami_(common),
        http_(common),
        connections_(common.options.connections_max) {}

  void take(const Datagram& datagram, std::vector<Event>& out);
  std::vector<AmiTry> take_tries() { return ami_.take_tries(); }
  size_t bytes() const { return connections_.bytes() + connections_.size() * sizeof(Connection); }

 private:
  static constexpr parse::SipStream::Limits kSipLimits{16'384, 8'192};
  static constexpr parse::WebSocketFrames::Limits kSocketLimits{16'384, 8'192};
  struct SipSession {
    parse::SipStream client{kSipLimits}, server{kSipLimits};
  };
  struct SocketSession {
    parse::WebSocketFrames client{parse::WebSocketFrames::Start::frames, kSocketLimits};
    parse::WebSocketFrames server{parse::WebSocketFrames::Start::frames, kSocketLimits};
  };
  struct Unreadable {};
  struct Connection {
    Ends ends;
    AddressProof proof = AddressProof::claimed;
    std::variant<std::monostate, Unreadable, SipSession, SocketSession, AmiSession, HttpSession> session;
  };

  Connection& connection_of(const Datagram& datagram, uint64_t key);
  void choose(Connection& connection, const Datagram& datagram);
  void data(Connection& connection, const Datagram& datagram, std::vector<Event>& out);
  void lose(Connection& connection);
  void end(Connection& connection, const Datagram& datagram, std::vector<Event>& out);
  void sip_bytes(parse::SipStream& stream, const Connection& connection, const Datagram& datagram,
                 std::vector<Event>& out);
  void socket_bytes(parse::WebSocketFrames& frames, std::string_view bytes, const Connection& connection,
                    const Datagram& datagram, std::vector<Event>& out);
  void http_bytes(Connection& connection, bool from_client, const Datagram& datagram,
                  std::vector<Event>& out);

  Common& common_;
  SipTracker& sip_;
  AmiTracker ami_;
  HttpTracker http_;
  Recent<std::unique_ptr<Connection>> connections_;
};

}  // namespace denwaban::track::wire
