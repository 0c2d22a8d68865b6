// SPDX-License-Identifier: GPL-3.0-or-later
// Each detector: a theft that it hears, and the honest calls that look like one.
#include "fraud/detectors.h"

#include <gtest/gtest.h>

#include "office.h"
#include "text/message.h"

namespace denwaban::fraud {
namespace {

constexpr int kFriday = 25;  // a month of work before it: days 0 to 24
const char* const kSomalia = "000252612345";

struct Working : Office {
  Working() { work(0, kFriday); }
};

TEST(Fraud, IsSilentInAMonthOfWork) {
  Working office;
  EXPECT_TRUE(office.findings.empty());
}

TEST(Fraud, AlarmsAtTheFirstCallBeforeItCosts) {
  Working office;
  Call call = office.outgoing("103", std::string(kSomalia) + "678");
  office.start(call, office.at(kFriday + 1, 3));
  ASSERT_EQ(office.findings.size(), 1u);
  const FraudFinding& finding = office.findings[0];
  EXPECT_EQ(finding.detector, FraudDetector::costly_destination);
  EXPECT_GE(finding.severity, Severity::high);
  EXPECT_EQ(finding.subject.account, "103");
  EXPECT_EQ(finding.raised, office.at(kFriday + 1, 3));
  EXPECT_EQ(finding.cost_at_alarm.amount, Amount());
  EXPECT_EQ(finding.calls, std::vector<std::string>{call.id});
  EXPECT_EQ(finding.countries, std::vector<std::string>{"SO"});
  EXPECT_EQ(office.fact(finding, "never_in_days"), "26");
  EXPECT_EQ(office.fact(finding, "time"), "03:00");
}

TEST(Fraud, GrowsWithTheCallsAndTheMoneyOfOneTheft) {
  Working office;
  for (int i = 0; i < 20; ++i) office.dial("103", fmt::format("{}{:03}", kSomalia, i * 37), office.at(kFriday + 1, 3, i), 300);
  ASSERT_EQ(office.findings.size(), 1u);
  const FraudFinding& finding = office.findings[0];
  EXPECT_EQ(finding.state, FindingState::grown);
  EXPECT_EQ(finding.severity, Severity::critical);
  EXPECT_EQ(finding.count, 20u);
  EXPECT_EQ(finding.numbers.size(), 20u);
  EXPECT_GT(finding.cost.amount.micros, 10 * Amount::kUnit);
  EXPECT_LE(finding.evidence.size(), FraudFinding::kEvidenceMax);
  std::vector<FraudFinding> rest;
  office.detectors().finish(rest);
  ASSERT_EQ(rest.size(), 1u);
  EXPECT_EQ(rest[0].id, finding.id);
  EXPECT_EQ(rest[0].state, FindingState::closed);
  EXPECT_TRUE(rest[0].calls.empty());
}

TEST(Fraud, NamesOnlyTheCallsThatBelongToIt) {
  Working office;
  Call honest = office.outgoing("103", "00302000311");
  office.start(honest, office.at(kFriday + 1, 3));
  Call theft = office.outgoing("103", std::string(kSomalia) + "678");
  office.start(theft, office.at(kFriday + 1, 3, 1));
  ASSERT_EQ(office.findings.size(), 1u);
  EXPECT_EQ(office.findings[0].calls, std::vector<std::string>{theft.id});
}

TEST(Fraud, HearsACallThroughAnExtensionThatIsNamedLikeAnEmergencyNumber) {
  Working office;
  Call call = office.outgoing("", "0021671234567");
  call.entered_by = "carrier";
  call.dialled = "112";
  call.trunk_number = "0021671234567";
  office.start(call, office.at(kFriday + 1, 2));
  EXPECT_EQ(office.findings.size(), 1u);
  Call emergency = office.outgoing("", "112");
  emergency.entered_by = "carrier";
  emergency.dialled = "300";
  emergency.trunk_number = "112";
  office.start(emergency, office.at(kFriday + 1, 2, 1));
  EXPECT_EQ(office.findings[0].count, 1u);
}

TEST(Fraud, NeverCountsAnEmergency) {
  Working office;
  for (int i = 0; i < 50; ++i)
    for (const char* number : {"112", "0112", "110", "0110"}) office.dial("103", number, office.at(kFriday + 1, 3, i), 300);
  EXPECT_TRUE(office.findings.empty());
}

TEST(CostlyDestination, TakesAFewCallsAtOfficeHours) {
  Working office;
  office.open(kFriday, 11);
  office.dial("103", "00021671123456", office.at(kFriday, 11), 20);
  EXPECT_TRUE(office.findings.empty());
  for (int call = 1; call < 5; ++call)
    office.dial("103", fmt::format("00021671{:06}", 234567 + call * 31337), office.at(kFriday, 11, 5 * call), 20);
  ASSERT_EQ(office.findings.size(), 1u);
  EXPECT_EQ(office.findings[0].count, 5u);
}

// An old list says much against Latvia; at two cents a minute nobody earns by calls there.
TEST(CostlyDestination, AsksWhatACallCosts) {
  Working office;
  office.open(kFriday, 11);
  office.dial("103", "000371661234560", office.at(kFriday, 11), 20);
  office.dial("103", "00037166987650", office.at(kFriday, 11, 10), 20);
  EXPECT_TRUE(office.findings.empty());
}

TEST(CostlyDestination, LeavesAWrongNumberAlone) {
  Working office;
  office.dial("103", std::string(kSomalia) + "678", office.at(kFriday + 3, 11), 0);
  EXPECT_TRUE(office.findings.empty());
}

TEST(NewDestination, LeavesANewSupplierAlone) {
  Working office;
  for (int day = 0; day < 20; ++day)
    for (int call = 0; call < 3; ++call)
      if (day % 7 < 5)
        office.dial("105", fmt::format("000861055{:05}", call * 7919), office.at(kFriday + 3 + day, 10 + call, 7), 240);
  EXPECT_TRUE(office.findings.empty());
}

TEST(NewDestination, LeavesAJourneyAlone) {
  Working office;
  for (int day = 0; day < 4; ++day)
    for (int hour : {2, 4, 6})
      office.dial("105", fmt::format("00086105{:07}", day * 77777 + hour * 1311), office.at(kFriday + 3 + day, hour), 150);
  EXPECT_TRUE(office.findings.empty());
}

TEST(NewDestination, HearsTheHuntForARoute) {
  Working office;
  for (const char* number : {"00023276123456", "00037129123456", "000224621234567", "0005351234567", "0002203312345"})
    office.dial("103", number, office.at(kFriday + 3, 23, number[5] - '0'), 0);
  ASSERT_FALSE(office.findings.empty());
  EXPECT_EQ(office.findings[0].cost.amount, Amount());
  EXPECT_EQ(office.findings[0].accounts, std::vector<std::string>{"103"});
}

TEST(OffHours, TellNothingOfCallsInTheTown) {
  Working office;
  for (int night = 0; night < 14; ++night)
    for (int call = 0; call < 30; ++call)
      office.dial("107", fmt::format("0030{:07}", 2000000 + call * 31), office.at(kFriday + night, 1, call * 2), 90);
  EXPECT_TRUE(office.findings.empty());
}

TEST(CallVelocity, HearsMoreCallsThanEverToAPlaceThatIsKnown) {
  Working office;
  for (int i = 0; i < 40 && office.findings.empty(); ++i)
    office.dial("103", fmt::format("00048{:09}", 221000000 + i * 7345671), office.at(kFriday + 1, 2, i), 50);
  ASSERT_EQ(office.findings.size(), 1u);
  EXPECT_LE(office.findings[0].count, 15u);
}

TEST(CallVelocity, LeavesACallCentreAlone) {
  Office office;
  for (int day = 0; day < 20; ++day)
    for (int call = 0; call < 300; ++call)
      office.dial("200", fmt::format("0089{:07}", 1000000 + (day * 300 + call) * 1237 % 8999999), office.at(day, 8, call * 2),
                  90);
  EXPECT_TRUE(office.findings.empty());
}

TEST(ConcurrentCalls, AddToTheSuspicion) {
  Working office;
  std::vector<Call> calls;
  for (int i = 0; i < 8 && office.findings.empty(); ++i) {
    calls.push_back(office.outgoing("103", fmt::format("00048{:09}", 221000000 + i * 7345671)));
    office.start(calls.back(), office.at(kFriday + 3, 12, 0, i * 3));
    office.answer(calls.back(), office.at(kFriday + 3, 12, 0, i * 3 + 1));
  }
  office.pass(office.at(kFriday + 3, 12, 20));
  for (Call& call : calls) office.finish(call, office.at(kFriday + 3, 12, 20));
  EXPECT_LE(office.findings.size(), 1u);
}

TEST(SequentialNumbers, HearARentedRange) {
  Working office;
  for (int i = 0; i < 25; ++i) office.dial("103", fmt::format("000324786971{:02}", i), office.at(kFriday + 3, 11, i), 120);
  const FraudFinding* finding = office.found(FraudDetector::sequential_numbers);
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->subject.account, "103");
  EXPECT_GE(std::stoi(office.fact(*finding, "neighbours")), 3);
}

TEST(RepeatedNumber, LeavesAFaxAlone) {
  Working office;
  for (int i = 0; i < 40; ++i) office.dial("109", "00033142685399", office.at(kFriday + 3, 10, i * 3), i == 39 ? 60 : 0);
  EXPECT_TRUE(office.findings.empty());
}

TEST(RepeatedNumber, HearsAPremiumNumberAgainAndAgain) {
  Working office;
  for (int i = 0; i < 12; ++i) office.dial("103", "009001123456", office.at(kFriday + 3, 11, i * 3), 150);
  ASSERT_FALSE(office.findings.empty());
  EXPECT_EQ(office.findings[0].numbers, std::vector<std::string>{"499001123456"});
  EXPECT_LE(office.findings[0].cost_at_alarm.amount.micros * 4, office.findings[0].cost.amount.micros);
}

TEST(SpendLimit, IsTheUsersWord) {
  Options options = Office::settings();
  options.account_limits.day = Amount{500'000};
  Office office(options);
  office.dial("103", "0301234567", office.at(0, 10), 60);
  EXPECT_TRUE(office.findings.empty());
  Call call = office.outgoing("103", "00033142685300");
  office.start(call, office.at(0, 11));
  office.answer(call, office.at(0, 11));
  office.pass(office.at(0, 12));
  const FraudFinding* finding = office.found(FraudDetector::spend_limit);
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->pattern, "limit_day");
  EXPECT_GE(finding->severity, Severity::high);
  EXPECT_EQ(finding->calls, std::vector<std::string>{call.id});
  EXPECT_EQ(office.fact(*finding, "limit"), "0.5000");
}

TEST(TestCall, IsRememberedWhenOthersComeAtNight) {
  Working office;
  office.open(kFriday, 11);
  office.dial("103", "00021671234567", office.at(kFriday, 11), 10);
  ASSERT_TRUE(office.findings.empty());
  Call call = office.outgoing("108", "00021671999888");
  office.start(call, office.at(kFriday + 1, 1));
  const FraudFinding* finding = office.found(FraudDetector::test_call);
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(office.fact(*finding, "tester"), "103");
}

TEST(Wangiri, IsTheCallBack) {
  Working office;
  for (int i = 0; i < 4; ++i) {
    Call ring;
    ring.id = fmt::format("ring.{}", i);
    ring.channel = fmt::format("PJSIP/carrier-0000000{}", i);
    ring.direction = CallDirection::incoming;
    ring.trunk = ring.entered_by = "carrier";
    ring.caller_number = fmt::format("+21671234{:03}", 560 + i);
    ring.dialled = "30123450";
    office.make(ring, office.at(kFriday + 3, 10, i), 0, 2);
  }
  EXPECT_TRUE(office.findings.empty());
  Call back = office.outgoing("104", "00021671234562");
  office.start(back, office.at(kFriday + 3, 10, 30));
  const FraudFinding* finding = office.found(FraudDetector::wangiri);
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->pattern, "many");
  EXPECT_EQ(office.fact(*finding, "rings"), "4");
}

