// SPDX-License-Identifier: GPL-3.0-or-later
// Asterisk's HTTP server: ARI, the manager over HTTP, WebSocket, and what scanners look for there. Asterisk
// logs none of it but the manager's logins, which are events of the manager here too.
#pragma once

#include <deque>
#include <string>

#include "parse/wire/http_stream.h"
#include "track/wire/common.h"

namespace denwaban::track::wire {

struct HttpSession {
  struct Asked {
    std::string account;
    Time time{};
    EvidenceRef evidence;
    bool credentials = false;
    bool manager_login = false;
    bool ari = false;
    bool sip_socket = false;  // a WebSocket for SIP
    std::string order;        // what is asked of the manager interface, behind a login
    bool scanner = false;
    uint8_t tool = 0;
  };
  static constexpr size_t kAskedMax = 32;
  parse::HttpStream client, server;
  std::deque<Asked> asked;  // not answered yet
  bool socket = false;      // became a WebSocket for SIP
  std::string manager;      // who logged in to the manager interface, on this connection
};

class HttpTracker {
 public:
  explicit HttpTracker(Common& common) : common_(common) {}

  void from_client(HttpSession& session, const Datagram& datagram);
  // Afterwards session.socket may be set: then server.rest() belongs to the WebSocket.
  void from_server(HttpSession& session, const Datagram& datagram, const Ends& ends, AddressProof proof,
                   std::vector<Event>& out);
  void end(HttpSession& session, const Datagram& datagram, const Ends& ends, AddressProof proof,
           std::vector<Event>& out);

 private:
  void answered(HttpSession& session, const parse::HttpMessage& message, const Datagram& datagram,
                const Ends& ends, AddressProof proof, std::vector<Event>& out);

  Common& common_;
};

}  // namespace denwaban::track::wire
