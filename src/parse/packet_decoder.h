// SPDX-License-Identifier: GPL-3.0-or-later
// Captured packets become Datagrams: link layer, VLAN tags, PPPoE, MPLS labels, IPv4 and IPv6 are taken off,
// if wanted also tunnels (packet/tunnel.h), fragments put together, TCP streams put in order. Pure: time
// comes in with the packets. All state is bounded by DecoderLimits, every packet that leads to nothing is
// counted by its reason, and results repeat for the same packets and seed.
//
// Known limits: checksums are not verified (the kernel fills those of outgoing packets in later, on the
// card), and neither is a packet's hop limit, so a sender can make us see bytes that the exchange never saw;
// he harms nobody but the reading of his own stream by it.
#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "model/datagram.h"

namespace denwaban::parse {

enum class LinkType : uint8_t {
  ethernet,
  linux_cooked,    // the device "any", `tcpdump -i any`
  linux_cooked_2,  // the same with `-y LINUX_SLL2`
  raw_ip,
  loopback,  // BSD's: a family of four bytes in either order
};
// By the number that libpcap knows it by (DLT_ or LINKTYPE_); nullopt for those that are not opened.
std::optional<LinkType> link_type_of(int data_link_type);

// The first bytes of a pcap or pcapng file.
bool looks_like_capture(std::string_view head);

struct CapturedPacket {
  Time time{};
  std::string_view bytes;       // from the link layer on, as far as captured
  uint32_t length_on_wire = 0;  // more than `bytes` when the capture cut it
  LinkType link = LinkType::ethernet;
  EvidenceRef evidence;
};

class DatagramSink {
 public:
  virtual ~DatagramSink() = default;
  // The payload lives until this returns.
  virtual void take(const Datagram& datagram) = 0;
};

// Why a packet, or a part of it, led to no Datagram.
enum class PacketDrop : uint8_t {
  not_ip,            // ARP, spanning tree, other link-layer traffic
  other_protocol,    // IP, but neither UDP nor TCP
  other_port,        // between ports that were not asked for
  cut_short,         // the capture does not hold the headers whole
  bad_header,        // versions or lengths that contradict one another, too many nested headers
  bad_fragment,      // would end beyond 65,535 bytes, contradicts the known end, or is no multiple of eight
  fragment_overlap,  // said again what another fragment had said; the first one counts
  fragment_timeout,  // a datagram whose other parts never came
  fragment_evicted,  // a datagram that had to leave for a newer one
  stream_repeated,   // retransmitted, or overlapping: the first one counts
  stream_outside,    // far from what the connection's numbers allow, or a reset with wrong ones
  stream_evicted,    // a connection that had to leave for a newer one
  stream_gap,        // bytes missing in a stream
  seen_twice,        // a datagram that passed a second network device (a bridge, a veth pair, a router)
  encapsulated,      // in what is not opened (Unopened)
};
constexpr size_t kPacketDropCount = 15;
std::string_view name_of(PacketDrop drop);  // "not_ip"

// What hides packets, of the exchange perhaps, from us.
enum class Unopened : uint8_t {
  esp,       // IPsec, encrypted
  ah,        // IPsec, signed
  l2tp,      // also as UDP
  sctp,      // SIP may be its payload
  gtp,       // of mobile networks
  gre,       // of PPTP, with a route, with something that is neither Ethernet nor IP, ERSPAN of another kind
  mpls,      // pseudo wires: the labels are followed by no IP
  macsec,    // IEEE 802.1AE
  fabric,    // provider backbone bridging, TRILL, NSH
  too_deep,  // more than kTunnelsMax in one another, or in fragments twice
  beside_plain,  // a tunnel of, or about, those who speak plainly in the same capture
  tunnel,        // one that could be opened, but is not wanted
};
constexpr size_t kUnopenedCount = 12;
constexpr int kTunnelsMax = 4;
std::string_view name_of(Unopened what);  // "esp"

struct PacketCounters {
  uint64_t packets = 0, bytes = 0;  // handed in, as they were on the wire
  uint64_t udp = 0;                 // datagrams handed out
  uint64_t reassembled = 0;         // of those and of TCP segments: from fragments
  uint64_t tcp = 0;                 // segments on asked ports
  uint64_t connections = 0;         // whose handshake was seen whole
  std::array<uint64_t, kPacketDropCount> dropped{};
  using UnopenedCounts = std::array<uint64_t, kUnopenedCount>;
  UnopenedCounts unopened{};  // of dropped[encapsulated]
  uint64_t operator[](PacketDrop drop) const { return dropped[static_cast<size_t>(drop)]; }
  void count(PacketDrop drop) { ++dropped[static_cast<size_t>(drop)]; }
};

struct DecoderLimits {
  uint32_t fragmented_max = 1024;         // datagrams that wait for their other parts
  uint32_t fragments_each_max = 64;       // parts of one datagram; 65,535 bytes over the smallest usual MTU
  uint64_t fragment_bytes_max = 4 << 20;  // of all of them
  Milliseconds fragment_wait = Seconds(30);  // as Linux does (net.ipv4.ipfrag_time)

  // Connections whose handshake was not seen whole can be made up by anybody, so they have their own share.
  uint32_t connections_max = 32'768;
  uint32_t unproven_connections_max = 16'384;
  Milliseconds idle_max = std::chrono::hours(2);
  Milliseconds unproven_idle_max = std::chrono::minutes(2);
  uint32_t window_max = 1 << 20;               // further ahead than this is not of this connection
  uint32_t out_of_order_each_max = 128 << 10;  // bytes kept for one direction
  uint32_t out_of_order_parts_max = 128;       // segments kept for one direction
  uint64_t out_of_order_bytes_max = 8 << 20;   // of all connections; and as much again for the unproven ones
};

class PacketDecoder {
 public:
  // `ports`: only packets from or to one of these; empty for all.
  explicit PacketDecoder(const DecoderLimits& limits = {}, const std::vector<uint16_t>& ports = {},
                         HashSeed seed = {});
  ~PacketDecoder();
  PacketDecoder(PacketDecoder&&) noexcept;
  PacketDecoder& operator=(PacketDecoder&&) noexcept;

  // From now on opens tunnels, too, at most kTunnelsMax in one another. Not for a machine's own traffic:
  // anybody can send it packets of a tunnel that it does not have. Where both kinds are in a capture, nothing
  // is believed that a tunnel tells of those who speak SIP without one, or are at one of `plain_ports`
  // there.
  void open_tunnels(const std::vector<uint16_t>& plain_ports);
  // Other ports from now on; empty for all. Streams that are there go on.
  void want(const std::vector<uint16_t>& ports);
  void decode(const CapturedPacket& packet, DatagramSink& sink);
  // The capture ends: what was kept out of order is handed out behind its gap, and all streams end.
  void finish(DatagramSink& sink);

  const PacketCounters& counters() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::parse
