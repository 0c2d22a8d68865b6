// SPDX-License-Identifier: GPL-3.0-or-later
// Sockets that datagrams come to: the HEP listener's, and of syslog's the one for UDP.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "base/ip.h"
#include "base/result.h"
#include "base/unique_fd.h"

namespace denwaban::sources {

// Non-blocking, bound; a TCP socket listens. `what` is received there, for the error's sentence; `type`:
// SOCK_DGRAM or SOCK_STREAM.
Result<UniqueFd> bind_socket(std::string_view what, int type, const IpAddress& address, uint16_t port);
uint16_t port_of(const UniqueFd& socket);

// Takes many datagrams with one call.
class DatagramReader {
 public:
  DatagramReader(int socket, uint32_t receive_buffer_bytes);
  ~DatagramReader();
  DatagramReader(const DatagramReader&) = delete;
  DatagramReader& operator=(const DatagramReader&) = delete;

  // Those that wait, at most kMost; the views live until the next call.
  std::span<const std::string_view> read();
  uint64_t kernel_dropped() const { return dropped_; }

  static constexpr size_t kMost = 32;

 private:
  struct Buffers;
  int socket_;
  uint64_t dropped_ = 0;
  uint32_t dropped_seen_ = 0;
  std::unique_ptr<Buffers> buffers_;
  std::array<std::string_view, kMost> datagrams_;
};

}  // namespace denwaban::sources
