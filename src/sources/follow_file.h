// SPDX-License-Identifier: GPL-3.0-or-later
// One followed path: the file that is being read, those that come after it, and those rotated away a moment
// ago, whose writers may not have noticed yet.
#pragma once

#include <deque>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/unique_fd.h"
#include "model/file_position.h"
#include "sources/follow.h"
#include "sources/follow_rotation.h"

namespace denwaban::sources {

// The numbers of all sources; the latest kFinishedMax finished ones stay known.
class SourceTable {
 public:
  static constexpr size_t kFinishedMax = 512;
  explicit SourceTable(uint32_t next) : next_(next) {}
  uint32_t next() { return next_++; }
  void reserve(uint32_t used) { next_ = std::max(next_, used + 1); }
  void finish(FilePosition position);
  const std::deque<FilePosition>& finished() const { return finished_; }
  const FilePosition* find(uint32_t source) const;
  bool was_read(const FileFacts& file) const;  // it is a finished source

 private:
  uint32_t next_;
  std::deque<FilePosition> finished_;
};

// What a FollowedFile needs of its Follower for one call.
struct FollowTurn {
  FollowSink& sink;
  SourceTable& sources;
  std::span<char> scratch;                         // kPieceMax bytes, shared by all files
  std::function<bool(const FileId&)> is_followed;  // by any path: an inode is never read twice
};

class FollowedFile {
 public:
  explicit FollowedFile(std::string path) : path_(std::move(path)) {}

  // Before anything else, once. `from_start` counts where there is no position.
  void start(const std::optional<FilePosition>& position, bool from_start, FollowTurn& turn);
  // Reads at most `budget` bytes. True: there is more.
  bool read(size_t budget, FollowTurn& turn);
  // Looks whether the path means another file by now.
  void look_again(FollowTurn& turn);
  // Once a second: late writers, files that vanished.
  void age(FollowTurn& turn);

  const std::string& path() const { return path_; }
  bool reads(const FileId& id) const;
  // Files that are read under another name than path(): a change of any name in the folder may be theirs.
  bool reads_other_names() const { return !late_.empty() || !next_.empty() || gone_; }
  bool is_open() const { return current_.has_value(); }
  std::optional<FilePosition> position() const;
  const UniqueFd* descriptor(uint32_t source) const;

  bool dirty = false;    // the Follower's: stands in its list of files to read
  bool recheck = false;  // … and to look at again

 private:
  struct Reading {
    UniqueFd fd;
    FileId id;
    uint32_t source = 0;
    uint64_t offset = 0;  // of the next byte to read; what stands in `rest` is read, but not consumed
    std::string rest;
    std::string head;
    std::string tail;       // the last bytes before `offset`, as far as they were read
    bool complete = false;  // a rotated copy: nobody writes to it any more
    bool behind = false;    // the last read() ended before the file did
    bool skipping = false;  // within a line that the sink would not take
    int idle_seconds = 0;
    uint64_t consumed() const { return offset - rest.size(); }
  };
  enum class Step { data, end, truncated, failed };

  std::optional<Reading> open(const std::string& path, FollowTurn& turn);
  void begin(Reading reading, FollowTurn& turn);
  FilePosition position_of(const Reading& reading) const;
  void resume(const FilePosition& position, FollowTurn& turn);
  std::optional<std::string> find_again(const FilePosition& position) const;
  void add_later_files(int64_t since_ns, FollowTurn& turn);
  void open_first(FollowTurn& turn);
  Step read_once(Reading& reading, size_t length, size_t& got, FollowTurn& turn);
  void read_late(FollowTurn& turn);
  void deliver(Reading& reading, size_t length, bool last, FollowTurn& turn);
  bool was_truncated(const Reading& reading) const;
  void begin_again(FollowTurn& turn);
  bool may_finish() const;
  void finish(bool keep_open, FollowTurn& turn);
  void tell_once(std::string sentence, FollowTurn& turn);

  const std::string path_;
  std::optional<Reading> current_;
  std::deque<Reading> next_;
  std::vector<Reading> late_;
  std::optional<FilePosition> waiting_;  // the position of a file that could not be opened yet
  uint64_t first_size_ = 0;              // of a file that was there at the start, but unreadable
  bool existed_ = false;
  bool gone_ = false;  // the path means nothing now
  std::string told_;
};

}  // namespace denwaban::sources
