// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a series of captured packets: each is its link type, the milliseconds that went by, its length
// and how much of it the capture cut, then its bytes. Where the first byte's top bit is set tunnels are
// opened. Small limits, so that evictions happen; a stream's pieces stand between its begin and its end, and
// the counters add up.
#include <cstddef>
#include <cstdint>
#include <map>

#include "base/check.h"
#include "parse/packet_decoder.h"

using namespace denwaban;
using namespace denwaban::parse;

namespace {

class Watcher final : public DatagramSink {
 public:
  void take(const Datagram& datagram) override {
    for (char byte : datagram.payload) sum_ += static_cast<unsigned char>(byte);
    if (datagram.form == Datagram::Form::packet) {
      ++packets;
      DENWABAN_CHECK(datagram.connection == 0 && datagram.transport == Transport::udp);
      return;
    }
    DENWABAN_CHECK(datagram.connection != 0 && datagram.transport == Transport::tcp);
    DENWABAN_CHECK(datagram.payload.empty() == (datagram.form != Datagram::Form::stream));
    bool& over = streams_.try_emplace(datagram.connection, false).first->second;
    bool fresh = streams_.size() > known_;
    known_ = streams_.size();
    DENWABAN_CHECK(!over);
    DENWABAN_CHECK(datagram.form != Datagram::Form::stream_begin || fresh);
    over = datagram.form == Datagram::Form::stream_end;
  }
  void check_ended() const {
    for (const auto& [number, over] : streams_) DENWABAN_CHECK(over);
  }
  uint64_t packets = 0;

 private:
  std::map<uint64_t, bool> streams_;
  size_t known_ = 0;
  uint64_t sum_ = 0;
};

DecoderLimits small_limits() {
  DecoderLimits limits;
  limits.fragmented_max = 4;
  limits.fragments_each_max = 6;
  limits.fragment_bytes_max = 4096;
  limits.connections_max = 2;
  limits.unproven_connections_max = 3;
  limits.window_max = 4096;
  limits.out_of_order_each_max = 600;
  limits.out_of_order_parts_max = 6;
  limits.out_of_order_bytes_max = 1000;
  return limits;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  PacketDecoder decoder(small_limits());
  if (size > 0 && data[0] & 0x80) decoder.open_tunnels({5060});
  Watcher watcher;
  Time now{};
  uint64_t count = 0;
  while (size >= 5) {
    CapturedPacket packet;
    packet.link = static_cast<LinkType>((data[0] & 0x7f) % 5);
    now += Milliseconds(data[1]) * data[1];
    size_t length = std::min<size_t>(size - 5, data[2] | data[3] << 8);
    size_t cut = std::min<size_t>(length, data[4]);
    packet.time = now;
    packet.bytes = {reinterpret_cast<const char*>(data) + 5, length - cut};
    packet.length_on_wire = static_cast<uint32_t>(length);
    decoder.decode(packet, watcher);
    ++count;
    data += 5 + length;
    size -= 5 + length;
  }
  decoder.finish(watcher);
  watcher.check_ended();
  uint64_t unopened = 0;
  for (uint64_t one : decoder.counters().unopened) unopened += one;
  DENWABAN_CHECK(unopened == decoder.counters()[PacketDrop::encapsulated]);
  DENWABAN_CHECK(decoder.counters().packets == count && decoder.counters().udp == watcher.packets);
  return 0;
}
