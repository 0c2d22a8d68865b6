// SPDX-License-Identifier: GPL-3.0-or-later
// A disk that fails when it is told to, under the store of one life of the guard.
//
// The store's own threads run in real time, not in the simulator's. What they would try again by themselves
// is refused, so that it happens only where the simulator asks for it (flush) and a seed gives the same run
// each time.
#pragma once

#include <atomic>
#include <cerrno>
#include <thread>

#include "store/files.h"

namespace denwaban::sim {

class WorldDisk final : public store::SystemFiles {
 public:
  void set_full(bool full) { full_ = full; }
  bool full() const { return full_; }
  // The process is dead: whatever its objects still try while they are taken down reaches nothing.
  void set_dead(bool dead) { dead_ = dead; }
  // The n-th write from now fails with EIO, half done.
  void fail_write(int n) { writes_to_failure_ = n; }
  void fail_sync() { sync_fails_ = true; }
  bool failure_waits() const { return writes_to_failure_ > 0 || sync_fails_; }
  void heal() {
    full_ = sync_fails_ = false;
    writes_to_failure_ = 0;
  }

  int open(const std::string& path, int flags, mode_t mode) override {
    return dead_ ? -EIO : SystemFiles::open(path, flags, mode);
  }
  int64_t pwrite(int fd, const void* bytes, size_t length, uint64_t offset) override {
    if (dead_ || !owner()) return -EIO;
    bool fails = writes_to_failure_ > 0 && --writes_to_failure_ == 0;
    if (!full_ && !fails) return SystemFiles::pwrite(fd, bytes, length, offset);
    if (length > 1) (void)SystemFiles::pwrite(fd, bytes, length / 2, offset);
    return fails ? -EIO : -ENOSPC;
  }
  int fdatasync(int) override {
    if (dead_) return -EIO;
    return owner() && sync_fails_.exchange(false) ? -EIO : 0;
  }
  int ftruncate(int fd, uint64_t length) override {
    return dead_ ? -EIO : SystemFiles::ftruncate(fd, length);
  }
  int rename(const std::string& from, const std::string& to) override {
    return dead_ ? -EIO : SystemFiles::rename(from, to);
  }
  int unlink(const std::string& path) override { return dead_ ? -EIO : SystemFiles::unlink(path); }
  int sync_folder(const std::string&) override { return dead_ ? -EIO : 0; }

 private:
  bool owner() const { return std::this_thread::get_id() == owner_; }
  const std::thread::id owner_ = std::this_thread::get_id();
  std::atomic<bool> full_ = false, dead_ = false, sync_fails_ = false;
  int writes_to_failure_ = 0;  // the owner's
};

}  // namespace denwaban::sim
