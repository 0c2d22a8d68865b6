// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet/fragments.h"
#include "parse/packet/ip.h"
#include "parse/packet/link.h"
#include "parse/packet/streams.h"
#include "parse/packet/twins.h"
#include "parse/packet_decoder.h"

namespace denwaban::parse {

class PacketDecoder::Impl {
 public:
  Impl(const DecoderLimits& limits, const std::vector<uint16_t>& ports, HashSeed seed)
      : limits_(limits),
        fragments_(limits_, seed, counters_),
        streams_(limits_, seed, counters_),
        twins_(seed) {
    want(ports);
  }

  void want(const std::vector<uint16_t>& ports) {
    all_ports_ = ports.empty();
    ports_.reset();
    for (uint16_t port : ports) ports_.set(port);
  }

  void decode(const CapturedPacket& packet, DatagramSink& sink) {
    ++counters_.packets;
    counters_.bytes += packet.length_on_wire;
    if (auto drop = try_decode(packet, sink)) counters_.count(*drop);
  }
  void finish(DatagramSink& sink) { streams_.finish(sink); }

  PacketCounters counters_;

 private:
  std::optional<PacketDrop> try_decode(const CapturedPacket& packet, DatagramSink& sink) {
    LinkPayload link = open_link(packet.link, packet.bytes);
    if (link.drop) return link.drop;
    auto captured = static_cast<uint32_t>(packet.bytes.size());
    uint32_t missing = packet.length_on_wire > captured ? packet.length_on_wire - captured : 0;
    IpPacket ip;
    if (auto drop = read_ip(link.ip, static_cast<uint32_t>(link.ip.size()) + missing, ip)) return drop;
    if (ip.fragment) {
      if (!fragments_.add(ip, packet.time)) return std::nullopt;  // counted there
      if (!ip.from.is_v4())
        if (auto drop = skip_extensions(ip.protocol, ip.payload)) return drop;
      ip.payload_length = static_cast<uint32_t>(ip.payload.size());
    }
    Datagram datagram;
    datagram.time = packet.time;
    datagram.evidence = packet.evidence;
    datagram.from = ip.from;
    datagram.to = ip.to;
    if (ip.protocol == kProtocolUdp) return on_udp(ip, link.interface, datagram, sink);
    if (ip.protocol == kProtocolTcp) return on_tcp(ip, datagram, sink);
    return PacketDrop::other_protocol;
  }

  std::optional<PacketDrop> on_udp(const IpPacket& ip, uint32_t interface, Datagram& datagram,
                                   DatagramSink& sink) {
    UdpHeader header;
    if (auto drop = open(read_udp, ip, header, datagram)) return drop;
    if (interface != 0 && twins_.seen(ip, interface, datagram.time)) return PacketDrop::seen_twice;
    ++counters_.udp;
    datagram.payload = header.payload;
    datagram.truncated = header.payload.size() < header.length;
    sink.take(datagram);
    return std::nullopt;
  }

  std::optional<PacketDrop> on_tcp(const IpPacket& ip, Datagram& datagram, DatagramSink& sink) {
    TcpSegment segment;
    if (auto drop = open(read_tcp, ip, segment, datagram)) return drop;
    ++counters_.tcp;
    streams_.add(segment, datagram, sink);
    return std::nullopt;
  }

  // Reads the transport's header and keeps its ports, if somebody wants them.
  template <class Read, class Header>
  std::optional<PacketDrop> open(Read read, const IpPacket& ip, Header& header, Datagram& datagram) {
    if (auto drop = read(ip.payload, ip.payload_length, header)) return drop;
    if (!wanted(header.from_port, header.to_port)) return PacketDrop::other_port;
    datagram.from_port = header.from_port;
    datagram.to_port = header.to_port;
    return std::nullopt;
  }

  bool wanted(uint16_t a, uint16_t b) const { return all_ports_ || ports_.test(a) || ports_.test(b); }

  DecoderLimits limits_;
  bool all_ports_ = true;
  std::bitset<65536> ports_;
  FragmentTable fragments_;
  StreamTable streams_;
  Twins twins_;
};

PacketDecoder::PacketDecoder(const DecoderLimits& limits, const std::vector<uint16_t>& ports, HashSeed seed)
    : impl_(std::make_unique<Impl>(limits, ports, seed)) {}
PacketDecoder::~PacketDecoder() = default;
PacketDecoder::PacketDecoder(PacketDecoder&&) noexcept = default;
PacketDecoder& PacketDecoder::operator=(PacketDecoder&&) noexcept = default;

void PacketDecoder::want(const std::vector<uint16_t>& ports) { impl_->want(ports); }
void PacketDecoder::decode(const CapturedPacket& packet, DatagramSink& sink) { impl_->decode(packet, sink); }
void PacketDecoder::finish(DatagramSink& sink) { impl_->finish(sink); }
const PacketCounters& PacketDecoder::counters() const { return impl_->counters_; }

std::string_view name_of(PacketDrop drop) {
  static constexpr std::string_view kNames[] = {
      "not_ip",         "other_protocol",   "other_port",       "cut_short",        "bad_header",
      "bad_fragment",   "fragment_overlap", "fragment_timeout", "fragment_evicted", "stream_repeated",
      "stream_outside", "stream_evicted",   "stream_gap",       "seen_twice"};
  static_assert(std::size(kNames) == kPacketDropCount);
  return kNames[static_cast<size_t>(drop)];
}

}  // namespace denwaban::parse
