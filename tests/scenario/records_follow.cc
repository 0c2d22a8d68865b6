// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a table of call records as somebody asks on standard input: "next N", "all", or "position" and "from ROW BEGAN
// ENDED" for a restart. Answers each by the Uniqueids on one line, or by what went wrong.
//   records_follow ADDRESS SECRET_FILE PAGE_ROWS PATIENCE_MS
#include <fmt/format.h>

#include <fstream>
#include <iostream>
#include <sstream>

#include "sources/records/record_table.h"

namespace denwaban {
namespace {

std::string read_all(sources::RecordTable& table, uint64_t most) {
  std::string ids;
  for (uint64_t count = 0; count < most; ++count) {
    auto more = table.next();
    if (!more) return "error " + more.error().message + " after" + ids;
    if (!*more) break;
    ids += " " + std::string(table.record()[parse::CdrField::unique_id]);
  }
  return "read" + ids;
}

std::string position_of(const sources::RecordTable& table) {
  const auto& at = table.position();
  return fmt::format("at {} {} {}", at.row, to_epoch_ms(at.began), to_epoch_ms(at.ended));
}

int run(char** arguments) {
  auto place = pbx::parse_record_place(arguments[1]);
  if (!place) {
    std::cout << place.error().message << "\n";
    return 2;
  }
  std::ifstream secret(arguments[2]);
  std::getline(secret, place->secret);
  sources::RecordOptions options;
  options.page_rows = std::stoul(arguments[3]);
  options.patience = Milliseconds(std::stol(arguments[4]));
  sources::RecordTable table(*place, options);
  for (std::string line; std::getline(std::cin, line);) {
    std::istringstream words(line);
    std::string word;
    int64_t row = 0, began = 0, ended = 0;
    words >> word >> row >> began >> ended;
    if (word == "from") table.go_on_from({row, from_epoch_ms(began), from_epoch_ms(ended)});
    if (word == "next") std::cout << read_all(table, static_cast<uint64_t>(row)) << std::endl;
    if (word == "all") std::cout << read_all(table, UINT64_MAX) << std::endl;
    if (word == "position") std::cout << position_of(table) << std::endl;
  }
  return 0;
}

}  // namespace
}  // namespace denwaban

int main(int count, char** arguments) { return count == 5 ? denwaban::run(arguments) : 2; }
