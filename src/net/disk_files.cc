// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/disk_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <glob.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "base/unique_fd.h"

namespace denwaban::net {

Error error_of(const std::string& path, int number) {
  if (number == ENOENT || number == ENOTDIR) {
    return {ErrorKind::not_found, fmt::format("cannot read {}: no such file", path)};
  }
  if (number == EACCES || number == EPERM) {
    return {
        ErrorKind::permission,
        fmt::format("cannot read {}: permission denied: run as root or add the user to the group asterisk",
                    path)};
  }
  return {ErrorKind::io, fmt::format("cannot read {}: {}", path, std::strerror(number))};
}

Result<std::string> DiskFiles::read(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  if (!file) return tl::unexpected(error_of(path, errno));
  return read_regular(file, path);
}

Result<std::string> read_regular(const UniqueFd& file, const std::string& path) {
  struct stat status = {};
  if (::fstat(file.get(), &status) != 0) return tl::unexpected(error_of(path, errno));
  if (!S_ISREG(status.st_mode))
    return fail(ErrorKind::input, fmt::format("cannot read {}: not a regular file", path));
  std::string text;
  std::string block(64 << 10, '\0');
  while (true) {
    ssize_t count = ::read(file.get(), block.data(), block.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return tl::unexpected(error_of(path, errno));
    if (count == 0) return text;
    text.append(block, 0, static_cast<size_t>(count));
    if (text.size() > DiskFiles::kBytesMax) {
      return fail(ErrorKind::full, fmt::format("cannot read {}: larger than {} MiB", path, DiskFiles::kBytesMax >> 20));
    }
  }
}

std::vector<std::string> DiskFiles::glob(const std::string& pattern) {
  glob_t matches = {};
  std::vector<std::string> paths;
  if (::glob(pattern.c_str(), GLOB_BRACE, nullptr, &matches) == 0) {
    size_t count = std::min<size_t>(matches.gl_pathc, kMatchesMax);
    paths.assign(matches.gl_pathv, matches.gl_pathv + count);
    std::sort(paths.begin(), paths.end());
  }
  ::globfree(&matches);
  return paths;
}

}  // namespace denwaban::net
