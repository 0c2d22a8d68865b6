// SPDX-License-Identifier: GPL-3.0-or-later
// A follower that was killed and starts again, and rotation by the real logrotate.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <random>

#include "sources/follow_recorder.h"

namespace denwaban::sources {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class FollowRestartTest : public testing::Test {
 protected:
  std::vector<std::string> turn() {
    while (follower->poll(sink)) {
    }
    return sink.take();
  }
  void start() {
    follower = std::make_unique<Follower>(FollowOptions{}, std::vector{logs / "full"}, saved, sink);
    turn_into_lines();
  }
  void turn_into_lines() {
    for (std::string& line : turn()) lines.push_back(std::move(line));
  }
  // Killed: nothing is saved but what save() saved.
  std::vector<std::string> restart() {
    follower.reset();
    lines.clear();
    start();
    return std::exchange(lines, {});
  }
  void save() { saved = follower->positions(); }

  LogFolder logs;
  Recorder sink;
  std::vector<FilePosition> saved;
  std::vector<std::string> lines;
  std::unique_ptr<Follower> follower;
};

TEST_F(FollowRestartTest, GoesOnWhereTheLastSnapshotWas) {
  logs.append("full", "a\n");
  start();
  logs.append("full", "b\nhalf");
  EXPECT_THAT(turn(), ElementsAre("b"));
  save();
  logs.append("full", " line\nc\n");
  EXPECT_THAT(turn(), ElementsAre("half line", "c"));  // known, but not saved: comes again
  logs.append("full", "d\n");
  EXPECT_THAT(restart(), ElementsAre("half line", "c", "d"));
}

TEST_F(FollowRestartTest, TheSourceKeepsItsNumber) {
  logs.append("full", "a\n");
  start();
  save();
  uint32_t number = saved[0].source;
  logs.append("full", "b\n");
  restart();
  EXPECT_EQ(sink.places.back().source, number);
  logs.rename("full", "full.1");
  logs.append("full", "c\n");
  turn();
  EXPECT_GT(sink.places.back().source, number);
}

TEST_F(FollowRestartTest, ReadsTheRestOfAFileThatWasRotatedMeanwhileAndThoseAfterIt) {
  logs.append("full", "a\n");
  start();
  save();
  logs.append("full", "b\n");
  logs.rename("full", "full.1");
  logs.append("full", "c\n");
  logs.rename("full.1", "full.2");
  logs.rename("full", "full.1");
  logs.append("full", "d\n");
  EXPECT_THAT(restart(), ElementsAre("b", "c", "d"));
  EXPECT_THAT(sink.notices, IsEmpty());
}

TEST_F(FollowRestartTest, WaitsForTheNewFileWhenOnlyTheRotatedOneIsThere) {
  logs.append("full", "a\n");
  start();
  save();
  logs.append("full", "b\n");
  logs.rename("full", "full-20261121");
  EXPECT_THAT(restart(), ElementsAre("b"));
  logs.append("full", "c\n");
  EXPECT_THAT(turn(), ElementsAre("c"));
}

TEST_F(FollowRestartTest, ReadsTheRestFromTheCopyThatCopytruncateMade) {
  logs.append("full", std::string(100, 'x') + "\n");
  start();
  save();
  logs.append("full", "b\n");
  logs.copytruncate("full", "full.1");
  logs.append("full", "c\n");
  EXPECT_THAT(restart(), ElementsAre("b", "c"));
}

TEST_F(FollowRestartTest, StatesWhatCannotBeFoundAndReadsTheNewFile) {
  logs.append("full", "a\n");
  start();
  save();
  logs.append("full", "b\n");
  logs.rename("full", "full.1.gz");  // as if compressed
  logs.append("full", "c\n");
  EXPECT_THAT(restart(), ElementsAre("c"));
  EXPECT_THAT(sink.notices, ElementsAre(HasSubstr("its lines after byte 2 are not read")));
}

TEST_F(FollowRestartTest, AnotherFileThatGotTheInodeNumberIsNotTakenForTheOldOne) {
  logs.append("full", "a line of the old file\n");
  start();
  save();
  saved[0].inode = 0;
  std::filesystem::resize_file(logs / "full", 0);
  logs.append("full", "the new file, which is longer than the old one was\n");
  saved[0].inode = follower->positions()[0].inode;
  EXPECT_THAT(restart(), ElementsAre("the new file, which is longer than the old one was"));
}

// A seeded life of a log: lines, rotations of both kinds, turns, snapshots and kills in any order. Every line
// comes out, and in one life of the follower no line comes twice.
class FollowLifeTest : public FollowRestartTest, public testing::WithParamInterface<uint32_t> {};

TEST_P(FollowLifeTest, NoLineIsLostAndNoneRepeatedWithoutAKill) {
  std::mt19937 random(GetParam());
  logs.append("full", "log opened with a first line that is long enough to tell it from others " +
                          std::to_string(GetParam()) + "\n");
  start();
  save();
  int written = 0, rotations = 0;
  std::vector<std::string> seen, since_save;
  auto take = [&] {
    for (std::string& line : turn()) since_save.push_back(std::move(line));
  };
  for (int step = 0; step < 200; ++step) {
    switch (random() % 8) {
      case 0:
        for (int i = rotations++; i > 0; --i)
          logs.rename("full." + std::to_string(i), "full." + std::to_string(i + 1));
        logs.rename("full", "full.1");
        logs.append("full", "opened " + std::to_string(rotations) + "\n");
        break;
      case 1:
        take();
        break;
      case 2:
        take();
        save();
        seen.insert(seen.end(), since_save.begin(), since_save.end());
        since_save.clear();
        break;
      case 3:
        since_save = restart();
        break;
      default:
        logs.append("full", "line " + std::to_string(written++) + "\n");
    }
  }
  take();
  seen.insert(seen.end(), since_save.begin(), since_save.end());
  std::erase_if(seen, [](const std::string& line) { return line.compare(0, 5, "line ") != 0; });
  std::vector<std::string> expected;
  for (int i = 0; i < written; ++i) expected.push_back("line " + std::to_string(i));
  EXPECT_EQ(seen, expected) << "seed " << GetParam();
  EXPECT_THAT(sink.notices, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Seeds, FollowLifeTest, testing::Range(1u, 21u));

class LogrotateTest : public FollowRestartTest, public testing::WithParamInterface<const char*> {};

TEST_P(LogrotateTest, LosesNothingAndRepeatsNothing) {
  if (::access("/usr/sbin/logrotate", X_OK) != 0) GTEST_SKIP() << "logrotate is not installed";
  logs.append("full", "");
  std::ofstream(logs / "conf") << logs / "full"
                               << " {\n  rotate 5\n  " << GetParam() << "\n}\n";
  std::filesystem::permissions(logs / "conf", std::filesystem::perms(0644));
  const std::string command = "/usr/sbin/logrotate -f -s " + logs / "state" + " " + logs / "conf";
  start();
  std::vector<std::string> expected;
  for (int round = 0; round < 4; ++round) {
    for (int i = 0; i < 3; ++i) {
      expected.push_back("round " + std::to_string(round) + " line " + std::to_string(i));
      logs.append("full", expected.back() + "\n");
      if (i == round % 3) turn_into_lines();  // the rest is unread when it rotates
    }
    ASSERT_EQ(std::system(command.c_str()), 0);
    if (round == 1) save();
  }
  expected.push_back("end");
  logs.append("full", "end\n");
  turn_into_lines();
  EXPECT_EQ(lines, expected);
  EXPECT_THAT(sink.notices, IsEmpty());
}

INSTANTIATE_TEST_SUITE_P(Modes, LogrotateTest, testing::Values("create", "nocreate", "copytruncate"));

}  // namespace
}  // namespace denwaban::sources
