// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/planned_files.h"

#include <fmt/format.h>
#include <fnmatch.h>

#include <algorithm>

namespace denwaban::setup {

Result<std::string> PlannedFiles::read(const std::string& path) {
  for (const Change& change : changes_) {
    if (change.path != path) continue;
    if (change.after) return *change.after;
    return fail(ErrorKind::not_found, fmt::format("cannot read {}: it is to be removed", path));
  }
  return files_.read(path);
}

std::vector<std::string> PlannedFiles::glob(const std::string& pattern) {
  std::vector<std::string> paths = files_.glob(pattern);
  for (const Change& change : changes_) {
    if (fnmatch(pattern.c_str(), change.path.c_str(), FNM_PATHNAME) != 0) continue;
    std::erase(paths, change.path);
    if (change.after) paths.push_back(change.path);
  }
  std::ranges::sort(paths);
  return paths;
}

}  // namespace denwaban::setup
