// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/secret_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "base/unique_fd.h"
#include "text/printable.h"

namespace denwaban::net {

Result<std::string> read_secret(const std::string& path) {
  auto refuse = [&](ErrorKind kind, std::string_view why) {
    return fail(kind, fmt::format("cannot read a secret from {}: {}", text::printable(path, 200), why));
  };
  UniqueFd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  if (!fd)
    return refuse(errno == ENOENT || errno == ENOTDIR ? ErrorKind::not_found : ErrorKind::permission,
                  std::strerror(errno));
  struct stat info {};
  if (::fstat(fd.get(), &info) != 0 || !S_ISREG(info.st_mode))
    return refuse(ErrorKind::input, "it is no file");
  if (info.st_uid != 0 && info.st_uid != ::geteuid())
    return refuse(ErrorKind::permission, "it belongs to somebody else: chown it to root");
  if ((info.st_mode & 077) != 0)
    return refuse(ErrorKind::permission, "others may read it: chmod it to 0600, and choose a new secret");
  std::array<char, 513> bytes;
  ssize_t count = ::read(fd.get(), bytes.data(), bytes.size());
  if (count < 0) return refuse(ErrorKind::io, std::strerror(errno));
  std::string_view line(bytes.data(), static_cast<size_t>(count));
  line = line.substr(0, line.find('\n'));
  if (line.ends_with('\r')) line.remove_suffix(1);
  if (line.empty()) return refuse(ErrorKind::input, "its first line is empty: write the secret there");
  if (line.size() == bytes.size()) return refuse(ErrorKind::input, "its first line is longer than 512 bytes");
  return std::string(line);
}

}  // namespace denwaban::net
