// SPDX-License-Identifier: GPL-3.0-or-later
// Where SIP servers send what they decrypted: HEP over UDP and TCP, as Datagrams of Witness::hep. One owner;
// not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "parse/hep.h"
#include "sources/datagram_batch.h"

namespace denwaban::sources {

struct HepListenerOptions {
  IpAddress address = IpAddress::v4(0x7f000001);  // 127.0.0.1
  uint16_t port = 9060;                           // Homer's; 0: any that is free
  bool udp = true, tcp = true;
  // hep.conf's capture_password. What comes without it is counted and forgotten. Versions 1 and 2 know no
  // key: with one set, they are refused.
  std::string key;
  uint32_t connections_max = 64;
  uint32_t receive_buffer_bytes = 4 << 20;  // the kernel's, for UDP; it may give less (net.core.rmem_max)
  // A sender's time that differs more from ours is not believed: ours is taken.
  Milliseconds clock_difference_max = std::chrono::minutes(5);
  // Senders with several threads (Asterisk's res_hep) now and then send an answer before its request. So
  // messages are held so long, and handed out in the order of the sender's clock; 0: at once, as they come.
  Milliseconds patience{20};
  uint32_t held_max = 4096;  // messages; more are handed out at once
  uint32_t source = 0;       // that evidence names; its offset counts messages
};

struct HepCounters {
  uint64_t datagrams = 0, frames = 0;  // by UDP, by TCP
  uint64_t messages = 0;               // handed out
  std::array<uint64_t, parse::kHepReadingCount> readings{};
  uint64_t wrong_key = 0;
  uint64_t other_payload = 0;  // RTCP reports, logs, …
  uint64_t clock_differs = 0;
  uint64_t kernel_dropped = 0;  // UDP, because the receive buffer was full
  uint64_t connections = 0, connections_refused = 0, connections_broken = 0;
  uint64_t operator[](parse::HepReading reading) const { return readings[static_cast<size_t>(reading)]; }
};

class HepListener {
 public:
  // Errors: usage (not on loopback, and no key), unavailable (the port is taken), permission.
  static Result<HepListener> open(const HepListenerOptions& options);
  HepListener(HepListener&&) noexcept;
  HepListener& operator=(HepListener&&) noexcept;
  ~HepListener();

  int fd() const;  // readable when poll() has something to do
  // Clears the batch and fills it. True: more may be waiting; call again after giving others their turn.
  bool poll(DatagramBatch& batch, Time now);

  // The number that evidence names last; see LiveCapture.
  uint64_t counted() const;
  void count_from(uint64_t number);

  uint16_t port() const;
  const HepCounters& counters() const;

 private:
  class Impl;
  explicit HepListener(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::sources
