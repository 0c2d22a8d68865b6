// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/carried/syslog_sockets.h"

#include <fmt/format.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <vector>

#include "sources/capture/hep_sockets.h"
#include "sources/carried_line.h"

namespace denwaban::sources {
namespace {

tl::unexpected<Error> cannot_listen(const std::string& path, int number) {
  std::string begin = fmt::format("cannot receive syslog at {}", path);
  switch (number) {
    case ENOENT:
      return fail(ErrorKind::not_found, begin + ": its folder is not there: make it, or set syslog.socket");
    case EACCES:
    case EPERM:
    case EROFS:
      return fail(
          ErrorKind::permission,
          begin + ": permission denied: choose a path in /run/denwaban, or let the service write there");
    default:
      return fail(ErrorKind::unavailable,
                  fmt::format("{}: {}: check syslog.socket", begin, std::generic_category().message(number)));
  }
}

// True: nobody listens at that socket any more.
bool is_stale(const sockaddr_un& address) {
  UniqueFd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  return fd && ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0 &&
         errno == ECONNREFUSED;
}

Status make_way(const std::string& path, const sockaddr_un& address) {
  struct stat facts {};
  if (::lstat(path.c_str(), &facts) != 0) return {};
  if (!S_ISSOCK(facts.st_mode))
    return fail(
        ErrorKind::usage,
        fmt::format("cannot receive syslog at {}: it is a file and no socket: set syslog.socket", path));
  if (!is_stale(address))
    return fail(
        ErrorKind::unavailable,
        fmt::format("cannot receive syslog at {}: another program listens there: set syslog.socket", path));
  if (::unlink(path.c_str()) != 0) return cannot_listen(path, errno);
  return {};
}

}  // namespace

Result<UniqueFd> bind_syslog_socket(const std::string& path, std::optional<uint32_t> group) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof address.sun_path)
    return fail(ErrorKind::usage, fmt::format("the path {} is too long for a socket: it may have {} bytes",
                                              path, sizeof address.sun_path - 1));
  std::memcpy(address.sun_path, path.data(), path.size());
  if (auto clear = make_way(path, address); !clear) return tl::unexpected(clear.error());
  UniqueFd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  int on = 1;
  if (!fd || ::setsockopt(fd.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof on) != 0)
    return cannot_listen(path, errno);
  mode_t before = ::umask(0117);
  int bound = ::bind(fd.get(), reinterpret_cast<sockaddr*>(&address), sizeof address);
  int number = errno;
  ::umask(before);
  if (bound != 0) return cannot_listen(path, number);
  if (group && ::chown(path.c_str(), static_cast<uid_t>(-1), *group) != 0) {
    number = errno;
    ::unlink(path.c_str());
    return cannot_listen(path, number);
  }
  return fd;
}

Result<UniqueFd> bind_syslog_udp(const IpAddress& address, uint16_t port, uint32_t receive_buffer_bytes) {
  auto fd = bind_socket("syslog", SOCK_DGRAM, address, port);
  if (!fd) return fd;
  int on = 1, bytes = static_cast<int>(receive_buffer_bytes);
  ::setsockopt(fd->get(), SOL_SOCKET, SO_RXQ_OVFL, &on, sizeof on);
  ::setsockopt(fd->get(), SOL_SOCKET, SO_RCVBUF, &bytes, sizeof bytes);
  return fd;
}

struct SyslogReader::Buffers {
  static constexpr size_t kBytes = kCarriedMax + 512;  // with what stands before Asterisk's text
  static constexpr size_t kControl = CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(sizeof(uint32_t));
  std::vector<char> bytes = std::vector<char>(kMost * kBytes);
  std::array<std::array<char, kControl>, kMost> control{};
  std::array<iovec, kMost> parts{};
  std::array<mmsghdr, kMost> messages{};
};

SyslogReader::SyslogReader() : buffers_(std::make_unique<Buffers>()) {}
SyslogReader::~SyslogReader() = default;

void SyslogReader::read_control(const void* header, SyslogDatagram& datagram) {
  auto* message = static_cast<msghdr*>(const_cast<void*>(header));
  for (cmsghdr* item = CMSG_FIRSTHDR(message); item; item = CMSG_NXTHDR(message, item)) {
    if (item->cmsg_level != SOL_SOCKET) continue;
    if (item->cmsg_type == SCM_CREDENTIALS) {
      ucred who{};
      std::memcpy(&who, CMSG_DATA(item), sizeof who);
      datagram.user = who.uid;
    } else if (item->cmsg_type == SO_RXQ_OVFL) {
      uint32_t dropped = 0;
      std::memcpy(&dropped, CMSG_DATA(item), sizeof dropped);
      dropped_ += dropped - dropped_seen_;
      dropped_seen_ = dropped;
    }
  }
}

std::span<const SyslogDatagram> SyslogReader::read(int socket) {
  Buffers& b = *buffers_;
  for (size_t i = 0; i < kMost; ++i) {
    b.parts[i] = {b.bytes.data() + i * Buffers::kBytes, Buffers::kBytes};
    b.messages[i] = {};
    b.messages[i].msg_hdr.msg_iov = &b.parts[i];
    b.messages[i].msg_hdr.msg_iovlen = 1;
    b.messages[i].msg_hdr.msg_control = b.control[i].data();
    b.messages[i].msg_hdr.msg_controllen = b.control[i].size();
  }
  int count = ::recvmmsg(socket, b.messages.data(), kMost, MSG_DONTWAIT, nullptr);
  if (count <= 0) return {};
  auto taken = static_cast<size_t>(count);
  for (size_t i = 0; i < taken; ++i) {
    const msghdr& header = b.messages[i].msg_hdr;
    datagrams_[i] = {{b.bytes.data() + i * Buffers::kBytes, b.messages[i].msg_len},
                     std::nullopt,
                     (header.msg_flags & MSG_TRUNC) != 0};
    read_control(&header, datagrams_[i]);
  }
  return std::span(datagrams_).first(taken);
}

}  // namespace denwaban::sources
