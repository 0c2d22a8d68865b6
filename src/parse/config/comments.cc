// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/config/comments.h"

namespace denwaban::parse {
namespace {

bool is_blank(char c) { return static_cast<unsigned char>(c) < 33; }

bool opens_block(std::string_view line, size_t at) {
  return line.substr(at, 3) == ";--" && (at + 3 >= line.size() || line[at + 3] != '-');
}

bool closes_block(std::string_view line, size_t at, size_t scan_from) {
  return at >= scan_from + 2 && line[at - 1] == '-' && line[at - 2] == '-';
}

}  // namespace

std::string_view trim_blanks(std::string_view text) {
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

// `copied` is how far the line has been dealt with, `scan_from` where the search for semicolons goes on: a
// `--;` counts only when both dashes stand behind it. Text flows again after a `--;` that closes the last
// block; a `;--` that makes up for a stray end does not revive its own line.
std::string CommentFilter::live_text(std::string_view line, int line_number, uint32_t file) {
  std::string live;
  bool flows = depth_ == 0;
  size_t copied = 0;
  size_t scan_from = 0;
  for (size_t at = line.find(';'); at != std::string_view::npos; at = line.find(';', scan_from)) {
    if (at > scan_from && line[at - 1] == '\\') {
      if (flows) live.append(line.substr(copied, at - 1 - copied)).push_back(';');
      copied = scan_from = at + 1;
    } else if (opens_block(line, at)) {
      if (flows) live.append(line.substr(copied, at - copied));
      flows = false;
      scan_from = at + 3;
      if (depth_ < kDepthMax) {
        ++depth_;
        since_line_ = line_number;
        since_file_ = file;
      }
    } else if (closes_block(line, at, scan_from)) {
      scan_from = at + 1;
      if (--depth_ == 0) {
        flows = true;
        copied = scan_from;
      } else if (depth_ == -1) {
        since_line_ = line_number;
        since_file_ = file;
      }
    } else if (depth_ == 0) {
      if (flows) live.append(line.substr(copied, at - copied));
      flows = false;
      break;
    } else {
      scan_from = at + 1;
    }
  }
  if (flows) live.append(line.substr(copied));
  return std::string(trim_blanks(live));
}

}  // namespace denwaban::parse
