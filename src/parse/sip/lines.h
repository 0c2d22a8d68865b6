// SPDX-License-Identifier: GPL-3.0-or-later
// The lines of a message's head, found sixty-four bytes at a time and handed out one by one. The same look
// notes whether there is anything but printable ASCII, so that almost no message is examined byte by byte.
#pragma once

#include "parse/sip/scan.h"

namespace denwaban::parse::sip {

class LineReader {
 public:
  // Reads [begin, limit). What comes first in it is the start of a line.
  LineReader(const char* begin, const char* limit) : block_(begin), line_(begin), limit_(limit) { look(); }

  // The next line without its line feed; the last one may have none: then feed() is false. False at the end.
  bool next(const char*& begin, const char*& end) {
    if (line_ >= limit_) return false;
    while (newlines_ == 0 && limit_ - block_ > 64) {
      block_ += 64;
      look();
    }
    begin = line_;
    feed_ = newlines_ != 0;
    end = feed_ ? block_ + std::countr_zero(newlines_) : limit_;
    newlines_ &= newlines_ - 1;
    line_ = feed_ ? end + 1 : limit_;
    return true;
  }
  bool feed() const { return feed_; }
  const char* rest() const { return line_; }  // what follows the last line
  bool continues() const { return line_ < limit_ && (*line_ == ' ' || *line_ == '\t'); }
  // Something in the blocks seen so far wants examine_bytes().
  bool unusual() const { return unusual_; }

 private:
  void look();

  const char* block_;
  const char* line_;
  const char* limit_;
  uint64_t newlines_ = 0;  // in the block, from line_ on
  bool unusual_ = false;
  bool feed_ = false;
};

// NUL and control bytes, carriage returns that end no line, bytes that are not UTF-8 (RFC 3629).
void examine_bytes(std::string_view head, DeviationSet& deviations);

}  // namespace denwaban::parse::sip
