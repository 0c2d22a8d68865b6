// SPDX-License-Identifier: GPL-3.0-or-later
// Cuts an input into chunks at line breaks. Lines beyond LogParser::kLineLengthMax lose their tails here, so
// that no line makes a chunk grow, however long it is.
#pragma once

#include <memory>
#include <vector>

#include "engine/replay/chunk.h"
#include "sources/input.h"

namespace denwaban::engine {

class ChunkReader {
 public:
  explicit ChunkReader(std::unique_ptr<sources::Input> input) : input_(std::move(input)) {}

  // Goes to where a chunk began; before the first `next`.
  Status skip_to(uint64_t offset);
  // Fills `chunk` with about `bytes` (more when one line needs it). Not after a chunk that was the last.
  void next(Chunk& chunk, size_t bytes);
  void park() { input_->park(); }

 private:
  size_t fill(Chunk& chunk, size_t filled, size_t bytes);
  bool skip_line(Chunk& chunk);

  std::unique_ptr<sources::Input> input_;
  uint64_t offset_ = 0;     // of the first byte of tail_
  std::vector<char> tail_;  // the front of a line whose end was not read yet
  bool skipping_ = false;   // the next bytes belong to a line that is too long
};

}  // namespace denwaban::engine
