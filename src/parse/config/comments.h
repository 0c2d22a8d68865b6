// SPDX-License-Identifier: GPL-3.0-or-later
// The first pass over a line of an Asterisk configuration: comments out, `\;` to `;` (main/config.c,
// config_text_file_load). The state runs on from line to line, and from file to file of one glob.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace denwaban::parse {

class CommentFilter {
 public:
  static constexpr int kDepthMax = 128;  // MAX_NESTED_COMMENTS

  // The live text of `line` (without its line end), trimmed; empty when nothing of it is live.
  std::string live_text(std::string_view line, int line_number, uint32_t file = 0);

  // > 0: inside that many `;--` blocks. < 0: a `--;` without a block was met; Asterisk then skips everything
  // up to the next
  // `;--`, without a word.
  int depth() const { return depth_; }
  // Where the innermost open block, or the stray end, stands.
  int since_line() const { return since_line_; }
  uint32_t since_file() const { return since_file_; }

 private:
  int depth_ = 0;
  int since_line_ = 0;
  uint32_t since_file_ = 0;
};

// Asterisk's idea of a blank: any byte below 33 (ast_strip).
std::string_view trim_blanks(std::string_view text);

}  // namespace denwaban::parse
