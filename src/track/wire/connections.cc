// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/connections.h"

namespace denwaban::track::wire {
namespace {

// A record of TLS (RFC 8446, 5.1), as a connection begins with one; one that is met on its way, too, if at its front.
bool is_tls(std::string_view bytes) {
  return bytes.size() >= 3 && bytes[0] >= 0x14 && bytes[0] <= 0x17 && bytes[1] == 0x03 && bytes[2] >= 0 && bytes[2] <= 4;
}

std::string_view first_line(std::string_view bytes) {
  return bytes.substr(0, bytes.substr(0, 1'024).find('\n'));
}

}  // namespace

void Connections::take(const Datagram& datagram, std::vector<Event>& out) {
  uint64_t key = hash(common_.seed, datagram.connection);
  if (datagram.form == Datagram::Form::stream_end) {
    if (auto* known = connections_.find(key)) end(**known, datagram, out);
    connections_.erase(key);
    return;
  }
  Connection& connection = connection_of(datagram, key);
  switch (datagram.form) {
    case Datagram::Form::stream_begin:
      connection.proof = AddressProof::connected;
      return;
    case Datagram::Form::stream_gap:
      ++common_.counters.gaps;
      return lose(connection);
    case Datagram::Form::stream:
      return data(connection, datagram, out);
    default:
      return;
  }
}

Connections::Connection& Connections::connection_of(const Datagram& datagram, uint64_t key) {
  connections_.refresh(key, datagram.time);
  if (auto* known = connections_.find(key)) return **known;
  auto fresh = std::make_unique<Connection>();
  fresh->ends = {datagram.from, datagram.to, datagram.from_port, datagram.to_port};
  // By the ports first: the PBX calls others too, and is the client there.
  bool to_service = common_.is_service(datagram.to_port),
       from_service = common_.is_service(datagram.from_port);
  bool backwards =
      to_service == from_service ? common_.direction(fresh->ends) == Direction::outbound : from_service;
  if (backwards) fresh->ends = {datagram.to, datagram.from, datagram.to_port, datagram.from_port};
  return *connections_.add(key, datagram.time, std::move(fresh), [](auto&) {});
}

void Connections::choose(Connection& connection, const Datagram& datagram) {
  uint16_t port = connection.ends.server_port;
  std::string_view line = first_line(datagram.payload);
  if (is_tls(datagram.payload)) {
    ++common_.counters.encrypted;
    connection.session.emplace<Unreadable>();
  } else if (connection.proof == AddressProof::claimed && holds(common_.options.sip_ports, port) &&
             line.find("SIP/2.0") == std::string_view::npos) {
    return;  // met on its way: nobody knows yet what it is
  } else if (holds(common_.options.ami_ports, port)) {
    connection.session.emplace<AmiSession>();
  } else if (holds(common_.options.http_ports, port)) {
    connection.session.emplace<HttpSession>();
  } else if (holds(common_.options.sip_ports, port) || line.find("SIP/2.0") != std::string_view::npos) {
    connection.session.emplace<SipSession>();
  } else if (line.find(" HTTP/1.") != std::string_view::npos) {
    connection.session.emplace<HttpSession>();
  } else {
    connection.session.emplace<Unreadable>();
  }
}

void Connections::data(Connection& connection, const Datagram& datagram, std::vector<Event>& out) {
  if (std::holds_alternative<std::monostate>(connection.session)) choose(connection, datagram);
  bool from_client =
      datagram.from == connection.ends.client && datagram.from_port == connection.ends.client_port;
  if (auto* sip = std::get_if<SipSession>(&connection.session)) {
    sip_bytes(from_client ? sip->client : sip->server, connection, datagram, out);
  } else if (auto* socket = std::get_if<SocketSession>(&connection.session)) {
    socket_bytes(from_client ? socket->client : socket->server, datagram.payload, connection, datagram, out);
  } else if (auto* ami = std::get_if<AmiSession>(&connection.session)) {
    if (from_client) return ami_.from_client(*ami, datagram, connection.ends, connection.proof, out);
    ami_.from_server(*ami, datagram, connection.ends, connection.proof, out);
  } else if (std::holds_alternative<HttpSession>(connection.session)) {
    http_bytes(connection, from_client, datagram, out);
  }
}

void Connections::sip_bytes(parse::SipStream& stream, const Connection& connection, const Datagram& datagram,
                            std::vector<Event>& out) {
  bool connected = connection.proof >= AddressProof::connected;
  bool told = false;  // garbage is told of once a segment
  stream.feed(datagram.payload, [&](const parse::SipFrame& frame) {
    if (frame.kind == parse::SipFrame::Kind::message || frame.kind == parse::SipFrame::Kind::head_only)
      return sip_.take(datagram, frame.bytes, connected, out);
    bool ours = holds(common_.options.sip_ports, datagram.to_port);
    if (frame.kind != parse::SipFrame::Kind::garbage || told || !ours) return;
    told = true;
    sip_.garbage(datagram, connected, out);
  });
}

void Connections::socket_bytes(parse::WebSocketFrames& frames, std::string_view bytes,
                               const Connection& connection, const Datagram& datagram,
                               std::vector<Event>& out) {
  Datagram inside = datagram;
  inside.transport = Transport::ws;
  bool broken = false;
  frames.feed(bytes, [&](const parse::WebSocketFrame& frame) {
    broken = frame.kind == parse::WebSocketFrame::Kind::error;
    if (frame.kind == parse::WebSocketFrame::Kind::message)
      sip_.take(inside, frame.bytes, connection.proof >= AddressProof::connected, out);
  });
  if (broken) frames = parse::WebSocketFrames(parse::WebSocketFrames::Start::frames, kSocketLimits);
}

void Connections::http_bytes(Connection& connection, bool from_client, const Datagram& datagram,
                             std::vector<Event>& out) {
  auto& session = std::get<HttpSession>(connection.session);
  if (from_client) return http_.from_client(session, datagram);
  http_.from_server(session, datagram, connection.ends, connection.proof, out);
  if (!session.socket) return;
  std::string_view rest = session.server.rest();
  auto& socket = connection.session.emplace<SocketSession>();
  socket_bytes(socket.server, rest, connection, datagram, out);
}

void Connections::lose(Connection& connection) {
  if (auto* sip = std::get_if<SipSession>(&connection.session)) {
    sip->client.lose();
    sip->server.lose();
  } else if (auto* ami = std::get_if<AmiSession>(&connection.session)) {
    ami->client.lose();
    ami->server.lose();
  } else if (auto* http = std::get_if<HttpSession>(&connection.session)) {
    http->client.lose();
    http->server.lose();
    http->asked.clear();
  } else if (std::holds_alternative<SocketSession>(connection.session)) {
    connection.session.emplace<SocketSession>();  // the next segment may begin a frame
  }
}

void Connections::end(Connection& connection, const Datagram& datagram, std::vector<Event>& out) {
  if (auto* ami = std::get_if<AmiSession>(&connection.session))
    ami_.end(*ami, datagram, connection.ends, connection.proof, out);
  if (auto* http = std::get_if<HttpSession>(&connection.session))
    http_.end(*http, datagram, connection.ends, connection.proof, out);
}

}  // namespace denwaban::track::wire
