// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/log_name.h"

#include <algorithm>

namespace denwaban::sources {
namespace {

bool is_packing(std::string_view ending) {
  return ending == ".gz" || ending == ".xz" || ending == ".zst" || ending == ".bz2";
}

// ".1", "-20260105", ".2026-01-05", ".20260105-120000": a mark, a digit, then digits and marks.
bool is_rotation(std::string_view ending) {
  return ending.size() >= 2 && ending[1] >= '0' && ending[1] <= '9' &&
         std::all_of(ending.begin() + 1, ending.end(), [](char c) { return (c >= '0' && c <= '9') || c == '-' || c == '_'; });
}

}  // namespace

std::string log_name(std::string_view path) {
  size_t folder = path.rfind('/') + 1;  // npos + 1 is 0
  for (;;) {
    size_t dot = path.find_last_of('.');
    if (dot == path.npos || dot <= folder) break;
    if (!is_packing(path.substr(dot)) && !is_rotation(path.substr(dot))) break;
    path = path.substr(0, dot);
  }
  // A date that hangs on by a dash: the longest ending of digits and dashes that begins with a dash.
  size_t word = path.find_last_not_of("0123456789-_");
  if (word != path.npos && word + 1 < path.size() && word >= folder && is_rotation(path.substr(word + 1)))
    path = path.substr(0, word + 1);
  return std::string(path);
}

}  // namespace denwaban::sources
