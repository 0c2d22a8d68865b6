// SPDX-License-Identifier: GPL-3.0-or-later
// Tables of call records that grow: whole rows, each call once, across rotations and restarts.
#include "engine/records/record_follower.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "temporary_folder.h"

namespace denwaban::engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int64_t kNoon = 1'763'640'000;  // 2025-11-20 12:00 UTC

std::string clock_face(int64_t second) {
  const CivilTime at = TimeZone().to_civil(from_epoch_ms(second * 1000));
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02d-%02d %02d:%02d:%02d", at.year, at.month, at.day, at.hour,
                at.minute, at.second);
  return text;
}

// The `n`th call, ended `at` seconds after noon, a minute long.
std::string row(int n, int64_t at) {
  const std::string count = std::to_string(n);
  return "\"\",\"104\",\"00302000" + count + "\",\"in\",\"104\",\"SIP/104-" + count + "\",\"SIP/carrier-" +
         count + "\",\"Dial\",\"SIP/carrier/" + count + "\",\"" + clock_face(kNoon + at - 60) + "\",\"" +
         clock_face(kNoon + at - 60) + "\",\"" + clock_face(kNoon + at) +
         "\",60,60,\"ANSWERED\",\"DOCUMENTATION\",\"" + std::to_string(kNoon + at - 60) + "." + count +
         "\",\"\"\n";
}

class Following : public testing::Test {
 protected:
  Following() { follower_.begin(from_epoch_ms(kNoon * 1000)); }

  void append(const std::string& name, const std::string& text) {
    std::ofstream(folder_.path(name), std::ios::app) << text;
  }
  std::vector<std::string> take(std::initializer_list<const char*> names = {"Master.csv"}) {
    std::vector<ReplayInput> inputs;
    for (const char* name : names) {
      ReplayInput input;
      input.path = folder_.path(name);
      input.form = InputForm::records;
      inputs.push_back(std::move(input));
    }
    std::vector<std::string> numbers;
    auto step = follower_.take(inputs, {}, from_epoch_ms((kNoon + 600) * 1000));
    remarks_ = step.remarks;
    for (const Call& call : step.calls) numbers.push_back(call.dialled.substr(8));
    return numbers;
  }
  void restart() {
    ByteWriter out;
    follower_.save(out);
    RecordFollower fresh;
    ByteReader in(out.bytes());
    ASSERT_TRUE(fresh.load(in));
    follower_ = std::move(fresh);
  }

  test::TemporaryFolder folder_;
  RecordFollower follower_;
  std::vector<std::string> remarks_;
};

TEST_F(Following, TellsWhatEndedSinceItBegan) {
  append("Master.csv", row(1, -5) + row(2, 5));
  EXPECT_THAT(take(), ElementsAre("2"));
  EXPECT_THAT(take(), IsEmpty());
  append("Master.csv", row(3, 20) + row(4, 10));
  EXPECT_THAT(take(), ElementsAre("4", "3")) << "in the order of the ends";
}

TEST_F(Following, WaitsForTheEndOfARow) {
  const std::string late = row(2, 6);
  append("Master.csv", row(1, 5) + late.substr(0, 50));
  EXPECT_THAT(take(), ElementsAre("1"));
  EXPECT_THAT(take(), IsEmpty());
  append("Master.csv", late.substr(50));
  EXPECT_THAT(take(), ElementsAre("2"));
}

TEST_F(Following, ReadsOnBehindARotation) {
  append("Master.csv", row(1, 5));
  EXPECT_THAT(take(), ElementsAre("1"));
  append("Master.csv", row(2, 6));
  std::filesystem::rename(folder_.path("Master.csv"), folder_.path("Master.csv.1"));
  append("Master.csv", row(3, 7) + row(5, 7));
  EXPECT_THAT(take({"Master.csv", "Master.csv.1"}), ElementsAre("2", "3", "5"));
  std::ofstream(folder_.path("Master.csv"), std::ios::trunc) << row(4, 8);
  EXPECT_THAT(take({"Master.csv", "Master.csv.1"}), ElementsAre("4"));
}

TEST_F(Following, TellsACallOnceWhateverTablesTellOfIt) {
  append("Master.csv", row(1, 5));
  append("104.csv", row(1, 5) + row(2, 6));
  EXPECT_THAT(take({"104.csv", "Master.csv"}), ElementsAre("1", "2"));
  append("Master.csv", row(2, 6));
  EXPECT_THAT(take({"104.csv", "Master.csv"}), IsEmpty());
}

TEST_F(Following, GoesOnAfterARestart) {
  append("Master.csv", row(1, 5));
  EXPECT_THAT(take(), ElementsAre("1"));
  restart();
  append("Master.csv", row(2, 6));
  append("104.csv", row(1, 5) + row(2, 6));
  EXPECT_THAT(take({"104.csv", "Master.csv"}), ElementsAre("2"));
}

TEST_F(Following, BelievesNoClockThatRunsAhead) {
  append("Master.csv", row(1, 40'000'000));
  take();
  append("Master.csv", row(2, 10));
  EXPECT_THAT(take(), ElementsAre("2"));
}

TEST_F(Following, ForgetsFilesThatAreGone) {
  auto saved = [&] {
    ByteWriter out;
    follower_.save(out);
    return out.bytes().size();
  };
  append("Master.csv", row(1, 5));
  take();
  const size_t one = saved();
  append("Master.csv.1", row(2, 6));
  take({"Master.csv", "Master.csv.1"});
  EXPECT_GT(saved(), one);
  const size_t known = 2 * 16;  // the second call's identities
  take();
  EXPECT_LE(saved(), one + known);
}

TEST_F(Following, SaysWhatCannotBeRead) {
  append("Master.csv", row(1, 5));
  EXPECT_THAT(take({"Master.csv", "gone.csv"}), ElementsAre("1"));
  EXPECT_THAT(remarks_, ElementsAre(testing::HasSubstr("gone.csv")));
}

TEST_F(Following, TakesUpNothingThatIsDamaged) {
  append("Master.csv", row(1, 5));
  take();
  ByteWriter out;
  follower_.save(out);
  const std::string whole = out.take();
  for (size_t cut = 0; cut < whole.size(); ++cut) {
    RecordFollower fresh;
    ByteReader in(std::string_view(whole).substr(0, cut));
    EXPECT_FALSE(fresh.load(in)) << cut;
    EXPECT_FALSE(fresh.begun());
  }
}

}  // namespace
}  // namespace denwaban::engine
