// SPDX-License-Identifier: GPL-3.0-or-later
// Text in, events out: what the tests of the log parser share.
#pragma once

#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "parse/log_parser.h"
#include "source_path.h"

namespace denwaban::parse {

inline bool is_mark(const Event& event) { return event.kind >= EventKind::packet_print_begin; }

// The text must outlive the events.
inline std::vector<Event> read_log(std::string_view text) {
  LogParser parser(7, {TimeZone(), 2026});
  std::vector<Event> events;
  size_t taken = parser.parse(text, 0, events);
  parser.finish(text.substr(taken), taken, events);
  return events;
}

inline std::string read_test_file(const std::string& name) {
  std::ifstream file(test::source_path("tests/parse/data/" + name), std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// "203.0.113.9:5060", "203.0.113.9" without a port, "" without an address.
inline std::string sender_of(const Event& event) {
  if (event.address.is_unspecified()) return {};
  return event.address.to_string() + (event.port ? ":" + std::to_string(event.port) : "");
}

}  // namespace denwaban::parse
