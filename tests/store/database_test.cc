// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"

#include <SQLiteCpp/SQLiteCpp.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/database_connection.h"
#include "store/schema.h"
#include "store/test_files.h"

namespace denwaban::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr int64_t kDayMs = 86'400'000;

Finding finding(const std::string& id, std::string_view address, int64_t day = 1) {
  Finding finding;
  finding.id = id;
  finding.subject.address = IpAddress::parse(address);
  finding.severity = Severity::high;
  finding.count = 7;
  finding.first = from_epoch_ms(day * kDayMs);
  finding.last = from_epoch_ms(day * kDayMs + 1000);
  finding.accounts = {"100", std::string("a\0b", 3)};
  finding.addresses = {*finding.subject.address};
  finding.pattern = "fast";
  finding.evidence = {{5, 1, 20}};
  return finding;
}

template <class Value>
std::vector<std::string> ids(const Result<std::vector<Value>>& values) {
  std::vector<std::string> ids;
  if (!values) return {values.error().message};
  for (const Value& value : *values) ids.push_back(value.id);
  return ids;
}

class DatabaseTest : public testing::Test {
 protected:
  Database open() {
    auto opened = Database::open(path);
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }
  Status add(Database& database, const Finding& value) {
    FindingRecord record{value, {}};
    return database.record(std::span(&record, 1));
  }
  TestFolder folder;
  std::string path = folder / "denwaban.db";
};

TEST_F(DatabaseTest, GivesBackAFindingWithItsEvidence) {
  Database database = open();
  FindingRecord written{finding("f1", "203.0.113.7"), {{"/var/log/asterisk/full", 5, 3, "a \0line'"}}};
  ASSERT_TRUE(database.record(std::span(&written, 1)));
  auto read = database.finding("f1");
  ASSERT_TRUE(read && *read);
  EXPECT_EQ((*read)->finding.subject, written.finding.subject);
  EXPECT_EQ((*read)->finding.accounts, written.finding.accounts);
  EXPECT_EQ((*read)->finding.addresses, written.finding.addresses);
  EXPECT_EQ((*read)->finding.evidence, written.finding.evidence);
  EXPECT_EQ((*read)->finding.pattern, "fast");
  ASSERT_EQ((*read)->evidence.size(), 1u);
  EXPECT_EQ((*read)->evidence[0].text, written.evidence[0].text);
  EXPECT_EQ((*read)->evidence[0].line, 3u);
  EXPECT_FALSE(*database.finding("f1' OR '1'='1"));
}

TEST_F(DatabaseTest, ALaterStateOfAFindingReplacesTheEarlierOne) {
  Database database = open();
  Finding grown = finding("f1", "203.0.113.7");
  ASSERT_TRUE(add(database, grown));
  grown.state = FindingState::closed;
  grown.count = 99;
  ASSERT_TRUE(add(database, grown));
  auto all = database.findings({});
  ASSERT_EQ(all->size(), 1u);
  EXPECT_EQ((*all)[0].count, 99u);
  EXPECT_EQ((*all)[0].state, FindingState::closed);
}

TEST_F(DatabaseTest, FindingsAreFilteredAndNewestFirst) {
  Database database = open();
  Finding low = finding("low", "192.0.2.1", 3);
  low.severity = Severity::low;
  low.detector = Detector::scanner;
  low.subject.account = "alice";
  ASSERT_TRUE(add(database, finding("old", "192.0.2.1", 1)));
  ASSERT_TRUE(add(database, finding("new", "192.0.2.2", 2)));
  ASSERT_TRUE(add(database, low));
  EXPECT_THAT(ids(database.findings({})), ElementsAre("low", "new", "old"));
  EXPECT_THAT(ids(database.findings({.limit = 1})), ElementsAre("low"));
  EXPECT_THAT(ids(database.findings({.since = from_epoch_ms(2 * kDayMs)})), ElementsAre("low", "new"));
  EXPECT_THAT(ids(database.findings({.until = from_epoch_ms(2 * kDayMs)})), ElementsAre("new", "old"));
  EXPECT_THAT(ids(database.findings({.detector = Detector::scanner})), ElementsAre("low"));
  EXPECT_THAT(ids(database.findings({.severity_min = Severity::high})), ElementsAre("new", "old"));
  EXPECT_THAT(ids(database.findings({.account = "alice"})), ElementsAre("low"));
  EXPECT_THAT(ids(database.findings({.about = IpPrefix::parse("192.0.2.1")})), ElementsAre("low", "old"));
  EXPECT_THAT(ids(database.findings({.about = IpPrefix::parse("192.0.2.0/24")})),
              ElementsAre("low", "new", "old"));
  EXPECT_THAT(ids(database.findings({.about = IpPrefix::parse("192.0.3.0/24")})), IsEmpty());
}

