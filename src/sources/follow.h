// SPDX-License-Identifier: GPL-3.0-or-later
// Follows log files live: what is written to them comes out as pieces of bytes, each byte once, in the order
// of the file, through rotation by rename (logrotate `create`, Asterisk's `logger rotate`), by copy and
// truncation (`copytruncate`), deletion, files and folders that appear later, and restarts. One thread, the
// owner's: it waits for fd(), calls poll(), and calls tick() once a second, which also serves file systems
// that tell inotify nothing (NFS, some containers).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "model/event.h"
#include "model/file_position.h"

namespace denwaban::sources {

struct FollowOptions {
  bool from_start = false;  // files without a position: read what stands in them already
  size_t files_max = 256;   // more are named in a notice and left out
  size_t bytes_per_turn =
      256 << 10;              // of one file in one poll(), so that a flooded one does not starve the others
  uint32_t first_source = 0;  // new files are numbered from here, or behind the positions' numbers
};

// Bytes of one source. A source is one file by inode from its beginning or a truncation on: a path gets a new
// number with each rotation, so that an EvidenceRef keeps pointing at the right bytes.
struct Piece {
  uint32_t source = 0;
  std::string_view bytes;  // at most kPieceMax; valid during consume()
  uint64_t offset = 0;     // of bytes[0] in the file
  // The file was rotated away and ends here. If its last line had no line break, one was added to `bytes`.
  bool last = false;
  static constexpr size_t kPieceMax = (128 << 10) + 1;
};

class FollowSink {
 public:
  virtual ~FollowSink() = default;
  // A source begins (or goes on after a restart, when `position.offset` is not 0).
  virtual void source_opened(const FilePosition& position) { (void)position; }
  // Returns how many bytes were taken, usually up to the last line break. The rest is offered again, followed
  // by more. A sink that takes nothing of a piece of 64 KiB or more loses the line that it holds.
  virtual size_t consume(const Piece& piece) = 0;
  // A sentence for people. Each state of a file is told once, not each second.
  virtual void notice(std::string_view sentence) = 0;
};

class Follower {
 public:
  // `patterns`: paths, or globs as glob(7). A path need not exist yet. A file with a position goes on from
  // there, under whatever name it stands now; then follow, as far as the folder shows them, the files that
  // came after it. A file without one that exists already starts at its last line break, one that appears
  // later at its beginning.
  Follower(FollowOptions options, std::vector<std::string> patterns, std::vector<FilePosition> positions,
           FollowSink& sink);
  ~Follower();
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  // Readable when poll() has something to do. -1 when the system gave no inotify: tick() does it all.
  int fd() const;
  // True: more is waiting that fd() will not announce; call again after giving others their turn.
  bool poll(FollowSink& sink);
  bool tick(FollowSink& sink);

  // What was consumed, to be saved; and the last finished sources.
  std::vector<FilePosition> positions() const;
  // The bytes that `evidence` points at, at most 64 KiB, from the file under whatever name it has now.
  // Error{not_found} when it is compressed or gone.
  Result<std::string> text(const EvidenceRef& evidence) const;
  // The path that a source was followed by; "" for an unknown number.
  std::string path_of(uint32_t source) const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::sources
