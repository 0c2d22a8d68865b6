// SPDX-License-Identifier: GPL-3.0-or-later
// Files by identity instead of by name: what a log was called after rotation is found by inode and by its
// first bytes.
#pragma once

#include <sys/stat.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.h"

namespace denwaban::sources {

struct FileId {
  uint64_t device = 0;
  uint64_t inode = 0;
  friend bool operator==(const FileId&, const FileId&) = default;
};

struct FileFacts {
  std::string path;
  FileId id;
  uint64_t size = 0;
  int64_t modified_ns = 0;
};

// By so many first bytes a file is recognised: an inode number alone comes back with another file.
inline constexpr size_t kHeadMax = 256;

FileFacts facts_of(std::string path, const struct stat& status);
std::optional<FileFacts> look_at(const std::string& path);  // nullopt: not there, or no regular file
std::string read_head(int fd, size_t length);
std::string head_of(const std::string& path, size_t length);

// Whether NAME is what rotation makes of BASE: BASE.1, BASE-20261121, BASE.2026-11-21, BASE.1700000000,
// BASE.old; not compressed.
bool is_rotated_name(std::string_view name, std::string_view base);

// The uncompressed files in PATH's folder that rotation made of it, oldest first (by the time of the last
// write, then BASE.2 before BASE.1). At most 4096.
std::vector<FileFacts> rotated_siblings(const std::string& path);

// The first byte that stands in the file: behind the hole that a writer leaves who goes on at its old offset
// after a truncation.
uint64_t first_data(int fd);

// Where the last line, which may be still in the writing, begins.
uint64_t last_line_start(int fd, uint64_t size);

}  // namespace denwaban::sources
