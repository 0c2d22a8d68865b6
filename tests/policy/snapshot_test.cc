// SPDX-License-Identifier: GPL-3.0-or-later
// What survives a restart, and what damaged bytes do.
#include "policy/world.h"

namespace denwaban::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string saved(const Policy& policy) {
  ByteWriter out;
  policy.save(out);
  return out.take();
}

bool load(Policy& policy, std::string_view bytes) {
  ByteReader in(bytes);
  return policy.load(in) && in.at_end();
}

// A world in which everything has happened that is kept.
World busy_world() {
  World world;
  world.log_in("192.0.2.10", AddressProof::returned);
  Finding port = proven("192.0.2.10");
  port.id = "port";
  port.port = 40000;
  world.decide({proven("203.0.113.7"), claimed("203.0.113.8"), claimed("192.0.2.10"), port,
                proven("127.0.0.1"), campaign("198.51.100.0/24", 4)});
  world.policy.adopt(
      *world.policy.ban_by_hand(prefix("2001:db8::/32"), std::nullopt, "root", "why not", world.now));
  Decision allow;
  allow.id = "allow";
  allow.action = Action::allow;
  allow.target = prefix("192.0.2.77");
  world.policy.adopt(allow);
  return world;
}

TEST(Snapshot, RestoresEverything) {
  World world = busy_world();
  Policy other{Options{}};
  ASSERT_TRUE(load(other, saved(world.policy)));
  EXPECT_EQ(saved(other), saved(world.policy));
  auto standing = other.standing(world.now);
  ASSERT_EQ(standing.size(), 7u);
  EXPECT_EQ(standing.size(), world.policy.standing(world.now).size());
  auto by_hand = other.about(address("2001:db8::1"), world.now).ban;
  ASSERT_TRUE(by_hand);
  EXPECT_EQ(by_hand->decision.by, "root");
  EXPECT_EQ(by_hand->decision.note, "why not");
  EXPECT_FALSE(by_hand->until);
  EXPECT_EQ(other.about(address("203.0.113.7"), world.now).level, 1);
  EXPECT_THAT(other.allowed(), ElementsAre(prefix("192.0.2.77")));
}

TEST(Snapshot, RepeatsNothingAfterwards) {
  World world = busy_world();
  World other;
  ASSERT_TRUE(load(other.policy, saved(world.policy)));
  other.log_in("192.0.2.10", AddressProof::returned);
  EXPECT_THAT(other.decide({proven("203.0.113.7"), claimed("203.0.113.8"), claimed("192.0.2.10"),
                            proven("127.0.0.1"), campaign("198.51.100.0/24", 4)}),
              IsEmpty());
}

TEST(Snapshot, OfADryRunShieldsNobodyOnceBansAreCarriedOut) {
  Options dry;
  dry.dry_run = true;
  World before(dry), still_dry(dry), live;
  before.log_in("192.0.2.10", AddressProof::returned);
  std::string dry_id = before
                           .decide({proven("203.0.113.7"), claimed("203.0.113.8"), claimed("192.0.2.10"),
                                    campaign("198.51.100.0/24", 4)})
                           .at(0)
                           .id;
  before.policy.adopt(
      *before.policy.ban_by_hand(prefix("2001:db8::/32"), std::nullopt, "root", "", before.now));
  size_t standing = before.policy.standing(before.now).size();
  ASSERT_EQ(standing, 5u);
  ASSERT_EQ(before.policy.about(address("203.0.113.7"), before.now).level, 1);

  ASSERT_TRUE(load(still_dry.policy, saved(before.policy)));
  EXPECT_EQ(still_dry.policy.standing(before.now).size(), standing);
  EXPECT_EQ(saved(still_dry.policy), saved(before.policy));

  ASSERT_TRUE(load(live.policy, saved(before.policy)));
  EXPECT_THAT(live.policy.standing(live.now), IsEmpty());
  EXPECT_EQ(live.policy.about(address("203.0.113.7"), live.now).level, 0);
  auto decisions = live.decide({proven("203.0.113.7")});
  EXPECT_THAT(brief(decisions), ElementsAre("ban 203.0.113.7/32 evidence")) << "the very same evidence suffices";
  EXPECT_FALSE(decisions.at(0).dry_run);
  EXPECT_NE(decisions.at(0).id, dry_id) << "the store keeps one decision by id";
  EXPECT_EQ(decisions.at(0).level, 0);
}

TEST(Snapshot, OfALiveGuardStandsThroughADryRun) {
  Options dry;
  dry.dry_run = true;
  World live, dry_run(dry), again;
  live.decide({proven("203.0.113.7")});
  ASSERT_TRUE(load(dry_run.policy, saved(live.policy)));
  ASSERT_TRUE(load(again.policy, saved(dry_run.policy)));
  EXPECT_TRUE(again.banned("203.0.113.7"));
  EXPECT_EQ(again.policy.about(address("203.0.113.7"), again.now).level, 1);
}

TEST(Snapshot, KeepsTheCeiling) {
  Options options;
  options.claimed_bans_per_minute = 1;
  World world(options), other(options);
  world.decide({claimed("203.0.113.7")});
  ASSERT_TRUE(load(other.policy, saved(world.policy)));
  EXPECT_THAT(brief(other.decide({claimed("203.0.113.8")})), ElementsAre("none 203.0.113.8/32 ban_limit"));
}

TEST(Snapshot, CutAnywhereLeavesAFreshState) {
  std::string bytes = saved(busy_world().policy);
  std::string fresh = saved(Policy{Options{}});
  for (size_t length = 0; length < bytes.size(); ++length) {
    World other = busy_world();
    ASSERT_FALSE(load(other.policy, std::string_view(bytes).substr(0, length))) << length;
    ASSERT_EQ(saved(other.policy), fresh) << length;
  }
}

TEST(Snapshot, WithAnyByteChangedIsLoadedOrRefusedButHarmsNothing) {
  const std::string bytes = saved(busy_world().policy);
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 0xff);
    World other;
    ByteReader in(damaged);
    if (other.policy.load(in)) {
      other.advance(kStart + hours(1));
      other.decide({proven("203.0.113.9")});
      saved(other.policy);
    } else {
      ASSERT_THAT(other.policy.standing(kStart), IsEmpty());
    }
  }
}

TEST(Snapshot, OfAnotherVersionIsRefused) {
  std::string bytes = saved(busy_world().policy);
  bytes[0] = 99;
  Policy other{Options{}};
  EXPECT_FALSE(load(other, bytes));
}

}  // namespace
}  // namespace denwaban::policy
