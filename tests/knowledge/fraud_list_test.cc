// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/fraud_list.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::knowledge {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr Time kTwentySix = from_epoch_ms(1'767'225'600'000);  // 2026-01-01

TEST(FraudList, IsReadAsPeopleWriteIt) {
  const auto list = FraudList::read(
      "number,seen,by\n"
      "# of a colleague\n"
      "+252612345678\n"
      "0088216*;2026-02-01;a carrier\r\n"
      "\"4470\"\t\"2026-03-01\"\n"
      "\n"
      "37256xxx # Estonia\n"
      "+252612345678, 2026-05-05\n",
      kTwentySix);
  ASSERT_TRUE(list) << list.error().message;
  EXPECT_THAT(list->prefixes, ElementsAre("252612345678", "37256", "4470", "88216"));
  EXPECT_EQ(list->too_old, 0u);
}

TEST(FraudList, PassesOverWhatIsOld) {
  const auto list = FraudList::read("25261,2025-12-31\n25262,2026-01-01\n25263\n25264 unknown 2019-05-01\n", kTwentySix);
  ASSERT_TRUE(list);
  EXPECT_THAT(list->prefixes, ElementsAre("25262", "25263"));
  EXPECT_EQ(list->too_old, 2u);
}

TEST(FraudList, AWholeCountryOrNoNumberIsAnErrorThatNamesItsLine) {
  for (const char* line : {"252", "alice1", "+0123456", "1234567890123456", "*"}) {
    const auto list = FraudList::read(std::string("25261\n") + line + "\n", kTwentySix);
    ASSERT_FALSE(list) << line;
    EXPECT_THAT(list.error().message, HasSubstr("line 2"));
  }
}

}  // namespace
}  // namespace denwaban::knowledge
