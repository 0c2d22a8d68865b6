// SPDX-License-Identifier: GPL-3.0-or-later
// Notices that a channel has not told yet, a file each, so that they outlive the guard: kill -9 and power
// cuts included. A file is written whole beside its place, synced and moved there, and the folder synced; it
// goes when it is told. Told twice is possible (the guard was killed between telling and taking the file
// away).
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "notify/notice.h"

namespace denwaban::notify {

struct Kept {
  std::string file;  // its name in the folder
  Notice notice;
};

class Spool {
 public:
  static constexpr size_t kMost = 1'000;

  // The folder is made when it is needed; empty: nothing is kept.
  explicit Spool(std::string folder) : folder_(std::move(folder)) {}

  // The oldest first. What is damaged or unfinished is left out and taken away.
  std::vector<Kept> load() const;
  Status keep(const Kept& kept) const;
  void drop(const std::string& file) const;

 private:
  std::string folder_;
};

}  // namespace denwaban::notify
