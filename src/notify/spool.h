// SPDX-License-Identifier: GPL-3.0-or-later
// Notices that are not told yet, a file each, so that they outlive the guard: kill -9 and power cuts
// included. A file is written whole beside its place, synced and moved there; it goes when the last channel
// has told it. Told twice is possible (the guard was killed between telling and taking the file away), never
// told is not, as long as the disk takes it.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "base/result.h"
#include "notify/notice.h"

namespace denwaban::notify {

struct Kept {
  std::string file;  // its name in the folder
  Notice notice;
  std::vector<std::string> left;  // channels that did not tell it yet
};

class Spool {
 public:
  static constexpr size_t kMost = 1'000;

  // The folder is made when it is needed; empty: nothing is kept.
  explicit Spool(std::string folder) : folder_(std::move(folder)) {}

  // The oldest first. What is damaged is left out and taken away.
  std::vector<Kept> load() const;
  // Also what is there already under this name, with fewer channels left.
  Status keep(const Kept& kept) const;
  void drop(const std::string& file) const;

 private:
  std::string folder_;
};

}  // namespace denwaban::notify
