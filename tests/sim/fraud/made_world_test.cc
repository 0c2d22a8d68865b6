// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include <map>

#include "feed.h"
#include "files.h"
#include "parse/cdr/rows.h"
#include "peer.h"
#include "thefts.h"
#include "verdicts.h"

namespace denwaban::sim {
namespace {

WorldWishes small(uint64_t seed) {
  WorldWishes wishes;
  wishes.company.seed = seed;
  wishes.company.accounts = 8;
  wishes.company.days = 40;
  return wishes;
}

TEST(MadeWorld, IsTheSameForTheSameSeed) {
  const FraudWorld one = make_world(small(3)), again = make_world(small(3)), other = make_world(small(4));
  EXPECT_EQ(master_csv(one, {}), master_csv(again, {}));
  EXPECT_EQ(truth_csv(one), truth_csv(again));
  EXPECT_NE(master_csv(one, {}), master_csv(other, {}));
}

TEST(MadeWorld, HasThievesOfEveryKindWithCallsThatCost) {
  const Company company = make_company(small(5).company);
  for (size_t k = 0; k < kTheftKinds; ++k) {
    int64_t cost = 0;
    bool leave = false;
    for (uint64_t seed = 1; seed <= 5; ++seed)
      for (const SimCall& call : commit(static_cast<TheftKind>(k), company, Chance(seed))) {
        cost += call.cost();
        leave = leave || (call.outside() && !call.number.e164.empty());
      }
    EXPECT_GT(cost, 1'000'000) << to_string(static_cast<TheftKind>(k));
    EXPECT_TRUE(leave) << to_string(static_cast<TheftKind>(k));
  }
}

TEST(MadeWorld, MarksTheCallsOfEachTheft) {
  for (uint64_t seed = 1; seed <= 8; ++seed) {
    const FraudWorld world = make_world(small(seed));
    ASSERT_EQ(world.thefts.size(), 3u);
    for (size_t t = 0; t < world.thefts.size(); ++t) {
      const Theft& theft = world.thefts[t];
      ASSERT_FALSE(theft.calls.empty());
      EXPECT_EQ(world.calls[theft.calls.front()].began, theft.first);
      for (uint32_t call : theft.calls) {
        EXPECT_EQ(world.calls[call].theft, static_cast<int>(t));
        EXPECT_LE(world.calls[call].ended_at(), theft.last);
      }
    }
  }
}

TEST(MadeWorld, IsMostlyHonest) {
  size_t honest = 0, stolen = 0, emergencies = 0, abroad = 0;
  for (uint64_t seed = 1; seed <= 10; ++seed) {
    const FraudWorld world = make_world(small(seed));
    honest += world.honest_outside;
    for (const SimCall& call : world.calls) {
      if (call.theft >= 0) ++stolen;
      if (call.emergency) ++emergencies;
      if (call.theft < 0 && call.outside() && !call.number.e164.starts_with(world.company.home->code))
        ++abroad;
    }
  }
  EXPECT_GT(honest, 4 * stolen);
  EXPECT_GT(emergencies, 0u);
  EXPECT_GT(abroad, 10u);
  EXPECT_LT(abroad, honest / 2);
}

TEST(MadeWorld, WritesRecordsThatAreReadAsWritten) {
  for (int columns : {16, 17, 18}) {
    const FraudWorld world = make_world(small(6));
    FileWishes wishes;
    wishes.columns = columns;
    const std::string text = master_csv(world, wishes);
    std::map<std::string, const SimCall*> by_channel;
    for (const SimCall& call : world.calls) by_channel[channel_of(world, call)] = &call;
    size_t read = 0;
    parse::CsvRow row;
    for (std::string_view rest = text; !rest.empty(); rest.remove_prefix(row.length)) {
      parse::read_csv_row(rest, true, row);
      ASSERT_GT(row.length, 0u);
      ASSERT_FALSE(row.broken);
      ASSERT_EQ(row.columns, static_cast<size_t>(columns));
      const auto layout = parse::CdrLayout::of_row(row.all());
      ASSERT_TRUE(layout);
      const auto record = parse::read_cdr(row, *layout);
      ASSERT_TRUE(record) << rest.substr(0, row.length);
      const auto call = by_channel.find(record->text(parse::CdrField::channel));
      if (call == by_channel.end()) continue;  // the waiting half of an originated call
      ++read;
      EXPECT_EQ(record->billed, call->second->is_answered() ? call->second->talk : 0);
      EXPECT_EQ(world.company.zone.to_utc(record->start), std::chrono::floor<Seconds>(call->second->began));
    }
    EXPECT_EQ(read, world.calls.size());
  }
}

TEST(MadeWorld, IsToldInTheOrderOfTime) {
  const FraudWorld world = make_world(small(7));
  for (Telling telling : {Telling::records, Telling::live}) {
    Time last{};
    std::vector<int> state(world.calls.size(), 0);
    tell(world, telling, [&](const Call& call, CallChange change, Time now) {
      EXPECT_GE(now, last);
      last = now;
      int& stage = state[call.evidence.offset];
      if (change == CallChange::began) {
        EXPECT_EQ(stage++, 0);
        EXPECT_FALSE(call.answered || call.ended);
      } else {
        EXPECT_EQ(stage, 1);
      }
      if (change == CallChange::ended) stage = 2;
    });
    EXPECT_THAT(state, testing::Each(2));
  }
}

TEST(Verdicts, CountWhatWasLostBeforeTheAlarm) {
  WorldWishes wishes = small(2);
  wishes.kinds = {TheftKind::same_number};
  wishes.thefts = 1;
  const FraudWorld world = make_world(wishes);
  ASSERT_EQ(world.thefts.size(), 1u);
  const Theft& theft = world.thefts.front();
  Verdicts blind;
  blind.judge(world, {});
  EXPECT_EQ(blind.found_share(), 0);
  EXPECT_EQ(blind.median_lost(), 1);

  Alarm early;
  early.id = "one";
  early.time = theft.first;
  early.calls = {theft.calls.front()};
  Verdicts best;
  best.judge(world, {early});
  EXPECT_EQ(best.found_share(), 1);
  EXPECT_EQ(best.median_lost(), 0);
  EXPECT_EQ(best.false_per_thousand(), 0);

  Alarm late = early;
  late.time = theft.first + (theft.last - theft.first) / 2;
  Verdicts middling;
  middling.judge(world, {late});
  EXPECT_GT(middling.median_lost(), 0.1);
  EXPECT_LT(middling.median_lost(), 0.9);

  Alarm after = early;
  after.time = theft.last + Seconds(1);
  Verdicts never;
  never.judge(world, {after});
  EXPECT_EQ(never.found_share(), 0);
}

TEST(Verdicts, CountAnAlarmOfHonestCallsOnceAsFalse) {
  const FraudWorld world = make_world(small(2));
  uint32_t honest = 0;
  while (world.calls[honest].theft >= 0) ++honest;
  Alarm alarm;
  alarm.id = "one";
  alarm.time = world.calls[honest].began;
  alarm.calls = {honest};
  Verdicts verdicts;
  verdicts.judge(world, {alarm, alarm});
  EXPECT_DOUBLE_EQ(verdicts.false_per_thousand(), 1000.0 / static_cast<double>(world.honest_outside));
}

TEST(Peer, FindsTheFastAndNotTheSlow) {
  auto share = [](TheftKind kind) {
    Verdicts verdicts;
    for (uint64_t seed = 1; seed <= 10; ++seed) {
      WorldWishes wishes = small(seed);
      wishes.kinds = {kind};
      const FraudWorld world = make_world(wishes);
      verdicts.judge(world, watch_by_thresholds(world));
    }
    return verdicts.found_share();
  };
  EXPECT_GT(share(TheftKind::weekend), 0.7);
  EXPECT_LT(share(TheftKind::slow), 0.3);
}

}  // namespace
}  // namespace denwaban::sim