Call through(Office& office, const std::string& number) {
  Call call = office.outgoing("", number);
  call.channel = "PJSIP/carrier-000000ff";
  call.entered_by = "carrier";
  call.dialled = "30123450";
  call.trunk_number = number;
  return call;
}

TEST(DialThrough, IsACallThatComesInAndGoesFar) {
  Working office;
  Call call = through(office, "0021671234567");
  office.start(call, office.at(kFriday + 3, 14));
  office.answer(call, office.at(kFriday + 3, 14, 0, 5));
  const FraudFinding* finding = office.found(FraudDetector::dial_through);
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(finding->subject.trunk, "carrier");
}

TEST(DialThrough, IsReadInTheFormThatTheTrunkIsUsedTo) {
  Working office;
  Call before = office.outgoing("103", "00033142685300");
  before.trunk_number = "33142685300";
  office.make(before, office.at(kFriday, 10), 60);
  Call call = through(office, "23276123456");
  office.start(call, office.at(kFriday + 1, 2));
  ASSERT_EQ(office.findings.size(), 1u);
  EXPECT_EQ(office.findings[0].countries, std::vector<std::string>{"SL"});
}

TEST(DialThrough, LeavesForwardingToAMobileAlone) {
  Working office;
  for (int i = 0; i < 100; ++i)
    office.make(through(office, fmt::format("0171{:07}", 3000000 + i % 3)), office.at(kFriday + 3 + i / 20, i % 24), 120);
  EXPECT_TRUE(office.findings.empty());
}

