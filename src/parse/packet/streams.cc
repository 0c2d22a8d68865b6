// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet/streams.h"

#include <algorithm>

namespace denwaban::parse {
namespace {

using State = Connection::State;
constexpr uint8_t kOutsideMax = 8;  // segments in a row far from where we are: it is we who are wrong

}  // namespace

struct StreamTable::Turn {
  const TcpSegment& segment;
  const Datagram& packet;
  DatagramSink& sink;
  Connection* connection = nullptr;
  uint8_t from = 0;  // which end sent the segment
  StreamSide& sender() { return connection->sides[from]; }
  StreamSide& receiver() { return connection->sides[!from]; }
};

void StreamTable::add(const TcpSegment& segment, const Datagram& packet, DatagramSink& sink) {
  Turn turn{segment, packet, sink};
  expire(turn);
  turn.connection = table_.find({packet.from, packet.from_port}, {packet.to, packet.to_port}, turn.from);
  bool syn = segment.has(TcpSegment::kSyn);
  if (!turn.connection) {
    if (segment.has(TcpSegment::kRst) || (syn && segment.has(TcpSegment::kAck))) return;
    if (syn) return on_syn(turn);
    if (segment.length == 0) return;  // nothing to read, nothing to remember
    open(turn, State::picked_up);
    turn.sender().start(segment.sequence);
  }
  table_.touch(*turn.connection, packet.time);
  if (segment.has(TcpSegment::kRst)) return on_reset(turn);
  if (syn) return segment.has(TcpSegment::kAck) ? on_syn_ack(turn) : on_syn(turn);
  if (turn.connection->state == State::over) {
    if (segment.length > 0) counters_.count(PacketDrop::stream_repeated);
    return;
  }
  if (turn.connection->state == State::syn_ack && turn.from == turn.connection->client && !prove(turn)) {
    counters_.count(PacketDrop::stream_outside);
    return;
  }
  if (segment.has(TcpSegment::kAck)) on_acknowledged(turn);
  if (segment.length > 0) on_payload(turn);
  if (segment.has(TcpSegment::kFin)) on_fin(turn);
  for (const StreamSide& side : turn.connection->sides)
    if (!side.end || side.next < *side.end) return;
  end(turn, *turn.connection);
}

void StreamTable::expire(Turn& turn) {
  for (bool proven : {false, true})
    while (Connection* silent = table_.silent_too_long(proven, turn.packet.time)) {
      end(turn, *silent);
      table_.erase(*silent);
    }
}

Connection* StreamTable::open(Turn& turn, State state) {
  while (Connection* old = table_.to_evict(false)) {
    if (old->state != State::over) counters_.count(PacketDrop::stream_evicted);
    end(turn, *old);
    table_.erase(*old);
  }
  const Datagram& packet = turn.packet;
  turn.connection = &table_.make({packet.from, packet.from_port}, {packet.to, packet.to_port}, turn.from);
  turn.connection->state = state;
  turn.connection->client = turn.from;
  turn.connection->last = packet.time;
  return turn.connection;
}

void StreamTable::on_syn(Turn& turn) {
  Connection* connection = turn.connection;
  uint32_t first = turn.segment.sequence + 1;
  if (connection && (connection->state == State::established || connection->state == State::picked_up)) {
    // A new connection between the same ends, or a forgery: the answer will tell.
    connection->new_syn = first;
    connection->new_client = turn.from;
    return;
  }
  if (connection && connection->state != State::over && connection->client == turn.from &&
      static_cast<uint32_t>(turn.sender().begin) == first)
    return;  // sent again
  if (connection) {
    end(turn, *connection);
    table_.erase(*connection);
  }
  open(turn, State::syn);
  turn.sender().start(first);
  turn.sender().begin = turn.sender().next;
}

void StreamTable::on_syn_ack(Turn& turn) {
  Connection* connection = turn.connection;
  uint32_t acknowledged = turn.segment.acknowledged;
  bool opening = connection->state == State::syn || connection->state == State::syn_ack;
  if (opening && connection->client != turn.from &&
      acknowledged == static_cast<uint32_t>(turn.receiver().begin)) {
    if (turn.sender().next > turn.sender().begin) return;  // it has spoken since
    connection->state = State::syn_ack;
    turn.sender().start(turn.segment.sequence + 1);
    turn.sender().begin = turn.sender().next;
    return;
  }
  if (connection->new_syn && connection->new_client != turn.from && acknowledged == *connection->new_syn) {
    end(turn, *connection);
    table_.erase(*connection);
    open(turn, State::syn_ack);
    turn.connection->client = !turn.from;
    turn.receiver().start(acknowledged);
    turn.receiver().begin = turn.receiver().next;
    turn.sender().start(turn.segment.sequence + 1);
    turn.sender().begin = turn.sender().next;
    return;
  }
  bool repeated = turn.sender().begin != StreamSide::kUnknown &&
                  static_cast<uint32_t>(turn.sender().begin) == turn.segment.sequence + 1;
  counters_.count(repeated ? PacketDrop::stream_repeated : PacketDrop::stream_outside);
}

// Whoever acknowledges the answer to his SYN has received it.
bool StreamTable::prove(Turn& turn) {
  Connection& connection = *turn.connection;
  if (!turn.segment.has(TcpSegment::kAck)) return false;
  uint64_t acknowledged = turn.receiver().place(turn.segment.acknowledged);
  if (acknowledged < turn.receiver().begin || acknowledged > turn.receiver().next) return false;
  if (turn.sender().place(turn.segment.sequence) - turn.sender().next > limits_.window_max) return false;
  if (Connection* old = table_.to_evict(true)) {
    counters_.count(PacketDrop::stream_evicted);
    end(turn, *old);
    table_.erase(*old);
  }
  connection.state = State::established;
  table_.set_proven(connection, true);
  ++counters_.connections;
  if (!connection.spoke) tell(turn, turn.from, Datagram::Form::stream_begin);
  return true;
}

void StreamTable::on_reset(Turn& turn) {
  Connection& connection = *turn.connection;
  if (connection.state == State::over) return;
  const StreamSide& sender = turn.sender();
  auto is = [&](uint64_t place) {
    return place != StreamSide::kUnknown && turn.segment.sequence == static_cast<uint32_t>(place);
  };
  bool right = is(sender.next) || is(sender.acknowledged) || (sender.end && is(*sender.end + 1));
  bool refused = connection.state == State::syn && turn.from != connection.client &&
                 turn.segment.has(TcpSegment::kAck) &&
                 turn.segment.acknowledged == static_cast<uint32_t>(turn.receiver().begin);
  // A client may send a reset that the server's kernel throws away (a wrong checksum, a short way to live) and
  // talk on: it ends only what it has closed, or what stays silent.
  if (right && turn.from == connection.client && connection.state == State::established && !sender.end) return;
  if (right || refused) return end(turn, connection);
  counters_.count(PacketDrop::stream_outside);
}

void StreamTable::on_acknowledged(Turn& turn) {
  StreamSide& side = turn.receiver();  // whose bytes are acknowledged
  if (side.next == StreamSide::kUnknown) return;
  uint64_t place = side.place(turn.segment.acknowledged);
  if (place > side.next + limits_.window_max || place <= side.acknowledged) return;
  side.acknowledged = place;
  while (!side.waiting.empty() && place >= side.waiting.front().begin) skip_hole(turn, !turn.from);
}

void StreamTable::on_payload(Turn& turn) {
  StreamSide& side = turn.sender();
  if (side.next == StreamSide::kUnknown) side.start(turn.segment.sequence);
  uint64_t begin = side.place(turn.segment.sequence), end = begin + turn.segment.length;
  std::string_view bytes = turn.segment.payload;
  bool far = begin > side.next + limits_.window_max || begin + limits_.window_max < side.next;
  if (far && ++side.outside_in_a_row < kOutsideMax) {
    counters_.count(PacketDrop::stream_outside);
    return;
  }
  side.outside_in_a_row = 0;
  if (far) {
    drop_waiting(*turn.connection);
    side.start(turn.segment.sequence);
    side.acknowledged = StreamSide::kUnknown;
    side.end.reset();
    begin = side.next;
    end = begin + turn.segment.length;
    counters_.count(PacketDrop::stream_gap);
    tell(turn, turn.from, Datagram::Form::stream_gap);
  }
  if (begin < side.next) {
    counters_.count(PacketDrop::stream_repeated);
    if (end <= side.next) return;
    bytes.remove_prefix(std::min<uint64_t>(side.next - begin, bytes.size()));
    begin = side.next;
  }
  if (begin > side.next) return keep(turn, begin, end, bytes);
  hand_out(turn, turn.from, bytes, end);
  drain(turn, turn.from);
}

// Out of order: kept until what belongs in front comes, or until that is known to be lost.
void StreamTable::keep(Turn& turn, uint64_t begin, uint64_t end, std::string_view bytes) {
  StreamSide& side = turn.sender();
  uint64_t& cost = table_.waiting_cost[turn.connection->proven];
  uint64_t before = side.waiting.cost();
  if (side.waiting.add(begin, end, bytes)) counters_.count(PacketDrop::stream_repeated);
  cost += side.waiting.cost() - before;
  auto lost = [&] {
    return side.acknowledged >= side.waiting.front().begin ||
           side.waiting.size() > limits_.out_of_order_parts_max ||
           side.waiting.cost() > limits_.out_of_order_each_max || cost > limits_.out_of_order_bytes_max;
  };
  while (!side.waiting.empty() && lost()) skip_hole(turn, turn.from);
}

void StreamTable::skip_hole(Turn& turn, uint8_t from) {
  StreamSide& side = turn.connection->sides[from];
  if (side.waiting.front().begin > side.next) {
    counters_.count(PacketDrop::stream_gap);
    side.next = side.waiting.front().begin;
    tell(turn, from, Datagram::Form::stream_gap);
  }
  drain(turn, from);
}

// Hands out what waited and has its turn now.
void StreamTable::drain(Turn& turn, uint8_t from) {
  StreamSide& side = turn.connection->sides[from];
  while (!side.waiting.empty() && side.waiting.front().begin <= side.next) {
    uint64_t before = side.waiting.cost();
    Parts::Part part = side.waiting.take_front();
    table_.waiting_cost[turn.connection->proven] -= before - side.waiting.cost();
    if (part.end <= side.next) {
      counters_.count(PacketDrop::stream_repeated);
      continue;
    }
    std::string_view bytes = part.bytes;
    bytes.remove_prefix(std::min<uint64_t>(side.next - part.begin, bytes.size()));
    hand_out(turn, from, bytes, part.end);
  }
}

void StreamTable::hand_out(Turn& turn, uint8_t from, std::string_view bytes, uint64_t end) {
  StreamSide& side = turn.connection->sides[from];
  bool cut = bytes.size() < end - side.next;
  side.next = end;
  if (!bytes.empty()) tell(turn, from, Datagram::Form::stream, bytes);
  if (!cut) return;
  counters_.count(PacketDrop::stream_gap);
  tell(turn, from, Datagram::Form::stream_gap);
}

void StreamTable::on_fin(Turn& turn) {
  StreamSide& side = turn.sender();
  if (side.next == StreamSide::kUnknown) return;
  uint64_t last = side.place(turn.segment.sequence + turn.segment.length);
  if (last > side.next + limits_.window_max || last < side.next) return;
  side.end = last;
}

void StreamTable::tell(Turn& turn, uint8_t from, Datagram::Form form, std::string_view bytes) {
  Connection& connection = *turn.connection;
  Datagram datagram;
  datagram.time = turn.packet.time;
  datagram.evidence = turn.packet.evidence;
  datagram.from = connection.ends[from].address;
  datagram.from_port = connection.ends[from].port;
  datagram.to = connection.ends[!from].address;
  datagram.to_port = connection.ends[!from].port;
  datagram.form = form;
  datagram.transport = Transport::tcp;
  datagram.connection = connection.id;
  datagram.payload = bytes;
  connection.spoke = true;
  turn.sink.take(datagram);
}

void StreamTable::drop_waiting(Connection& connection) {
  for (StreamSide& side : connection.sides) {
    table_.waiting_cost[connection.proven] -= side.waiting.cost();
    side.waiting.clear();
  }
}

// Tells that it is over, and remembers it for its late packets only.
void StreamTable::end(Turn& turn, Connection& connection) {
  if (connection.state == State::over) return;
  Turn last{turn.segment, turn.packet, turn.sink, &connection, turn.from};
  for (uint8_t side : {uint8_t{0}, uint8_t{1}})
    while (!connection.sides[side].waiting.empty()) skip_hole(last, side);
  if (connection.spoke) tell(last, connection.client, Datagram::Form::stream_end);
  drop_waiting(connection);
  connection.state = State::over;
  if (connection.proven) table_.set_proven(connection, false);
}

void StreamTable::finish(DatagramSink& sink) {
  TcpSegment none;
  Datagram packet;
  Turn turn{none, packet, sink};
  for (bool proven : {false, true})
    while (Connection* oldest = table_.oldest(proven)) {
      packet.time = oldest->last;
      end(turn, *oldest);
      table_.erase(*oldest);
    }
}

}  // namespace denwaban::parse
