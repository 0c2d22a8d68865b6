// SPDX-License-Identifier: GPL-3.0-or-later
// A running follower. (inotify queues its events before write() returns, so poll() needs no waiting.)
#include "sources/follow.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "sources/follow_recorder.h"

namespace denwaban::sources {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FollowTest : public testing::Test {
 protected:
  void start(FollowOptions options = {}, std::vector<FilePosition> positions = {}) {
    follower = std::make_unique<Follower>(options, patterns, std::move(positions), sink);
    turn();
  }
  // Turns until nothing more is waiting; what was read.
  std::vector<std::string> turn() {
    while (follower->poll(sink)) {
    }
    return sink.take();
  }
  std::vector<std::string> tick() {
    while (follower->tick(sink)) {
    }
    return sink.take();
  }
  LogFolder logs;
  std::vector<std::string> patterns = {logs / "full"};
  Recorder sink;
  std::unique_ptr<Follower> follower;
};

TEST_F(FollowTest, AnAppendedLineMakesTheDescriptorReadableAndComesOutOnce) {
  logs.append("full", "old\n");
  start();
  logs.append("full", "new\n");
  pollfd ready{follower->fd(), POLLIN, 0};
  ASSERT_EQ(::poll(&ready, 1, 5000), 1);
  EXPECT_THAT(turn(), ElementsAre("new"));
  EXPECT_EQ(::poll(&ready, 1, 0), 0);
  EXPECT_THAT(turn(), IsEmpty());
}

TEST_F(FollowTest, WhatStandsInAFileIsReadOnRequestOnly) {
  logs.append("full", "old\n");
  follower = std::make_unique<Follower>(FollowOptions{.from_start = true}, patterns,
                                        std::vector<FilePosition>{}, sink);
  EXPECT_THAT(turn(), ElementsAre("old"));
}

TEST_F(FollowTest, ALineThatIsHalfWrittenAtTheStartIsReadWhole) {
  logs.append("full", "old\nhal");
  start();
  logs.append("full", "f\n");
  EXPECT_THAT(turn(), ElementsAre("half"));
}

TEST_F(FollowTest, AHalfLineWaitsForItsEnd) {
  logs.append("full", "");
  start();
  logs.append("full", "one\ntw");
  EXPECT_THAT(turn(), ElementsAre("one"));
  EXPECT_EQ(follower->positions()[0].offset, 4u);
  logs.append("full", "o\n");
  EXPECT_THAT(turn(), ElementsAre("two"));
}

TEST_F(FollowTest, RenameRotationReadsTheOldFileToItsEndFirst) {
  logs.append("full", "a\n");
  start();
  logs.append("full", "b\n");
  logs.rename("full", "full.1");
  logs.append("full.1", "c\n");  // the writer has not noticed yet
  logs.append("full", "d\n");
  EXPECT_THAT(turn(), ElementsAre("b", "c", "d"));
}

TEST_F(FollowTest, AWriterThatStaysInTheOldFileIsHeardUntilTheNewOneHoldsSomething) {
  logs.append("full", "a\n");
  start();
  logs.rename("full", "full.1");
  logs.append("full", "");  // logrotate's `create`
  EXPECT_THAT(turn(), IsEmpty());
  logs.append("full.1", "b\n");
  EXPECT_THAT(turn(), ElementsAre("b"));
  logs.append("full", "c\n");
  EXPECT_THAT(turn(), ElementsAre("c"));
  logs.append("full.1", "late\n");
  EXPECT_THAT(turn(), ElementsAre("late"));
}

TEST_F(FollowTest, ALineThatRotationCutIsFinished) {
  logs.append("full", "");
  start();
  logs.append("full", "cut");
  turn();
  logs.rename("full", "full.1");
  logs.append("full", "next\n");
  EXPECT_THAT(turn(), ElementsAre("cut", "next"));
}

TEST_F(FollowTest, TwoRotationsBetweenTwoTurnsLoseNothing) {
  logs.append("full", "a\n");
  start();
  logs.append("full", "b\n");
  logs.rename("full", "full.1");
  logs.append("full", "c\n");
  logs.rename("full.1", "full.2");
  logs.rename("full", "full.1");
  logs.append("full", "d\n");
  EXPECT_THAT(turn(), ElementsAre("b", "c", "d"));
}

TEST_F(FollowTest, CopytruncateGoesOnAtTheBeginning) {
  logs.append("full", "a\n");
  start();
  logs.append("full", "b\n");
  turn();
  logs.copytruncate("full", "full.1");
  EXPECT_THAT(turn(), IsEmpty());
  logs.append("full", "c\n");
  EXPECT_THAT(turn(), ElementsAre("c"));
  EXPECT_THAT(sink.notices, IsEmpty());
}

TEST_F(FollowTest, WhatCopytruncateTookAwayIsReadFromTheCopy) {
  logs.append("full", "a\n");
  start();
  logs.append("full", "b\nc\n");  // not read before the truncation
  logs.copytruncate("full", "full.1");
  logs.append("full", "d\n");
  EXPECT_THAT(turn(), ElementsAre("b", "c", "d"));
  EXPECT_THAT(sink.notices, IsEmpty());
}

TEST_F(FollowTest, ATruncatedFileThatGrewBeyondTheOldOffsetIsKnownByItsHead) {
  logs.append("full", "short\n");
  start();
  logs.copytruncate("full", "full.1");
  logs.append("full", "a much longer line than before\nand more\n");
  EXPECT_THAT(turn(), ElementsAre("a much longer line than before", "and more"));
}

TEST_F(FollowTest, RewrittenWithTheSameSizeItIsReadAgain) {
  logs.append("full", "first\n");
  start();
  std::filesystem::resize_file(logs / "full", 0);
  logs.append("full", "other\n");
  EXPECT_THAT(turn(), ElementsAre("other"));
}

TEST_F(FollowTest, LinesLostByATruncationAreStatedOnlyWhenTheyWereThere) {
  logs.append("full", "start\n");
  FollowOptions options;
  options.bytes_per_turn = 10;
  start(options);
  logs.append("full", "aaaaaaaaa\nbbbbbbbbb\nccccccccc\n");
  follower->poll(sink);
  std::filesystem::resize_file(logs / "full", 0);
  turn();
  ASSERT_EQ(sink.notices.size(), 1u);
  EXPECT_THAT(sink.notices[0], HasSubstr("was truncated before all of it was read"));
  EXPECT_THAT(sink.notices[0], HasSubstr("after byte 16 are lost"));
}

TEST_F(FollowTest, AWriterThatLeavesAHoleAfterTruncationIsReadBehindTheHole) {
  logs.append("full", std::string(100000, 'x') + "\n");
  start();
  std::filesystem::resize_file(logs / "full", 0);
  int fd = ::open((logs / "full").c_str(), O_WRONLY | O_CLOEXEC);
  ASSERT_EQ(::pwrite(fd, "a\nb\n", 4, 1 << 30), 4);
  ::close(fd);
  size_t before = sink.bytes;
  EXPECT_EQ(turn().back(), "b");
  EXPECT_LT(sink.bytes - before, 100000u);
}

TEST_F(FollowTest, AFileReplacedByAnotherOfTheSameSizeIsReadFromItsBeginning) {
  logs.append("full", "first\n");
  start();
  logs.append("new", "other\n");
  logs.rename("new", "full");
  EXPECT_THAT(turn(), ElementsAre("other"));
}

TEST_F(FollowTest, ADeletedFileIsReadToItsEndAndItsSuccessorFromTheBeginning) {
  logs.append("full", "a\n");
  start();
  logs.append("full", "b\n");
  std::filesystem::remove(logs / "full");
  EXPECT_THAT(turn(), ElementsAre("b"));
  logs.append("full", "c\n");
  EXPECT_THAT(turn(), ElementsAre("c"));
}

TEST_F(FollowTest, ADeletedFileIsNotHeldOpenForEver) {
  logs.append("full", "a\n");
  start();
  std::filesystem::remove(logs / "full");
  for (int second = 0; second < 70; ++second) tick();
  EXPECT_TRUE(follower->positions().size() == 1 && follower->positions()[0].finished);
  logs.append("full", "b\n");
  EXPECT_THAT(turn(), ElementsAre("b"));
}

TEST_F(FollowTest, AFileThatAppearsLaterIsReadFromItsBeginning) {
  start();
  EXPECT_THAT(sink.notices, ElementsAre(HasSubstr("is not there yet: it is followed once it appears")));
  logs.append("full", "a\n");
  EXPECT_THAT(turn(), ElementsAre("a"));
}

TEST_F(FollowTest, AFolderThatAppearsLaterIsFoundByTheTick) {
  patterns = {logs / "asterisk/full", logs / "asterisk/mess*"};
  start();
  std::filesystem::create_directory(logs / "asterisk");
  logs.append("asterisk/full", "a\n");
  logs.append("asterisk/messages", "m\n");
  std::vector<std::string> lines;
  for (int second = 0; second < 10; ++second)
    for (std::string& line : tick()) lines.push_back(std::move(line));
  EXPECT_THAT(lines, testing::UnorderedElementsAre("a", "m"));
  logs.append("asterisk/full", "b\n");
  EXPECT_THAT(turn(), ElementsAre("b"));  // and is watched from then on
}

TEST_F(FollowTest, AGlobTakesInNewFilesButNoRotatedOrCompressedOnes) {
  patterns = {logs / "full*"};
  logs.append("full", "a\n");
  start();
  logs.rename("full", "full.1");
  logs.append("full", "b\n");
  logs.append("full.2.gz", "packed\n");
  logs.append("full-extra", "x\n");
  EXPECT_THAT(turn(), testing::UnorderedElementsAre("b", "x"));
}

TEST_F(FollowTest, ASymbolicLinkIsFollowedToTheFileThatItNames) {
  std::filesystem::create_directory(logs / "real");
  logs.append("real/log", "a\n");
  std::filesystem::create_symlink(logs / "real/log", logs / "full");
  start();
  logs.append("real/log", "b\n");
  EXPECT_THAT(turn(), ElementsAre("b"));
}

TEST_F(FollowTest, WhatInotifyDoesNotTellTheTickFinds) {
  logs.append("full", "a\n");
  std::filesystem::create_directory(logs / "away");
  start();
  std::filesystem::rename(logs / "full",
                          logs / "away/full");  // as `olddir` does: no longer in a watched folder
  turn();
  logs.append("away/full", "b\n");
  EXPECT_THAT(turn(), IsEmpty());
  EXPECT_THAT(tick(), ElementsAre("b"));
}

TEST_F(FollowTest, AnUnreadableThingIsToldOnceAndTriedAgain) {
  std::filesystem::create_directory(logs / "full");
  start();
  tick();
  tick();
  EXPECT_THAT(sink.notices, testing::SizeIs(1));
  std::filesystem::remove(logs / "full");
  logs.append("full", "a\n");
  EXPECT_THAT(turn(), ElementsAre("a"));
}

TEST_F(FollowTest, AFloodedFileDoesNotStarveTheOthers) {
  patterns = {logs / "flooded", logs / "quiet"};
  logs.append("flooded", "");
  logs.append("quiet", "");
  start();
  for (int i = 0; i < 20; ++i) logs.append("flooded", std::string(65535, 'x') + "\n");
  logs.append("quiet", "heard\n");
  EXPECT_TRUE(follower->poll(sink));
  EXPECT_EQ(sink.lines.back(), "heard");
  EXPECT_LE(sink.lines.size(), 6u);
  EXPECT_THAT(turn(), testing::SizeIs(testing::Ge(20u)));
}

TEST_F(FollowTest, ALineThatTheSinkNeverTakesIsSkippedInBoundedMemory) {
  logs.append("full", "");
  start();
  logs.append("full", std::string(1000000, 'x') + "\nnext\n");
  EXPECT_THAT(turn(), ElementsAre("next"));
  ASSERT_EQ(sink.notices.size(), 1u);
  EXPECT_THAT(sink.notices[0], HasSubstr("holds a line of more than 65536 bytes, which is skipped"));
}

TEST_F(FollowTest, MoreFilesThanTheBoundAreNamedAndLeftOut) {
  patterns = {logs / "log*"};
  for (char c : {'a', 'b', 'c'}) logs.append(std::string("log") + c, "");
  FollowOptions options;
  options.files_max = 2;
  start(options);
  EXPECT_EQ(follower->positions().size(), 2u);
  EXPECT_THAT(sink.notices, ElementsAre(HasSubstr("/logc is not followed: 2 files are the most")));
}

TEST_F(FollowTest, EvidenceIsFoundAfterItsFileWasRotated) {
  logs.append("full", "a\n");
  start();
  logs.append("full", "the evidence\n");
  turn();
  EvidenceRef place = sink.places.back();
  logs.rename("full", "full-20261121");
  logs.append("full", "b\n");
  turn();
  for (int second = 0; second < 70; ++second) tick();
  auto text = follower->text(place);
  ASSERT_TRUE(text);
  EXPECT_EQ(*text, "the evidence");
  EXPECT_EQ(follower->path_of(place.source), logs / "full");
  EXPECT_NE(sink.places.back().source, place.source);
  std::filesystem::remove(logs / "full-20261121");
  EXPECT_THAT(follower->text(place).error().message, HasSubstr("is compressed or gone"));
}

}  // namespace
}  // namespace denwaban::sources
