// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/ledger.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/codec.h"
#include "store/test_files.h"

namespace denwaban::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

// The thread never wakes by itself in these tests: each says when the disk is asked.
LedgerOptions quiet() { return {.durable_within = Milliseconds(3600 * 1000)}; }

std::vector<std::string> ids(const LedgerContents& contents) {
  std::vector<std::string> ids;
  for (const LedgerEntry& entry : contents.entries) ids.push_back(entry.decision.id);
  return ids;
}

std::vector<std::string> ids_in(const std::string& path) {
  SystemFiles files;
  auto contents = read_ledger(files, path);
  return contents ? ids(*contents) : std::vector<std::string>{contents.error().message};
}

class LedgerTest : public testing::Test {
 protected:
  std::unique_ptr<Ledger> open(LedgerOptions options = quiet()) {
    contents = {};
    auto opened = Ledger::open(files, clock, path, options, contents);
    EXPECT_TRUE(opened) << (opened ? "" : opened.error().message);
    return opened ? std::move(*opened) : nullptr;
  }
  TestFolder folder;
  SystemFiles files;
  SystemClock clock;
  std::string path = folder / "ledger";
  LedgerContents contents;
};

TEST_F(LedgerTest, KeepsEveryFieldOfADecision) {
  Decision written = ban("d1", "203.0.113.0/24");
  written.subject.account = std::string(
      "1\0"
      "0",
      3);
  written.subject.address = IpAddress::parse("2001:db8::1");
  written.port = 5060;
  written.by = "uid 1000";
  written.note = "calls at night";
  written.reason = Reason::by_hand;
  written.dry_run = true;
  ASSERT_TRUE(open()->append(std::span(&written, 1)));
  open();
  ASSERT_EQ(contents.entries.size(), 1u);
  const Decision& read = contents.entries[0].decision;
  EXPECT_EQ(read.id, "d1");
  EXPECT_EQ(read.time, written.time);
  EXPECT_EQ(read.action, Action::ban);
  EXPECT_EQ(read.target, written.target);
  EXPECT_EQ(read.subject, written.subject);
  EXPECT_EQ(read.port, 5060);
  EXPECT_EQ(read.span, written.span);
  EXPECT_EQ(read.level, 2);
  EXPECT_EQ(read.because, written.because);
  EXPECT_EQ(read.reason, Reason::by_hand);
  EXPECT_EQ(read.by, "uid 1000");
  EXPECT_EQ(read.note, "calls at night");
  EXPECT_TRUE(read.dry_run);
}

TEST_F(LedgerTest, KeepsWhomADecisionAgainstFraudIsAbout) {
  Decision written = ban("d1", "::/0");
  written.action = Action::hang_up;
  written.about =
      std::make_shared<const CallTarget>(CallTarget{"1764000000.7", "PJSIP/100-00000003", "carrier", "SO", "252612345678"});
  ASSERT_TRUE(open()->append(std::vector{written, ban("d2", "192.0.2.2/32")}));
  open();
  ASSERT_EQ(contents.entries.size(), 2u);
  ASSERT_TRUE(contents.entries[0].decision.about);
  EXPECT_EQ(*contents.entries[0].decision.about, *written.about);
  EXPECT_FALSE(contents.entries[1].decision.about);
}

// As all decisions were written before there were any against fraud: they end with the note.
TEST(LedgerCodec, DecisionsOfBeforeAreAboutNoCall) {
  Decision written = ban("d1", "203.0.113.0/24");
  ByteWriter before, now;
  encode(before, written);
  written.about = std::make_shared<const CallTarget>(CallTarget{"1.7", "SIP/100-00000003", "", "", ""});
  encode(now, written);
  ASSERT_TRUE(now.bytes().starts_with(before.bytes())) << "what stands before it has changed";
  auto read = decode_decision(before.bytes());
  ASSERT_TRUE(read);
  EXPECT_EQ(read->because, written.because);
  EXPECT_FALSE(read->about);
  for (size_t length = before.bytes().size() + 1; length < now.bytes().size(); ++length)
    EXPECT_FALSE(decode_decision(std::string_view(now.bytes()).substr(0, length))) << length;
}

TEST_F(LedgerTest, AnAppendedBatchIsInTheFileBeforeAnythingElseHappens) {
  auto ledger = open();
  ASSERT_TRUE(ledger->append(std::vector{ban("a", "192.0.2.1/32"), ban("b", "192.0.2.2/32")}));
  EXPECT_THAT(ids_in(path), ElementsAre("a", "b"));
}

