// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet/ip.h"
#include "parse/packet/link.h"
#include "parse/packet_decoder.h"

namespace denwaban::parse {

class PacketDecoder::Impl {
 public:
  Impl(const DecoderLimits&, const std::vector<uint16_t>& ports, HashSeed) : all_ports_(ports.empty()) {
    for (uint16_t port : ports) ports_.set(port);
  }

  void decode(const CapturedPacket& packet, DatagramSink& sink) {
    ++counters_.packets;
    counters_.bytes += packet.length_on_wire;
    if (auto drop = try_decode(packet, sink)) counters_.count(*drop);
  }
  void finish(DatagramSink&) {}

  PacketCounters counters_;

 private:
  std::optional<PacketDrop> try_decode(const CapturedPacket& packet, DatagramSink& sink) {
    LinkPayload link = open_link(packet.link, packet.bytes);
    if (link.drop) return link.drop;
    auto missing = packet.length_on_wire > packet.bytes.size()
                       ? packet.length_on_wire - static_cast<uint32_t>(packet.bytes.size())
                       : 0;
    IpPacket ip;
    if (auto drop = read_ip(link.ip, static_cast<uint32_t>(link.ip.size()) + missing, ip)) return drop;
    Datagram datagram;
    datagram.time = packet.time;
    datagram.evidence = packet.evidence;
    datagram.from = ip.from;
    datagram.to = ip.to;
    if (ip.protocol == kProtocolUdp) return udp(ip.payload, ip.payload_length, datagram, sink);
    return PacketDrop::other_protocol;
  }

  std::optional<PacketDrop> udp(std::string_view bytes, uint32_t length, Datagram& datagram,
                                DatagramSink& sink) {
    UdpHeader header;
    if (auto drop = read_udp(bytes, length, header)) return drop;
    if (!wanted(header.from_port, header.to_port)) return PacketDrop::other_port;
    ++counters_.udp;
    datagram.from_port = header.from_port;
    datagram.to_port = header.to_port;
    datagram.payload = header.payload;
    datagram.truncated = header.payload.size() < header.length;
    sink.take(datagram);
    return std::nullopt;
  }

  bool wanted(uint16_t a, uint16_t b) const { return all_ports_ || ports_.test(a) || ports_.test(b); }

  bool all_ports_;
  std::bitset<65536> ports_;
};

PacketDecoder::PacketDecoder(const DecoderLimits& limits, const std::vector<uint16_t>& ports, HashSeed seed)
    : impl_(std::make_unique<Impl>(limits, ports, seed)) {}
PacketDecoder::~PacketDecoder() = default;
PacketDecoder::PacketDecoder(PacketDecoder&&) noexcept = default;
PacketDecoder& PacketDecoder::operator=(PacketDecoder&&) noexcept = default;

void PacketDecoder::decode(const CapturedPacket& packet, DatagramSink& sink) { impl_->decode(packet, sink); }
void PacketDecoder::finish(DatagramSink& sink) { impl_->finish(sink); }
const PacketCounters& PacketDecoder::counters() const { return impl_->counters_; }

std::string_view name_of(PacketDrop drop) {
  static constexpr std::string_view kNames[] = {
      "not_ip",         "other_protocol",   "other_port",       "cut_short",        "bad_header",
      "bad_fragment",   "fragment_overlap", "fragment_timeout", "fragment_evicted", "stream_repeated",
      "stream_outside", "stream_evicted",   "stream_gap"};
  static_assert(std::size(kNames) == kPacketDropCount);
  return kNames[static_cast<size_t>(drop)];
}

}  // namespace denwaban::parse
