// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <system_error>

namespace denwaban::store {

namespace {

template <class T>
T or_errno(T result) {
  return result < 0 ? static_cast<T>(-errno) : result;
}

// Closes what a Files opened. (Closing cannot fail in a way that matters after fdatasync.)
struct Closer {
  int fd;
  ~Closer() {
    if (fd >= 0) ::close(fd);
  }
};

ErrorKind kind_of(int error) {
  switch (error) {
    case ENOSPC:
    case EDQUOT:
    case EFBIG:
      return ErrorKind::full;
    case EACCES:
    case EPERM:
    case EROFS:
      return ErrorKind::permission;
    case ENOENT:
    case ENOTDIR:
      return ErrorKind::not_found;
    default:
      return ErrorKind::io;
  }
}

std::string_view way_out(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::full:
      return ": free some space, or give another [store] path";
    case ErrorKind::permission:
      return ": run as root, or give another [store] path";
    case ErrorKind::not_found:
      return ": create the folder, or give another [store] path";
    default:
      return ": check the disk and the kernel's log";
  }
}

}  // namespace

int SystemFiles::open(const std::string& path, int flags, mode_t mode) {
  return or_errno(::open(path.c_str(), flags | O_CLOEXEC, mode));
}

int64_t SystemFiles::size(int fd) {
  struct stat status {};
  return ::fstat(fd, &status) < 0 ? -errno : status.st_size;
}

int64_t SystemFiles::pread(int fd, void* bytes, size_t length, uint64_t offset) {
  return or_errno(::pread(fd, bytes, length, static_cast<off_t>(offset)));
}

int64_t SystemFiles::pwrite(int fd, const void* bytes, size_t length, uint64_t offset) {
  return or_errno(::pwrite(fd, bytes, length, static_cast<off_t>(offset)));
}

int SystemFiles::fdatasync(int fd) { return or_errno(::fdatasync(fd)); }

int SystemFiles::ftruncate(int fd, uint64_t length) {
  return or_errno(::ftruncate(fd, static_cast<off_t>(length)));
}

int SystemFiles::rename(const std::string& from, const std::string& to) {
  return or_errno(::rename(from.c_str(), to.c_str()));
}

int SystemFiles::unlink(const std::string& path) { return or_errno(::unlink(path.c_str())); }

int SystemFiles::sync_folder(const std::string& path) {
  Closer folder{::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
  return folder.fd < 0 ? -errno : or_errno(::fsync(folder.fd));
}

std::string folder_of(const std::string& path) {
  size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return slash == 0 ? "/" : path.substr(0, slash);
}

tl::unexpected<Error> file_error(int error, std::string_view doing, const std::string& path) {
  ErrorKind kind = kind_of(error);
  std::string why = std::generic_category().message(error);
  if (!why.empty() && why[0] >= 'A' && why[0] <= 'Z') why[0] = static_cast<char>(why[0] - 'A' + 'a');
  return fail(kind, fmt::format("cannot {} {}: {}{}", doing, path, why, way_out(kind)));
}

int write_fully(Files& files, int fd, std::string_view bytes, uint64_t offset) {
  while (!bytes.empty()) {
    int64_t written = files.pwrite(fd, bytes.data(), bytes.size(), offset);
    if (written == -EINTR) continue;
    if (written < 0) return static_cast<int>(written);
    if (written == 0) return -EIO;
    bytes.remove_prefix(static_cast<size_t>(written));
    offset += static_cast<uint64_t>(written);
  }
  return 0;
}

Result<std::string> read_whole(Files& files, const std::string& path, uint64_t size_max) {
  Closer file{files.open(path, O_RDONLY, 0)};
  if (file.fd < 0) return file_error(-file.fd, "read", path);
  int64_t size = files.size(file.fd);
  if (size < 0) return file_error(static_cast<int>(-size), "read", path);
  if (static_cast<uint64_t>(size) > size_max)
    return fail(ErrorKind::full,
                fmt::format("{} has {} bytes, more than the {} that it may have: move it away", path, size,
                            size_max));
  std::string bytes(static_cast<size_t>(size), '\0');
  size_t have = 0;
  while (have < bytes.size()) {
    int64_t got = files.pread(file.fd, bytes.data() + have, bytes.size() - have, have);
    if (got == -EINTR) continue;
    if (got < 0) return file_error(static_cast<int>(-got), "read", path);
    if (got == 0) break;
    have += static_cast<size_t>(got);
  }
  bytes.resize(have);
  return bytes;
}

Status replace_file(Files& files, const std::string& path, std::string_view bytes) {
  std::string fresh = path + ".new";
  Closer file{files.open(fresh, O_WRONLY | O_CREAT | O_TRUNC, 0600)};
  if (file.fd < 0) return file_error(-file.fd, "create", fresh);
  int done = write_fully(files, file.fd, bytes, 0);
  if (done == 0) done = files.fdatasync(file.fd);
  if (done == 0) done = files.rename(fresh, path);
  if (done < 0) {
    files.unlink(fresh);
    return file_error(-done, "write", fresh);
  }
  done = files.sync_folder(folder_of(path));
  if (done < 0) return file_error(-done, "write", folder_of(path));
  return {};
}

}  // namespace denwaban::store
