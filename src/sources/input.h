// SPDX-License-Identifier: GPL-3.0-or-later
// A file of the past as a stream of bytes, whatever packed it. What packed it is told by its first bytes and
// not by its name: rotated logs are named in every way there is.
//
// Archives may be hostile. Nothing is ever unpacked beyond the caller's buffer, and the windows that archives
// may ask for are bounded (kWindowBytesMax), so a bomb costs time but no memory. One owner; not thread-safe.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace denwaban::sources {

enum class Compression : uint8_t { none, gzip, xz, zstd };

struct InputInfo {
  std::string path;
  Compression compression = Compression::none;
  uint64_t size = 0;  // of the file as it lies on the disk, in bytes
  uint64_t device = 0, inode = 0;
  Time modified{};
  std::optional<Time>
      packed;  // the time in the gzip header (RFC 1952, MTIME): when the original was last changed
};

class Input {
 public:
  // Plain files, gzip (several members), xz (several streams) and zstd (several frames). Only regular files:
  // what is read twice (first to be recognised, in the end for its evidence) cannot be a pipe. Errors:
  // permission, not_found, input, io.
  static Result<std::unique_ptr<Input>> open(const std::string& path);
  virtual ~Input() = default;

  // Fills the front of `buffer` and answers how much; 0 is the end. A damaged or cut archive: everything
  // before the damage is handed out first, then comes the error, once; after that it is the end.
  virtual Result<size_t> read(std::span<char> buffer) = 0;
  // Goes forward to byte `position` of the unpacked stream: cheap for plain files, by reading for archives.
  // Only before or at `position`. A stream that is shorter is at its end then.
  virtual Status skip_to(uint64_t position) = 0;
  // Gives the descriptor back until the next read, for those who hold thousands of inputs.
  virtual void park() = 0;

  uint64_t position() const { return position_; }  // unpacked bytes handed out or skipped
  virtual uint64_t bytes_taken() const = 0;        // bytes of the file on the disk, for progress
  const InputInfo& info() const { return info_; }

  static constexpr size_t kWindowBytesMax = size_t{128}
                                            << 20;  // `xz -9` wants 65 MiB, `zstd --ultra -22` 128 MiB

 protected:
  explicit Input(InputInfo info) : info_(std::move(info)) {}
  InputInfo info_;
  uint64_t position_ = 0;
};

// Reads until `buffer` is full or the input ends; an error counts only when nothing came before it (`error`
// keeps it).
size_t read_full(Input& input, std::span<char> buffer, std::optional<Error>& error);

}  // namespace denwaban::sources
