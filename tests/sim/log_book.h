// SPDX-License-Identifier: GPL-3.0-or-later
// The PBX's two logs as made-up files: written, rotated, and handed to the guard in pieces that are cut
// anywhere, as sources/follow.h promises them.
#pragma once

#include <array>
#include <deque>
#include <functional>
#include <string>
#include <vector>

#include "dice.h"
#include "model/file_position.h"
#include "sources/follow.h"

namespace denwaban::sim {

class LogBook {
 public:
  enum Log { messages, security };
  using Consume = std::function<size_t(const sources::Piece&)>;

  void write(Log log, std::string_view line);  // with its line break
  void rotate();
  // Hands on what was not taken yet; not `to_the_end`: perhaps not all of it.
  void feed(Dice& dice, bool to_the_end, const Consume& consume);
  // Every whole line was taken.
  bool all_read() const;

  std::vector<FilePosition> positions() const;
  // Goes back to what a snapshot knew. Files that it does not know are read from their beginning.
  void rewind(const std::vector<FilePosition>& positions);
  // A snapshot knows these positions: what stands before them is never read again.
  void forget_before(const std::vector<FilePosition>& positions);

  uint64_t bytes_written() const { return bytes_written_; }

 private:
  struct File {
    uint32_t source = 0;
    bool rotated = false, finished = false;
    uint64_t base = 0;   // offset of bytes[0]: what stood before it is forgotten
    uint64_t taken = 0;  // offset
    std::string bytes;
    uint64_t end() const { return base + bytes.size(); }
  };
  // False: nothing of the piece was taken, and there is no more to offer.
  static bool hand_on(File& file, Dice& dice, const Consume& consume);

  uint32_t next_source_ = 3;
  std::array<std::deque<File>, 2> logs_{std::deque<File>{File{1, false, false, 0, 0, {}}},
                                        std::deque<File>{File{2, false, false, 0, 0, {}}}};
  uint64_t bytes_written_ = 0;
};

}  // namespace denwaban::sim
