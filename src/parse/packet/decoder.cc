// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet/fragments.h"
#include "parse/packet/ip.h"
#include "parse/packet/link.h"
#include "parse/packet/streams.h"
#include "parse/packet/tunnel.h"
#include "parse/packet/twins.h"
#include "parse/packet_decoder.h"

namespace denwaban::parse {

class PacketDecoder::Impl {
 public:
  Impl(const DecoderLimits& limits, const std::vector<uint16_t>& ports, HashSeed seed)
      : limits_(limits),
        fragments_(limits_, seed, counters_),
        streams_(limits_, seed, counters_),
        twins_(seed),
        plain_speakers_(seed) {
    want(ports);
  }

  void open_tunnels(const std::vector<uint16_t>& plain_ports) {
    tunnels_ = true;
    plain_ports_.reset();
    for (uint16_t port : plain_ports) plain_ports_.set(port);
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
    const uint32_t interface = link.interface;
    auto captured = static_cast<uint32_t>(packet.bytes.size());
    uint32_t missing = packet.length_on_wire > captured ? packet.length_on_wire - captured : 0;
    IpPacket ip;
    tunneled_ = false;
    bool whole = false;  // put together from fragments, in their table's memory
    for (int depth = 0;; ++depth) {
      if (link.unopened) return leave(*link.unopened);
      if (link.drop) return link.drop;
      if (auto drop = read_ip(link.ip, static_cast<uint32_t>(link.ip.size()) + missing, ip)) return drop;
      if (depth > 0 && (plain_speakers_.has(ip.from) || plain_speakers_.has(ip.to)))
        return leave(Unopened::beside_plain);
      if (ip.fragment) {
        if (whole) return leave(Unopened::too_deep);
        if (!fragments_.add(ip, packet.time)) return std::nullopt;  // counted there
        whole = true;
        if (!ip.from.is_v4())
          if (auto drop = skip_extensions(ip.protocol, ip.payload)) return drop;
        ip.payload_length = static_cast<uint32_t>(ip.payload.size());
      }
      if (!tunnels_ && ip.protocol == kProtocolUdp) break;
      auto inside = open_tunnel(ip);
      if (!inside) break;
      if (inside->unopened) return leave(*inside->unopened);
      if (!tunnels_) return leave(Unopened::tunnel);
      if (depth == kTunnelsMax) return leave(Unopened::too_deep);
      if (plain_speakers_.has(ip.from) || plain_speakers_.has(ip.to)) return leave(Unopened::beside_plain);
      missing = ip.payload_length - static_cast<uint32_t>(ip.payload.size());
      link = *inside;
      tunneled_ = true;
    }
    Datagram datagram;
    datagram.time = packet.time;
    datagram.evidence = packet.evidence;
    datagram.from = ip.from;
    datagram.to = ip.to;
    if (ip.protocol == kProtocolUdp) return on_udp(ip, interface, datagram, sink);
    if (ip.protocol == kProtocolTcp) return on_tcp(ip, datagram, sink);
    return PacketDrop::other_protocol;
  }

  std::optional<PacketDrop> on_udp(const IpPacket& ip, uint32_t interface, Datagram& datagram,
                                   DatagramSink& sink) {
    UdpHeader header;
    if (auto drop = open(read_udp, ip, header, datagram)) return drop;
    if (interface != 0 && twins_.seen(ip, interface, datagram.time)) return PacketDrop::seen_twice;
    if (tunnels_ && !tunneled_ && header.payload.starts_with("SIP/2.0 ")) plain_speakers_.note(ip.from);
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
    if (tunnels_ && !tunneled_) {
      if (plain_ports_.test(header.from_port)) plain_speakers_.note(ip.from);
      if (plain_ports_.test(header.to_port)) plain_speakers_.note(ip.to);
    }
    datagram.from_port = header.from_port;
    datagram.to_port = header.to_port;
    return std::nullopt;
  }

  PacketDrop leave(Unopened what) {
    ++counters_.unopened[static_cast<size_t>(what)];
    return PacketDrop::encapsulated;
  }

  bool wanted(uint16_t a, uint16_t b) const { return all_ports_ || ports_.test(a) || ports_.test(b); }

  DecoderLimits limits_;
  bool all_ports_ = true;
  std::bitset<65536> ports_;
  FragmentTable fragments_;
  StreamTable streams_;
  Twins twins_;
  bool tunnels_ = false, tunneled_ = false;  // opened; the packet at hand was in one
  std::bitset<65536> plain_ports_;
  PlainSpeakers plain_speakers_;
};

PacketDecoder::PacketDecoder(const DecoderLimits& limits, const std::vector<uint16_t>& ports, HashSeed seed)
    : impl_(std::make_unique<Impl>(limits, ports, seed)) {}
PacketDecoder::~PacketDecoder() = default;
PacketDecoder::PacketDecoder(PacketDecoder&&) noexcept = default;
PacketDecoder& PacketDecoder::operator=(PacketDecoder&&) noexcept = default;

void PacketDecoder::open_tunnels(const std::vector<uint16_t>& plain_ports) {
  impl_->open_tunnels(plain_ports);
}
void PacketDecoder::want(const std::vector<uint16_t>& ports) { impl_->want(ports); }
void PacketDecoder::decode(const CapturedPacket& packet, DatagramSink& sink) { impl_->decode(packet, sink); }
void PacketDecoder::finish(DatagramSink& sink) { impl_->finish(sink); }
const PacketCounters& PacketDecoder::counters() const { return impl_->counters_; }

std::string_view name_of(PacketDrop drop) {
  static constexpr std::string_view kNames[] = {
      "not_ip",         "other_protocol",   "other_port",       "cut_short",        "bad_header",
      "bad_fragment",   "fragment_overlap", "fragment_timeout", "fragment_evicted", "stream_repeated",
      "stream_outside", "stream_evicted",   "stream_gap",       "seen_twice",       "encapsulated"};
  static_assert(std::size(kNames) == kPacketDropCount);
  return kNames[static_cast<size_t>(drop)];
}

std::string_view name_of(Unopened what) {
  static constexpr std::string_view kNames[] = {"esp",    "ah",       "l2tp",         "sctp",
                                                "gtp",    "gre",      "mpls",         "macsec",
                                                "fabric", "too_deep", "beside_plain", "tunnel"};
  static_assert(std::size(kNames) == kUnopenedCount);
  return kNames[static_cast<size_t>(what)];
}

}  // namespace denwaban::parse
