// SPDX-License-Identifier: GPL-3.0-or-later
// One folder of the disk as a FileTree, for configurations that somebody else wrote: a link or an include
// that leads out of the folder is not followed, no device is opened, and what is read in all has a bound.
// What was left out is kept to be told.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "parse/config/file_tree.h"

namespace denwaban::net {

class ContainedFiles final : public parse::FileTree {
 public:
  static constexpr size_t kBytesMax = 512 << 20;  // of all reads, a file read twice counts twice
  static constexpr size_t kLeftOutMax = 1'000;    // of which it is told

  enum class Links : uint8_t { stay_inside, follow };

  // Error: no such folder, or no permission. A link to a folder is that folder.
  static Result<ContainedFiles> open(const std::string& folder, Links links);

  // Without links and dots: what paths below it begin with.
  const std::string& root() const { return root_; }

  // Includes of a copied configuration name /etc/asterisk/...: below another folder that means this one.
  // Error{permission} when the file lies outside, Error{full} beyond the bound.
  Result<std::string> read(const std::string& path) override;
  std::vector<std::string> glob(const std::string& pattern) override;

  // The file that `path` means, without links; empty when it must not be read or is not there.
  std::optional<std::string> locate(const std::string& path) const;

  // Path and why, a sentence; without what simply is not there.
  const std::map<std::string, std::string>& left_out() const { return left_out_; }

 private:
  ContainedFiles(std::string root, Links links) : root_(std::move(root)), links_(links) {}
  bool inside(const std::string& real_path) const;
  std::string meant(const std::string& path) const;
  Error leave_out(const std::string& path, Error error);

  std::string root_;
  Links links_;
  size_t bytes_ = 0;
  std::map<std::string, std::string> left_out_;
};

}  // namespace denwaban::net
