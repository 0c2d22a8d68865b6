// SPDX-License-Identifier: GPL-3.0-or-later
// When a whole network is banned, and for whose sake it is not.
#include "policy/world.h"

namespace denwaban::policy {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Network, IsBannedWhenFourOfItsAddressesAttackWithProof) {
  World world;
  auto decisions = world.decide({campaign("203.0.113.0/24", 4)});
  ASSERT_THAT(brief(decisions), ElementsAre("ban 203.0.113.0/24 evidence"));
  EXPECT_EQ(decisions[0].span, Seconds(3600));
  EXPECT_TRUE(world.banned("203.0.113.200"));
}

TEST(Network, IsNotBannedForFewerThanFourProvenAddresses) {
  World world;
  Finding finding = campaign("203.0.113.0/24", 3);
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("none 203.0.113.0/24 unproven"));
  finding.addresses_proven = 4;
  EXPECT_THAT(brief(world.decide_grown(finding)), ElementsAre("ban 203.0.113.0/24 evidence"));
}

TEST(Network, IsNotBannedForAnyNumberOfClaims) {
  World world;
  Finding finding = campaign("203.0.113.0/24", 0);
  finding.addresses_total = 256;
  finding.count = 1'000'000;
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("none 203.0.113.0/24 unproven"));
}

TEST(Network, IsBannedOnlyAsACampaign) {
  World world;
  Finding finding = campaign("203.0.113.0/24", 9);
  finding.detector = Detector::auth_guessing;
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("notify evidence"));
}

TEST(Network, OfOneSourceIsJudgedAsThatSource) {
  World world;
  Finding finding = proven("2001:db8:1:2::7");
  finding.subject.address.reset();
  finding.subject.prefix = prefix("2001:db8:1:2::/64");
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("ban 2001:db8:1:2::/64 evidence"));
}

TEST(Network, Escalates) {
  World world;
  Finding finding = campaign("203.0.113.0/24", 4);
  world.decide({finding});
  world.advance(kStart + hours(1));
  world.now += seconds(1);
  EXPECT_EQ(world.decide_grown(finding).at(0).span, Seconds(4 * 3600));
}

TEST(Network, OfIpv6IsBannedAsTheCampaignNamesIt) {
  World world;
  EXPECT_THAT(brief(world.decide({campaign("2001:db8:5::/48", 4)})),
              ElementsAre("ban 2001:db8:5::/48 evidence"));
}

TEST(Network, WiderThanAProviderIsForPeopleToDecide) {
  World world;
  EXPECT_THAT(brief(world.decide({campaign("203.0.0.0/16", 12)})), ElementsAre("ban 203.0.0.0/16 evidence"));
  EXPECT_THAT(brief(world.decide({campaign("202.0.0.0/15", 12)})), ElementsAre("notify evidence"));
  EXPECT_THAT(brief(world.decide({campaign("2001:db8::/32", 12)})),
              ElementsAre("ban 2001:db8::/32 evidence"));
  EXPECT_THAT(brief(world.decide({campaign("2001:da0::/28", 12)})), ElementsAre("notify evidence"));
}

TEST(Network, WiderThanOneCustomerNeedsTwelve) {
  for (auto network : {"203.0.112.0/20", "2001:db8::/32"}) {
    World world;
    auto eleven = world.decide({campaign(network, 11)});
    ASSERT_EQ(eleven.size(), 1u);
    EXPECT_EQ(eleven[0].reason, Reason::unproven);
    EXPECT_EQ(world.decide_grown(campaign(network, 12)).at(0).action, Action::ban);
  }
}

TEST(Network, WithAnAllowListedAddressIsSpared) {
  Options options;
  options.allow = {prefix("203.0.113.99")};
  World world(options);
  EXPECT_THAT(brief(world.decide({campaign("203.0.113.0/24", 9)})),
              ElementsAre("none 203.0.113.0/24 allow_listed"));
}

TEST(Network, InsideAnAllowListedOneIsSpared) {
  Options options;
  options.allow = {prefix("203.0.0.0/16")};
  World world(options);
  EXPECT_THAT(brief(world.decide({campaign("203.0.113.0/24", 9)})),
              ElementsAre("none 203.0.113.0/24 allow_listed"));
}

TEST(Network, WithSomebodyProtectedIsSpared) {
  for (Reason reason : {Reason::own_address, Reason::login_session, Reason::trunk}) {
    World world;
    world.protect("203.0.113.99", reason);
    auto decisions = world.decide({campaign("203.0.113.0/24", 9)});
    ASSERT_EQ(decisions.size(), 1u);
    EXPECT_EQ(decisions[0].action, Action::none);
    EXPECT_EQ(decisions[0].reason, reason);
  }
}

TEST(Network, WithPhonesIsSparedEvenIfTheirLoginsWereOnlyClaimed) {
  for (AddressProof proof : {AddressProof::claimed, AddressProof::returned}) {
    World world;
    world.log_in("203.0.113.99", proof);
    EXPECT_THAT(brief(world.decide({campaign("203.0.113.0/24", 9)})),
                ElementsAre("none 203.0.113.0/24 trusted"));
  }
}

TEST(Network, WithTheSharedFrontIsSpared) {
  World world;
  world.policy.set_shared_front(address("203.0.113.99"));
  EXPECT_THAT(brief(world.decide({campaign("203.0.113.0/24", 9)})),
              ElementsAre("none 203.0.113.0/24 shared_address"));
}

TEST(Network, CoversItsAddressesAndTheyAreNotBannedAgain) {
  World world;
  world.decide({proven("203.0.113.7")});
  EXPECT_THAT(brief(world.decide({campaign("203.0.113.0/24", 4)})),
              ElementsAre("ban 203.0.113.0/24 evidence"));
  EXPECT_THAT(world.decide({proven("203.0.113.8")}), IsEmpty());
  EXPECT_THAT(world.decide({campaign("203.0.113.0/25", 4)}), IsEmpty());
  EXPECT_THAT(brief(world.decide({campaign("203.0.112.0/23", 12)})),
              ElementsAre("ban 203.0.112.0/23 evidence"));
}

}  // namespace
}  // namespace denwaban::policy