TEST_F(DatabaseTest, ANetworksFindingIsFoundByTheAddressesInIt) {
  Database database = open();
  Finding campaign = finding("campaign", "192.0.2.1");
  campaign.subject = {};
  campaign.subject.prefix = IpPrefix::parse("198.51.100.0/24");
  Finding guessing = finding("guessing", "192.0.2.1");
  guessing.subject = {};
  guessing.subject.account = "100";
  guessing.addresses = {*IpAddress::parse("2001:db8::5"), *IpAddress::parse("203.0.113.9")};
  ASSERT_TRUE(add(database, campaign));
  ASSERT_TRUE(add(database, guessing));
  EXPECT_THAT(ids(database.findings({.about = IpPrefix::parse("198.51.100.77")})), ElementsAre("campaign"));
  EXPECT_THAT(ids(database.findings({.about = IpPrefix::parse("2001:db8::/64")})), ElementsAre("guessing"));
  EXPECT_THAT(ids(database.findings({.about = IpPrefix::parse("203.0.113.9")})), ElementsAre("guessing"));
}

TEST_F(DatabaseTest, DecisionsAboutAnAddressIncludeThoseAboutItsNetworks) {
  Database database = open();
  auto notified = ban("notified", "192.0.2.1", 50);
  notified.action = Action::notify;
  notified.target = {};
  notified.subject.address = IpAddress::parse("192.0.2.1");
  ASSERT_TRUE(database.record(std::vector{ban("host", "192.0.2.1", 10), ban("net", "192.0.2.0/24", 20),
                                          ban("beside", "192.0.2.2", 30), ban("six", "2001:db8::/64", 40),
                                          notified}));
  EXPECT_THAT(ids(database.decisions_about(*IpPrefix::parse("192.0.2.1"), 10)),
              ElementsAre("notified", "net", "host"));
  EXPECT_THAT(ids(database.decisions_about(*IpPrefix::parse("192.0.2.0/25"), 10)),
              ElementsAre("notified", "beside", "net", "host"));
  EXPECT_THAT(ids(database.decisions_about(*IpPrefix::parse("2001:db8::1"), 10)), ElementsAre("six"));
  EXPECT_THAT(ids(database.decisions(from_epoch_ms(30000), 10)), ElementsAre("notified", "six", "beside"));
}

TEST_F(DatabaseTest, ADecisionIsKeptOnce) {
  Database database = open();
  ASSERT_TRUE(database.record(std::vector{ban("d", "192.0.2.1"), ban("d", "192.0.2.1")}));
  ASSERT_TRUE(database.record(std::vector{ban("d", "192.0.2.1")}));
  EXPECT_THAT(ids(database.decisions(std::nullopt, 10)), ElementsAre("d"));
}

TEST_F(DatabaseTest, CountsFindingsAndBansByDay) {
  Database database = open();
  ASSERT_TRUE(add(database, finding("a", "192.0.2.1", 1)));
  ASSERT_TRUE(add(database, finding("b", "192.0.2.2", 1)));
  ASSERT_TRUE(database.record(std::vector{ban("d", "192.0.2.1", 2 * 86400)}));
  auto days = database.counts_by_day(10);
  ASSERT_EQ(days->size(), 2u);
  EXPECT_EQ((*days)[0].day, "1970-01-03");
  EXPECT_EQ((*days)[0].bans, 1u);
  EXPECT_EQ((*days)[1].day, "1970-01-02");
  EXPECT_EQ((*days)[1].findings, 2u);
}

TEST_F(DatabaseTest, PrunesWhatIsTooOldAndThenTheOldestOfTooMany) {
  Database database = open();
  for (int day = 1; day <= 6; ++day) {
    ASSERT_TRUE(add(database, finding("f" + std::to_string(day), "192.0.2.1", day)));
    ASSERT_TRUE(database.record(std::vector{ban("d" + std::to_string(day), "192.0.2.1", day * 86400)}));
  }
  ASSERT_TRUE(database.prune({.age_max = Seconds(4 * 86400), .rows_max = 100}, from_epoch_ms(7 * kDayMs)));
  EXPECT_THAT(ids(database.findings({})), ElementsAre("f6", "f5", "f4", "f3"));
  ASSERT_TRUE(database.prune({.rows_max = 2}, from_epoch_ms(7 * kDayMs)));
  EXPECT_THAT(ids(database.findings({})), ElementsAre("f6", "f5"));
  EXPECT_THAT(ids(database.decisions(std::nullopt, 10)), ElementsAre("d6", "d5"));
}

