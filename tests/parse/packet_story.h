// SPDX-License-Identifier: GPL-3.0-or-later
// Packets go in, what they tell comes out as text.
#pragma once

#include <string>
#include <vector>

#include "packet_builder.h"
#include "parse/packet_decoder.h"

namespace denwaban::parse {

class PacketStory : public DatagramSink {
 public:
  explicit PacketStory(const DecoderLimits& limits = {}, const std::vector<uint16_t>& ports = {})
      : decoder(limits, ports) {}

  // `bytes`: of a frame; `cut`: as many of its last bytes were not captured.
  void packet(std::string_view bytes, LinkType link = LinkType::ethernet, size_t cut = 0) {
    CapturedPacket captured;
    captured.time = now;
    captured.bytes = bytes.substr(0, bytes.size() - cut);
    captured.length_on_wire = static_cast<uint32_t>(bytes.size());
    captured.link = link;
    captured.evidence.offset = ++packets;
    decoder.decode(captured, *this);
  }
  void finish() { decoder.finish(*this); }
  uint64_t count(PacketDrop drop) const { return decoder.counters()[drop]; }
  void forget() { told.clear(); }

  // Payloads; marks of streams as "begin", "gap", "end" in angle brackets. TCP bytes with the port that sent
  // them.
  void take(const Datagram& datagram) override {
    last = datagram;
    std::string port = std::to_string(datagram.from_port) + ":";
    switch (datagram.form) {
      case Datagram::Form::stream:
        told.push_back(port + std::string(datagram.payload));
        break;
      case Datagram::Form::stream_gap:
        told.push_back(port + "<gap>");
        break;
      case Datagram::Form::stream_begin:
        told.push_back(port + "<begin>");
        break;
      case Datagram::Form::stream_end:
        told.push_back("<end>");
        break;
      default:
        told.emplace_back(datagram.payload);
    }
    last.payload = {};
  }

  PacketDecoder decoder;
  Time now = from_epoch_ms(1'000'000);
  uint64_t packets = 0;
  std::vector<std::string> told;
  Datagram last;
};

}  // namespace denwaban::parse
