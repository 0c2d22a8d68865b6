// SPDX-License-Identifier: GPL-3.0-or-later
// What passes on this machine's network cards, as Datagrams: libpcap over a ring shared with the kernel
// (TPACKET_V3), which filters for the guarded ports before anything is copied. Needs CAP_NET_RAW and nothing
// else; never promiscuous.
//
// The kernel collects packets for `patience` before it wakes us: its immediate mode would cost the ring that
// holds packets of any size one behind the other, and a wake-up for each packet of a flood. One owner; not
// thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/result.h"
#include "parse/packet_decoder.h"
#include "sources/datagram_batch.h"

namespace denwaban::sources {

struct LiveCaptureOptions {
  std::string device = "any";                  // or the name of one
  std::vector<uint16_t> udp_ports, tcp_ports;  // both directions; both empty: everything
  uint32_t ring_bytes = 16 << 20;
  Milliseconds patience{10};
  uint32_t source = 0;  // that evidence names; its offset counts packets
  parse::DecoderLimits limits;
  HashSeed seed = HashSeed::random();
};

struct LiveCaptureCounters {
  uint64_t received = 0;  // by the kernel, behind its filter
  uint64_t dropped = 0;   // by the kernel, because the ring was full
};

class LiveCapture {
 public:
  // Errors: permission, not_found (no such device), input (a link type that is not opened), unavailable.
  static Result<LiveCapture> open(const LiveCaptureOptions& options);
  LiveCapture(LiveCapture&&) noexcept;
  LiveCapture& operator=(LiveCapture&&) noexcept;
  ~LiveCapture();

  // Readable when poll() has something to do; the same through all retries.
  int fd() const;
  // Clears the batch and fills it. True: more is waiting; call again after giving others their turn.
  bool poll(DatagramBatch& batch);
  // Other ports from now on; takes no capability. Where the kernel refuses the filter problem() says so.
  void watch(std::vector<uint16_t> udp_ports, std::vector<uint16_t> tcp_ports);
  // The number that evidence names last. Setting it lets the next life of a guard go on counting, so that
  // what it remembers of earlier packets is not taken for new ones.
  uint64_t counted() const;
  void count_from(uint64_t number);
  // Once a second: looks at the kernel's counters, and tries again where the device had gone away.
  void tick();
  // Empty while all is well; else a sentence for a person that says since when nothing is seen and what comes
  // next. It changes by poll() and tick() only.
  const std::string& problem() const;

  LiveCaptureCounters captured() const;  // as of the last tick
  const parse::PacketCounters& counters() const;

 private:
  class Impl;
  explicit LiveCapture(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

// The kernel's filter in libpcap's language (pcap-filter(7)). Later fragments carry no ports, and IPv6
// packets with extension headers are not searched by the kernel: they all pass but for ICMPv6, and the
// decoder sorts them.
std::string capture_filter(const std::vector<uint16_t>& udp_ports, const std::vector<uint16_t>& tcp_ports,
                           bool vlan_tags);

}  // namespace denwaban::sources
