// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/netlink_socket.h"

#include <fmt/format.h>
#include <libmnl/libmnl.h>
#include <linux/netlink.h>
#include <sys/socket.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <optional>

namespace denwaban::net {
namespace {

constexpr int kSendBuffer = 2 << 20;
constexpr int kReceiveBuffer = 1 << 20;
constexpr size_t kAnswerBytes = 256 << 10;  // one datagram of a dump never exceeds 32 KiB by much
constexpr size_t kBatchBytesMax = 1 << 20;

// The forced variants ignore net.core.{w,r}mem_max but need CAP_NET_ADMIN over the network namespace (in
// older kernels over the first one); without it we take what the limits give and send smaller batches.
void enlarge(int fd, int forced, int plain, int bytes) {
  if (setsockopt(fd, SOL_SOCKET, forced, &bytes, sizeof bytes) != 0)
    setsockopt(fd, SOL_SOCKET, plain, &bytes, sizeof bytes);
}

int send_all(mnl_socket* socket, std::span<const char> bytes) {
  ssize_t sent = 0;
  do {
    sent = mnl_socket_sendto(socket, bytes.data(), bytes.size());
  } while (sent < 0 && errno == EINTR);
  return sent < 0 ? errno : 0;
}

// Walks the messages of one datagram; `each` returns false to stop.
template <class Each>
bool walk(const char* bytes, size_t length, Each each) {
  auto* message = reinterpret_cast<const nlmsghdr*>(bytes);
  int left = static_cast<int>(length);
  while (mnl_nlmsg_ok(message, left)) {
    if (!each(*message)) return false;
    message = mnl_nlmsg_next(message, &left);
  }
  return true;
}

// The errno of an NLMSG_ERROR message, 0 for an ack.
int error_of(const nlmsghdr& message) {
  if (message.nlmsg_len < mnl_nlmsg_size(sizeof(nlmsgerr))) return EBADMSG;
  return -static_cast<const nlmsgerr*>(mnl_nlmsg_get_payload(&message))->error;
}

}  // namespace

void NetlinkSocket::Close::operator()(mnl_socket* socket) const { mnl_socket_close(socket); }

NetlinkSocket::NetlinkSocket(mnl_socket* socket) : socket_(socket), answer_(new char[kAnswerBytes]) {}

Result<NetlinkSocket> NetlinkSocket::open() {
  mnl_socket* raw = mnl_socket_open2(NETLINK_NETFILTER, SOCK_CLOEXEC);
  if (raw == nullptr) return tl::unexpected(netlink_error(errno, "open a netlink socket"));
  NetlinkSocket result(raw);
  if (mnl_socket_bind(raw, 0, MNL_SOCKET_AUTOPID) != 0)
    return tl::unexpected(netlink_error(errno, "bind a netlink socket"));
  int fd = mnl_socket_get_fd(raw);
  enlarge(fd, SO_SNDBUFFORCE, SO_SNDBUF, kSendBuffer);
  enlarge(fd, SO_RCVBUFFORCE, SO_RCVBUF, kReceiveBuffer);
  timeval patience{2, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
  int granted = 0;
  socklen_t length = sizeof granted;
  if (getsockopt(fd, SOL_SOCKET, SO_SNDBUF, &granted, &length) != 0) granted = 64 << 10;
  result.batch_bytes_max_ = std::min(kBatchBytesMax, static_cast<size_t>(std::max(granted, 32 << 10)) - 4096);
  return result;
}

int NetlinkSocket::transact(std::span<const char> batch, uint32_t sequence_first, uint32_t sequence_last) {
  if (int error = send_all(socket_.get(), batch)) return error;
  int first_error = 0;
  bool overflowed = false, finished = false;
  while (!finished) {
    ssize_t length = recv(mnl_socket_get_fd(socket_.get()), answer_.get(), kAnswerBytes, MSG_DONTWAIT);
    if (length < 0) {
      if (errno == EINTR) continue;
      if (errno != ENOBUFS) break;
      overflowed = true;
      continue;
    }
    walk(answer_.get(), static_cast<size_t>(length), [&](const nlmsghdr& message) {
      if (message.nlmsg_type != NLMSG_ERROR) return true;
      uint32_t place = message.nlmsg_seq - sequence_first;      // modulo 2^32: the numbers may wrap
      if (place > sequence_last - sequence_first) return true;  // the answer to something older
      if (int error = error_of(message); error != 0 && first_error == 0) first_error = error;
      if (message.nlmsg_seq == sequence_last) finished = true;
      return true;
    });
  }
  if (first_error != 0 || finished) return first_error;
  return overflowed ? ENOBUFS : EIO;
}

int NetlinkSocket::dump(std::span<const char> request, uint32_t sequence,
                        const std::function<bool(const nlmsghdr&)>& each) {
  if (int error = send_all(socket_.get(), request)) return error;
  bool interrupted = false;
  std::optional<int> ended;
  while (!ended) {
    ssize_t length = recv(mnl_socket_get_fd(socket_.get()), answer_.get(), kAnswerBytes, 0);
    if (length < 0) {
      if (errno == EINTR) continue;
      return errno == EAGAIN ? ETIMEDOUT : errno;
    }
    walk(answer_.get(), static_cast<size_t>(length), [&](const nlmsghdr& message) {
      if (message.nlmsg_seq != sequence) return true;
      if (message.nlmsg_flags & NLM_F_DUMP_INTR) interrupted = true;
      if (message.nlmsg_type == NLMSG_ERROR) {
        ended = error_of(message);
      } else if (message.nlmsg_type == NLMSG_DONE) {
        ended = 0;
      } else {
        if (!each(message)) ended = ECANCELED;
      }
      return !ended;
    });
  }
  return *ended == 0 && interrupted ? EINTR : *ended;
}

Error netlink_error(int error_number, std::string_view what) {
  switch (error_number) {
    case EPERM:
    case EACCES:
      return {ErrorKind::permission,
              fmt::format("cannot {}: no permission for netlink: run as root or give CAP_NET_ADMIN", what)};
    case EPROTONOSUPPORT:
    case EAFNOSUPPORT:
    case EOPNOTSUPP:
      return {ErrorKind::unavailable, fmt::format("cannot {}: the kernel has no nftables: load the modules "
                                                  "nf_tables, nft_fib_inet and nft_limit, "
                                                  "or set the firewall backend to none",
                                                  what)};
    case ENOENT:
      return {ErrorKind::not_found, fmt::format("cannot {}: it is not in the kernel", what)};
    case ENOMEM:
    case ENFILE:
    case ENOBUFS:
      return {ErrorKind::full,
              fmt::format("cannot {}: the kernel has no room: {}", what, std::strerror(error_number))};
    case ETIMEDOUT:
      return {ErrorKind::unavailable, fmt::format("cannot {}: the kernel did not answer in time", what)};
    default:
      return {ErrorKind::io,
              fmt::format("cannot {}: the kernel refused: {}", what, std::strerror(error_number))};
  }
}

}  // namespace denwaban::net
