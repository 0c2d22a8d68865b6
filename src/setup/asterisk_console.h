// SPDX-License-Identifier: GPL-3.0-or-later
// Asterisk's remote console: `asterisk -rx COMMAND`.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/time.h"

namespace denwaban::setup {

class AsteriskConsole {
 public:
  static constexpr size_t kAnswerMax = 64 << 10;
  static constexpr Seconds kPatience{15};

  // The Asterisk whose asterisk.conf lies in `config_dir`. The program is looked for in PATH and in
  // /usr/sbin.
  explicit AsteriskConsole(const std::string& config_dir);

  // What it printed. Error{not_found}: no such program; Error{unavailable}: no Asterisk runs, or it does not
  // answer in time.
  Result<std::string> run(const std::string& command) const;
  // Its version's first number; nullopt: it does not run, or says something else.
  std::optional<int> major() const;
  // How it is called, for files of others.
  const std::string& call() const { return call_; }

 private:
  std::vector<std::string> words_;
  std::string call_;
};

// What a program printed that is named by its path. Error{not_found}: there is none; {unavailable}: no end in kPatience; {io}: it
// failed.
Result<std::string> run_program(std::vector<std::string> words);

// "Asterisk 22.10.1 built by ..." gives 22; also "Asterisk certified/18.9-cert1", "Asterisk GIT-master-...":
// nullopt.
std::optional<int> major_in(std::string_view version);

}  // namespace denwaban::setup
