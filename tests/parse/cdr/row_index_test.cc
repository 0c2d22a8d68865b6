// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/cdr/row_index.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace denwaban::parse {
namespace {

struct Read {
  std::vector<std::string> columns;
  size_t length = 0;
  bool broken = false;
  friend bool operator==(const Read&, const Read&) = default;
};

Read copy(const CsvRow& row) {
  Read read{{}, row.length, row.broken};
  for (std::string_view column : row.all()) read.columns.emplace_back(column);
  return read;
}

// All rows; `quick`: by the index, else one by one.
std::vector<Read> read_all(std::string_view bytes, bool quick) {
  std::vector<Read> rows;
  RowIndex index;
  CsvRow row;
  while (!bytes.empty()) {
    if (quick)
      index.read(bytes, true, row);
    else
      read_csv_row(bytes, true, row);
    rows.push_back(copy(row));
    if (row.length == 0) break;
    bytes.remove_prefix(row.length);
  }
  return rows;
}

void expect_same(const std::string& bytes) {
  ASSERT_EQ(read_all(bytes, true), read_all(bytes, false)) << bytes;
}

const std::string kPadding = std::string(70, 'p') + ",1\n";  // so that there is a block to look at

TEST(RowIndex, ReadsQuotesCommasAndLineEndsAsTheReaderOfOneRow) {
  for (const char* row : {R"("a","b",3)", R"("","",)", R"("say ""hi""","x")", R"("""",1)",
                          "\"line\nbreak\",2", R"(a"b,c)", R"("a"b,c)", R"("a" ,c)", R"(,,,)", "a,b\r",
                          "a\r,b", "\"a\"\r", "\"open", "", "\r", R"(""",b)", R"(x""y,z)"})
    for (const std::string& bytes :
         {row + ("\n" + kPadding), kPadding + row + "\n" + kPadding, kPadding + row})
      expect_same(bytes);
}

TEST(RowIndex, ReadsWhateverBytesAsTheReaderOfOneRow) {
  std::mt19937 random(11);
  constexpr std::string_view kBytes = "\"\",,\n\rab\"";
  for (int round = 0; round < 4000; ++round) {
    std::string bytes;
    const bool mostly_sound = random() % 2 != 0;
    while (bytes.size() < 300) {
      if (mostly_sound && random() % 8 != 0)
        bytes += random() % 3 ? R"("abc","d ""e""",)" : "12,\"x\"\n";
      else
        bytes += kBytes[random() % kBytes.size()];
    }
    expect_same(bytes);
  }
}

TEST(RowIndex, GoesOnBehindItsWindow) {
  std::string bytes;
  for (int i = 0; bytes.size() < 5 * RowIndex::kWindow; ++i)
    bytes += "\"" + std::string(static_cast<size_t>(i % 90), 'x') + "\"," + std::to_string(i) + "\n";
  bytes += std::string(2 * RowIndex::kWindow, 'y') + ",1\n" + kPadding;
  expect_same(bytes);
}

TEST(RowIndex, BytesThatMovedAreLookedAtAgain) {
  std::string bytes = kPadding + "1,2\n";
  RowIndex index;
  CsvRow row;
  index.read(bytes, false, row);
  std::string_view rest = std::string_view(bytes).substr(row.length);
  bytes.replace(bytes.size() - 4, 3, "3;4");
  index.forget();
  index.read(rest, true, row);
  ASSERT_EQ(row.columns, 1u);
  EXPECT_EQ(row.column[0], "3;4");
}

}  // namespace
}  // namespace denwaban::parse
