// SPDX-License-Identifier: GPL-3.0-or-later
// Configuration files for tests: a map from path to text, and one whole folder of the disk read into such a
// map.
#pragma once

#include <fnmatch.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "parse/config/file_tree.h"

namespace denwaban::test {

class MemoryFiles final : public parse::FileTree {
 public:
  MemoryFiles() = default;
  MemoryFiles(std::initializer_list<std::pair<const std::string, std::string>> files) : files_(files) {}

  // All files of `folder`, as if they stood in `as`.
  static MemoryFiles from_disk(const std::filesystem::path& folder, const std::string& as) {
    MemoryFiles tree;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
      if (!entry.is_regular_file()) continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::string text((std::istreambuf_iterator<char>(in)), {});
      tree.files_[as + "/" + std::filesystem::relative(entry.path(), folder).string()] = text;
    }
    return tree;
  }

  void put(const std::string& path, std::string text) { files_[path] = std::move(text); }
  void remove(const std::string& path) { files_.erase(path); }
  void forbid(const std::string& path) { forbidden_.insert(path); }

  Result<std::string> read(const std::string& path) override {
    if (forbidden_.count(path))
      return fail(ErrorKind::permission, "cannot read " + path + ": permission denied");
    auto found = files_.find(path);
    if (found == files_.end()) return fail(ErrorKind::not_found, "cannot read " + path + ": no such file");
    return found->second;
  }

  std::vector<std::string> glob(const std::string& pattern) override {
    std::vector<std::string> paths;
    for (const auto& [path, text] : files_) {
      if (::fnmatch(pattern.c_str(), path.c_str(), FNM_PATHNAME | FNM_PERIOD) == 0) paths.push_back(path);
    }
    return paths;
  }

 private:
  std::map<std::string, std::string> files_;
  std::set<std::string> forbidden_;
};

}  // namespace denwaban::test
