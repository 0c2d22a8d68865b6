// SPDX-License-Identifier: GPL-3.0-or-later
// FreePBX keeps sip.conf, logger.conf and their like as links into its web folder; each holds nothing but
// includes of the generated files beside it. In a backup or a copy the links dangle. This tree stands in for
// them.
#pragma once

#include <string>
#include <vector>

#include "parse/config/file_tree.h"

namespace denwaban::pbx {

class FreepbxShell final : public parse::FileTree {
 public:
  // `files` must outlive this.
  explicit FreepbxShell(parse::FileTree& files) : files_(files) {}

  // As `files` has it; a missing FreePBX shell is made up when its generated part is there.
  Result<std::string> read(const std::string& path) override;
  std::vector<std::string> glob(const std::string& pattern) override { return files_.glob(pattern); }

 private:
  parse::FileTree& files_;
};

}  // namespace denwaban::pbx
