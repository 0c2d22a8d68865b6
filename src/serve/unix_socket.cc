// SPDX-License-Identifier: GPL-3.0-or-later
#include "serve/unix_socket.h"

#include <fmt/format.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

namespace denwaban::serve {
namespace {

Result<sockaddr_un> address_of(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.empty() || path.size() >= sizeof address.sun_path)
    return fail(ErrorKind::usage,
                fmt::format("control socket \"{}\": a socket's path has 1 to {} bytes: set control.socket",
                            path, sizeof address.sun_path - 1));
  std::memcpy(address.sun_path, path.data(), path.size());
  return address;
}

tl::unexpected<Error> socket_error(int error, const char* doing, const std::string& path) {
  ErrorKind kind = error == EACCES || error == EPERM ? ErrorKind::permission : ErrorKind::io;
  return fail(kind, fmt::format("cannot {} the control socket {}: {}{}", doing, path, std::strerror(error),
                                kind == ErrorKind::permission ? ": run as root or as the guard's user" : ""));
}

Status make_folder(const std::string& path) {
  std::error_code error;
  std::filesystem::path folder = std::filesystem::path(path).parent_path();
  if (!folder.empty()) std::filesystem::create_directories(folder, error);
  if (error) return socket_error(error.value(), "make the folder of", path);
  return {};
}

}  // namespace

Result<UniqueFd> listen_at(const std::string& path) {
  auto address = address_of(path);
  if (!address) return tl::unexpected(address.error());
  if (auto made = make_folder(path); !made) return tl::unexpected(made.error());
  if (auto living = connect_to(path))
    return fail(ErrorKind::unavailable, fmt::format("a guard already answers at {}: stop it first", path));
  unlink(path.c_str());
  UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  mode_t old = umask(0177);
  int bound = fd ? bind(fd.get(), reinterpret_cast<sockaddr*>(&*address), sizeof *address) : -1;
  int error = errno;
  umask(old);
  if (bound != 0) return socket_error(error, "bind", path);
  if (listen(fd.get(), 16) != 0) return socket_error(errno, "listen at", path);
  return fd;
}

Result<UniqueFd> connect_to(const std::string& path) {
  auto address = address_of(path);
  if (!address) return tl::unexpected(address.error());
  UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  if (!fd) return socket_error(errno, "make", path);
  if (connect(fd.get(), reinterpret_cast<sockaddr*>(&*address), sizeof *address) == 0) return fd;
  if (errno == ENOENT || errno == ECONNREFUSED)
    return fail(ErrorKind::not_found, fmt::format("no guard is running (nobody answers at {})", path));
  return socket_error(errno, "open", path);
}

}  // namespace denwaban::serve
