// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "fraud/detectors.h"
#include "knowledge/numbering.h"

namespace denwaban::fraud {
namespace {

Options berlin() {
  Options options;
  options.habits.plan = knowledge::find_plan("DE");
  options.habits.area_code = "30";
  options.zone = *TimeZone::parse("Europe/Berlin");
  options.trunks = {"carrier"};
  return options;
}

class Records {
 public:
  // 2025-03-03, a Monday, is day 0; the office's clock.
  void call(const std::string& account, const std::string& number, int day, int hour) {
    minute_ = (minute_ + 1) % 60;
    const CivilTime civil{.year = 2025, .month = 3, .day = 3, .hour = hour, .minute = minute_, .second = 0, .millisecond = 0};
    Call call;
    call.id = account + std::to_string(++serial_);
    call.account = account;
    call.direction = CallDirection::outgoing;
    call.dialled = number;
    call.trunk = "carrier";
    call.began = TimeZone::parse("Europe/Berlin")->to_utc(civil) + std::chrono::hours(24 * day);
    detectors.hear(call, CallChange::began, call.began, out_);
    call.answered = call.reached = call.began + Seconds(4);
    detectors.hear(call, CallChange::answered, *call.reached, out_);
    call.ended = *call.reached + Seconds(90);
    detectors.hear(call, CallChange::ended, *call.ended, out_);
  }
  Detectors detectors{berlin(), HashSeed()};

 private:
  int serial_ = 0, minute_ = 0;
  std::vector<FraudFinding> out_;
};

void work_a_month(Records& records) {
  for (int day = 0; day < 28; ++day) {
    if (day % 7 >= 5) continue;
    for (int hour = 9; hour < 17; ++hour) records.call("101", "030123456" + std::to_string(hour % 10), day, hour);
    if (day % 2 == 0) records.call("102", "004317654321", day, 11);
  }
}

TEST(Baseline, SaysWhitherAnAccountCallsAndHowOften) {
  Records records;
  work_a_month(records);
  const Baseline account = records.detectors.baseline("102");
  ASSERT_TRUE(account.known);
  EXPECT_EQ(account.calls, 10u);
  ASSERT_EQ(account.places.size(), 1u);
  EXPECT_EQ(account.places[0].name, "AT");
  EXPECT_EQ(account.places[0].days, 10u);
  EXPECT_GE(account.in_day, 1);
  EXPECT_TRUE(records.detectors.baseline("101").places.empty()) << "numbers at home are no place";
  EXPECT_FALSE(records.detectors.baseline("103").known);
  EXPECT_EQ(records.detectors.accounts(), (std::vector<std::string>{"101", "102"}));
}

TEST(Baseline, SaysWhenPeopleCall) {
  Records records;
  const Baseline unknown = records.detectors.baseline("");
  EXPECT_FALSE(unknown.known);
  EXPECT_FALSE(unknown.hours_learned);
  work_a_month(records);
  const Baseline exchange = records.detectors.baseline("");
  EXPECT_EQ(exchange.days, 26);
  ASSERT_TRUE(exchange.hours_learned);
  EXPECT_FALSE(exchange.quiet[1][10]);
  EXPECT_TRUE(exchange.quiet[1][3]);
  EXPECT_TRUE(exchange.quiet[6][10]) << "nobody works on Sunday";
}

TEST(Baseline, KnowsTheNameOfEveryPlace) {
  Records records;
  for (int day = 0; day < 3; ++day)
    for (const char* number : {"0025261234567", "0088213123456", "00447012345678"}) records.call("101", number, day, 10);
  for (const auto& place : records.detectors.baseline("").places) EXPECT_FALSE(place.name.empty());
}

}  // namespace
}  // namespace denwaban::fraud
