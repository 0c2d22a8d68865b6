// SPDX-License-Identifier: GPL-3.0-or-later
// Pieces of a whole that came before what belongs in front of them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace denwaban::parse {

class Parts {
 public:
  struct Part {
    uint64_t begin = 0, end = 0;  // places in the whole
    std::string bytes;            // less than end - begin when the capture cut it
  };

  // Keeps what no earlier part covers: the first one counts. True when some of it was covered.
  bool add(uint64_t begin, uint64_t end, std::string_view bytes);

  bool empty() const { return parts_.empty(); }
  size_t size() const { return parts_.size(); }
  const Part& front() const { return parts_.front(); }
  const Part& back() const { return parts_.back(); }
  Part take_front();
  void clear();
  // What is kept, with what keeping it costs.
  uint64_t cost() const { return bytes_ + parts_.size() * kOverhead; }
  uint64_t covered() const { return covered_; }
  const std::vector<Part>& all() const { return parts_; }

  static constexpr uint64_t kOverhead = 64;

 private:
  std::vector<Part> parts_;  // sorted, apart; few, so that inserting may move them
  uint64_t bytes_ = 0, covered_ = 0;
};

}  // namespace denwaban::parse
