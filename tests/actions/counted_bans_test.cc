// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/counted_bans.h"

#include <gtest/gtest.h>

namespace denwaban::actions {
namespace {

net::NftElement element(uint8_t number) {
  net::NftElement element;
  element.key.bytes[3] = number;
  element.key.length = 4;
  return element;
}
net::NftKey key(uint8_t number) { return element(number).key; }

TEST(CountedBans, CountsTheFirstAndKeepsEachWhereItIs) {
  CountedBans bans(2);
  EXPECT_EQ(bans.place(SetId::ban4, key(1), true), SetId::ban4);
  EXPECT_EQ(bans.place(SetId::source6, key(1), true), SetId::source6);
  EXPECT_EQ(bans.place(SetId::ban4, key(2), true), SetId::bulk4);
  EXPECT_EQ(bans.place(SetId::ban4, key(1), true), SetId::ban4);
  EXPECT_EQ(bans.place(SetId::source6, key(2), true), SetId::bulksource6);
}

TEST(CountedBans, LiftsABanWhereItIsAndHasRoomThen) {
  CountedBans bans(1);
  bans.place(SetId::ban6, key(1), true);
  EXPECT_EQ(bans.place(SetId::ban6, key(2), false), SetId::bulk6);
  EXPECT_EQ(bans.place(SetId::ban6, key(1), false), SetId::ban6);
  EXPECT_EQ(bans.place(SetId::ban6, key(2), true), SetId::ban6);
}

TEST(CountedBans, BelievesTheKernelOfOneSetAtATime) {
  CountedBans bans(3);
  bans.place(SetId::ban4, key(1), true);
  bans.place(SetId::ban6, key(1), true);
  const std::vector held = {element(7), element(8)};
  bans.learn(SetId::ban4, held);
  EXPECT_EQ(bans.place(SetId::ban4, key(7), false), SetId::ban4);
  EXPECT_EQ(bans.place(SetId::ban4, key(1), false), SetId::bulk4);
  EXPECT_EQ(bans.place(SetId::ban6, key(1), false), SetId::ban6);
}

}  // namespace
}  // namespace denwaban::actions
