// SPDX-License-Identifier: GPL-3.0-or-later
// A made-up wire for tests: what one end says to the other, and what a WireTracker makes of it.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "model/traffic.h"
#include "track/wire_tracker.h"

namespace denwaban::track {

struct End {
  IpAddress address;
  uint16_t port = 5060;
};

inline End end_at(std::string_view address, uint16_t port) { return {*IpAddress::parse(address), port}; }

// Events of a test keep their own text.
struct Told {
  EventKind kind;
  std::string account, extension, session;
  Event event;
};

class Wire {
 public:
  explicit Wire(WireOptions options = with_pbx()) : tracker(std::move(options), HashSeed{}) {}
  static WireOptions with_pbx() {
    WireOptions options;
    options.local = {IpPrefix::host(*IpAddress::parse("10.0.0.1"))};
    return options;
  }

  void say(End from, End to, std::string_view text, Datagram::Form form = Datagram::Form::packet,
           uint64_t connection = 0) {
    Datagram d;
    d.time = now;
    d.from = from.address;
    d.to = to.address;
    d.from_port = from.port;
    d.to_port = to.port;
    d.form = form;
    d.transport = connection == 0 ? Transport::udp : Transport::tcp;
    d.connection = connection;
    d.payload = text;
    d.evidence = {++packets * 100, 1, 10};
    hear(d);
  }
  void hear(const Datagram& d) {
    std::vector<Event> events;
    tracker.take(d, events);
    keep(events);
  }
  void wait(Milliseconds time) {
    now += time;
    std::vector<Event> events;
    tracker.flush(now, events);
    keep(events);
  }
  std::vector<EventKind> kinds() const {
    std::vector<EventKind> kinds;
    for (const Told& t : told) kinds.push_back(t.kind);
    return kinds;
  }

  WireTracker tracker;
  Time now = from_epoch_ms(1'800'000'000'000);
  std::deque<Told> told;
  std::vector<Traffic> traffic;
  std::vector<std::string> peers;  // whom the PBX met
  uint64_t packets = 0;

 private:
  void keep(const std::vector<Event>& events) {
    for (const Event& e : events)
      if (e.kind == EventKind::traffic)
        traffic.push_back(*Traffic::from_bytes(e.session));
      else if (e.kind == EventKind::peer_answered)
        peers.push_back(e.address.to_string());
      else
        told.push_back({e.kind, std::string(e.account), std::string(e.extension), std::string(e.session), e});
  }
};

struct Sip {
  std::string method = "REGISTER", user = "100", to_user, uri, call_id = "call-1@phone", branch = "z9hG4bK1",
              from_tag = "tagtagtag", to_tag, credentials, via, agent = "Phone 1.0";
  unsigned cseq = 1;

  std::string headers(std::string_view to_tag_now) const {
    std::string to = to_user.empty() ? user : to_user;
    return "Via: " + (via.empty() ? "SIP/2.0/UDP 192.0.2.9:5060;branch=" + branch + ";rport" : via) +
           "\r\nFrom: <sip:" + user + "@10.0.0.1>;tag=" + from_tag + "\r\nTo: <sip:" + to + "@10.0.0.1>" +
           (to_tag_now.empty() ? "" : ";tag=" + std::string(to_tag_now)) + "\r\nCall-ID: " + call_id +
           "\r\nCSeq: " + std::to_string(cseq) + " " + (method == "ACK" ? "ACK" : method) + "\r\n";
  }
  std::string request() const {
    return method + " " + (uri.empty() ? "sip:10.0.0.1" : uri) + " SIP/2.0\r\n" + headers(to_tag) +
           "Max-Forwards: 70\r\nContact: <sip:" + user + "@192.0.2.9:5060>\r\nUser-Agent: " + agent + "\r\n" + credentials +
           "Content-Length: 0\r\n\r\n";
  }
  std::string answer(std::string_view status, std::string_view tag = "as12345678",
                     std::string_view more = "") const {
    return "SIP/2.0 " + std::string(status) + "\r\n" + headers(tag) + std::string(more) +
           "Server: Asterisk PBX\r\nContent-Length: 0\r\n\r\n";
  }
  Sip with_nonce(std::string_view nonce, std::string_view name = "100") const {
    Sip next = *this;
    ++next.cseq;
    next.branch += "a";
    next.credentials = "Authorization: Digest username=\"" + std::string(name) +
                       "\",realm=\"asterisk\",nonce=\"" + std::string(nonce) +
                       "\",uri=\"sip:10.0.0.1\",response=\"0123456789abcdef0123456789abcdef\"\r\n";
    return next;
  }
};

inline Sip sip_call(std::string call_id, std::string branch) {
  Sip sip;
  sip.call_id = std::move(call_id);
  sip.branch = std::move(branch);
  return sip;
}

inline std::string challenge(std::string_view nonce, bool stale = false) {
  return "WWW-Authenticate: Digest algorithm=MD5, realm=\"asterisk\", nonce=\"" + std::string(nonce) + "\"" +
         (stale ? ", stale=true" : "") + "\r\n";
}

}  // namespace denwaban::track
