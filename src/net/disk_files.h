// SPDX-License-Identifier: GPL-3.0-or-later
// The disk as a FileTree.
#pragma once

#include "base/unique_fd.h"
#include "parse/config/file_tree.h"

namespace denwaban::net {

class DiskFiles final : public parse::FileTree {
 public:
  static constexpr size_t kBytesMax = 32 << 20;  // of one file
  static constexpr size_t kMatchesMax = 10'000;

  // Regular files only: a FIFO or a device would block or never end.
  Result<std::string> read(const std::string& path) override;
  std::vector<std::string> glob(const std::string& pattern) override;
};

// What is open, to its end, if it is a regular file within DiskFiles::kBytesMax. `path` is for the sentence.
Result<std::string> read_regular(const UniqueFd& file, const std::string& path);
// What errno says of a path that could not be opened.
Error error_of(const std::string& path, int number);

}  // namespace denwaban::net
