// SPDX-License-Identifier: GPL-3.0-or-later
// The few operations on files that the truth depends on, behind an interface, so that a test can let the n-th
// of them fail. Each returns what the system call returns, or -errno. Thread-safe.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

#include "base/result.h"

namespace denwaban::store {

class Files {
 public:
  virtual ~Files() = default;
  virtual int open(const std::string& path, int flags, mode_t mode) = 0;
  virtual int64_t size(int fd) = 0;
  virtual int64_t pread(int fd, void* bytes, size_t length, uint64_t offset) = 0;
  virtual int64_t pwrite(int fd, const void* bytes, size_t length, uint64_t offset) = 0;
  virtual int fdatasync(int fd) = 0;
  virtual int ftruncate(int fd, uint64_t length) = 0;
  virtual int rename(const std::string& from, const std::string& to) = 0;
  virtual int unlink(const std::string& path) = 0;
  virtual int sync_folder(const std::string& path) = 0;  // makes renames and new names in it durable
};

class SystemFiles : public Files {
 public:
  int open(const std::string& path, int flags, mode_t mode) override;
  int64_t size(int fd) override;
  int64_t pread(int fd, void* bytes, size_t length, uint64_t offset) override;
  int64_t pwrite(int fd, const void* bytes, size_t length, uint64_t offset) override;
  int fdatasync(int fd) override;
  int ftruncate(int fd, uint64_t length) override;
  int rename(const std::string& from, const std::string& to) override;
  int unlink(const std::string& path) override;
  int sync_folder(const std::string& path) override;
};

std::string folder_of(const std::string& path);

// `error` is an errno, `doing` e.g. "write": "cannot write /var/lib/denwaban/ledger: no space left on device:
// …".
tl::unexpected<Error> file_error(int error, std::string_view doing, const std::string& path);

// All of the bytes, or an error. -errno at the first failure; EIO when the system writes nothing without
// saying why.
int write_fully(Files& files, int fd, std::string_view bytes, uint64_t offset);

// The whole file. Error{not_found} when it is not there, Error{full} beyond `size_max`.
Result<std::string> read_whole(Files& files, const std::string& path, uint64_t size_max);

// Old or new, never half: writes PATH.new (mode 0600), makes it durable, renames it, makes the name durable.
Status replace_file(Files& files, const std::string& path, std::string_view bytes);

}  // namespace denwaban::store
