// SPDX-License-Identifier: GPL-3.0-or-later
// A regular file read by position, whose descriptor can be given back between two reads.
#pragma once

#include <span>
#include <string>

#include "base/result.h"
#include "base/unique_fd.h"
#include "sources/input.h"

namespace denwaban::sources {

// One sentence for what open(2) or read(2) said.
tl::unexpected<Error> cannot_read(const std::string& path, int error_number);

class RawFile {
 public:
  // Opens and fills `info` (all but what the content says).
  static Result<RawFile> open(const std::string& path, InputInfo& info);

  // Bytes from `position` on; 0 is the end. Opens a parked file again, and fails when its name belongs to
  // another by now.
  Result<size_t> read_at(std::span<char> buffer, uint64_t position);
  void park() { fd_ = UniqueFd(); }

 private:
  std::string path_;
  uint64_t device_ = 0, inode_ = 0;
  UniqueFd fd_;
};

}  // namespace denwaban::sources
