// SPDX-License-Identifier: GPL-3.0-or-later
// Standard output and error as the commands use them.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/arguments.h"
#include "cli/show.h"

namespace denwaban::cli {

Look look_of(const Global& global);

// To standard output; a closed pipe ends the program quietly with status 0, a full disk with 3.
void print(std::string_view text);
// "denwaban: SENTENCE" to standard error.
void complain(std::string_view sentence);
// Complains, and answers with the exit status of this kind of error.
int complain(const Error& error);

// A line on standard error that is drawn over and over while long work goes on: only on a terminal, and only
// once the work has taken a second.
class Progress {
 public:
  Progress();
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(uint64_t done, uint64_t total);

 private:
  bool terminal_;
  bool drawn_ = false;
  int64_t started_ms_, shown_ms_;
};

}  // namespace denwaban::cli