TEST_F(LedgerTest, TheFileIsNobodyElsesToRead) {
  open();
  EXPECT_EQ(std::filesystem::status(path).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
}

TEST_F(LedgerTest, SequenceNumbersGoOnAfterARestart) {
  ASSERT_TRUE(open()->append(std::vector{ban("a", "192.0.2.1/32")}));
  ASSERT_TRUE(open()->append(std::vector{ban("b", "192.0.2.2/32")}));
  open();
  ASSERT_EQ(contents.entries.size(), 2u);
  EXPECT_EQ(contents.entries[0].sequence, 1u);
  EXPECT_EQ(contents.entries[1].sequence, 2u);
}

TEST_F(LedgerTest, ATornTailIsSetAsideWhereverItWasTorn) {
  ASSERT_TRUE(open()->append(std::vector{ban("a", "192.0.2.1/32")}));
  const size_t good = slurp(path).size();
  ASSERT_TRUE(open()->append(std::vector{ban("b", "192.0.2.2/32")}));
  const std::string whole = slurp(path);
  for (size_t length = good + 1; length < whole.size(); ++length) {
    spill(path, std::string_view(whole).substr(0, length));
    ASSERT_TRUE(open()->append(std::vector{ban("c", "192.0.2.3/32")}));
    ASSERT_EQ(contents.notices.size(), 1u);
    EXPECT_EQ(contents.notices[0], "the last " + std::to_string(length - good) + " bytes of " + path +
                                       " were damaged and set aside in " + path + ".damaged");
    EXPECT_EQ(slurp(path + ".damaged"), whole.substr(good, length - good));
    ASSERT_THAT(ids_in(path), ElementsAre("a", "c"));
  }
}

TEST_F(LedgerTest, DamageInTheMiddleCostsOnlyTheRecordItHits) {
  ASSERT_TRUE(open()->append(std::vector{ban("a", "192.0.2.1/32")}));
  const size_t first = slurp(path).size();
  ASSERT_TRUE(open()->append(std::vector{ban("b", "192.0.2.2/32")}));
  const size_t second = slurp(path).size();
  ASSERT_TRUE(open()->append(std::vector{ban("c", "192.0.2.3/32")}));
  const std::string whole = slurp(path);
  for (size_t at = first; at < second; ++at) {
    std::string damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ 0x10);
    spill(path, damaged);
    open();
    ASSERT_THAT(ids(contents), ElementsAre("a", "c")) << at;
    ASSERT_EQ(contents.notices.size(), 1u);
    EXPECT_THAT(contents.notices[0], HasSubstr("are damaged and were skipped"));
  }
}

TEST_F(LedgerTest, OneDamagedHeaderCopyIsSurvivedAndTwoSetTheFileAside) {
  ASSERT_TRUE(open()->append(std::vector{ban("a", "192.0.2.1/32")}));
  std::string bytes = slurp(path);
  bytes[3] = 'x';
  spill(path, bytes);
  open();
  EXPECT_THAT(ids(contents), ElementsAre("a"));
  bytes[30] = 'x';
  spill(path, bytes);
  open();
  EXPECT_TRUE(contents.entries.empty());
  ASSERT_EQ(contents.notices.size(), 1u);
  EXPECT_EQ(slurp(path + ".damaged"), bytes);
}

TEST_F(LedgerTest, RecordsOfANewerVersionAreKeptAndSkipped) {
  ASSERT_TRUE(open()->append(std::vector{ban("a", "192.0.2.1/32")}));
  std::string bytes = slurp(path);
  Mark mark;
  std::memcpy(&mark, bytes.data() + 8, sizeof mark);
  append_record(bytes, mark, {7, LedgerRecord::kDecision, 9, "from the future"});
  append_record(bytes, mark, {8, 200, 1, "another thing"});
  spill(path, bytes);
  auto ledger = open();
  EXPECT_EQ(contents.skipped, 2u);
  ASSERT_TRUE(ledger->append(std::vector{ban("b", "192.0.2.2/32")}));
  ASSERT_TRUE(ledger->compact());
  ledger.reset();
  EXPECT_THAT(slurp(path), HasSubstr("from the future"));
  EXPECT_THAT(slurp(path), HasSubstr("another thing"));
  EXPECT_THAT(ids_in(path), ElementsAre("a", "b"));
}

TEST_F(LedgerTest, ARecordHiddenInAnAccountNameIsNotOne) {
  std::string forged;
  append_decisions(forged, 0x1122334455667788, 99, std::vector{ban("forged", "192.0.2.66/32")});
  Decision carrier = ban("carrier", "192.0.2.1/32");
  carrier.subject.account = forged;
  ASSERT_TRUE(open()->append(std::vector{carrier, ban("next", "192.0.2.2/32")}));
  std::string bytes = slurp(path);
  bytes[60] = static_cast<char>(bytes[60] ^ 1);
  spill(path, bytes);
  open();
  EXPECT_THAT(ids(contents), ElementsAre("next"));
}

