// SPDX-License-Identifier: GPL-3.0-or-later
// A FileTree that counts what an audit reads: each file once, however often it is asked for.
#pragma once

#include <algorithm>
#include <set>
#include <string>

#include "parse/config/file_tree.h"

namespace denwaban::audit {

class CountedTree final : public parse::FileTree {
 public:
  explicit CountedTree(parse::FileTree& tree) : tree_(tree) {}

  Result<std::string> read(const std::string& path) override {
    auto text = tree_.read(path);
    if (text && seen_.insert(path).second) {
      lines_ += static_cast<size_t>(std::count(text->begin(), text->end(), '\n'));
      lines_ += !text->empty() && text->back() != '\n';
    }
    return text;
  }
  std::vector<std::string> glob(const std::string& pattern) override { return tree_.glob(pattern); }

  size_t lines() const { return lines_; }

 private:
  parse::FileTree& tree_;
  std::set<std::string> seen_;
  size_t lines_ = 0;
};

}  // namespace denwaban::audit
