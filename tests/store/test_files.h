// SPDX-License-Identifier: GPL-3.0-or-later
// A folder that goes away with its test, and a file system whose n-th operation fails.
#pragma once

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "model/decision.h"
#include "store/files.h"
#include "temporary_folder.h"

namespace denwaban::store {

using TestFolder = test::TemporaryFolder;

inline std::string slurp(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

inline void spill(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

inline Decision ban(const std::string& id, std::string_view target, int64_t second = 1000,
                    std::optional<Seconds> span = Seconds(3600)) {
  Decision decision;
  decision.id = id;
  decision.time = from_epoch_ms(second * 1000);
  decision.action = Action::ban;
  decision.target = *IpPrefix::parse(target);
  decision.span = span;
  decision.level = 2;
  decision.because = {"f1", "f2"};
  return decision;
}

// Fails the `fail_at`-th counted operation with `error`, and all later ones too when `stays` is set. A
// failing write leaves half of its bytes behind, as a full disk does.
class FailingFiles final : public SystemFiles {
 public:
  int fail_at = 0;  // 0: never
  int error = EIO;
  bool stays = false;
  int operations = 0;
  uint64_t durable_size = 0;  // of the file that was made durable last

  int open(const std::string& path, int flags, mode_t mode) override {
    return fails() ? -error : SystemFiles::open(path, flags, mode);
  }
  int64_t pwrite(int fd, const void* bytes, size_t length, uint64_t offset) override {
    if (!fails()) return SystemFiles::pwrite(fd, bytes, length, offset);
    if (half_written_ || length < 2) return -error;
    half_written_ = true;
    --operations;  // the rest is tried again, and fails again
    return SystemFiles::pwrite(fd, bytes, length / 2, offset);
  }
  int fdatasync(int fd) override {
    if (fails()) return -error;
    int done = SystemFiles::fdatasync(fd);
    durable_size = static_cast<uint64_t>(size(fd));
    return done;
  }
  int ftruncate(int fd, uint64_t length) override {
    return fails() ? -error : SystemFiles::ftruncate(fd, length);
  }
  int rename(const std::string& from, const std::string& to) override {
    return fails() ? -error : SystemFiles::rename(from, to);
  }
  int sync_folder(const std::string& path) override {
    return fails() ? -error : SystemFiles::sync_folder(path);
  }

 private:
  bool fails() {
    ++operations;
    return fail_at > 0 && (operations == fail_at || (stays && operations > fail_at));
  }
  bool half_written_ = false;
};

}  // namespace denwaban::store
