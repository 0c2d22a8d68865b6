// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/archive/raw_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace denwaban::sources {
namespace {

// "Input/output error" to "input/output error": it stands inside a sentence.
std::string reason_of(int number) {
  std::string reason = std::generic_category().message(number);
  bool word =
      reason.size() > 1 && reason[0] >= 'A' && reason[0] <= 'Z' && reason[1] >= 'a' && reason[1] <= 'z';
  if (word) reason[0] = static_cast<char>(reason[0] - 'A' + 'a');
  return reason;
}

void fill(InputInfo& info, const struct stat& status) {
  info.size = static_cast<uint64_t>(status.st_size);
  info.device = status.st_dev;
  info.inode = status.st_ino;
  info.modified = from_epoch_ms(int64_t{status.st_mtim.tv_sec} * 1000 + status.st_mtim.tv_nsec / 1'000'000);
}

}  // namespace

tl::unexpected<Error> cannot_read(const std::string& path, int error_number) {
  switch (error_number) {
    case EACCES:
    case EPERM:
      return fail(
          ErrorKind::permission,
          fmt::format("cannot read {}: permission denied: run as root or add the user to the group asterisk",
                      path));
    case ENOENT:
    case ENOTDIR:
      return fail(ErrorKind::not_found,
                  fmt::format("cannot read {}: there is no such file: check the path", path));
    case EISDIR:
      return fail(ErrorKind::input, fmt::format("cannot read {}: it is a folder: name a file in it", path));
    default:
      return fail(ErrorKind::io, fmt::format("cannot read {}: {}: check the file and the disk it lies on",
                                             path, reason_of(error_number)));
  }
}

Result<RawFile> RawFile::open(const std::string& path, InputInfo& info) {
  RawFile file;
  // O_NONBLOCK: opening a pipe that nobody writes to must not hang; regular files do not care.
  file.fd_ = UniqueFd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK));
  struct stat status {};
  if (!file.fd_ || ::fstat(file.fd_.get(), &status) != 0) return cannot_read(path, errno);
  if (S_ISDIR(status.st_mode)) return cannot_read(path, EISDIR);
  if (!S_ISREG(status.st_mode))
    return fail(
        ErrorKind::input,
        fmt::format("cannot read {}: it is not a file but a pipe or a device: save its content to a file",
                    path));
  ::posix_fadvise(file.fd_.get(), 0, 0, POSIX_FADV_SEQUENTIAL);
  fill(info, status);
  info.path = path;
  file.path_ = path;
  file.device_ = info.device;
  file.inode_ = info.inode;
  return file;
}

Result<size_t> RawFile::read_at(std::span<char> buffer, uint64_t position) {
  if (!fd_) {
    InputInfo now;
    auto again = open(path_, now);
    if (!again) return tl::unexpected(again.error());
    if (now.device != device_ || now.inode != inode_)
      return fail(
          ErrorKind::io,
          fmt::format("cannot read all of {}: another file took its place meanwhile: run the command again",
                      path_));
    *this = std::move(*again);
  }
  ssize_t count;
  do count = ::pread(fd_.get(), buffer.data(), buffer.size(), static_cast<off_t>(position));
  while (count < 0 && errno == EINTR);
  if (count < 0) return cannot_read(path_, errno);
  return static_cast<size_t>(count);
}

}  // namespace denwaban::sources
