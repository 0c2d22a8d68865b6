// SPDX-License-Identifier: GPL-3.0-or-later
// The safe fixes as a unified diff that `patch -p1 -d /` applies. Nothing is written: the reader decides.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "model/config_finding.h"
#include "parse/config/file_tree.h"

namespace denwaban::report {

struct Patch {
  std::string text;                   // empty: nothing can be mended safely
  std::vector<std::string> problems;  // fixes that are not in it, and why; sentences
  size_t fixes = 0;
};

// Where the file really lies that a path means; empty: not to be touched.
using Locate = std::function<std::optional<std::string>(const std::string&)>;

// Of two fixes of one line the first finding's counts. Findings without effect are left alone.
Patch patch_of(const std::vector<ConfigFinding>& findings, parse::FileTree& files, const Locate& locate);

// The patch for a terminal, control characters made visible; it would not apply.
std::string shown_patch(const Patch& patch);

}  // namespace denwaban::report
