// SPDX-License-Identifier: GPL-3.0-or-later
// Where Asterisk, or a syslog daemon that passes it on, sends syslog: a Unix datagram socket, and UDP. RFC
// 3164 and RFC 5424 lines of Asterisk come out as lines of text, as files would hold them. One owner; not
// thread-safe.
//
// What a record proves. On the Unix socket the kernel tells who sent it: only root (a daemon) and `users` are
// believed. Over UDP whoever reaches the address says what he likes, and on loopback that is everybody with a
// login on this machine: such records name addresses by hearsay. Either way what a syslog line says of an
// address is a claim (parse/log_parser.h).
//
// The socket has no queue of its own: its senders wait while nobody reads (net.unix.max_dgram_qlen), and are
// refused when the guard is gone. UDP drops what comes too fast; that is counted.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/ip.h"
#include "base/result.h"
#include "base/time.h"

namespace denwaban::sources {

struct SyslogOptions {
  std::string socket;             // its path; empty: none
  std::optional<uint32_t> group;  // that may write to it
  std::vector<uint32_t> users = {0};
  std::optional<IpAddress> address;         // for UDP; none: no UDP
  uint16_t port = 0;                        // 0: any that is free
  bool beyond_loopback = false;             // lets `address` be one that others reach
  uint32_t receive_buffer_bytes = 4 << 20;  // the kernel's, for UDP; it may give less (net.core.rmem_max)
};

struct SyslogCounters {
  uint64_t records = 0;         // handed out
  uint64_t strangers = 0;       // sent by somebody whom nobody believes in Asterisk's name
  uint64_t foreign = 0;         // other programs' lines, and what is no syslog
  uint64_t too_long = 0;        // left out (carried_line.h)
  uint64_t kernel_dropped = 0;  // UDP, because the receive buffer was full
  Time last{};                  // when the latest came
};

class SyslogListener {
 public:
  // A socket file that a dead process left is replaced. Errors: usage (an address that others reach; a path
  // that is too long, or no socket), unavailable (somebody listens there), permission, not_found (no such
  // folder).
  static Result<SyslogListener> open(const SyslogOptions& options);
  SyslogListener(SyslogListener&&) noexcept;
  SyslogListener& operator=(SyslogListener&&) noexcept;
  ~SyslogListener();  // takes the socket's file away, if it is still this one's

  int fd() const;  // readable when poll() has something to do
  // Appends lines. True: more may be waiting; call again after giving others their turn.
  bool poll(Time now, std::string& lines);

  uint16_t port() const;  // of UDP; 0: none
  const SyslogCounters& counters() const;

 private:
  class Impl;
  explicit SyslogListener(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::sources
