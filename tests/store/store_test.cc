// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <unistd.h>

#include <thread>

#include "store/test_files.h"

namespace denwaban::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> ids(const std::vector<Decision>& decisions) {
  std::vector<std::string> ids;
  for (const Decision& decision : decisions) ids.push_back(decision.id);
  std::sort(ids.begin(), ids.end());
  return ids;
}

class FixedClock final : public Clock {
 public:
  Time now() const override { return from_epoch_ms(2'000'000); }
};

class StoreTest : public testing::Test {
 protected:
  std::unique_ptr<Store> open() {
    auto opened = Store::open(path, {}, clock, files);
    EXPECT_TRUE(opened) << opened.error().message;
    return std::move(*opened);
  }
  std::vector<std::string> in_database() {
    auto database = Database::open_read_only(path + "/denwaban.db");
    return database ? ids(*database->decisions(std::nullopt, 100)) : std::vector{database.error().message};
  }
  TestFolder folder;
  std::string path = folder / "var/denwaban";
  FixedClock clock;
  FailingFiles files;
};

TEST_F(StoreTest, MakesItsFolderForItselfAndItsGroup) {
  auto store = open();
  ASSERT_TRUE(store->flush());
  EXPECT_EQ(static_cast<int>(std::filesystem::status(path).permissions()), 0750);
  EXPECT_EQ(static_cast<int>(std::filesystem::status(path + "/denwaban.db").permissions()) & 077, 0);
}

TEST_F(StoreTest, TheOneWhoJustLeavesIsWaitedFor) {
  auto first = open();
  std::thread leaving([&] {
    ::poll(nullptr, 0, 200);
    first.reset();
  });
  EXPECT_TRUE(Store::open(path, {}, clock));
  leaving.join();
}

TEST_F(StoreTest, OneGuardAtATimeAndTheErrorNamesTheOther) {
  auto store = open();
  auto second = Store::open(path, {}, clock);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
  EXPECT_EQ(second.error().message, "another denwaban (pid " + std::to_string(::getpid()) + ") uses " + path +
                                        ": stop it, or give another [store] path");
  store.reset();
  EXPECT_TRUE(Store::open(path, {}, clock));
}

TEST_F(StoreTest, DecisionsReachTheLedgerAndTheDatabase) {
  auto store = open();
  ASSERT_TRUE(store->append(std::vector{ban("a", "192.0.2.1")}));
  ASSERT_TRUE(store->append_durably(std::vector{ban("b", "192.0.2.2")}));
  FindingRecord found;
  found.finding.id = "f";
  store->record(std::vector{found});
  ASSERT_TRUE(store->flush());
  EXPECT_THAT(in_database(), ElementsAre("a", "b"));
  EXPECT_EQ(Database::open_read_only(path + "/denwaban.db")->findings({})->size(), 1u);
  EXPECT_TRUE(store->status().ledger.durable);
}

TEST_F(StoreTest, WhatIsWrittenAheadStandsInTheLedgerBeforeAnythingElseIsToldOfIt) {
  auto store = open();
  ASSERT_TRUE(store->flush());
  ASSERT_TRUE(store->write_ahead(std::vector{ban("a", "192.0.2.1")}));
  auto kept = read_ledger(files, path + "/ledger");
  ASSERT_TRUE(kept);
  ASSERT_EQ(kept->entries.size(), 1u);
  EXPECT_EQ(kept->entries[0].decision.id, "a");
  EXPECT_THAT(in_database(), ElementsAre());
  store->settle(std::vector{ban("a", "192.0.2.1")});
  ASSERT_TRUE(store->flush());
  EXPECT_TRUE(store->status().ledger.durable);
  EXPECT_THAT(in_database(), ElementsAre("a"));
}

TEST_F(StoreTest, ARestartGetsTheDecisionsThatTheSnapshotDoesNotKnow) {
  auto store = open();
  ASSERT_TRUE(store->append(std::vector{ban("a", "192.0.2.1")}));
  Snapshot snapshot;
  snapshot.ledger_sequence = store->ledger_sequence();
  snapshot.sections = {{"policy", "state"}};
  store->save_snapshot(snapshot);
  ASSERT_TRUE(store->append(std::vector{ban("b", "192.0.2.2")}));
  store = nullptr;
  Loaded loaded = open()->load();
  ASSERT_TRUE(loaded.snapshot);
  EXPECT_EQ(*loaded.snapshot->section("policy"), "state");
  EXPECT_THAT(ids(loaded.decisions), ElementsAre("b"));
}

