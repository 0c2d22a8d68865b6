// SPDX-License-Identifier: GPL-3.0-or-later
// The extensions of a context by what their places take, so that a number finds those that take it, and a pattern those that
// share numbers with it, without asking each.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "audit/paths/pattern_elements.h"

namespace denwaban::audit {

class PatternTree {
 public:
  void add(std::string_view extension, uint32_t name);
  // The names of those that take the text; in no order, each once.
  std::vector<uint32_t> taking(std::string_view text) const;
  // Those that may share a number with the elements: all that do and perhaps some that do not.
  std::vector<uint32_t> meeting(const PatternElements& elements) const;

 private:
  struct Edge {
    CharacterSet takes;
    uint32_t to = 0;
  };
  struct Node {
    std::vector<Edge> edges;
    std::vector<uint32_t> ended[3];  // by PatternElements::End
  };
  void collect(uint32_t node, std::vector<uint32_t>& names) const;

  std::vector<Node> nodes_ = std::vector<Node>(1);
};

}  // namespace denwaban::audit
