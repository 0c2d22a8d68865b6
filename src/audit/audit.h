// SPDX-License-Identifier: GPL-3.0-or-later
// The configuration audit as one function: files in, findings and toll paths out. Reads through the FileTree only, runs nothing,
// and ends on every input: what grows has a bound, and a bound that was reached is told.
#pragma once

#include <string>
#include <vector>

#include "audit/estate.h"
#include "model/config_finding.h"
#include "model/toll_path.h"

namespace denwaban::audit {

struct AuditResult {
  std::vector<ConfigFinding> findings;  // most severe first; then by rule, file, line
  std::vector<TollPath> paths;
  std::vector<Unread> unread;           // files that are there and could not be read
  std::vector<std::string> missing;     // contexts that callers get to, and that stand in no file
  std::vector<std::string> bounds;      // which bounds were reached, as words: "toll paths", "DWB-SIP-005"
  size_t files = 0;
  size_t lines = 0;
};

AuditResult audit(parse::FileTree& tree, const std::string& config_dir, const EstateOptions& options);

// 100 is nothing to find: each rule that fired takes its worst finding's weight once (critical 25, high 10, medium 3, low 1),
// inert ones and information take nothing, and no score is below 0.
int score(const std::vector<ConfigFinding>& findings);

}  // namespace denwaban::audit
