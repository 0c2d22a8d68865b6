// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/capture/hep_sockets.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

namespace denwaban::sources {
namespace {

socklen_t socket_address(const IpAddress& address, uint16_t port, sockaddr_storage& out) {
  if (address.is_v4()) {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&out);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(port);
    v4->sin_addr.s_addr = htonl(address.v4_bits());
    return sizeof *v4;
  }
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&out);
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(port);
  std::memcpy(&v6->sin6_addr, address.bytes().data(), 16);
  return sizeof *v6;
}

tl::unexpected<Error> cannot_listen(std::string_view what, const IpAddress& address, uint16_t port,
                                    int number) {
  auto place = fmt::format(fmt::runtime(address.is_v4() ? "{}:{}" : "[{}]:{}"), address.to_string(), port);
  std::string begin = fmt::format("cannot listen for {} at {}", what, place);
  switch (number) {
    case EADDRINUSE:
      return fail(ErrorKind::unavailable, begin + ": the port is taken: choose another");
    case EADDRNOTAVAIL:
      return fail(ErrorKind::unavailable, begin + ": this machine has no such address: choose another");
    case EACCES:
      return fail(ErrorKind::permission, begin + ": permission denied: choose a port above 1023");
    default:
      return fail(ErrorKind::unavailable,
                  fmt::format("{}: {}: check the address", begin, std::generic_category().message(number)));
  }
}

}  // namespace

Result<UniqueFd> bind_socket(std::string_view what, int type, const IpAddress& address, uint16_t port) {
  sockaddr_storage place{};
  socklen_t length = socket_address(address, port, place);
  UniqueFd fd(::socket(place.ss_family, type | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  int on = 1;
  if (fd && type == SOCK_STREAM) ::setsockopt(fd.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (!fd || ::bind(fd.get(), reinterpret_cast<sockaddr*>(&place), length) != 0 ||
      (type == SOCK_STREAM && ::listen(fd.get(), 64) != 0))
    return cannot_listen(what, address, port, errno);
  return fd;
}

uint16_t port_of(const UniqueFd& socket) {
  sockaddr_storage place{};
  socklen_t length = sizeof place;
  if (::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&place), &length) != 0) return 0;
  if (place.ss_family == AF_INET6) return ntohs(reinterpret_cast<sockaddr_in6*>(&place)->sin6_port);
  return ntohs(reinterpret_cast<sockaddr_in*>(&place)->sin_port);
}

struct DatagramReader::Buffers {
  static constexpr size_t kBytes = 65'536;
  std::vector<char> bytes = std::vector<char>(kMost * kBytes);
  std::array<std::array<char, CMSG_SPACE(sizeof(uint32_t))>, kMost> control{};
  std::array<iovec, kMost> parts{};
  std::array<mmsghdr, kMost> messages{};
};

DatagramReader::DatagramReader(int socket, uint32_t receive_buffer_bytes)
    : socket_(socket), buffers_(std::make_unique<Buffers>()) {
  int on = 1, bytes = static_cast<int>(receive_buffer_bytes);
  ::setsockopt(socket, SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
  ::setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
}

DatagramReader::~DatagramReader() = default;

std::span<const std::string_view> DatagramReader::read() {
  Buffers& b = *buffers_;
  for (size_t i = 0; i < kMost; ++i) {
    b.parts[i] = {b.bytes.data() + i * Buffers::kBytes, Buffers::kBytes};
    b.messages[i] = {};
    b.messages[i].msg_hdr.msg_iov = &b.parts[i];
    b.messages[i].msg_hdr.msg_iovlen = 1;
    b.messages[i].msg_hdr.msg_control = b.control[i].data();
    b.messages[i].msg_hdr.msg_controllen = b.control[i].size();
  }
  int count = ::recvmmsg(socket_, b.messages.data(), kMost, MSG_DONTWAIT, nullptr);
  if (count <= 0) return {};
  auto taken = static_cast<size_t>(count);
  for (size_t i = 0; i < taken; ++i)
    datagrams_[i] = {b.bytes.data() + i * Buffers::kBytes, b.messages[i].msg_len};
  msghdr& last = b.messages[taken - 1].msg_hdr;
  for (cmsghdr* item = CMSG_FIRSTHDR(&last); item; item = CMSG_NXTHDR(&last, item)) {
    if (item->cmsg_level != SOL_SOCKET || item->cmsg_type != SO_RXQ_OVFL) continue;
    uint32_t dropped;
    std::memcpy(&dropped, CMSG_DATA(item), sizeof dropped);
    dropped_ += dropped - dropped_seen_;
    dropped_seen_ = dropped;
  }
  return std::span(datagrams_).first(taken);
}

}  // namespace denwaban::sources
