// SPDX-License-Identifier: GPL-3.0-or-later
// What people do, what is read back from the ledger, and what `why` is told.
#include "policy/world.h"

namespace denwaban::policy {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

struct ByHand : testing::Test {
  static Options options() {
    Options o;
    o.allow = {prefix("198.51.100.0/24")};
    return o;
  }
  Result<Decision> ban(std::string_view what, std::optional<Seconds> span = std::nullopt) {
    return world.policy.ban_by_hand(prefix(what), span, "root", "a note", world.now);
  }
  std::string refusal(std::string_view what) {
    auto result = ban(what);
    if (result) return "banned";
    EXPECT_EQ(result.error().kind, ErrorKind::usage);
    return result.error().message;
  }
  Decision decision(Action action, std::string_view target) {
    Decision d;
    d.id = "by hand " + std::to_string(++number);
    d.time = world.now;
    d.action = action;
    d.target = prefix(target);
    d.reason = Reason::by_hand;
    d.by = "root";
    return d;
  }
  World world{options()};
  int number = 0;
};

TEST_F(ByHand, ABanSaysWhoWantedItAndWhy) {
  auto d = ban("203.0.113.7", Seconds(60));
  ASSERT_TRUE(d);
  EXPECT_EQ(brief(*d), "ban 203.0.113.7/32 by_hand");
  EXPECT_EQ(d->by, "root");
  EXPECT_EQ(d->note, "a note");
  EXPECT_EQ(d->span, Seconds(60));
  EXPECT_EQ(d->id.size(), 16u);
  EXPECT_FALSE(world.banned("203.0.113.7")) << "only when it is adopted";
  world.policy.adopt(*d);
  EXPECT_TRUE(world.banned("203.0.113.7"));
}

TEST_F(ByHand, WhatIsOnTheAllowListIsNotBanned) {
  EXPECT_THAT(refusal("198.51.100.7"),
              HasSubstr("198.51.100.7 is not banned: 198.51.100.0/24 is on the allow list"));
  EXPECT_THAT(refusal("198.51.0.0/16"), HasSubstr("198.51.100.0/24 is on the allow list"));
}

TEST_F(ByHand, WhoeverIsLoggedInIsNotLockedOut) {
  world.protect("203.0.113.7", Reason::login_session);
  EXPECT_THAT(refusal("203.0.113.0/24"), HasSubstr("203.0.113.7 is protected (the thing at 203.0.113.7)"));
}

TEST_F(ByHand, ThisMachineIsNotBanned) {
  world.protect("192.0.2.1", Reason::own_address);
  EXPECT_THAT(refusal("192.0.2.1"), HasSubstr("192.0.2.1 is protected"));
  EXPECT_THAT(refusal("127.0.0.1"), HasSubstr("(loopback)"));
}

TEST_F(ByHand, ATrunkMayBeBanned) {
  world.protect("192.0.2.1", Reason::trunk);
  EXPECT_TRUE(ban("192.0.2.1"));
}

TEST_F(ByHand, HalfTheInternetIsNotBanned) {
  EXPECT_TRUE(ban("11.0.0.0/8"));
  EXPECT_THAT(refusal("12.0.0.0/7"), HasSubstr("12.0.0.0/7 is too wide"));
  EXPECT_TRUE(ban("2001::/16"));
  EXPECT_THAT(refusal("2000::/15"), HasSubstr("/16"));
}

TEST_F(ByHand, ABanOfNoTimeIsRefused) {
  EXPECT_FALSE(ban("203.0.113.7", Seconds(0)));
  EXPECT_FALSE(ban("203.0.113.7", Seconds(-1)));
}

TEST_F(ByHand, ASpanBeyondAllCalendarsIsForEver) {
  world.policy.adopt(*ban("203.0.113.7", Seconds::max()));
  EXPECT_THAT(world.advance(kStart + hours(24 * 36500)), IsEmpty());
  EXPECT_FALSE(world.policy.about(address("203.0.113.7"), world.now).ban->until);
}

TEST_F(ByHand, AnUnbanLiftsTheBanAndForgetsTheLevel) {
  world.decide({proven("203.0.113.7")});
  world.policy.adopt(decision(Action::unban, "203.0.113.7"));
  auto answer = world.policy.about(address("203.0.113.7"), world.now);
  EXPECT_FALSE(answer.ban);
  EXPECT_EQ(answer.level, 0);
}

TEST_F(ByHand, AnUnbanIsNotUndoneByOldEvidence) {
  Finding finding = proven("203.0.113.7");
  world.decide({finding});
  world.policy.adopt(decision(Action::unban, "203.0.113.7"));
  EXPECT_THAT(world.decide({finding}), IsEmpty());
  world.now += seconds(1);
  EXPECT_EQ(world.decide_grown(finding).size(), 1u);
}

TEST_F(ByHand, AnUnbanOfAPortLeavesTheOthers) {
  world.log_in("203.0.113.7", AddressProof::returned);
  Finding finding = proven("203.0.113.7");
  for (uint16_t port : {uint16_t{40000}, uint16_t{40001}}) {
    finding.port = port;
    finding.id = std::to_string(port);
    world.decide({finding});
  }
  Decision unban = decision(Action::unban, "203.0.113.7");
  unban.port = 40000;
  world.policy.adopt(unban);
  auto standing = world.policy.standing(world.now);
  ASSERT_EQ(standing.size(), 1u);
  EXPECT_EQ(standing[0].decision.port, 40001);
}

TEST_F(ByHand, AllowingLiftsTheBanAndSparesFromThenOn) {
  Finding finding = proven("203.0.113.7");
  world.decide({finding});
  world.policy.adopt(decision(Action::allow, "203.0.113.0/28"));
  EXPECT_THAT(brief(world.advance(world.now)), ElementsAre("unban 203.0.113.7/32 allow_listed"));
  EXPECT_THAT(brief(world.decide_grown(finding)), ElementsAre("none 203.0.113.7/32 allow_listed"));
  EXPECT_THAT(world.policy.allowed(), ElementsAre(prefix("198.51.100.0/24"), prefix("203.0.113.0/28")));
}

TEST_F(ByHand, AnAllowanceStandsWithItsAuthorAndMayEnd) {
  Decision allow = decision(Action::allow, "203.0.113.7");
  allow.span = Seconds(60);
  world.policy.adopt(allow);
  auto standing = world.policy.standing(world.now);
  ASSERT_EQ(standing.size(), 1u);
  EXPECT_EQ(standing[0].decision.action, Action::allow);
  EXPECT_EQ(standing[0].decision.by, "root");
  EXPECT_THAT(brief(world.advance(world.now + seconds(60))), ElementsAre("disallow 203.0.113.7/32 expired"));
  EXPECT_THAT(brief(world.decide({proven("203.0.113.7")})), ElementsAre("ban 203.0.113.7/32 evidence"));
}

TEST_F(ByHand, DisallowingEndsTheSparing) {
  world.policy.adopt(decision(Action::allow, "203.0.113.7"));
  world.policy.adopt(decision(Action::disallow, "203.0.113.7"));
  EXPECT_THAT(brief(world.decide({proven("203.0.113.7")})), ElementsAre("ban 203.0.113.7/32 evidence"));
}

TEST_F(ByHand, WhatTheSettingsAllowStaysAllowed) {
  world.policy.adopt(decision(Action::disallow, "198.51.100.0/24"));
  EXPECT_THAT(world.policy.allowed(), ElementsAre(prefix("198.51.100.0/24")));
}

TEST_F(ByHand, ANetworkBannedByHandStaysWhenOneOfItsAddressesIsAllowed) {
  world.policy.adopt(*ban("203.0.113.0/24"));
  world.policy.adopt(decision(Action::allow, "203.0.113.7"));
  EXPECT_THAT(world.advance(world.now), IsEmpty());
  world.policy.adopt(decision(Action::allow, "203.0.113.0/24"));
  EXPECT_THAT(brief(world.advance(world.now)), ElementsAre("unban 203.0.113.0/24 allow_listed"));
}

TEST(Adopting, ADecisionFromTheLedgerStandsAsItDid) {
  World before, after;
  auto ban = before.decide({proven("203.0.113.7")}).at(0);
  after.policy.adopt(ban);
  after.now += minutes(10);
  EXPECT_THAT(after.decide_grown(proven("203.0.113.7")), IsEmpty());
  auto answer = after.policy.about(address("203.0.113.7"), after.now);
  EXPECT_EQ(answer.ban->decision.id, ban.id);
  EXPECT_EQ(answer.ban->until, kStart + hours(1));
  EXPECT_EQ(answer.level, 1);
}

TEST(Adopting, AKnownIdChangesNothing) {
  World world;
  auto ban = world.decide({proven("203.0.113.7")}).at(0);
  auto unban = world.advance(kStart + hours(1)).at(0);
  world.policy.adopt(ban);
  EXPECT_FALSE(world.banned("203.0.113.7"));
  world.policy.adopt(unban);
  EXPECT_EQ(world.policy.about(address("203.0.113.7"), world.now).level, 1);
}

TEST(Adopting, AClaimedBanRaisesNoLevel) {
  World before, after;
  after.policy.adopt(before.decide({claimed("203.0.113.7")}).at(0));
  EXPECT_EQ(after.policy.about(address("203.0.113.7"), kStart).level, 0);
}

TEST(Adopting, WhatIsProtectedByNowIsLifted) {
  World before, after;
  after.protect("203.0.113.7", Reason::own_address);
  after.policy.advance(kStart, *std::make_unique<std::vector<Decision>>());
  after.policy.adopt(before.decide({proven("203.0.113.7")}).at(0));
  EXPECT_THAT(brief(after.advance(kStart)), ElementsAre("unban 203.0.113.7/32 own_address"));
}

TEST(Ids, AreTheSameWhenTheLogIsReadAgainAtAnotherTime) {
  World first, second;
  first.log_in("192.0.2.10", AddressProof::returned);
  second.log_in("192.0.2.10", AddressProof::returned);
  second.now += hours(5);
  std::vector<Finding> findings = {proven("203.0.113.7"), claimed("203.0.113.8"), claimed("192.0.2.10"),
                                   proven("127.0.0.1"), campaign("202.0.0.0/15", 12)};
  auto a = first.decide(findings);
  auto b = second.decide(findings);
  ASSERT_EQ(a.size(), 5u);
  ASSERT_EQ(b.size(), 5u);
  for (size_t i = 0; i < a.size(); ++i) EXPECT_EQ(a[i].id, b[i].id);
}

TEST(Ids, OfAllDecisionsDiffer) {
  World world;
  Finding finding = claimed("203.0.113.7");
  std::vector<Decision> all = world.decide({finding});
  auto add = [&](std::vector<Decision> more) { all.insert(all.end(), more.begin(), more.end()); };
  finding.proof = AddressProof::returned;
  finding.count_proven = 1;
  add(world.decide({finding}));  // in the same second
  add(world.advance(kStart + hours(1)));
  world.now += seconds(1);
  add(world.decide_grown(finding));
  add(world.advance(world.now + hours(4)));
  ASSERT_EQ(all.size(), 5u);
  std::set<std::string> ids;
  for (const auto& d : all) ids.insert(d.id);
  EXPECT_EQ(ids.size(), all.size());
}

TEST(Ids, ReadingAgainAfterTheLedgerRepeatsNothing) {
  World live, restarted;
  std::vector<Finding> findings = {proven("203.0.113.7"), claimed("203.0.113.8"), proven("127.0.0.1")};
  for (const auto& d : live.decide(findings)) restarted.policy.adopt(d);
  for (const auto& d : live.advance(kStart + hours(2))) restarted.policy.adopt(d);
  restarted.now = kStart + hours(2);
  EXPECT_THAT(restarted.decide(findings), IsEmpty());
}

TEST(Answer, TellsWhatStandsAndWhoIsSpared) {
  Options options;
  options.allow = {prefix("192.0.2.0/24")};
  World world(options);
  world.protect("192.0.2.1", Reason::trunk);
  world.decide({campaign("203.0.113.0/24", 4)});
  auto attacker = world.policy.about(address("203.0.113.7"), world.now);
  ASSERT_TRUE(attacker.ban);
  EXPECT_EQ(attacker.ban->decision.target, prefix("203.0.113.0/24"));
  EXPECT_EQ(attacker.ban->decision.because, std::vector<std::string>{"campaign 203.0.113.0/24"});
  auto trunk = world.policy.about(address("192.0.2.1"), world.now);
  EXPECT_FALSE(trunk.ban);
  EXPECT_EQ(trunk.allowed_by, prefix("192.0.2.0/24"));
  EXPECT_EQ(trunk.protection->what, "the thing at 192.0.2.1");
}

TEST(Answer, NamesTheBanOfAPort) {
  World world;
  world.log_in("203.0.113.7", AddressProof::returned);
  Finding finding = proven("203.0.113.7");
  finding.port = 40000;
  world.decide({finding});
  EXPECT_EQ(world.policy.about(address("203.0.113.7"), world.now).ban->decision.port, 40000);
}

TEST(Answer, ListsWhatStandsByTarget) {
  World world;
  world.decide({proven("203.0.113.9"), proven("203.0.113.7"), campaign("198.51.100.0/24", 5)});
  std::vector<std::string> targets;
  for (const auto& s : world.policy.standing(world.now)) targets.push_back(s.decision.target.to_string());
  EXPECT_THAT(targets, ElementsAre("198.51.100.0/24", "203.0.113.7/32", "203.0.113.9/32"));
  EXPECT_THAT(world.policy.standing(kStart + hours(1)), IsEmpty()) << "run out, though not advanced yet";
}

}  // namespace
}  // namespace denwaban::policy
