// SPDX-License-Identifier: GPL-3.0-or-later
// LogParser's way through records of other programs that hold a line of text each (json_line.h).
#include <algorithm>

#include "parse/log/text.h"
#include "parse/log/wrapper.h"
#include "parse/log_parser.h"

namespace denwaban::parse {

void LogParser::read_wrapped(const Line& line, std::vector<Event>& out) {
  WrappedLine wrapped;
  if (!json_.unwrap(line.text, wrapped)) return read_headless(line, out);
  if (wrapped.foreign) return;
  LineHead head;
  LinePrefix prefix;
  goes_on_ = wrapped.cut;
  wrapper_ = line.text.size() - std::min(wrapped.text.size(), line.text.size());
  const Line inner{wrapped.text, line.offset, line.cut || wrapped.cut, wrapper_};
  if (printed_wrapper_ > 0) widen_printed(line.offset, wrapper_);
  const size_t first = out.size();
  bool has_head = read_prefix(wrapped.text, prefix);  // of Docker's lines
  bool has_level = (has_head || wrapped.syslog) && read_level(wrapped.text.substr(prefix.level_at), head);
  if (!has_level) head = {};
  if (has_head || has_level) {
    time_ = dates_.moment(wrapped.date, settled(line.offset));
    date_.known = false;  // time_ is not what it means
    head.syslog = wrapped.syslog;
    read_text(inner, head, out);
  } else {
    read_headless(inner, out);
  }
  for (size_t i = first; i < out.size(); ++i) {
    Event& event = out[i];
    event.evidence.length = static_cast<uint32_t>(line.text.size());
    event.account = json_.in_line(event.account).substr(0, Event::kAccountLengthMax);
    event.extension = json_.in_line(event.extension).substr(0, Event::kAccountLengthMax);
    event.session = json_.in_line(event.session);
  }
}

// What follows a record that was cut is no line of its own: its beginning may be any text of a sender's.
bool LogParser::is_rest(const Line& line) {
  goes_on_ = false;
  if (!line.text.starts_with('{')) {
    CriRecord record = cri_record_of(line.text);
    goes_on_ = record == CriRecord::cut;
    return record != CriRecord::none;
  }
  WrappedLine wrapped;
  if (!json_.unwrap(line.text, wrapped)) return false;
  goes_on_ = wrapped.cut;
  return true;
}

// A printed packet whose lines were wrapped reaches further, by each wrapper: what it announced is its own
// length.
void LogParser::widen_printed(uint64_t offset, size_t by) {
  if (offset < printed_end_)
    printed_end_ += by;
  else
    printed_wrapper_ = 0;
}

}  // namespace denwaban::parse
