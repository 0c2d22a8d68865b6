// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/cdr/rows.h"

#include <gtest/gtest.h>

#include <tuple>

#include <string>
#include <vector>

namespace denwaban::parse {
namespace {

const std::string kOld =
    R"("acc7","100","0301234567","from-internal","""Anna, ""A"""" <100>","SIP/100-00000002","SIP/trunk-00000003",)"
    R"("Dial","SIP/trunk/0301234567,60","2026-11-21 20:04:01","2026-11-21 20:04:02","2026-11-21 20:04:06",5,4,)"
    R"("ANSWERED","DOCUMENTATION")";

CsvRow row_of(std::string text) {
  static std::string kept;  // the row's views end with it
  kept = std::move(text);
  CsvRow row;
  read_csv_row(kept, true, row);
  return row;
}

std::optional<CdrRow> record_of(const std::string& text) {
  CsvRow row = row_of(text);
  auto layout = CdrLayout::of_row(row.all());
  return layout ? read_cdr(row, *layout) : std::nullopt;
}

TEST(CsvRows, AreCutAtTheirCommas) {
  CsvRow row = row_of("a,\"b,\"\"c\"\"\",,1\r\nnext");
  ASSERT_EQ(row.columns, 4u);
  EXPECT_EQ(row.column[0], "a");
  EXPECT_EQ(unquoted(row.column[1]), "b,\"c\"");
  EXPECT_EQ(row.column[2], "");
  EXPECT_EQ(row.column[3], "1");
  EXPECT_EQ(row.length, 16u);
}

TEST(CsvRows, WaitForTheirEnd) {
  const std::string whole = "\"one\",\"two\nlines\"\n";
  for (size_t size = 0; size < whole.size(); ++size) {
    CsvRow row;
    read_csv_row(std::string_view(whole).substr(0, size), false, row);
    EXPECT_EQ(row.length, 0u) << size;
    EXPECT_FALSE(row.broken) << size;
  }
  CsvRow row;
  read_csv_row(whole, false, row);
  EXPECT_EQ(row.length, whole.size());
  EXPECT_EQ(row.column[1], "two\nlines");
}

TEST(CsvRows, AreGivenUpAtTheLinesEndWhereQuotesDoNotFit) {
  for (const char* text : {"\"a\"b,c\nnext,row\n", "\"a\" ,c\nnext,row\n"}) {
    CsvRow row = row_of(text);
    EXPECT_TRUE(row.broken) << text;
    EXPECT_EQ(row.length, std::string(text).find('\n') + 1) << text;
  }
  CsvRow open = row_of("\"never closed,1\nnext\n");
  EXPECT_TRUE(open.broken);
  EXPECT_EQ(open.length, 16u);
  EXPECT_TRUE(row_of(std::string(200, ',')).broken);
}

TEST(CsvRows, AreBounded) {
  std::string endless = "\"" + std::string(3 * kCsvRowMax, 'x');
  CsvRow row;
  read_csv_row(endless, false, row);
  EXPECT_TRUE(row.broken);
  EXPECT_GT(row.length, 0u);
}

TEST(CallRecords, OfSixteenColumns) {
  auto cdr = record_of(kOld);
  ASSERT_TRUE(cdr);
  EXPECT_EQ((*cdr)[CdrField::account_code], "acc7");
  EXPECT_EQ((*cdr)[CdrField::destination], "0301234567");
  EXPECT_EQ(cdr->text(CdrField::caller_id), "\"Anna, \"A\"\" <100>");
  EXPECT_EQ(cdr->start.second, 1);
  ASSERT_TRUE(cdr->answer && cdr->end);
  EXPECT_EQ(cdr->answer->second, 2);
  EXPECT_EQ(cdr->duration, 5);
  EXPECT_EQ(cdr->billed, 4);
  EXPECT_EQ(cdr->disposition, Disposition::answered);
  EXPECT_EQ((*cdr)[CdrField::unique_id], "");
}

TEST(CallRecords, OfEveryWidth) {
  struct {
    const char *behind, *unique, *user, *linked, *sequence;
  } cases[] = {
      {R"(,"1795291867.3")", "1795291867.3", "", "", ""},
      {R"(,"pbx1-1795291867.3")", "pbx1-1795291867.3", "", "", ""},
      {R"(,"198.51.100.77")", "", "198.51.100.77", "", ""},
      {R"(,"1795291867.3","note")", "1795291867.3", "note", "", ""},
      {R"(,"peer","1795291867.3",12)", "", "", "1795291867.3", "12"},
      {R"(,"1795291867.4","","1795291867.3",12)", "1795291867.4", "", "1795291867.3", "12"},
      {R"(,"1795291867.4","note","peer","1795291867.3",12)", "1795291867.4", "note", "1795291867.3", "12"},
  };
  for (const auto& one : cases) {
    auto cdr = record_of(kOld + one.behind);
    ASSERT_TRUE(cdr) << one.behind;
    EXPECT_EQ((*cdr)[CdrField::unique_id], one.unique) << one.behind;
    EXPECT_EQ((*cdr)[CdrField::user_field], one.user) << one.behind;
    EXPECT_EQ((*cdr)[CdrField::linked_id], one.linked) << one.behind;
    EXPECT_EQ((*cdr)[CdrField::sequence], one.sequence) << one.behind;
  }
}

TEST(CallRecords, NobodyAnswered) {
  std::string text = kOld;
  text.replace(text.find("\"2026-11-21 20:04:02\""), 21, "");
  text.replace(text.find("ANSWERED"), 8, "NO ANSWER");
  auto cdr = record_of(text);
  ASSERT_TRUE(cdr);
  EXPECT_FALSE(cdr->answer);
  EXPECT_EQ(cdr->disposition, Disposition::no_answer);
}

TEST(CallRecords, OfTheSampleMapping) {
  auto cdr = record_of(
      R"("""Anna"" <100>","100","00252612345678","out","PJSIP/100-00000001","PJSIP/trunk-00000002","Dial",)"
      R"("PJSIP/00252612345678@trunk","2026-11-21 20:04:01","","2026-11-21 20:04:06","5","0","FAILED","3",)"
      R"("acc7","1795291867.3","",17)");
  ASSERT_TRUE(cdr);
  EXPECT_EQ((*cdr)[CdrField::source], "100");
  EXPECT_EQ((*cdr)[CdrField::account_code], "acc7");
  EXPECT_EQ((*cdr)[CdrField::sequence], "17");
  EXPECT_EQ(cdr->disposition, Disposition::failed);
}

