// SPDX-License-Identifier: GPL-3.0-or-later
// The files as they will be once a plan is carried out.
#pragma once

#include <string>
#include <vector>

#include "parse/config/file_tree.h"
#include "setup/plan.h"

namespace denwaban::setup {

class PlannedFiles final : public parse::FileTree {
 public:
  // Both must outlive this.
  PlannedFiles(parse::FileTree& files, const std::vector<Change>& changes)
      : files_(files), changes_(changes) {}

  Result<std::string> read(const std::string& path) override;
  std::vector<std::string> glob(const std::string& pattern) override;

 private:
  parse::FileTree& files_;
  const std::vector<Change>& changes_;
};

}  // namespace denwaban::setup
