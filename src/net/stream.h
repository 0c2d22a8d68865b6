// SPDX-License-Identifier: GPL-3.0-or-later
// A TCP connection that we make, plain or in TLS, and that never blocks. One owner; not thread-safe. SIGPIPE
// must be ignored.
#pragma once

#include <sys/socket.h>

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/ip.h"
#include "base/result.h"
#include "base/unique_fd.h"
#include "net/tls.h"

namespace denwaban::net {

struct Endpoint {
  IpAddress address;
  uint16_t port = 0;
  std::string to_string() const;  // "192.0.2.1:5038", "[2001:db8::1]:5038"
  friend bool operator==(const Endpoint&, const Endpoint&) = default;
};

// For bind() and connect(): how much of `out` is meant.
socklen_t socket_address(const Endpoint& place, sockaddr_storage& out);
// Whose end of a socket this is; nothing set: it has none.
Endpoint local_endpoint(int fd);

class Stream {
 public:
  // Begins to connect. `trust`: speak TLS with who bears `tls_name` (empty: the address).
  static Result<Stream> connect(const Endpoint& to, const std::optional<TlsTrust>& trust,
                                const std::string& tls_name);

  int fd() const { return fd_.get(); }
  // True: connected, TLS included. False: call again when the descriptor is ready. Error: why not, one
  // clause; not_found: nobody listens there; permission: TLS does not come about.
  Result<bool> establish();
  // Bytes read or written; 0: nothing for now. Error: the connection is over, and why, as one clause.
  Result<size_t> read(std::span<char> into);
  Result<size_t> write(std::string_view bytes);
  // Whether the descriptor must be writable before the last call can go on.
  bool wants_to_write() const { return !connected_ || (tls_ && tls_->wants_to_write()); }
  Endpoint local() const;  // ours; once connected

 private:
  UniqueFd fd_;
  bool connected_ = false, established_ = false;
  std::optional<TlsTrust> trust_;
  std::optional<TlsClient> tls_;
  std::string name_;
};

}  // namespace denwaban::net
