// SPDX-License-Identifier: GPL-3.0-or-later
// The whole table of judge.cc: proof, who is there, and how bad it looks, against what is decided.
#include "model/names.h"
#include "policy/world.h"

namespace denwaban::policy {
namespace {

using testing::ElementsAre;
using testing::ElementsAreArray;
using testing::IsEmpty;

enum class Who { nobody, peer, seen, phone, trunk, allow_listed, own, session, front };

struct Cell {
  const char* name;
  Who who;
  bool proven;
  uint16_t port;
  const char* pattern;
  std::vector<std::string> decisions;
};

const std::string kIt = "203.0.113.7/32";

World world_with(Who who) {
  Options options;
  if (who == Who::allow_listed) options.allow = {prefix("203.0.113.0/28")};
  World world(options);
  switch (who) {
    case Who::seen:
      world.log_in("203.0.113.7", AddressProof::claimed);
      break;
    case Who::phone:
      world.log_in("203.0.113.7", AddressProof::returned);
      break;
    case Who::peer:
      world.meet("203.0.113.7");
      break;
    case Who::trunk:
      world.protect("203.0.113.7", Reason::trunk);
      break;
    case Who::own:
      world.protect("203.0.113.7", Reason::own_address);
      break;
    case Who::session:
      world.protect("203.0.113.7", Reason::login_session);
      break;
    case Who::front:
      world.policy.set_shared_front(address("203.0.113.7"));
      break;
    default:
      break;
  }
  return world;
}

class Matrix : public testing::TestWithParam<Cell> {};

TEST_P(Matrix, Decides) {
  const Cell& cell = GetParam();
  for (Detector detector : {Detector::auth_guessing, Detector::account_enumeration, Detector::dial_probe,
                            Detector::scanner, Detector::malformed, Detector::management_guessing}) {
    for (Severity severity :
         {Severity::info, Severity::low, Severity::medium, Severity::high, Severity::critical}) {
      World world = world_with(cell.who);
      Finding finding = cell.proven ? proven("203.0.113.7") : claimed("203.0.113.7");
      finding.detector = detector;
      finding.severity = severity;
      finding.port = cell.port;
      finding.pattern = cell.pattern;
      auto decisions = brief(world.decide({finding}));
      if (severity < Severity::medium)
        EXPECT_THAT(decisions, IsEmpty());
      else
        EXPECT_THAT(decisions, ElementsAreArray(cell.decisions));
      EXPECT_THAT(world.decide({finding}), IsEmpty()) << "said twice";
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
    Policy, Matrix,
    testing::Values(
        Cell{"nobody_claimed", Who::nobody, false, 0, "fast", {"ban " + kIt + " evidence"}},
        Cell{"nobody_proven", Who::nobody, true, 0, "fast", {"ban " + kIt + " evidence"}},
        Cell{"nobody_proven_one_port", Who::nobody, true, 40000, "fast", {"ban " + kIt + " evidence"}},
        Cell{"nobody_claimed_own_account",
             Who::nobody,
             false,
             0,
             "one_account",
             {"none " + kIt + " single_account"}},
        Cell{"nobody_proven_own_account",
             Who::nobody,
             true,
             40000,
             "one_account",
             {"none " + kIt + " single_account"}},
        Cell{"seen_claimed", Who::seen, false, 0, "fast", {"shed " + kIt + " trusted"}},
        Cell{"seen_proven", Who::seen, true, 0, "fast", {"ban " + kIt + " evidence"}},
        Cell{"seen_proven_one_port", Who::seen, true, 40000, "fast", {"ban " + kIt + ".40000 trusted"}},
        Cell{"phone_claimed", Who::phone, false, 0, "fast", {"shed " + kIt + " trusted"}},
        Cell{"phone_claimed_one_port", Who::phone, false, 40000, "fast", {"shed " + kIt + " trusted"}},
        Cell{"phone_proven",
             Who::phone,
             true,
             0,
             "fast",
             {"none " + kIt + " trusted", "shed " + kIt + " trusted"}},
        Cell{"phone_proven_one_port", Who::phone, true, 40000, "fast", {"ban " + kIt + ".40000 trusted"}},
        Cell{"phone_proven_its_own_port", Who::phone, true, 5060, "fast", {"none " + kIt + " trusted"}},
        Cell{"phone_claimed_own_account",
             Who::phone,
             false,
             0,
             "one_account",
             {"none " + kIt + " single_account"}},
        Cell{"peer_claimed", Who::peer, false, 0, "fast", {"none " + kIt + " trunk"}},
        Cell{"peer_proven", Who::peer, true, 0, "fast", {"ban " + kIt + " evidence"}},
        Cell{"trunk_claimed", Who::trunk, false, 0, "fast", {"none " + kIt + " trunk"}},
        Cell{"trunk_claimed_passing_port", Who::trunk, false, 40000, "fast", {"none " + kIt + " trunk"}},
        Cell{"trunk_proven", Who::trunk, true, 0, "fast", {"shed " + kIt + " trunk"}},
        Cell{"trunk_proven_its_own_port", Who::trunk, true, 5060, "fast", {"shed " + kIt + " trunk"}},
        Cell{"trunk_proven_passing_port", Who::trunk, true, 40000, "fast", {"ban " + kIt + ".40000 trunk"}},
        Cell{"allow_listed_claimed", Who::allow_listed, false, 0, "fast", {"none " + kIt + " allow_listed"}},
        Cell{
            "allow_listed_proven", Who::allow_listed, true, 40000, "fast", {"none " + kIt + " allow_listed"}},
        Cell{"own_claimed", Who::own, false, 0, "fast", {"none " + kIt + " own_address"}},
        Cell{"own_proven", Who::own, true, 40000, "fast", {"none " + kIt + " own_address"}},
        Cell{"session_claimed", Who::session, false, 0, "fast", {"none " + kIt + " login_session"}},
        Cell{"session_proven", Who::session, true, 40000, "fast", {"none " + kIt + " login_session"}},
        Cell{"front_claimed", Who::front, false, 0, "fast", {"none " + kIt + " shared_address"}},
        Cell{"front_proven", Who::front, true, 40000, "fast", {"none " + kIt + " shared_address"}}),
    [](const auto& parameter) { return parameter.param.name; });

TEST(Trunk, IsNoLongerLimitedOnClaimsOnceItIsKnown) {
  World world;
  world.log_in("203.0.113.7", AddressProof::returned);
  ASSERT_THAT(brief(world.decide({claimed("203.0.113.7")})), ElementsAre("shed " + kIt + " trusted"));
  world.protect("203.0.113.7", Reason::trunk);
  EXPECT_THAT(brief(world.advance(kStart + minutes(1))), ElementsAre("unban " + kIt + " trunk"));
}

TEST(Matrix, WhoAnswersThePbxLaterIsLetInAgainAndAProvenBanStays) {
  World world;
  world.decide({claimed("203.0.113.7"), proven("203.0.113.8")});
  world.meet("203.0.113.7");
  world.meet("203.0.113.8");
  EXPECT_THAT(brief(world.decide({})), ElementsAre("unban " + kIt + " trunk"));
  EXPECT_THAT(brief(world.decide({claimed("203.0.113.7")})), ElementsAre("none " + kIt + " trunk"));
  EXPECT_TRUE(world.banned("203.0.113.8"));
}

TEST(Trunk, StaysLimitedOnProof) {
  World world;
  world.protect("203.0.113.7", Reason::trunk);
  ASSERT_THAT(brief(world.decide({proven("203.0.113.7")})), ElementsAre("shed " + kIt + " trunk"));
  world.protect("203.0.113.8", Reason::trunk);
  EXPECT_THAT(world.advance(kStart + minutes(1)), IsEmpty());
}

// Logged in as 100, and then at so many others, with as many attempts as there are accounts.
Finding guessing_at(size_t accounts) {
  Finding finding = proven("203.0.113.7");
  for (size_t i = 0; i < accounts; ++i) finding.accounts.push_back(std::to_string(200 + i));
  finding.accounts_total = accounts;
  finding.count = finding.count_proven = accounts;
  return finding;
}

TEST(OnePassword, BuysNoRightToGuessAtOtherAccounts) {
  World world;
  world.log_in("203.0.113.7", AddressProof::returned);
  auto decisions = world.decide({guessing_at(20)});
  ASSERT_THAT(brief(decisions), ElementsAre("ban " + kIt + " evidence"));
  EXPECT_EQ(decisions[0].span, Seconds(3600));
}

TEST(OnePassword, BanDoesNotEscalateAgainstColleaguesBehindTheSameAddress) {
  World world;
  world.log_in("203.0.113.7", AddressProof::returned);
  world.decide({guessing_at(20)});
  world.advance(kStart + hours(2));
  Finding more = guessing_at(20);
  more.count_proven *= 2;
  auto decisions = world.decide_grown(more);
  ASSERT_THAT(brief(decisions), ElementsAre("ban " + kIt + " evidence"));
  EXPECT_EQ(decisions[0].span, Seconds(3600));
}

TEST(OnePassword, IsNoReasonToBanAnOfficeThatMistypesAFew) {
  World world;
  world.log_in("203.0.113.7", AddressProof::returned);
  EXPECT_THAT(brief(world.decide({guessing_at(19)})),
              ElementsAre("none " + kIt + " trusted", "shed " + kIt + " trusted"));
}

TEST(OnePassword, AccountsThatLoggedInFromThereAreNotStrange) {
  World world;
  for (int i = 0; i < 40; ++i) {
    Event event = login("203.0.113.7", AddressProof::returned, kStart, static_cast<uint16_t>(5060 + i));
    std::string account = std::to_string(200 + i);
    event.account = account;
    world.trust.learn(event, false);
  }
  EXPECT_THAT(brief(world.decide({guessing_at(40)})),
              ElementsAre("none " + kIt + " trusted", "shed " + kIt + " trusted"));
}

TEST(OnePassword, ForgedClaimsAddNoAccountsToATelephonesOwnFailures) {
  World world;
  world.log_in("203.0.113.7", AddressProof::returned);
  Finding finding = guessing_at(50);
  finding.count_proven = 1'440;           // one telephone with an old password, a whole day
  finding.count = finding.count_proven + 49;  // and one forged record for each other account
  EXPECT_THAT(brief(world.decide({finding})),
              ElementsAre("none " + kIt + " trusted", "shed " + kIt + " trusted"));
}

TEST(Takeover, IsToldAndItsAddressBanned) {
  World world;
  Finding finding = proven("203.0.113.7");
  finding.detector = Detector::account_takeover;
  finding.subject.account = "100";
  auto decisions = world.decide({finding});
  EXPECT_THAT(brief(decisions), ElementsAre("notify evidence", "ban 203.0.113.7/32 evidence"));
  EXPECT_EQ(decisions[0].subject.account, "100");
}

TEST(Takeover, OnClaimsBansForAnHourOnly) {
  World world;
  Finding finding = claimed("203.0.113.7");
  finding.detector = Detector::account_takeover;
  auto decisions = world.decide({finding});
  ASSERT_THAT(brief(decisions), ElementsAre("notify evidence", "ban 203.0.113.7/32 evidence"));
  EXPECT_EQ(decisions[1].span, Seconds(3600));
  EXPECT_EQ(decisions[1].proof, AddressProof::claimed);
}

TEST(Takeover, ALoginFromANewPlaceIsToldAndNobodyBannedForIt) {
  for (const char* pattern : {"new_network", "new_country", "second_country"}) {
    World world;
    Finding finding = proven("203.0.113.7");
    finding.detector = Detector::account_takeover;
    finding.pattern = pattern;
    EXPECT_THAT(brief(world.decide({finding})), ElementsAre("notify evidence")) << pattern;
  }
}

TEST(Takeover, IsNotProvenByItsLogins) {
  World world;
  Finding finding = proven("192.0.2.10");
  finding.detector = Detector::account_takeover;
  EXPECT_EQ(world.decide({finding}).at(1).proof, AddressProof::claimed);
}

TEST(AccountGuessing, IsToldOnceAndAgainWhenItGetsWorse) {
  World world;
  Finding finding;
  finding.id = "f";
  finding.detector = Detector::account_guessing;
  finding.severity = Severity::medium;
  finding.subject.account = "100";
  finding.addresses = {address("203.0.113.7"), address("203.0.113.8")};
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("notify evidence"));
  EXPECT_THAT(world.decide_grown(finding), IsEmpty());
  finding.severity = Severity::critical;
  EXPECT_THAT(brief(world.decide_grown(finding)), ElementsAre("notify evidence"));
}

TEST(AccountGuessing, NeverActsAgainstAnAddress) {
  World world;
  Finding finding = proven("203.0.113.7");
  finding.detector = Detector::account_guessing;
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("notify evidence"));
}

TEST(Proof, NeedsAProvenAttemptNotJustALabel) {
  World world;
  Finding finding = claimed("203.0.113.7");
  finding.proof = AddressProof::returned;
  auto decisions = world.decide({finding});
  ASSERT_EQ(decisions.size(), 1u);
  EXPECT_EQ(decisions[0].proof, AddressProof::claimed);
}

TEST(Ipv6, IsBannedByItsNetwork) {
  World world;
  EXPECT_THAT(brief(world.decide({proven("2001:db8:1:2::7")})),
              ElementsAre("ban 2001:db8:1:2::/64 evidence"));
  EXPECT_TRUE(world.banned("2001:db8:1:2:ffff::1"));
  EXPECT_FALSE(world.banned("2001:db8:1:3::1"));
}

TEST(Ipv6, BansAPortOfTheExactAddress) {
  World world;
  world.log_in("2001:db8:1:2::10", AddressProof::returned);
  Finding finding = proven("2001:db8:1:2::7");
  finding.port = 40000;
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("ban 2001:db8:1:2::7/128.40000 trusted"));
}

TEST(Ipv6, BansNoPortWhenTheExactAddressIsNotKnown) {
  World world;
  world.log_in("2001:db8:1:2::10", AddressProof::returned);
  Finding finding = proven("2001:db8:1:2::7");
  finding.addresses.push_back(address("2001:db8:1:2::8"));
  finding.addresses_total = 2;
  finding.port = 40000;
  EXPECT_THAT(brief(world.decide({finding})),
              ElementsAre("none 2001:db8:1:2::/64 trusted", "shed 2001:db8:1:2::/64 trusted"));
}

TEST(Ipv6, SparesANetworkThatHoldsSomebodyProtected) {
  World world;
  world.protect("2001:db8:1:2::1", Reason::own_address);
  EXPECT_THAT(brief(world.decide({proven("2001:db8:1:2::7")})),
              ElementsAre("none 2001:db8:1:2::/64 own_address"));
}

TEST(Trusted, ASinglePortThatBecomesManyIsBannedWholeWhereLoginsWereOnlyClaimed) {
  World world;
  world.log_in("203.0.113.7", AddressProof::claimed);
  Finding finding = proven("203.0.113.7");
  finding.port = 40000;
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("ban 203.0.113.7/32.40000 trusted"));
  finding.port = 0;
  EXPECT_THAT(brief(world.decide({finding})), ElementsAre("ban 203.0.113.7/32 evidence"));
}