TEST(KnownFraudNumber, IsHeardAtOnceWhereverItIs) {
  Options options = Office::settings();
  options.known_fraud_numbers = {"33899", "331426"};
  Office office(options);
  office.dial("103", "00033142600000", office.at(0, 11), 5);
  const FraudFinding* finding = office.found(FraudDetector::known_fraud_number);
  ASSERT_NE(finding, nullptr);
  EXPECT_EQ(office.fact(*finding, "entry"), "+331426");
}

TEST(Together, TenAccountsWithTwoCallsEachAreOneFinding) {
  Working office;
  for (int person = 0; person < 10; ++person)
    for (int call = 0; call < 2; ++call)
      office.dial(std::to_string(100 + person), fmt::format("{}{:03}", kSomalia, person * 20 + call * 7),
                  office.at(kFriday + 1, 1, person * 4 + call), 200);
  ASSERT_EQ(office.findings.size(), 1u);
  EXPECT_EQ(office.findings[0].accounts.size(), 10u);
  EXPECT_EQ(office.findings[0].subject.account, "");
}

// A call of eight minutes to Morocco on each working day: each alone is a customer's.
TEST(SpendLimit, HearsATrickleByItsSum) {
  Working office;
  for (int i = 0; i < 12; ++i) {
    const int day = kFriday + 3 + i / 5 * 7 + i % 5;
    office.open(day, 11);
    office.dial("103", fmt::format("0002126{:08}", 48800000 + i * 3111), office.at(day, 11 + i % 3, 20), 480);
  }
  ASSERT_FALSE(office.findings.empty());
  EXPECT_EQ(office.findings[0].accounts, std::vector<std::string>{"103"});
  EXPECT_EQ(office.findings[0].countries, std::vector<std::string>{"MA"});
  EXPECT_EQ(office.findings[0].pattern, "trickle");
}

