// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/calls/record_identity.h"

#include <gtest/gtest.h>

namespace denwaban::track {
namespace {

using parse::CdrField;
constexpr Time kBegan = from_epoch_ms(1'788'000'930'000);

void set(parse::CdrRow& row, CdrField field, std::string_view text) { row.raw[static_cast<size_t>(field)] = text; }

parse::CdrRow row() {
  parse::CdrRow row;
  set(row, CdrField::unique_id, "1788.1");
  set(row, CdrField::channel, "SIP/101-1");
  set(row, CdrField::destination_channel, "SIP/carrier-2");
  set(row, CdrField::destination, "0301234");
  row.duration = 60;
  return row;
}

TEST(RecordIdentity, IsThatOfTheSameCallOnAnotherClock) {
  parse::CdrRow other = row();
  set(other, CdrField::sequence, "7");
  set(other, CdrField::account_code, "sales");
  auto here = identity_of(row(), kBegan), there = identity_of(other, kBegan - std::chrono::hours(2));
  EXPECT_EQ(here.by_id, there.by_id);
  EXPECT_NE(here.by_moment, there.by_moment);
}

TEST(RecordIdentity, IsThatOfTheSameCallWhereATableHasNoUniqueid) {
  parse::CdrRow bare = row();
  set(bare, CdrField::unique_id, "");
  set(bare, CdrField::destination, "");
  EXPECT_FALSE(identity_of(bare, kBegan).by_id);
  EXPECT_EQ(identity_of(row(), kBegan).by_moment, identity_of(bare, kBegan).by_moment);
}

TEST(RecordIdentity, TellsTheLegsOfAChannelApart) {
  parse::CdrRow peer = row(), longer = row();
  set(peer, CdrField::destination_channel, "SIP/carrier-3");
  longer.duration = 61;
  auto first = identity_of(row(), kBegan);
  for (const auto& other : {identity_of(peer, kBegan), identity_of(longer, kBegan), identity_of(row(), kBegan + Seconds(1))}) {
    EXPECT_NE(first.by_id, other.by_id);
    EXPECT_NE(first.by_moment, other.by_moment);
  }
}

TEST(RecordIdentity, WithoutChannelsGoesByTheNumbers) {
  parse::CdrRow one = row(), other = row();
  for (parse::CdrRow* each : {&one, &other}) set(*each, CdrField::channel, "");
  set(other, CdrField::destination, "0301235");
  EXPECT_NE(identity_of(one, kBegan).by_moment, identity_of(other, kBegan).by_moment);
}

}  // namespace
}  // namespace denwaban::track