TEST_F(LedgerTest, CompactionKeepsWhatStandsAndForgetsWhatIsLongOver) {
  const int64_t day = 86400;
  auto lift = ban("lift", "192.0.2.2/32", 401 * day);
  lift.action = Action::unban;
  auto note = ban("note", "192.0.2.9/32", 500 * day);
  note.action = Action::notify;
  auto ledger = open();
  ASSERT_TRUE(ledger->append(std::vector{
      ban("long-over", "192.0.2.1/32", 10 * day), ban("forever", "192.0.2.3/32", 10 * day, std::nullopt),
      ban("earlier", "192.0.2.2/32", 399 * day), ban("lifted", "192.0.2.2/32", 400 * day), lift, note}));
  uint64_t before = ledger->status().size;
  ASSERT_TRUE(ledger->compact());
  EXPECT_THAT(ids_in(path), ElementsAre("forever", "lifted", "lift"));
  EXPECT_LT(ledger->status().size, before);
  ASSERT_TRUE(ledger->append(std::vector{ban("after", "192.0.2.4/32", 500 * day)}));
  ledger.reset();
  open();
  EXPECT_THAT(ids(contents), ElementsAre("forever", "lifted", "lift", "after"));
  EXPECT_EQ(contents.entries.back().sequence, 7u);
}

TEST_F(LedgerTest, ATimeAheadOfTheClockEndsNoBanAndIsReadAsATime) {
  const int64_t now = to_epoch_s(clock.now());
  auto lift = ban("poison", "192.0.2.2/32");
  lift.action = Action::unban;
  lift.time = Time::max();
  auto ledger = open();
  ASSERT_TRUE(ledger->append(std::vector{ban("standing", "192.0.2.1/32", now - 60),
                                         ban("lifted", "192.0.2.2/32", now), lift,
                                         ban("ahead", "192.0.2.3/32", now + 400 * 86400)}));
  ASSERT_TRUE(ledger->compact());
  EXPECT_THAT(ids_in(path), ElementsAre("standing", "lifted", "poison", "ahead"));
  ledger.reset();
  open();
  for (const LedgerEntry& entry : contents.entries)
    EXPECT_TRUE(parse_rfc3339(to_rfc3339(entry.decision.time))) << entry.decision.id;
}

TEST_F(LedgerTest, GrowthIsBoundedByItself) {
  auto ledger = open({.size_max = 4000, .durable_within = Milliseconds(0)});
  for (int i = 0; i < 300; ++i)
    ASSERT_TRUE(ledger->append_durably(std::vector{ban("d" + std::to_string(i), "192.0.2.1/32")}));
  EXPECT_LT(ledger->status().size, 20000u);  // 300 records are 39,000 bytes
  ledger.reset();
  EXPECT_EQ(ids_in(path).back(), "d299");
}

TEST_F(LedgerTest, NothingIsTornAndNothingIsLostWhenTheDiskIsFull) {
  FailingFiles full;
  full.error = ENOSPC;
  LedgerContents found;
  auto ledger = std::move(*Ledger::open(full, clock, path, quiet(), found));
  ASSERT_TRUE(ledger->append(std::vector{ban("a", "192.0.2.1/32")}));
  ASSERT_TRUE(ledger->sync());
  const std::string before = slurp(path);
  full.fail_at = full.operations + 1;
  Status result = ledger->append_durably(std::vector{ban("by-hand", "192.0.2.2/32")});
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().kind, ErrorKind::full);
  EXPECT_THAT(result.error().message, HasSubstr("no space left on device"));
  EXPECT_TRUE(ledger->status().full);
  EXPECT_EQ(slurp(path), before);
  ASSERT_TRUE(ledger->append(std::vector{ban("c", "192.0.2.3/32")}));
  EXPECT_FALSE(ledger->status().full);
  EXPECT_THAT(ids_in(path), ElementsAre("a", "c"));
}

TEST_F(LedgerTest, DecisionsMadeOnAFullDiskAreWrittenInOrderOnceThereIsSpace) {
  FailingFiles full;
  LedgerContents found;
  auto ledger = std::move(*Ledger::open(full, clock, path, quiet(), found));
  full.error = ENOSPC;
  full.stays = true;
  full.fail_at = full.operations + 1;
  EXPECT_FALSE(ledger->append(std::vector{ban("a", "192.0.2.1/32")}));
  EXPECT_FALSE(ledger->append(std::vector{ban("b", "192.0.2.2/32")}));
  EXPECT_EQ(ledger->status().backlog, 2u);
  full.fail_at = 0;
  ASSERT_TRUE(ledger->append(std::vector{ban("c", "192.0.2.3/32")}));
  EXPECT_EQ(ledger->status().backlog, 0u);
  EXPECT_THAT(ids_in(path), ElementsAre("a", "b", "c"));
}

