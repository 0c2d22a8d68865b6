// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite's side of the tables; real servers are in tests/scenario.
#include "sources/records/record_table.h"

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>

#include "temporary_folder.h"

namespace denwaban::sources {
namespace {

class Tables : public testing::Test {
 protected:
  void run(const std::string& sql) const {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path().c_str(), &database), SQLITE_OK);
    char* words = nullptr;
    int code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, &words);
    EXPECT_EQ(code, SQLITE_OK) << (words ? words : "");
    sqlite3_free(words);
    sqlite3_close(database);
  }
  std::string path() const { return folder_.path("master.db"); }
  pbx::RecordPlace place() const {
    pbx::RecordPlace place;
    place.path = path();
    return place;
  }
  void make() const { run("CREATE TABLE cdr (id INTEGER PRIMARY KEY, calldate, src, dst, duration, billsec, uniqueid)"); }
  void add(int first, int last) const {
    std::string sql = "BEGIN;";
    for (int i = first; i <= last; ++i)
      sql += fmt::format("INSERT INTO cdr VALUES ({0}, '2026-09-07 10:{1:02}:{2:02}', '101', '0301234', 60, 50, '1788.{0}');", i,
                         i / 60 % 60, i % 60);
    run(sql + "COMMIT;");
  }
  static std::vector<std::string> read(RecordTable& table) {
    std::vector<std::string> ids;
    for (;;) {
      auto more = table.next();
      EXPECT_TRUE(more.has_value()) << (more ? "" : more.error().message);
      if (!more || !*more) return ids;
      ids.emplace_back(table.record()[parse::CdrField::unique_id]);
    }
  }
  static RecordOptions pages_of(size_t rows) {
    RecordOptions options;
    options.page_rows = rows;
    return options;
  }

  test::TemporaryFolder folder_;
};

TEST_F(Tables, AreReadToTheirEndWhateverThePagesSize) {
  make();
  add(1, 100);
  for (size_t rows : {1, 7, 100, 1000}) {
    RecordTable table(place(), pages_of(rows));
    auto ids = read(table);
    ASSERT_EQ(ids.size(), 100u) << rows;
    EXPECT_EQ(ids.front(), "1788.1");
    EXPECT_EQ(ids.back(), "1788.100");
  }
}

TEST_F(Tables, TellWhatCameSince) {
  make();
  add(1, 10);
  RecordTable table(place(), pages_of(4));
  EXPECT_EQ(read(table).size(), 10u);
  EXPECT_TRUE(read(table).empty());
  add(11, 12);
  EXPECT_EQ(read(table), (std::vector<std::string>{"1788.11", "1788.12"}));
  add(13, 13);
  RecordTable later(place(), pages_of(4));
  later.go_on_from(table.position());
  EXPECT_EQ(read(later), std::vector<std::string>{"1788.13"});
}

TEST_F(Tables, AreFoundByTheirColumns) {
  run("CREATE TABLE astdb (key, value); CREATE TABLE calls (start, dst, billsec); INSERT INTO calls VALUES ('2026-01-01 00:00:00', '1', 2)");
  RecordTable table(place(), {});
  EXPECT_EQ(read(table).size(), 1u);
}

TEST_F(Tables, OfThePlacesAliasesAreUnderstood) {
  run("CREATE TABLE cdr (began, who, dst, billsec); INSERT INTO cdr VALUES ('2026-01-01 00:00:00', '101', '1', 2)");
  pbx::RecordPlace named = place();
  named.aliases = {{"start", "began"}, {"src", "who"}};
  RecordTable table(named, {});
  auto more = table.next();
  ASSERT_TRUE(more && *more);
  EXPECT_EQ(table.record()[parse::CdrField::source], "101");
}

TEST_F(Tables, RowsWithoutABeginningAreCounted) {
  make();
  add(1, 3);
  run("INSERT INTO cdr VALUES (4, NULL, '1', '2', 3, 4, 'x'), (5, 'soon', '1', '2', 3, 4, 'y')");
  RecordTable table(place(), pages_of(2));
  EXPECT_EQ(read(table).size(), 3u);
  EXPECT_EQ(table.unrecognised(), 2u);
}

TEST_F(Tables, WithoutCallRecordsAreNone) {
  run("CREATE TABLE astdb (key, value)");
  RecordTable table(place(), {});
  auto more = table.next();
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().kind, ErrorKind::input);
}

TEST_F(Tables, ThatAreNotThereOrDamagedAreToldInASentence) {
  RecordTable missing(place(), {});
  EXPECT_EQ(missing.next().error().kind, ErrorKind::not_found);
  folder_.write("master.db", "SQLite format 3" + std::string(200, '\0') + std::string(2000, 'x'));
  RecordTable damaged(place(), {});
  auto more = damaged.next();
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().kind, ErrorKind::input) << more.error().message;
}

TEST_F(Tables, ViewsAreNoTables) {
  run("CREATE VIEW cdr AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) "
      "SELECT '2026-01-01 00:00:00' AS start, i AS dst, 1 AS billsec FROM n");
  pbx::RecordPlace named = place();
  named.table = "cdr";
  RecordTable table(named, {});
  auto more = table.next();
  ASSERT_FALSE(more);
  EXPECT_EQ(more.error().kind, ErrorKind::not_found);
}

TEST_F(Tables, AreNotWrittenTo) {
  make();
  add(1, 3);
  auto database = RecordDatabase::open(place(), {});
  ASSERT_TRUE(database);
  EXPECT_FALSE((*database)->ask("DELETE FROM cdr", [](auto) {}));
  EXPECT_FALSE((*database)->ask("CREATE TABLE more (x)", [](auto) {}));
}

TEST_F(Tables, EvidenceIsFoundAgain) {
  make();
  add(1, 20);
  RecordTable table(place(), {});
  std::vector<EvidenceRef> refs;
  while (table.next().value()) refs.push_back({table.reference(), 0, 100});
  std::vector<EvidenceRef> wanted = {refs[17], refs[2]};
  auto texts = read_record_evidence(place(), wanted);
  ASSERT_TRUE(texts) << texts.error().message;
  EXPECT_EQ(texts->at(0), R"("101","0301234","2026-09-07 10:00:18","60","50","1788.18")");
  EXPECT_EQ(texts->at(1), R"("101","0301234","2026-09-07 10:00:03","60","50","1788.3")");
}

}  // namespace
}  // namespace denwaban::sources
