// SPDX-License-Identifier: GPL-3.0-or-later
// TCP segments become streams: each direction's bytes in order, each once. What the receiver acknowledged and
// we never saw is a gap, and so is what would need more memory than there is. Nothing here trusts a single
// packet: a forged SYN or RST with wrong numbers ends no stream (RFC 5961), nor does a client's RST in the middle, and
// the handshake counts only when its third packet knows the number that the second one told.
#pragma once

#include "parse/packet/connections.h"
#include "parse/packet/ip.h"

namespace denwaban::parse {

class StreamTable {
 public:
  StreamTable(const DecoderLimits& limits, HashSeed seed, PacketCounters& counters)
      : limits_(limits), counters_(counters), table_(limits, seed) {}

  // `packet`: time, evidence and addresses of the segment.
  void add(const TcpSegment& segment, const Datagram& packet, DatagramSink& sink);
  void finish(DatagramSink& sink);

 private:
  struct Turn;  // one segment and the connection that it belongs to

  void expire(Turn& turn);
  Connection* open(Turn& turn, Connection::State state);
  void on_syn(Turn& turn);
  void on_syn_ack(Turn& turn);
  void on_reset(Turn& turn);
  bool prove(Turn& turn);
  void on_acknowledged(Turn& turn);
  void on_payload(Turn& turn);
  void on_fin(Turn& turn);

  void keep(Turn& turn, uint64_t begin, uint64_t end, std::string_view bytes);
  void skip_hole(Turn& turn, uint8_t side);
  void drain(Turn& turn, uint8_t side);
  void hand_out(Turn& turn, uint8_t side, std::string_view bytes, uint64_t end);
  void tell(Turn& turn, uint8_t side, Datagram::Form form, std::string_view bytes = {});
  void drop_waiting(Connection& connection);
  void end(Turn& turn, Connection& connection);

  const DecoderLimits& limits_;
  PacketCounters& counters_;
  ConnectionTable table_;
};

}  // namespace denwaban::parse
