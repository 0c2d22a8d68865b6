// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/carried_line.h"

namespace denwaban::sources {

std::string_view without_end(std::string_view record) {
  while (record.ends_with('\0')) record.remove_suffix(1);
  if (record.ends_with('\n')) record.remove_suffix(1);
  return record;
}

void append_record(std::string_view text, std::string& out) {
  for (char c : text) {
    if (c == '\n')
      out += "#012";
    else if (c == '\r')
      out += "#015";
    else if (c == '\0')
      out += "#000";
    else
      out += c;
  }
  out += '\n';
}

}  // namespace denwaban::sources
