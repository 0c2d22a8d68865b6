// SPDX-License-Identifier: GPL-3.0-or-later
// inotify on folders: what happened to which name.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/unique_fd.h"

namespace denwaban::sources {

class FolderWatch {
 public:
  enum class Change {
    written,   // bytes came or went
    name,      // the name appeared, vanished or means another file, or who may read it has changed
    folder,    // the folder itself is gone: it is watched no more
    overflow,  // the kernel lost count: anything may have changed
  };
  // `folder` as it was given to watch(); both are empty for `overflow`.
  using Handler = std::function<void(Change, const std::string& folder, std::string_view name)>;

  FolderWatch();
  int fd() const { return fd_ ? fd_.get() : -1; }
  // False: not there, not readable, or the kernel's limit is reached. Twice is once.
  bool watch(const std::string& folder);
  bool watches(const std::string& folder) const;
  // Everything that the kernel has by now, at most 64 KiB of it.
  void drain(const Handler& handler);

 private:
  UniqueFd fd_;
  std::map<int, std::string> folders_;
  std::vector<char> buffer_ = std::vector<char>(64 << 10);
};

}  // namespace denwaban::sources