TEST(CallRecords, MappingsAndHeadersSayWhereWhatIs) {
  auto mapping = CdrLayout::of_mapping(
      "${CSV_QUOTE(${CDR(start)})},${CDR(dst)},${CSV_QUOTE(${CDR(userfield)}, "
      "extra)},${CDR(billsec,f)},${IF($[1]?a,b)}");
  ASSERT_TRUE(mapping);
  EXPECT_EQ(mapping->columns(), 5u);
  EXPECT_EQ(mapping->column(CdrField::destination), 1u);
  EXPECT_EQ(mapping->column(CdrField::billed), 3u);
  EXPECT_EQ(mapping->column(CdrField::channel), std::nullopt);
  EXPECT_FALSE(CdrLayout::of_mapping("${CDR(src)},${CDR(dst)}"));

  std::vector<std::string_view> header = {"calldate", "clid", "src", "DST", "recordingfile", "billsec"};
  auto table = CdrLayout::of_header(header);
  ASSERT_TRUE(table);
  EXPECT_EQ(table->column(CdrField::start), 0u);
  EXPECT_EQ(table->column(CdrField::destination), 3u);
  std::vector<std::string_view> other = {"prefix", "price"};
  EXPECT_FALSE(CdrLayout::of_header(other));
}

TEST(CallRecords, ArbitraryTablesAreNone) {
  EXPECT_FALSE(record_of("1,2,3"));
  EXPECT_FALSE(
      record_of(R"("a","b","c","d","e","f","g","h","i","2026-13-21 20:04:01","","",1,2,"ANSWERED","x")"));
  EXPECT_FALSE(
      record_of(R"("a","b","c","d","e","f","g","h","i","2026-11-21 20:04:01","","",1,-2,"ANSWERED","x")"));
}

TEST(CallRecords, EachCharacterOfAMomentCounts) {
  const std::string sound = "2026-11-21 20:04:01";
  for (size_t place = 0; place < sound.size(); ++place) {
    for (int byte = 0; byte < 256; ++byte) {
      std::string text = sound;
      text[place] = static_cast<char>(byte);
      const bool digit_stays = sound[place] >= '0' && sound[place] <= '9' && byte >= '0' && byte <= '9';
      const bool may = text[place] == sound[place] || (place == 10 && byte == 'T') || digit_stays;
      if (digit_stays) continue;
      EXPECT_EQ(read_cdr_moment(text).has_value(), may) << text;
    }
  }
}

TEST(CallRecords, ValuesAreChecked) {
  EXPECT_FALSE(read_cdr_moment("2026-11-21 24:00:00"));
  EXPECT_FALSE(read_cdr_moment("2026-11-21 20:04"));
  EXPECT_TRUE(read_cdr_moment("2026-11-21 20:04:01.123456"));
  EXPECT_TRUE(read_cdr_moment("2026-11-21T20:04:01"));
  const auto moment = read_cdr_moment("1987-12-31 09:58:07");
  ASSERT_TRUE(moment);
  EXPECT_EQ(std::tuple(moment->year, moment->month, moment->day), std::tuple(1987, 12, 31));
  EXPECT_EQ(std::tuple(moment->hour, moment->minute, moment->second), std::tuple(9, 58, 7));
  EXPECT_EQ(read_cdr_seconds("7.25"), 7);
  for (const char* text : {"", "-1", "7.", "seven", "99999999999999999999"})
    EXPECT_FALSE(read_cdr_seconds(text)) << text;
  for (const char* text : {"198.51.100.77", "1.2", "", "x.y", "1795291867."})
    EXPECT_FALSE(is_unique_id(text)) << text;
}

}  // namespace
}  // namespace denwaban::parse
