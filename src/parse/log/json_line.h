// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of [json] log channels (main/logger.c, format_log_json): one object a line. Its `message` holds what
// the text formats write behind their head, line breaks escaped: no text of a sender can become a line of its
// own.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "parse/log/line_head.h"

namespace denwaban::parse {

// A line of text within a record that another program wrote: Docker's json-file ({"log":…,"time":…}), or
// journalctl -o json ({"__REALTIME_TIMESTAMP":…,"MESSAGE":…}). What a line of text proves, no more: a line
// break of a sender has made two records.
struct WrappedLine {
  std::string_view text;  // decoded, without its line break
  DateText date;          // complete
  bool syslog = false;    // came to the journal through syslog
  bool cut = false;       // goes on in the next record
  bool foreign = false;   // another program's: nothing else is told
};

class JsonLines {
 public:
  JsonLines();
  ~JsonLines();

  // Reads the object. `head.text` is the message without its last line break; `date` the timestamp as
  // written. Both and head.file stay until the next call; they may point into `line` or into this object.
  // False: not such an object.
  bool read(std::string_view line, LineHead& head, std::string_view& date);

  // Reads a record of Docker or the journal. What is told stays until the next call, as above. False: no
  // such.
  bool unwrap(std::string_view line, WrappedLine& out);

  // Where a view of head.text (or of what a grammar took from it) stands in `line`: the raw, still escaped
  // text. Empty where it does not stand there in one piece (bytes as numbers, as the journal writes what is
  // no UTF-8).
  std::string_view in_line(std::string_view view) const;

 private:
  struct Parser;
  std::string_view decode(std::string_view raw);

  std::unique_ptr<Parser> parser_;
  std::string padded_;
  std::string_view line_;
  std::string_view raw_message_;
  std::string message_;  // decoded; empty when the raw one needs no decoding
  std::vector<uint32_t>
      positions_;  // of each byte of message_ in raw_message_, and of its end; empty: unknown
};

}  // namespace denwaban::parse
