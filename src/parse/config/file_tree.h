// SPDX-License-Identifier: GPL-3.0-or-later
// How pure readers of configuration get at files: handed over by whoever owns the disk, or a map in tests.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace denwaban::parse {

class FileTree {
 public:
  virtual ~FileTree() = default;

  // The whole file. Error{not_found}, {permission}, {full} (larger than the tree's own bound) or {io}.
  virtual Result<std::string> read(const std::string& path) = 0;

  // The paths that match, sorted bytewise; empty when none does. `*`, `?`, `[..]` and `{a,b}`, as glob(3) has
  // them.
  virtual std::vector<std::string> glob(const std::string& pattern) = 0;
};

}  // namespace denwaban::parse
