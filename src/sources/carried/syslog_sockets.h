// SPDX-License-Identifier: GPL-3.0-or-later
// The sockets of the syslog listener.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/ip.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace denwaban::sources {

// Bound, non-blocking, mode 0660, and the kernel tells who sends. Replaces what a dead process left at
// `path`.
Result<UniqueFd> bind_syslog_socket(const std::string& path, std::optional<uint32_t> group);
Result<UniqueFd> bind_syslog_udp(const IpAddress& address, uint16_t port, uint32_t receive_buffer_bytes);

struct SyslogDatagram {
  std::string_view bytes;
  std::optional<uint32_t> user;  // that sent it, as the kernel tells; none: nobody knows
  bool cut = false;              // it was longer
};

// Takes many datagrams with one call.
class SyslogReader {
 public:
  SyslogReader();
  ~SyslogReader();
  // Those that wait at the socket, at most kMost; the views live until the next call.
  std::span<const SyslogDatagram> read(int socket);
  uint64_t kernel_dropped() const { return dropped_; }

  static constexpr size_t kMost = 64;

 private:
  struct Buffers;
  void read_control(const void* header, SyslogDatagram& datagram);
  uint64_t dropped_ = 0;
  uint32_t dropped_seen_ = 0;
  std::unique_ptr<Buffers> buffers_;
  std::array<SyslogDatagram, kMost> datagrams_;
};

}  // namespace denwaban::sources
