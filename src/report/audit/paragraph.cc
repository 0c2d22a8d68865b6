// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/audit/paragraph.h"

#include "text/printable.h"

namespace denwaban::report {

std::string paragraph_text(std::string_view words, std::string_view indent, size_t width) {
  std::string out;
  size_t used = 0;
  while (!words.empty()) {
    size_t end = words.find(' ');
    std::string_view word = words.substr(0, end);
    words.remove_prefix(end == std::string_view::npos ? words.size() : end + 1);
    size_t wide = text::display_width(word);
    bool fits = used > 0 && used + 1 + wide <= width;
    if (used > 0) out += fits ? " " : "\n";
    if (!fits) out += indent;
    used = (fits ? used + 1 : text::display_width(indent)) + wide;
    out += word;
  }
  return used > 0 ? out + "\n" : out;
}

}  // namespace denwaban::report