TEST_F(StoreTest, ADamagedSnapshotIsReportedAndAllDecisionsAreGiven) {
  ASSERT_TRUE(open()->append(std::vector{ban("a", "192.0.2.1")}));
  spill(path + "/snapshot", "DWBSNAP1 and then nonsense");
  Loaded loaded = open()->load();
  EXPECT_FALSE(loaded.snapshot);
  EXPECT_THAT(ids(loaded.decisions), ElementsAre("a"));
  ASSERT_EQ(loaded.notices.size(), 1u);
  EXPECT_THAT(loaded.notices[0], HasSubstr("it is ignored, the guard starts afresh"));
}

TEST_F(StoreTest, ALostDatabaseIsFilledFromTheLedger) {
  ASSERT_TRUE(open()->append(std::vector{ban("a", "192.0.2.1"), ban("b", "192.0.2.2")}));
  std::filesystem::remove(path + "/denwaban.db");
  auto store = open();
  ASSERT_TRUE(store->flush());
  EXPECT_THAT(in_database(), ElementsAre("a", "b"));
}

TEST_F(StoreTest, ADamagedDatabaseIsSetAsideAndFilledFromTheLedger) {
  ASSERT_TRUE(open()->append(std::vector{ban("a", "192.0.2.1")}));
  const std::string nonsense(8192, 'x');
  spill(path + "/denwaban.db", nonsense);
  auto store = open();
  ASSERT_TRUE(store->flush());
  EXPECT_THAT(in_database(), ElementsAre("a"));
  EXPECT_EQ(slurp(path + "/denwaban.db.damaged"), nonsense);
  EXPECT_THAT(store->status().archive.notices, ElementsAre(HasSubstr("was damaged and set aside")));
}

TEST_F(StoreTest, WhatTheQueueDroppedIsFilledInFromTheLedger) {
  StoreOptions options;
  options.archive.queue_max = 1;
  auto store = std::move(*Store::open(path, options, clock));
  ASSERT_TRUE(store->append(std::vector{ban("a", "192.0.2.1"), ban("b", "192.0.2.2")}));
  EXPECT_EQ(store->status().archive.dropped_decisions, 2u);
  ASSERT_TRUE(store->flush());
  EXPECT_THAT(in_database(), ElementsAre("a", "b"));
}

TEST_F(StoreTest, WithoutADatabaseTheRestGoesOn) {
  open();
  std::filesystem::remove(path + "/denwaban.db");
  std::filesystem::create_directory(path + "/denwaban.db");  // something that cannot be opened
  auto store = open();
  ASSERT_TRUE(store->append(std::vector{ban("a", "192.0.2.1")}));
  ASSERT_TRUE(store->flush());
  EXPECT_THAT(store->status().archive.error, HasSubstr("denwaban.db"));
  EXPECT_TRUE(store->status().ledger.error.empty());
}

TEST_F(StoreTest, OnAFullDiskDecisionsWaitAndStatusSaysSo) {
  auto store = open();
  files.error = ENOSPC;
  files.stays = true;
  files.fail_at = files.operations + 1;
  EXPECT_EQ(store->append(std::vector{ban("a", "192.0.2.1")}).error().kind, ErrorKind::full);
  EXPECT_TRUE(store->status().ledger.full);
  EXPECT_EQ(store->status().ledger.backlog, 1u);
  EXPECT_FALSE(store->save_snapshot_now({}));
  EXPECT_THAT(store->status().snapshot_error, HasSubstr("no space left on device"));
  files.fail_at = 0;
  ASSERT_TRUE(store->flush());
  EXPECT_TRUE(store->status().ledger.durable);
  EXPECT_FALSE(store->status().ledger.full);
}

}  // namespace
}  // namespace denwaban::store