TEST(Surroundings, AreNeverBanned) {
  World world;
  for (auto from : {"127.0.0.1", "::1", "0.0.0.0", "239.1.2.3", "255.255.255.255", "ff02::1"}) {
    auto decisions = world.decide({proven(from)});
    ASSERT_EQ(decisions.size(), 1u) << from;
    EXPECT_EQ(decisions[0].reason, Reason::own_address) << from;
  }
}

TEST(DryRun, IsMarkedOnEveryDecision) {
  Options options;
  options.dry_run = true;
  World world(options);
  EXPECT_TRUE(world.decide({proven("203.0.113.7")}).at(0).dry_run);
  EXPECT_TRUE(world.advance(kStart + hours(1)).at(0).dry_run);
}

struct FloodCase {
  Who who;
  bool proven;
  std::vector<std::string> decisions;
};

TEST(PolicyFloods, WhoIsOnlyClaimedIsSlowedDown) {
  for (const auto& [who, is_proven, expected] : {FloodCase{Who::nobody, true, {"ban evidence"}},
                                                 FloodCase{Who::nobody, false, {"shed evidence"}},
                                                 FloodCase{Who::seen, false, {"shed trusted"}},
                                                 FloodCase{Who::phone, false, {"shed trusted"}},
                                                 FloodCase{Who::trunk, true, {"none trunk"}},
                                                 FloodCase{Who::allow_listed, true, {"none allow_listed"}}}) {
    World world = world_with(who);
    Finding flood = is_proven ? proven("203.0.113.7") : claimed("203.0.113.7");
    flood.detector = Detector::flood;
    flood.pattern = "source";
    flood.severity = Severity::medium;
    std::vector<std::string> decisions;
    for (const Decision& d : world.decide({flood}))
      decisions.push_back(std::string(name_of(d.action)) + " " + std::string(name_of(d.reason)));
    EXPECT_EQ(decisions, expected) << static_cast<int>(who) << is_proven;
  }
}

TEST(PolicyForgeries, NobodyIsActedAgainstForWhatNobodyIsProvenToHaveDone) {
  World world;
  Finding forgery;
  forgery.id = "forgery";
  forgery.detector = Detector::forgery;
  forgery.severity = Severity::medium;
  forgery.pattern = "injected_line";
  forgery.details = {"203.0.113.7"};
  forgery.count = 100;
  forgery.first = forgery.last = kStart;
  auto decisions = world.decide({forgery});
  ASSERT_EQ(decisions.size(), 1u);
  EXPECT_EQ(decisions[0].action, Action::notify);
  EXPECT_THAT(world.policy.standing(kStart), IsEmpty());
}

TEST(PolicyOrders, OrdersToTheManagerAreForPeopleToJudge) {
  World world;
  Finding orders = proven("203.0.113.7");
  orders.detector = Detector::management_abuse;
  orders.severity = Severity::critical;
  orders.pattern = "actions";
  auto decisions = world.decide({orders});
  ASSERT_EQ(decisions.size(), 1u);
  EXPECT_EQ(decisions[0].action, Action::notify);
}

}  // namespace
}  // namespace denwaban::policy
