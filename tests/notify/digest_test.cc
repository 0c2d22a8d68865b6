// SPDX-License-Identifier: GPL-3.0-or-later
#include "notify/digest.h"

#include <gtest/gtest.h>

namespace denwaban::notify {
namespace {

constexpr Time kNow = from_epoch_ms(1'800'000'000'000);

Notice notice(std::string title, Severity severity = Severity::high) {
  Notice one;
  one.title = std::move(title);
  one.severity = severity;
  return one;
}

TEST(Digest, SoManyAreToldWithinAnHourAndTheRestIsSummedUp) {
  Digest digest(3);
  EXPECT_TRUE(digest.take(notice("a"), kNow));
  EXPECT_TRUE(digest.take(notice("b"), kNow));
  EXPECT_FALSE(digest.take(notice("c"), kNow + Seconds(60))) << "the last place is for what is critical";
  EXPECT_TRUE(digest.take(notice("d", Severity::critical), kNow + Seconds(60)));
  EXPECT_FALSE(digest.take(notice("e", Severity::critical), kNow + Seconds(61)));
  EXPECT_EQ(digest.held(), 2u);
  EXPECT_FALSE(digest.sum(kNow + Seconds(3000)));
  auto sum = digest.sum(kNow + Seconds(3660));
  ASSERT_TRUE(sum);
  EXPECT_EQ(sum->severity, Severity::critical);
  EXPECT_EQ(sum->title, "2 more findings of the last hour");
  EXPECT_NE(sum->text.find("- c\n- e\n"), std::string::npos) << sum->text;
  EXPECT_FALSE(digest.sum(kNow + Seconds(3660))) << "once";
  EXPECT_TRUE(digest.take(notice("f"), kNow + Seconds(3661)));
}

TEST(Digest, ManyAreCountedAndFewNamed) {
  Digest digest(1);
  EXPECT_TRUE(digest.take(notice("first"), kNow));
  for (int i = 0; i < 10'000; ++i) EXPECT_FALSE(digest.take(notice("flood"), kNow + Milliseconds(i)));
  auto sum = digest.sum(kNow + Seconds(3600));
  ASSERT_TRUE(sum);
  EXPECT_LT(sum->text.size(), 1000u);
  EXPECT_NE(sum->text.find("and 9,980 more"), std::string::npos) << sum->text;
}

TEST(Digest, AClockThatIsSetBackHoldsNobodyUp) {
  Digest digest(1);
  EXPECT_TRUE(digest.take(notice("a"), kNow));
  EXPECT_FALSE(digest.take(notice("b"), kNow));
  EXPECT_TRUE(digest.take(notice("c"), kNow - Seconds(86400)));
  EXPECT_TRUE(digest.sum(kNow - Seconds(86400)));
}

}  // namespace
}  // namespace denwaban::notify