// A cheap country, a few calls of each account: cheaper than any other alarm, and one finding.
TEST(SpendLimit, HearsWhatSeveralSpendInOneNewPlace) {
  Working office;
  for (int day = 0; day < 3; ++day) {
    office.open(kFriday + 3 + day, 18);
    for (int call = 0; call < 80; ++call)
      office.dial(std::to_string(100 + call % 8),
                  fmt::format("0008801{:09}", 711000000 + day * 7777 + call * 131),
                  office.at(kFriday + 3 + day, 9 + call / 10, call % 10 * 5), 900);
  }
  ASSERT_FALSE(office.findings.empty());
  EXPECT_EQ(office.findings[0].countries, std::vector<std::string>{"BD"});
  EXPECT_EQ(office.findings[0].pattern, "together");
}

TEST(SpendLimit, LeavesTheThiefsMoneyOutOfWhatTheOwnerSpends) {
  Working office;
  for (int i = 0; i < 20; ++i)
    office.dial("103", fmt::format("{}{:03}", kSomalia, i * 37), office.at(kFriday + 3, 3, i), 300);
  office.open(kFriday + 3, 10);
  office.dial("103", "000861055123", office.at(kFriday + 3, 10), 60);
  EXPECT_EQ(office.findings.size(), 1u);
}

TEST(Learning, LeavesOutTheThief) {
  Working office;
  for (int night = 0; night < 12; ++night)
    office.dial("103", fmt::format("{}{:03}", kSomalia, night * 31), office.at(kFriday + 1 + night, 2), 400);
  ASSERT_EQ(office.findings.size(), 1u);
  EXPECT_EQ(office.findings[0].count, 12u);
}

TEST(Learning, TakesAPartnerFromTheFirstDaysAsHonest) {
  Office office;
  for (int day = 0; day < 60; ++day)
    if (day % 7 < 5) office.dial("103", "00021671234567", office.at(day, 10), 200);
  EXPECT_TRUE(office.findings.empty());
}

TEST(Bounds, HoldAgainstNamesWithoutEnd) {
  Office office;
  for (int i = 0; i < 40'000; ++i)
    office.hear(office.outgoing(fmt::format("name{}", i), "0301234567"), CallChange::began, office.at(0, 9) + Seconds(i / 200));
  SUCCEED();
}

TEST(Sentences, AreThereForEachDetector) {
  for (const char* name :
       {"call_velocity", "concurrent_calls", "costly_destination", "new_destination", "off_hours", "sequential_numbers",
        "repeated_number", "spend_limit", "test_call", "wangiri", "dial_through", "known_fraud_number"})
    for (const char* what : {"title", "why"}) EXPECT_TRUE(text::find_pattern(fmt::format("fraud.{}.{}", what, name))) << name;
  for (const char* pattern : {"trickle", "together"})
    for (const char* what : {"title", "why"})
      EXPECT_TRUE(text::find_pattern(fmt::format("fraud.{}.spend_limit.{}", what, pattern))) << pattern;
}

}  // namespace
}  // namespace denwaban::fraud
