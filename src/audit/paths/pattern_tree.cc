// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/paths/pattern_tree.h"

#include <algorithm>

namespace denwaban::audit {
namespace {

using End = PatternElements::End;

void append(std::vector<uint32_t>& names, const std::vector<uint32_t>& more) {
  names.insert(names.end(), more.begin(), more.end());
}

}  // namespace

void PatternTree::add(std::string_view extension, uint32_t name) {
  PatternElements elements;
  if (!read_extension(extension, elements)) return;
  uint32_t at = 0;
  for (const CharacterSet& takes : elements.places) {
    auto& edges = nodes_[at].edges;
    auto known = std::find_if(edges.begin(), edges.end(), [&](const Edge& edge) { return edge.takes == takes; });
    if (known != edges.end()) {
      at = known->to;
      continue;
    }
    uint32_t next = static_cast<uint32_t>(nodes_.size());
    edges.push_back({takes, next});
    nodes_.emplace_back();
    at = next;
  }
  nodes_[at].ended[static_cast<size_t>(elements.end)].push_back(name);
}

std::vector<uint32_t> PatternTree::taking(std::string_view text) const {
  std::vector<uint32_t> names, here{0}, next;
  for (char c : text) {
    if (c == '-') continue;
    if (c < kLowestDialled || c > kHighestDialled) return {};
    next.clear();
    for (uint32_t node : here)
      for (const Edge& edge : nodes_[node].edges)
        if (edge.takes.test(static_cast<size_t>(c))) next.push_back(edge.to);
    // Those that are open from here on have taken one character; whether more follow is the same to them.
    for (uint32_t node : here) {
      append(names, nodes_[node].ended[static_cast<size_t>(End::one_or_more)]);
      append(names, nodes_[node].ended[static_cast<size_t>(End::any)]);
    }
    here.swap(next);
  }
  for (uint32_t node : here) {
    append(names, nodes_[node].ended[static_cast<size_t>(End::exact)]);
    append(names, nodes_[node].ended[static_cast<size_t>(End::any)]);
  }
  return names;
}

void PatternTree::collect(uint32_t node, std::vector<uint32_t>& names) const {
  std::vector<uint32_t> stack{node};
  while (!stack.empty()) {
    const Node& one = nodes_[stack.back()];
    stack.pop_back();
    for (const auto& ended : one.ended) append(names, ended);
    for (const Edge& edge : one.edges) stack.push_back(edge.to);
  }
}

std::vector<uint32_t> PatternTree::meeting(const PatternElements& elements) const {
  std::vector<uint32_t> names, here{0}, next;
  for (const CharacterSet& place : elements.places) {
    next.clear();
    for (uint32_t node : here) {
      append(names, nodes_[node].ended[static_cast<size_t>(End::one_or_more)]);
      append(names, nodes_[node].ended[static_cast<size_t>(End::any)]);
      for (const Edge& edge : nodes_[node].edges)
        if ((edge.takes & place).any()) next.push_back(edge.to);
    }
    here.swap(next);
  }
  for (uint32_t node : here) {
    if (elements.end != End::exact) {
      collect(node, names);
      continue;
    }
    append(names, nodes_[node].ended[static_cast<size_t>(End::exact)]);
    append(names, nodes_[node].ended[static_cast<size_t>(End::any)]);
  }
  return names;
}

}  // namespace denwaban::audit
