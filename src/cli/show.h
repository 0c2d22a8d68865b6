// SPDX-License-Identifier: GPL-3.0-or-later
// Records as people read them: the JSON lines of an answer, or values, to aligned text.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "model/json.h"
#include "text/style.h"

namespace denwaban::cli {

struct Look {
  text::Style style;
  size_t width = 0;  // of the terminal; 0: unlimited
  Time now{};
};

// One finding in full, with its evidence; or a line each.
std::string show_finding(const ToldFinding& told, const Look& look);
std::string show_findings(std::span<const ToldFinding> told, const Look& look);
std::string show_decisions(std::span<const Decision> decisions, const Look& look);

// Answers of the control door (serve/desk.h): the lines before the result.
Result<std::string> show_bans(std::span<const std::string> lines, const Look& look);
Result<std::string> show_why(std::span<const std::string> lines, const Look& look);
Result<std::string> show_carried_out(std::span<const std::string> lines, const Look& look);
Result<std::string> show_found(std::span<const std::string> lines, const Look& look);
// The same, and that those of severity info were not asked for.
Result<std::string> show_found_that_matter(std::span<const std::string> lines, const Look& look);
Result<std::string> show_calls(std::span<const std::string> lines, const Look& look);
Result<std::string> show_status(std::span<const std::string> lines, const Look& look);

}  // namespace denwaban::cli
