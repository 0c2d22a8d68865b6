// SPDX-License-Identifier: GPL-3.0-or-later
// How long, how often, how many: escalation, decay, the ceiling, bounds, and what ends a ban.
#include "policy/world.h"

namespace denwaban::policy {
namespace {

using testing::Each;
using testing::ElementsAre;
using testing::IsEmpty;

// Bans it again and again, each time at once after the last ban, and gives the spans in hours.
std::vector<int64_t> spans_of(Finding finding, int times) {
  World world;
  std::vector<int64_t> spans;
  for (int i = 0; i < times; ++i) {
    auto decisions = world.decide_grown(finding);
    if (decisions.size() != 1) break;
    spans.push_back(decisions[0].span->count() / 3600);
    world.advance(world.now + *decisions[0].span);
    world.now += seconds(1);
  }
  return spans;
}

TEST(Escalation, ClimbsTheLadderAndStaysAtItsTop) {
  EXPECT_THAT(spans_of(proven("203.0.113.7"), 7), ElementsAre(1, 4, 24, 168, 672, 672, 672));
}

TEST(Escalation, ClaimsNeverClimb) {
  EXPECT_THAT(spans_of(claimed("203.0.113.7"), 5), ElementsAre(1, 1, 1, 1, 1));
}

TEST(Escalation, ClaimsDoNotEvenClimbBehindProof) {
  World world;
  world.decide({proven("203.0.113.7")});
  world.advance(kStart + hours(1));
  EXPECT_EQ(world.policy.about(address("203.0.113.7"), world.now).level, 1);
  Finding other = claimed("203.0.113.7");
  other.id = "other";
  auto decisions = world.decide_grown(other);
  ASSERT_EQ(decisions.size(), 1u);
  EXPECT_EQ(decisions[0].span, Seconds(3600));
  EXPECT_EQ(decisions[0].level, 0);
}

TEST(Escalation, ForgetsAStepForEachWeekOfPeace) {
  World world;
  Finding finding = proven("203.0.113.7");
  for (int i = 0; i < 3; ++i) {
    auto ban = world.decide_grown(finding).at(0);
    world.advance(world.now + *ban.span);
    world.now += seconds(1);
  }
  auto level = [&](Time at) { return world.policy.about(address("203.0.113.7"), at).level; };
  EXPECT_EQ(level(world.now), 3);
  EXPECT_EQ(level(world.now + hours(7 * 24)), 2);
  EXPECT_EQ(level(world.now + hours(14 * 24)), 1);
  EXPECT_EQ(level(world.now + hours(21 * 24)), 0);
}

TEST(Escalation, DoesNotForgetWhileTheBanLasts) {
  Options options;
  options.ban_seconds = {Seconds(hours(10 * 7 * 24))};
  World world(options);
  world.decide({proven("203.0.113.7")});
  EXPECT_EQ(world.policy.about(address("203.0.113.7"), kStart + hours(9 * 7 * 24)).level, 1);
}

TEST(Ban, IsNotRepeatedWhileItLasts) {
  World world;
  Finding finding = proven("203.0.113.7");
  EXPECT_EQ(world.decide({finding}).size(), 1u);
  world.now += minutes(59);
  EXPECT_THAT(world.decide_grown(finding), IsEmpty());
  Finding other = proven("203.0.113.7");
  other.id = "another detector's";
  EXPECT_THAT(world.decide_grown(other), IsEmpty());
}

TEST(Ban, ReturnsWithNewEvidenceOnlyWhenItIsOver) {
  World world;
  Finding finding = proven("203.0.113.7");
  world.decide({finding});
  world.advance(kStart + hours(1));
  EXPECT_THAT(world.decide({finding}), IsEmpty()) << "told again, with nothing new";
  EXPECT_EQ(world.decide_grown(finding).size(), 1u);
}

TEST(Ban, ReturnsAlthoughTheClockWasSetBack) {
  World world;
  Finding finding = proven("203.0.113.7");
  world.decide({finding});
  world.advance(kStart + hours(1));
  world.now = kStart - hours(24 * 365);
  EXPECT_EQ(world.decide_grown(finding).size(), 1u);
}

TEST(Ban, OnClaimsIsReplacedAndLengthenedByProof) {
  World world;
  world.decide({claimed("203.0.113.7")});
  world.now += minutes(10);
  Finding finding = proven("203.0.113.7");
  auto decisions = world.decide_grown(finding);
  ASSERT_THAT(brief(decisions), ElementsAre("ban 203.0.113.7/32 evidence"));
  EXPECT_EQ(decisions[0].proof, AddressProof::returned);
  EXPECT_THAT(world.decide_grown(finding), IsEmpty());
  EXPECT_THAT(world.advance(kStart + hours(1)), IsEmpty());
  EXPECT_EQ(world.advance(kStart + minutes(70)).size(), 1u);
}

TEST(Ban, OnProofIsNeverShorterThanTheOneItReplaces) {
  Options options;
  options.ban_seconds = {Seconds(3600), Seconds(60)};
  World world(options);
  Finding finding = proven("203.0.113.7");
  world.decide({finding});
  world.advance(kStart + hours(1));
  Finding claims = claimed("203.0.113.7");
  claims.id = "claims";
  ASSERT_EQ(world.decide_grown(claims).size(), 1u);
  world.now += minutes(1);
  auto again = world.decide_grown(finding);
  ASSERT_EQ(again.size(), 1u);
  EXPECT_EQ(again[0].span, Seconds(59 * 60));
}

TEST(Ban, OfANetworkMakesThoseOfItsAddressesNeedless) {
  World world;
  world.decide({campaign("203.0.113.0/24", 4)});
  EXPECT_THAT(world.decide({proven("203.0.113.7")}), IsEmpty());
  EXPECT_EQ(world.decide({proven("203.0.114.7")}).size(), 1u);
}

TEST(Ban, ByHandIsNotReplaced) {
  World world;
  world.policy.adopt(*world.policy.ban_by_hand(prefix("203.0.113.7"), std::nullopt, "root", "", world.now));
  EXPECT_THAT(world.decide({proven("203.0.113.7")}), IsEmpty());
  EXPECT_THAT(world.advance(kStart + hours(10'000)), IsEmpty());
  EXPECT_TRUE(world.banned("203.0.113.7"));
}

TEST(Ban, EndsWithAReasonAndNamesWhatItEnds) {
  World world;
  auto ban = world.decide({proven("203.0.113.7")}).at(0);
  EXPECT_THAT(world.advance(kStart + minutes(59)), IsEmpty());
  auto ended = world.advance(kStart + minutes(60));
  ASSERT_THAT(brief(ended), ElementsAre("unban 203.0.113.7/32 expired"));
  EXPECT_EQ(ended[0].because, ban.because);
  EXPECT_FALSE(ended[0].span);
  EXPECT_FALSE(world.banned("203.0.113.7"));
}

TEST(Ban, OfAPortLastsAsLongAsTheFirstHoweverOften) {
  World world;
  world.log_in("203.0.113.7", AddressProof::returned);
  Finding finding = proven("203.0.113.7");
  finding.port = 40000;
  for (int i = 0; i < 3; ++i) {
    auto ban = world.decide_grown(finding);
    ASSERT_EQ(ban.size(), 1u);
    EXPECT_EQ(ban[0].span, Seconds(3600));
    auto ended = world.advance(world.now + hours(1));
    ASSERT_EQ(ended.size(), 1u);
    EXPECT_EQ(ended[0].port, 40000);
    world.now += seconds(1);
  }
}

TEST(Ban, TakesTheMoreSuspiciousOfTwoPortsOneByOne) {
  World world;
  world.log_in("203.0.113.7", AddressProof::returned);
  Finding finding = proven("203.0.113.7");
  finding.port = 40000;
  Finding other = proven("203.0.113.7");
  other.id = "other";
  other.port = 40001;
  EXPECT_THAT(brief(world.decide({finding, other})),
              ElementsAre("ban 203.0.113.7/32.40000 trusted", "ban 203.0.113.7/32.40001 trusted"));
  EXPECT_EQ(world.policy.standing(world.now).size(), 2u);
}

TEST(Shed, IsNotRepeatedWhileItLastsAndEnds) {
  World world;
  world.log_in("192.0.2.10", AddressProof::returned);
  Finding finding = claimed("192.0.2.10");
  auto shed = world.decide({finding});
  ASSERT_THAT(brief(shed), ElementsAre("shed 192.0.2.10/32 trusted"));
  EXPECT_EQ(shed[0].span, Seconds(3600));
  world.now += minutes(30);
  EXPECT_THAT(world.decide_grown(finding), IsEmpty());
  EXPECT_TRUE(world.policy.about(address("192.0.2.10"), world.now).shed);
  EXPECT_THAT(brief(world.advance(kStart + hours(1))), ElementsAre("unban 192.0.2.10/32 expired"));
  EXPECT_FALSE(world.policy.about(address("192.0.2.10"), world.now).shed);
}

TEST(Shed, GivesWayToABan) {
  World world;
  world.log_in("203.0.113.7", AddressProof::claimed);
  world.decide({claimed("203.0.113.7")});
  world.now += minutes(1);
  EXPECT_THAT(brief(world.decide_grown(proven("203.0.113.7"))), ElementsAre("ban 203.0.113.7/32 evidence"));
  auto answer = world.policy.about(address("203.0.113.7"), world.now);
  EXPECT_TRUE(answer.ban);
  EXPECT_FALSE(answer.shed);
}

TEST(Refusal, IsToldOncePerFindingAndReason) {
  World world;
  world.protect("203.0.113.7", Reason::own_address);
  Finding finding = proven("203.0.113.7");
  EXPECT_EQ(world.decide({finding}).size(), 1u);
  for (int i = 0; i < 5; ++i) {
    world.now += minutes(1);
    EXPECT_THAT(world.decide_grown(finding), IsEmpty());
  }
  Finding other = finding;
  other.id = "other";
  EXPECT_EQ(world.decide({other}).size(), 1u);
}

TEST(Closed, FindingsAreHistory) {
  World world;
  Finding finding = proven("203.0.113.7");
  finding.state = FindingState::closed;
  EXPECT_THAT(world.decide({finding}), IsEmpty());
}

std::string numbered(int i) { return IpAddress::v4(0xcb000000u + static_cast<uint32_t>(i)).to_string(); }

TEST(Ceiling, HoldsBackClaimsAndLetsProofPass) {
  World world;
  for (int i = 0; i < 60; ++i)
    EXPECT_THAT(brief(world.decide({claimed(numbered(i))}))[0], testing::StartsWith("ban"));
  EXPECT_THAT(brief(world.decide({claimed("198.51.100.1")})), ElementsAre("none 198.51.100.1/32 ban_limit"));
  EXPECT_THAT(brief(world.decide({proven("198.51.100.2")})), ElementsAre("ban 198.51.100.2/32 evidence"));
}

TEST(Ceiling, LetsOneMorePassEachSecond) {
  World world;
  for (int i = 0; i < 61; ++i) world.decide({claimed(numbered(i))});
  world.now += seconds(1);
  EXPECT_EQ(brief(world.decide({claimed("198.51.100.1")}))[0], "ban 198.51.100.1/32 evidence");
  EXPECT_EQ(brief(world.decide({claimed("198.51.100.2")}))[0], "none 198.51.100.2/32 ban_limit");
}

TEST(Ceiling, IsTriedAgainWhenTheFindingGrows) {
  World world;
  for (int i = 0; i < 60; ++i) world.decide({claimed(numbered(i))});
  Finding waiting = claimed("198.51.100.1");
  EXPECT_EQ(world.decide({waiting}).size(), 1u);
  EXPECT_THAT(world.decide_grown(waiting), IsEmpty()) << "the reason is told once";
  world.now += seconds(2);
  EXPECT_THAT(brief(world.decide_grown(waiting)), ElementsAre("ban 198.51.100.1/32 evidence"));
}

TEST(Ceiling, IsNotUsedUpByRepetitions) {
  World world;
  Finding one = claimed("198.51.100.1");
  for (int i = 0; i < 100; ++i) world.decide_grown(one);
  EXPECT_THAT(brief(world.decide({claimed("198.51.100.2")})), ElementsAre("ban 198.51.100.2/32 evidence"));
}

TEST(Ceiling, OfNoneMeansThatClaimsNeverBan) {
  Options options;
  options.claimed_bans_per_minute = 0;
  World world(options);
  EXPECT_THAT(brief(world.decide({claimed("198.51.100.1")})), ElementsAre("none 198.51.100.1/32 ban_limit"));
}

TEST(Bounds, AFullTableMakesRoomForProofOnly) {
  Options options;
  options.bans_max = 2;
  World world(options);
  world.decide({claimed("203.0.113.1")});
  world.now += seconds(1);
  world.decide({proven("203.0.113.2")});
  EXPECT_THAT(brief(world.decide({claimed("203.0.113.3")})), ElementsAre("none 203.0.113.3/32 ban_limit"));
  EXPECT_THAT(brief(world.decide({proven("203.0.113.4")})),
              ElementsAre("unban 203.0.113.1/32 ban_limit", "ban 203.0.113.4/32 evidence"));
  EXPECT_EQ(world.policy.standing(world.now).size(), 2u);
}

TEST(Bounds, AFullTableKeepsWhatAPersonBanned) {
  Options options;
  options.bans_max = 1;
  World world(options);
  world.policy.adopt(*world.policy.ban_by_hand(prefix("203.0.113.1"), Seconds(60), "root", "", world.now));
  EXPECT_THAT(brief(world.decide({proven("203.0.113.4")})), ElementsAre("none 203.0.113.4/32 ban_limit"));
  EXPECT_TRUE(world.banned("203.0.113.1"));
}

TEST(LateTrust, LiftsABanOnClaims) {
  World world;
  world.decide({claimed("192.0.2.10")});
  world.now += minutes(5);
  world.log_in("192.0.2.10", AddressProof::returned);
  EXPECT_THAT(brief(world.decide({})), ElementsAre("unban 192.0.2.10/32 trusted"));
  EXPECT_FALSE(world.banned("192.0.2.10"));
}

TEST(LateTrust, OfAClaimedLoginLiftsNothing) {
  World world;
  world.decide({claimed("203.0.113.7")});
  world.log_in("203.0.113.7", AddressProof::claimed);
  EXPECT_THAT(world.decide({}), IsEmpty());
  EXPECT_TRUE(world.banned("203.0.113.7"));
}

TEST(LateTrust, DoesNotLiftABanOnProof) {
  World world;
  world.decide({proven("203.0.113.7")});
  world.log_in("203.0.113.7", AddressProof::returned);
  EXPECT_THAT(world.decide({}), IsEmpty());
}

TEST(LateProtection, LiftsWhatHitsIt) {
  World world;
  world.decide(
      {proven("203.0.113.7"), proven("203.0.113.8"), proven("203.0.113.9"), campaign("198.51.100.0/24", 9)});
  world.protect("203.0.113.7", Reason::login_session);
  world.protect("203.0.113.8", Reason::trunk);
  world.protect("198.51.100.1", Reason::own_address);
  EXPECT_THAT(
      brief(world.advance(world.now)),
      testing::UnorderedElementsAre("unban 203.0.113.7/32 login_session", "unban 203.0.113.8/32 trunk",
                                    "unban 198.51.100.0/24 own_address"));
  EXPECT_TRUE(world.banned("203.0.113.9"));
  EXPECT_THAT(world.advance(world.now), IsEmpty());
}

TEST(LateProtection, ASharedFrontIsLiftedToo) {
  World world;
  world.decide({proven("203.0.113.7")});
  world.policy.set_shared_front(address("203.0.113.7"));
  EXPECT_THAT(brief(world.advance(world.now)), ElementsAre("unban 203.0.113.7/32 shared_address"));
}

TEST(Protection, EndsWhenItsTimeIsOver) {
  World world;
  world.protect("203.0.113.7", Reason::login_session, kStart + hours(1));
  Finding finding = proven("203.0.113.7");
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("none 203.0.113.7/32 login_session"));
  world.now += hours(1);
  EXPECT_THAT(brief(world.decide_grown(finding)), ElementsAre("ban 203.0.113.7/32 evidence"));
}

// How fail2ban decides.
struct ClaimsSuffice : testing::Test {
  static Options options() {
    Options o;
    o.claims_suffice = true;
    return o;
  }
  World world{options()};
};

TEST_F(ClaimsSuffice, BansWithoutACeiling) {
  for (int i = 0; i < 500; ++i) ASSERT_EQ(brief(world.decide({claimed(numbered(i))}))[0].substr(0, 3), "ban");
}

TEST_F(ClaimsSuffice, IgnoresTrustAndTheSingleAccount) {
  world.log_in("203.0.113.7", AddressProof::returned);
  Finding finding = claimed("203.0.113.7");
  finding.pattern = "one_account";
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("ban 203.0.113.7/32 evidence"));
  world.log_in("203.0.113.7", AddressProof::returned, 5061);
  EXPECT_THAT(world.decide({}), IsEmpty());
}

TEST_F(ClaimsSuffice, Escalates) {
  Finding finding = claimed("203.0.113.7");
  world.decide({finding});
  world.advance(kStart + hours(1));
  world.now += seconds(1);
  EXPECT_EQ(world.decide_grown(finding).at(0).span, Seconds(4 * 3600));
}

TEST_F(ClaimsSuffice, StillSparesTheProtected) {
  world.protect("203.0.113.7", Reason::own_address);
  world.protect("203.0.113.8", Reason::trunk);
  EXPECT_THAT(brief(world.decide({claimed("203.0.113.7"), claimed("203.0.113.8")})),
              ElementsAre("none 203.0.113.7/32 own_address", "none 203.0.113.8/32 trunk"));
}

TEST_F(ClaimsSuffice, StillNeedsProofForNetworks) {
  EXPECT_THAT(brief(world.decide({campaign("203.0.113.0/24", 0)})),
              ElementsAre("none 203.0.113.0/24 unproven"));
}

}  // namespace
}  // namespace denwaban::policy
