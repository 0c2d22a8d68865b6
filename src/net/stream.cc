// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/stream.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <cerrno>
#include <cstring>

namespace denwaban::net {
namespace {

tl::unexpected<Error> refused(int number) {
  if (number == ECONNREFUSED) return fail(ErrorKind::not_found, "nobody listens there");
  return fail(ErrorKind::unavailable, std::strerror(number));
}

bool for_now(int number) { return number == EAGAIN || number == EWOULDBLOCK || number == EINTR; }

}  // namespace

socklen_t socket_address(const Endpoint& place, sockaddr_storage& out) {
  if (place.address.is_v4()) {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&out);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(place.port);
    v4->sin_addr.s_addr = htonl(place.address.v4_bits());
    return sizeof *v4;
  }
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&out);
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(place.port);
  std::memcpy(&v6->sin6_addr, place.address.bytes().data(), 16);
  return sizeof *v6;
}

std::string Endpoint::to_string() const {
  return fmt::format(fmt::runtime(address.is_v4() ? "{}:{}" : "[{}]:{}"), address.to_string(), port);
}

Result<Stream> Stream::connect(const Endpoint& to, const std::optional<TlsTrust>& trust,
                               const std::string& tls_name) {
  sockaddr_storage place{};
  socklen_t length = socket_address(to, place);
  Stream stream;
  stream.trust_ = trust;
  stream.name_ = tls_name.empty() ? to.address.to_string() : tls_name;
  stream.fd_ = UniqueFd(::socket(place.ss_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!stream.fd_) return refused(errno);
  int on = 1;
  ::setsockopt(stream.fd(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  if (::connect(stream.fd(), reinterpret_cast<sockaddr*>(&place), length) != 0 && errno != EINPROGRESS)
    return refused(errno);
  return stream;
}

Result<bool> Stream::establish() {
  if (!connected_) {
    sockaddr_storage peer{};
    socklen_t length = sizeof peer;
    int error = 0;
    socklen_t size = sizeof error;
    if (::getsockopt(fd(), SOL_SOCKET, SO_ERROR, &error, &size) != 0) error = errno;
    if (error != 0) return refused(error);
    if (::getpeername(fd(), reinterpret_cast<sockaddr*>(&peer), &length) != 0) {
      if (errno == ENOTCONN) return false;
      return refused(errno);
    }
    connected_ = true;
  }
  if (!trust_ || established_) return established_ = true;
  if (!tls_) {
    auto tls = TlsClient::begin(fd(), *trust_, name_);
    if (!tls) return tl::unexpected(tls.error());
    tls_.emplace(std::move(*tls));
  }
  auto agreed = tls_->handshake();
  established_ = agreed && *agreed;
  return agreed;
}

Result<size_t> Stream::read(std::span<char> into) {
  if (tls_) return tls_->read(into);
  ssize_t count = ::recv(fd(), into.data(), into.size(), 0);
  if (count > 0) return static_cast<size_t>(count);
  if (count < 0 && for_now(errno)) return 0;
  return fail(ErrorKind::unavailable, count == 0
                                          ? std::string("the other side closed the connection")
                                          : fmt::format("the connection broke: {}", std::strerror(errno)));
}

Result<size_t> Stream::write(std::string_view bytes) {
  if (tls_) return tls_->write(bytes);
  ssize_t count = ::send(fd(), bytes.data(), bytes.size(), MSG_NOSIGNAL);
  if (count >= 0) return static_cast<size_t>(count);
  if (for_now(errno)) return 0;
  return fail(ErrorKind::unavailable, fmt::format("the connection broke: {}", std::strerror(errno)));
}

Endpoint local_endpoint(int fd) {
  sockaddr_storage place{};
  socklen_t length = sizeof place;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&place), &length) != 0) return {};
  if (place.ss_family == AF_INET)
    return {IpAddress::v4(ntohl(reinterpret_cast<sockaddr_in*>(&place)->sin_addr.s_addr)),
            ntohs(reinterpret_cast<sockaddr_in*>(&place)->sin_port)};
  std::array<uint8_t, 16> bytes;
  std::memcpy(bytes.data(), &reinterpret_cast<sockaddr_in6*>(&place)->sin6_addr, bytes.size());
  return {IpAddress::v6(bytes), ntohs(reinterpret_cast<sockaddr_in6*>(&place)->sin6_port)};
}

Endpoint Stream::local() const { return local_endpoint(fd()); }

}  // namespace denwaban::net