TEST_F(LedgerTest, TheBacklogIsBoundedAndCountsWhatFindsNoPlace) {
  FailingFiles full;
  LedgerContents found;
  LedgerOptions options = quiet();
  options.backlog_max = 300;
  auto ledger = std::move(*Ledger::open(full, clock, path, options, found));
  full.error = ENOSPC;
  full.stays = true;
  full.fail_at = full.operations + 1;
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(ledger->append(std::vector{ban("a", "192.0.2.1/32")}));
  EXPECT_GT(ledger->status().backlog, 0u);
  EXPECT_EQ(ledger->status().backlog + ledger->status().lost, 10u);
  full.fail_at = 0;
}

// The invariant, whichever operation fails and with what: what was acknowledged is there after reopening, in
// order, and nothing else but decisions that were really made.
class LedgerFailureTest : public testing::TestWithParam<std::tuple<int, bool>> {};

TEST_P(LedgerFailureTest, AcknowledgedDecisionsAreThereAfterReopening) {
  auto [error, stays] = GetParam();
  bool failed_once = true;
  for (int fail_at = 1; failed_once; ++fail_at) {
    TestFolder folder;
    std::string path = folder / "ledger";
    FailingFiles failing;
    failing.error = error;
    failing.stays = stays;
    std::vector<std::string> acknowledged;
    LedgerContents contents;
    SystemClock clock;
    failing.fail_at = fail_at;
    if (auto ledger = Ledger::open(failing, clock, path, quiet(), contents)) {
      for (int i = 0; i < 6; ++i) {
        auto decisions = std::vector{ban("d" + std::to_string(i), "192.0.2." + std::to_string(i) + "/32")};
        Status written = i % 2 ? (*ledger)->append_durably(decisions) : (*ledger)->append(decisions);
        if (written) acknowledged.push_back(decisions[0].id);
        if (i == 3) (void)(*ledger)->compact();
      }
      failed_once = failing.operations >= fail_at;
      failing.fail_at = 0;  // space is back for the orderly end
    }
    SystemFiles files;
    auto reopened = Ledger::open(files, clock, path, quiet(), contents = {});
    ASSERT_TRUE(reopened) << reopened.error().message;
    std::vector<std::string> found = ids(contents);
    EXPECT_TRUE(std::includes(found.begin(), found.end(), acknowledged.begin(), acknowledged.end()))
        << "operation " << fail_at;
    EXPECT_TRUE(std::is_sorted(found.begin(), found.end())) << "operation " << fail_at;
    EXPECT_EQ(std::adjacent_find(found.begin(), found.end()), found.end()) << "operation " << fail_at;
  }
}

INSTANTIATE_TEST_SUITE_P(Errors, LedgerFailureTest,
                         testing::Combine(testing::Values(EIO, ENOSPC), testing::Bool()));

TEST_F(LedgerTest, APowerCutTakesNothingThatWasAppendedDurably) {
  FailingFiles disk;
  LedgerContents found;
  auto ledger = std::move(*Ledger::open(disk, clock, path, quiet(), found));
  ASSERT_TRUE(ledger->append(std::vector{ban("a", "192.0.2.1/32")}));
  ASSERT_TRUE(ledger->append_durably(std::vector{ban("b", "192.0.2.2/32")}));
  uint64_t on_disk = disk.durable_size;
  ASSERT_TRUE(ledger->append(std::vector{ban("c", "192.0.2.3/32")}));
  EXPECT_FALSE(ledger->status().durable);
  std::string cut = slurp(path).substr(0, on_disk) + std::string(40, '\0');
  ledger.reset();
  spill(path, cut);
  open();
  EXPECT_THAT(ids(contents), ElementsAre("a", "b"));
}

TEST_F(LedgerTest, BytesThatAFailedSyncMayHaveDroppedAreWrittenAgain) {
  FailingFiles disk;
  LedgerContents found;
  auto ledger = std::move(*Ledger::open(disk, clock, path, quiet(), found));
  ASSERT_TRUE(ledger->append(std::vector{ban("a", "192.0.2.1/32")}));
  const std::string whole = slurp(path);
  disk.fail_at = disk.operations + 1;
  spill(path, std::string_view(whole).substr(0, 48));  // what the kernel has dropped
  ASSERT_FALSE(ledger->sync());
  EXPECT_EQ(slurp(path), whole);
  ASSERT_TRUE(ledger->sync());
  EXPECT_TRUE(ledger->status().durable);
}

}  // namespace
}  // namespace denwaban::store