TEST_F(DatabaseTest, DeletesTheOldestUntilItsBytesAreFew) {
  Database database = open();
  for (int n = 0; n < 400; ++n) {
    FindingRecord record{finding("f" + std::to_string(n), "192.0.2.1", 1), {}};
    record.finding.last = from_epoch_ms(kDayMs + n);
    for (uint64_t line = 0; line < 8; ++line)
      record.evidence.push_back({"full", line, 0, std::string(300, 'x')});
    ASSERT_TRUE(database.record(std::span(&record, 1)));
  }
  SQLite::Database raw(path, SQLite::OPEN_READWRITE);
  raw.exec("PRAGMA foreign_keys = ON");
  ASSERT_GT(bytes_in_use(raw), 1'000'000u);
  delete_beyond(raw, 500'000);
  EXPECT_LE(bytes_in_use(raw), 500'000u);
  EXPECT_GE(bytes_in_use(raw), 350'000u) << "more than needed was deleted";
  EXPECT_TRUE(*database.finding("f399"));
  EXPECT_FALSE(*database.finding("f0"));
  EXPECT_EQ((*database.finding("f399"))->evidence.size(), 8u);
}

TEST_F(DatabaseTest, ATimeThatIsNoneIsPruned) {
  Database database = open();
  Decision lift = ban("d", "192.0.2.1");
  lift.time = Time::max();
  ASSERT_TRUE(database.record(std::vector{lift, ban("kept", "192.0.2.2", 86400)}));
  ASSERT_TRUE(database.prune({}, from_epoch_ms(2 * kDayMs)));
  EXPECT_THAT(ids(database.decisions(std::nullopt, 10)), ElementsAre("kept"));
}

TEST_F(DatabaseTest, IsReadWhileAGuardWrites) {
  Database writer = open();
  ASSERT_TRUE(add(writer, finding("a", "192.0.2.1")));
  auto reader = Database::open_read_only(path);
  ASSERT_TRUE(reader) << reader.error().message;
  EXPECT_THAT(ids(reader->findings({})), ElementsAre("a"));
  ASSERT_TRUE(add(writer, finding("b", "192.0.2.2")));
  EXPECT_THAT(ids(reader->findings({})), UnorderedElementsAre("a", "b"));
  EXPECT_FALSE(add(*reader, finding("c", "192.0.2.3")));
}

TEST_F(DatabaseTest, AnOlderSchemaIsBroughtUpToDateWithItsRows) {
  {
    SQLite::Database old(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    old.exec(kSchemaSteps[0]);
    old.exec("INSERT INTO meta VALUES ('schema', '1')");
    old.exec("INSERT INTO decisions VALUES ('d', 1, 'ban', 'evidence', NULL, '', NULL, '', x'00')");
  }
  EXPECT_THAT(Database::open_read_only(path).error().message, HasSubstr("has the older schema 1"));
  Database database = open();
  FindingRecord record{finding("a", "192.0.2.1"), {{"full", 0, 0, "line"}}};
  ASSERT_TRUE(database.record(std::span(&record, 1)));
  EXPECT_EQ((*database.finding("a"))->evidence.size(), 1u);
  SQLite::Database raw(path, SQLite::OPEN_READONLY);
  EXPECT_EQ(raw.execAndGet("SELECT count(*) FROM decisions").getInt(), 1);
  EXPECT_EQ(raw.execAndGet("SELECT value FROM meta WHERE name = 'schema'").getInt(),
            Database::kSchemaVersion);
}

TEST_F(DatabaseTest, ANewerSchemaIsLeftAlone) {
  open();
  SQLite::Database(path, SQLite::OPEN_READWRITE).exec("UPDATE meta SET value = '77' WHERE name = 'schema'");
  auto refused = Database::open(path);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(refused.error().message,
              HasSubstr("was written by a newer denwaban (schema 77, this one knows 2)"));
}

TEST_F(DatabaseTest, ADamagedFileAndSomebodyElsesAreErrors) {
  spill(path, std::string(8192, 'x'));
  EXPECT_EQ(Database::open(path).error().kind, ErrorKind::input);
  std::filesystem::remove(path);
  SQLite::Database(path, SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE).exec("CREATE TABLE theirs (x)");
  EXPECT_THAT(Database::open(path).error().message, HasSubstr("not one of denwaban's"));
  EXPECT_EQ(Database::open_read_only(folder / "none").error().kind, ErrorKind::not_found);
}

TEST_F(DatabaseTest, AFullDiskIsAnErrorAndGoesAway) {
  Database database = open();
  ASSERT_TRUE(database.limit_pages(1));
  Status full;
  for (int i = 0; i < 100 && full; ++i) full = add(database, finding("f" + std::to_string(i), "192.0.2.1"));
  ASSERT_FALSE(full);
  EXPECT_EQ(full.error().kind, ErrorKind::full);
  ASSERT_TRUE(database.limit_pages(0));
  EXPECT_TRUE(add(database, finding("after", "192.0.2.1")));
  EXPECT_EQ((*database.finding("after"))->finding.count, 7u);
}

}  // namespace
}  // namespace denwaban::store
