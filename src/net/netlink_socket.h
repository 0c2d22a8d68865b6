// SPDX-License-Identifier: GPL-3.0-or-later
// A socket to the kernel's netfilter (NETLINK_NETFILTER), and what its error numbers mean to a person.
//
// The kernel works on a request while sendto(2) runs and queues its answers before it returns, so a
// transaction is one system call to send and one to read the acknowledgement; nothing here waits for another
// process. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "base/result.h"

struct mnl_socket;
struct nlmsghdr;

namespace denwaban::net {

class NetlinkSocket {
 public:
  // Error{unavailable} when the kernel has no netfilter netlink.
  static Result<NetlinkSocket> open();

  // Sends a batch whose messages carry the sequence numbers first..last, the last data message asking for an
  // ack. 0, or the errno of the first message that the kernel refused (then nothing of the batch holds).
  // ENOBUFS: the answers did not fit into the socket's buffer; whether the batch holds is unknown.
  int transact(std::span<const char> batch, uint32_t sequence_first, uint32_t sequence_last);

  // Sends a dump request and calls `each` for every message of the answer until it says false. 0 or errno.
  // EINTR: the kernel's tables changed meanwhile, so the answer may miss or repeat something. ECANCELED:
  // `each` said false; the rest of the answer still waits, so the socket is of no more use.
  int dump(std::span<const char> request, uint32_t sequence,
           const std::function<bool(const nlmsghdr&)>& each);

  // The longest batch that transact() can send.
  size_t batch_bytes_max() const { return batch_bytes_max_; }

 private:
  struct Close {
    void operator()(mnl_socket* socket) const;
  };
  explicit NetlinkSocket(mnl_socket* socket);

  std::unique_ptr<mnl_socket, Close> socket_;
  std::unique_ptr<char[]> answer_;
  size_t batch_bytes_max_ = 0;
};

// "cannot WHAT: ...: what to do".
Error netlink_error(int error_number, std::string_view what);

}  // namespace denwaban::net
