// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/store_notices.h"

#include <gmock/gmock.h>

namespace denwaban::guard {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class StoreNoticesTest : public testing::Test {
 protected:
  std::vector<std::string> look(Seconds after) {
    told_.clear();
    notices_.look(status_, from_epoch_ms(1'764'000'000'000) + after);
    return told_;
  }
  std::vector<std::string> told_;
  store::StoreStatus status_;
  StoreNotices notices_{{[this](std::string_view text) { told_.push_back("! " + std::string(text)); },
                         [this](std::string_view text) { told_.push_back(std::string(text)); }}};
};

TEST_F(StoreNoticesTest, AFullDiskIsToldOnceAndItsEndToo) {
  EXPECT_THAT(look(Seconds(0)), IsEmpty());
  status_.ledger.error = "cannot write ledger: the disk is full";
  EXPECT_THAT(look(Seconds(1)),
              ElementsAre("! cannot write ledger: the disk is full: decisions take effect, but would be forgotten at a restart"));
  EXPECT_THAT(look(Seconds(2)), IsEmpty());
  status_.ledger.error.clear();
  EXPECT_THAT(look(Seconds(3)), ElementsAre("decisions are kept again"));
  EXPECT_THAT(look(Seconds(4)), IsEmpty());
}

TEST_F(StoreNoticesTest, WhatComesAndGoesIsToldSeldom) {
  int told = 0;
  for (int second = 0; second < 1'200; ++second) {
    status_.archive.error = second % 2 ? "" : "cannot write denwaban.db";
    told += static_cast<int>(look(Seconds(second)).size());
  }
  EXPECT_EQ(told, 4) << "two beginnings and their ends";
}

TEST_F(StoreNoticesTest, EachPartHasItsOwnSentence) {
  status_.ledger.error = status_.archive.error = status_.snapshot_error = "full";
  EXPECT_EQ(look(Seconds(0)).size(), 3u);
}

}  // namespace
}  // namespace denwaban::guard
