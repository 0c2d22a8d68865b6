// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/fraud_report.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "knowledge/numbering.h"

namespace denwaban::engine {
namespace {

using std::chrono::hours;

fraud::Options with_a_limit() {
  fraud::Options options;
  options.habits.plan = knowledge::find_plan("DE");
  options.habits.outside_prefixes = {"0"};
  options.trunks = {"carrier"};
  options.account_limits.day = Amount{1};
  return options;
}

// Each month another account passes its limit.
void tell(FraudReport& report, int accounts) {
  for (int i = 0; i < accounts; ++i) {
    Call call;
    call.account = std::to_string(100 + i);
    call.id = call.channel = fmt::format("PJSIP/{}-{:08x}", call.account, i);
    call.direction = CallDirection::outgoing;
    call.dialled = "001713001777";
    call.trunk = "carrier";
    call.began = from_epoch_ms(1'764'000'000'000) + hours(24 * 30 * i);
    report.hear(call, CallChange::began, call.began);
    call.answered = call.reached = call.began;
    report.hear(call, CallChange::answered, call.began);
    for (int minute = 1; minute <= 30; ++minute) report.pass_time(call.began + std::chrono::minutes(minute));
    call.ended = call.began + std::chrono::minutes(30);
    report.hear(call, CallChange::ended, *call.ended);
  }
  report.finish();
}

TEST(FraudReport, KeepsTheFirstFindingsAndCountsWhatFindsNoPlace) {
  FraudReport all(with_a_limit()), few(with_a_limit(), 2);
  tell(all, 5);
  tell(few, 5);
  ASSERT_GE(all.findings().size(), 5u);
  EXPECT_EQ(all.dropped(), 0u);
  ASSERT_EQ(few.findings().size(), 2u);
  EXPECT_GE(few.dropped(), all.findings().size() - 2);
  for (size_t i = 0; i < 2; ++i) EXPECT_EQ(few.findings()[i].id, all.findings()[i].id);
}

}  // namespace
}  // namespace denwaban::engine
