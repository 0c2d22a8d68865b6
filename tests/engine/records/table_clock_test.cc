// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/records/table_clock.h"

#include <gtest/gtest.h>

#include <initializer_list>

namespace denwaban::engine {
namespace {

using std::chrono::hours;

constexpr Time kMonday = from_epoch_ms(1'800'000'000'000);

Time after(std::initializer_list<hours> rows) {
  TableClock clock;
  for (hours row : rows) clock.hear(kMonday + row);
  return clock.time();
}

TEST(TableClock, FollowsTheRows) {
  EXPECT_EQ(after({}), Time{});
  EXPECT_EQ(after({hours(0), hours(1)}), kMonday + hours(1));
  EXPECT_EQ(after({hours(0), hours(1), hours(5), hours(3)}), kMonday + hours(5));
}

TEST(TableClock, ARowFarAheadIsNotBelievedBeforeTheNext) {
  constexpr hours kDecades(24 * 365 * 70);
  EXPECT_EQ(after({hours(0), hours(1), kDecades, hours(2)}), kMonday + hours(2));
  EXPECT_EQ(after({kDecades, hours(0), hours(1)}), kMonday + hours(1)) << "at the beginning of the table";
  EXPECT_EQ(after({hours(0), hours(1), kDecades, hours(2), kDecades, hours(3)}), kMonday + hours(3));
}

TEST(TableClock, AnOfficeThatWasClosedGoesOn) {
  EXPECT_EQ(after({hours(0), hours(1), hours(700), hours(701)}), kMonday + hours(701));
  EXPECT_EQ(after({hours(0), hours(1), hours(700), hours(690)}), kMonday + hours(690));
  EXPECT_EQ(after({hours(0), hours(1), hours(700), hours(1400), hours(1401)}), kMonday + hours(1401));
}

}  // namespace
}  // namespace denwaban::engine
