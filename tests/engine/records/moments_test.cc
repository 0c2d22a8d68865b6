// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/moments.h"

#include <gtest/gtest.h>

#include <set>
#include <string>
#include <vector>

namespace denwaban::engine {
namespace {

constexpr Time kMonday = from_epoch_ms(1'800'000'000'000);
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

class Diary final : public MomentListener {
 public:
  void hear(const Call& call, CallChange change, Time now) override {
    EXPECT_GE(now, now_) << "time went back";
    now_ = now;
    EXPECT_EQ(call.reached.has_value(), change != CallChange::began && answered_.contains(call.id)) << call.id;
    EXPECT_EQ(call.ended.has_value(), change == CallChange::ended);
    EXPECT_EQ(call.cause != 0, change == CallChange::ended);
    constexpr const char* kWords[] = {"+", "?", "!", "?", "?", "-"};
    told += call.id + kWords[static_cast<size_t>(change)] + " ";
  }
  void pass_time(Time now) override {
    EXPECT_GE(now, now_);
    now_ = now;
    ++steps;
  }
  void answered(const std::string& id) { answered_.insert(id); }
  std::string told;
  int steps = 0;

 private:
  std::set<std::string> answered_;
  Time now_{};
};

Call call(std::string id, Milliseconds began, Milliseconds ended, std::optional<Milliseconds> reached = {}) {
  Call call;
  call.id = std::move(id);
  call.began = kMonday + began;
  call.ended = kMonday + ended;
  if (reached) call.answered = call.reached = kMonday + *reached;
  call.cause = 16;
  call.state = CallState::ended;
  return call;
}

TEST(Moments, AreToldInTheOrderOfTimeNotOfTheTable) {
  Diary diary;
  Moments moments(diary);
  diary.answered("b");
  diary.answered("a");
  moments.add(call("b", minutes(2), minutes(3), minutes(2)), kMonday + minutes(3));
  moments.add(call("a", minutes(1), minutes(9), minutes(4)), kMonday + minutes(9));
  moments.add(call("c", minutes(10), minutes(10)), kMonday + minutes(10));
  EXPECT_EQ(diary.told, "") << "another row may tell of something earlier";
  moments.finish();
  EXPECT_EQ(diary.told, "a+ b+ b! b- a! a- c+ c- ");
  EXPECT_EQ(moments.late(), 0u);
}

TEST(Moments, AreToldWhenNothingEarlierCanCome) {
  Diary diary;
  Moments moments(diary);
  moments.add(call("a", minutes(0), minutes(1)), kMonday + minutes(1));
  moments.add(call("b", hours(30), hours(31)), kMonday + hours(31));
  EXPECT_EQ(diary.told, "a+ a- ");
}

TEST(Moments, TooLateAreToldAtOnceAndCounted) {
  Diary diary;
  Moments moments(diary);
  moments.add(call("b", hours(0), hours(1)), kMonday + hours(1));
  moments.add(call("c", hours(40), hours(41)), kMonday + hours(41));
  moments.add(call("a", -hours(50), -hours(49)), kMonday + hours(41));
  moments.finish();
  EXPECT_EQ(diary.told, "b+ b- a+ a- c+ c- ");
  EXPECT_EQ(moments.late(), 1u);
}

TEST(Moments, TimePassesWhileACallLasts) {
  Diary diary;
  Moments moments(diary);
  moments.add(call("a", seconds(0), seconds(95)), kMonday + seconds(95));
  moments.add(call("b", hours(5), hours(5)), kMonday + hours(5));
  moments.finish();
  EXPECT_EQ(diary.steps, 9) << "and not between calls";
}

}  // namespace
}  // namespace denwaban::engine
