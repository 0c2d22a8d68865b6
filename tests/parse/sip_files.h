// SPDX-License-Identifier: GPL-3.0-or-later
// The messages that tests and benchmarks read.
#pragma once

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "parse/sip_message.h"
#include "source_path.h"

namespace denwaban::parse {

inline std::string sip_file(const std::string& name) {
  std::ifstream file(test::source_path("tests/parse/data/" + name), std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The names of the torture messages of RFC 4475 and RFC 5118, in order.
inline std::vector<std::string> torture_names() {
  std::vector<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(test::source_path("tests/parse/data/torture")))
    if (entry.path().extension() == ".sip") names.push_back(entry.path().stem());
  std::sort(names.begin(), names.end());
  return names;
}

// Datagrams of real phones, real Asterisk and real attack tools, each behind a line `@ LENGTH`.
inline std::vector<std::string> datagrams_in(const std::string& all) {
  std::vector<std::string> datagrams;
  for (size_t at = 0; at < all.size();) {
    size_t length = 0, line = all.find('\n', at);
    std::from_chars(all.data() + at + 2, all.data() + line, length);
    datagrams.push_back(all.substr(line + 1, length));
    at = line + 1 + length + 1;
  }
  return datagrams;
}
inline std::vector<std::string> recorded_datagrams() {
  return datagrams_in(sip_file("sip/recorded.messages"));
}

inline std::string names_of(DeviationSet deviations) {
  std::string names;
  deviations.for_each([&](Deviation deviation) {
    if (!names.empty()) names += ' ';
    names += deviation_name(deviation);
  });
  return names;
}

}  // namespace denwaban::parse
