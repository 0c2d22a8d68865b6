// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>

#include "detect/seen.h"

namespace denwaban::detect {
namespace {

TEST_F(DetectorsTest, FirstFailureIsNamedOnly) {
  see(failure("100"), Seconds(0));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].severity, Severity::info);
  EXPECT_EQ(told[0].subject.address, kAddress);
  EXPECT_THAT(told[0].accounts, ::testing::ElementsAre("100"));
  EXPECT_EQ(told[0].evidence.size(), 1u);
}

TEST_F(DetectorsTest, GuessAtOneAccountEveryEightSecondsIsFound) {
  repeat(failure("301"), 9, Seconds(8));
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::medium);
}

TEST_F(DetectorsTest, TelephoneWithAnOldPasswordStaysLowWhenTheClockIsSetBack) {
  repeat(failure("177"), 20, Seconds(55));
  repeat(failure("177"), 20, Seconds(55), Seconds(500));  // the same minutes a second time
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::low);
}

TEST_F(DetectorsTest, TelephoneWithAnOldPasswordIsNeverMoreThanLow) {
  for (int every : {30, 60, 120}) {
    repeat(failure("301"), 3'000, Seconds(every));
    ASSERT_EQ(severity(), Severity::low) << every;
  }
  EXPECT_EQ(worst(Detector::auth_guessing)->pattern, "one_account");
}

TEST_F(DetectorsTest, FiveProvenGuessesAtTwoAccountsAreFound) {
  for (int i = 0; i < 5; ++i) {
    Event guess = failure(i % 2 ? "100" : "101");
    guess.proof = AddressProof::connected;
    see(guess, Seconds(8 * i));
  }
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::medium);
}

TEST_F(DetectorsTest, ClaimedGuessesAreFoundAtTheEighth) {
  for (int i = 0; i < 7; ++i) see(failure(i % 2 ? "100" : "101"), Seconds(8 * i));
  EXPECT_LT(severity(Detector::auth_guessing), Severity::medium);
  see(failure("100"), Seconds(56));
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::medium);
}

TEST_F(DetectorsTest, TwoTelephonesWithOldPasswordsBehindOneAddressAreNeverMoreThanLow) {
  for (AddressProof proof : {AddressProof::claimed, AddressProof::returned})
    for (int i = 0; i < 500; ++i) {
      Event retry = failure(i % 2 ? "100" : "101");
      retry.proof = proof;
      see(retry, Seconds(30 * i + i % 2 * 7));
    }
  EXPECT_LE(severity(), Severity::low);
}

TEST_F(DetectorsTest, TelephoneThatRegistersSubscribesAndPublishesWithAnOldPasswordIsNeverMoreThanLow) {
  for (int minute = 0; minute < 200; ++minute) repeat(failure("100"), 3, Seconds(1), minute * kMinute);
  EXPECT_LE(severity(), Severity::low);
}

TEST_F(DetectorsTest, FivePeopleWhoMistypeTwiceBehindOneAddressAreNeverMoreThanLow) {
  const char* names[] = {"anna", "ben", "chris", "dora", "emil"};
  for (int i = 0; i < 10; ++i) {
    Event typo = failure(names[i / 2]);
    typo.proof = AddressProof::connected;
    see(typo, Seconds(42 * (i / 2) + i % 2 * 9));
  }
  EXPECT_LE(severity(), Severity::low);
  Event more = failure("frida");
  more.proof = AddressProof::connected;
  see(more, Seconds(430));
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::medium) << "a sixth is one too many";
}

TEST_F(DetectorsTest, TelephonesOfOneLanEachWithItsOwnOldPasswordAreNoCampaign) {
  const char* names[] = {"11", "12", "13", "14", "15", "16"};
  for (uint32_t network : {0xc0a80700u, 0xcb007100u})
    for (int i = 0; i < 600; ++i) {
      Event retry = failure(names[i % 6], IpAddress::v4(network + static_cast<uint32_t>(i % 6) + 20));
      retry.proof = AddressProof::connected;
      see(retry, Seconds(50 * i));
    }
  EXPECT_EQ(worst(Detector::campaign), nullptr);
  EXPECT_LE(severity(), Severity::low);
}

TEST_F(DetectorsTest, WhoLoggedInAfterATypoTakesNoPartInACampaign) {
  for (uint32_t i = 0; i < 12; ++i) {
    std::string name = "user" + std::to_string(i);
    Event typo = failure(name, IpAddress::v4(0xcb007100 + i));
    typo.proof = AddressProof::connected;
    repeat(typo, 2, Seconds(5), Seconds(60 * i));
    typo.kind = EventKind::auth_succeeded;
    see(typo, Seconds(60 * i + 10));
  }
  EXPECT_EQ(worst(Detector::campaign), nullptr);
}

TEST_F(DetectorsTest, TheEndpointForEverybodyIsNobodysAccount) {
  for (uint32_t who = 0; who < 8; ++who)
    repeat(failure("anonymous", IpAddress::v4(0xcb007100 + 256 * who)), 5, Seconds(45), Seconds(9 * who));
  EXPECT_EQ(worst(Detector::account_guessing), nullptr);
  EXPECT_LE(severity(), Severity::low);
}

TEST_F(DetectorsTest, WhomTheExchangeKnowsMayMisdial) {
  Event call = of_kind(EventKind::call_rejected, "4713");
  call.known_caller = true;
  for (int i = 0; i < 40; ++i) {
    std::string number = "+4420555" + std::to_string(1000 + i);
    call.extension = number;
    see(call, Seconds(20 * i));
  }
  EXPECT_TRUE(told.empty());
}

TEST_F(DetectorsTest, ATelephoneWhoseAccountOthersGuessAtTakesNoPart) {
  IpAddress telephone = IpAddress::v4(0xc0000263);
  for (int i = 0; i < 90; ++i) {
    if (i % 3 == 0) see(failure("100", telephone), Seconds(20 * i));
    see(failure("100", IpAddress::v4(0xcb007100 + static_cast<uint32_t>(256 * (i % 9)))),
        Seconds(20 * i + 1));
    see(failure("100", IpAddress::v4(0xcb007100 + static_cast<uint32_t>(256 * (i % 9)))),
        Seconds(20 * i + 4));
  }
  EXPECT_EQ(severity(Detector::account_guessing), Severity::high);
  for (const Finding& f : told) {
    if (f.subject.address == telephone) {
      EXPECT_LE(f.severity, Severity::low) << f.pattern;
    }
  }
}

TEST_F(DetectorsTest, AFewForgedClaimsAtAGuessedAccountAreNotEnoughAgainstABystander) {
  for (uint32_t i = 0; i < 60; ++i)
    see(failure("100", IpAddress::v4(0xcb007100 + 256 * (i % 9))), Seconds(i));
  repeat(failure("100", IpAddress::v4(0xc0000263)), 5, Seconds(1), Seconds(61));
  for (const Finding& f : told) {
    if (f.subject.address == IpAddress::v4(0xc0000263)) {
      EXPECT_LE(f.severity, Severity::low) << f.pattern;
    }
  }
}

TEST_F(DetectorsTest, ThreeCallsChallengedAndNeverAnsweredAreNamedOnly) {
  for (int i = 0; i < 5; ++i) {
    std::string number = std::to_string(600 + i);
    Event call = of_kind(EventKind::challenge_sent, "100");
    call.method = SipMethod::invite;
    call.extension = number;
    see(call, Seconds(i));
    EXPECT_EQ(told.empty(), i < 2) << i;
  }
  EXPECT_EQ(severity(), Severity::low);
  EXPECT_EQ(worst(Detector::dial_probe)->subject.address, kAddress);
}

TEST_F(DetectorsTest, ThreeNumbersAbroadChallengedAndNeverAnsweredAreADialProbe) {
  const char* numbers[] = {"00252900000001", "900252900000001", "01125290000001"};
  for (int i = 0; i < 3; ++i) {
    Event call = of_kind(EventKind::challenge_sent, "100");
    call.method = SipMethod::invite;
    call.extension = numbers[i];
    EXPECT_LT(severity(Detector::dial_probe), Severity::medium);
    see(call, Seconds(i));
  }
  EXPECT_EQ(severity(Detector::dial_probe), Severity::medium);
}

TEST_F(DetectorsTest, TwentyGuessesAreHigh) {
  repeat(failure("100"), 20, Seconds(1));
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::high);
}

TEST_F(DetectorsTest, OneGuessAnHourForAWeekIsFound) {
  const char* names[] = {"100", "101", "102", "103"};
  for (int hour = 0; hour < 7 * 24; ++hour) see(failure(names[hour % 4]), hour * kHour);
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::medium);
  EXPECT_EQ(worst(Detector::auth_guessing)->pattern, "slow");
}

TEST_F(DetectorsTest, OneGuessADayForAMonthIsFound) {
  const char* names[] = {"100", "101", "102", "103"};
  for (int day = 0; day < 31; ++day) see(failure(names[day % 4]), day * Seconds(80'000));
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::medium);
}

TEST_F(DetectorsTest, WhoMistypesTwiceAndLogsInIsForgiven) {
  repeat(failure("103"), 2, Seconds(4));
  see(of_kind(EventKind::auth_succeeded, "103"), Seconds(8));
  EXPECT_EQ(severity(), Severity::info);
  EXPECT_EQ(told.back().state, FindingState::closed);
  told.clear();
  repeat(failure("103"), 2, Seconds(4), Seconds(60));
  EXPECT_EQ(severity(), Severity::info);
  EXPECT_FALSE(detectors.guessed(kAddress, "103", kStart));
}

TEST_F(DetectorsTest, SuccessAfterGuessingIsATakeover) {
  repeat(failure("102"), 30, Seconds(1));
  see(of_kind(EventKind::auth_succeeded, "102"), Seconds(31));
  const Finding* takeover = worst(Detector::account_takeover);
  ASSERT_NE(takeover, nullptr);
  EXPECT_EQ(takeover->severity, Severity::critical);
  EXPECT_EQ(takeover->subject.account, "102");
  EXPECT_TRUE(detectors.guessed(kAddress, "102", kStart));
  EXPECT_FALSE(detectors.guessed(kAddress, "200", kStart));
}

TEST_F(DetectorsTest, ForgedFailuresInATelephonesNameMakeNoTakeoverOfIt) {
  Event login = of_kind(EventKind::auth_succeeded, "102");
  login.time = kStart - kHour;
  login.proof = AddressProof::returned;
  trust.learn(login, false);
  repeat(failure("102"), 30, Seconds(1));
  see(of_kind(EventKind::auth_succeeded, "102"), Seconds(31));
  EXPECT_EQ(worst(Detector::account_takeover), nullptr);
}

TEST_F(DetectorsTest, TelephoneThatGetsItsNewPasswordIsNoTakeover) {
  repeat(failure("301"), 60, Seconds(60));
  see(of_kind(EventKind::auth_succeeded, "301"), Seconds(3'601));
  EXPECT_EQ(worst(Detector::account_takeover), nullptr);
}

TEST_F(DetectorsTest, ManagerGuessedAndOpenedIsATakeover) {
  Event e = failure("admin");
  e.service = Service::ami;
  e.proof = AddressProof::connected;
  repeat(e, 3, Seconds(2));
  EXPECT_EQ(severity(Detector::management_guessing), Severity::medium);
  e.kind = EventKind::auth_succeeded;
  e.used_password = false;
  see(e, Seconds(10));
  EXPECT_EQ(severity(), Severity::critical);
  EXPECT_EQ(worst(Detector::account_takeover)->proof, AddressProof::connected);
}

TEST_F(DetectorsTest, NamesThatDoNotExistAreEnumeration) {
  const char* names[] = {"90", "91", "92", "93"};
  for (int i = 0; i < 4; ++i) see(of_kind(EventKind::unknown_account, names[i]), Seconds(i));
  EXPECT_EQ(severity(Detector::account_enumeration), Severity::medium);
}

TEST_F(DetectorsTest, MonitorThatAsksForOneNameIsAtMostLow) {
  repeat(of_kind(EventKind::unknown_account, "200"), 2'000, Seconds(5));
  EXPECT_EQ(severity(), Severity::low);
}

TEST_F(DetectorsTest, NamesChallengedAndNeverAnsweredAreEnumeration) {
  for (int i = 0; i < 8; ++i) {
    std::string name = std::to_string(190 + i);
    see(of_kind(EventKind::challenge_sent, name), Seconds(i));
  }
  EXPECT_EQ(worst(Detector::account_enumeration)->pattern, "challenged");
}

TEST_F(DetectorsTest, OfficeFullOfTelephonesIsNot) {
  for (int i = 0; i < 40; ++i) {
    std::string name = std::to_string(190 + i);
    see(of_kind(EventKind::challenge_sent, name), Seconds(i));
    see(of_kind(EventKind::auth_succeeded, name), Seconds(i));
  }
  EXPECT_TRUE(told.empty());
}

TEST_F(DetectorsTest, NumbersChallengedAndNeverAnsweredAreADialProbe) {
  Event call = of_kind(EventKind::challenge_sent, "anonymous");
  call.method = SipMethod::invite;
  for (int i = 0; i < 8; ++i) {
    std::string number = std::to_string(i) + "00252190000111";
    call.extension = number;
    see(call, Seconds(i));
  }
  EXPECT_EQ(severity(Detector::dial_probe), Severity::medium);
}

TEST_F(DetectorsTest, TelephoneThatAnswersEachChallengeDialsAsManyNumbersAsItLikes) {
  Event call = of_kind(EventKind::challenge_sent, "100");
  call.method = SipMethod::invite;
  for (int i = 0; i < 50; ++i) {
    std::string number = "0049301234" + std::to_string(i);
    call.extension = number;
    call.kind = EventKind::challenge_sent;
    see(call, Seconds(2 * i));
    call.kind = EventKind::auth_succeeded;
    see(call, Seconds(2 * i + 1));
  }
  EXPECT_TRUE(told.empty());
}

TEST_F(DetectorsTest, OptionsToManyNamesAreAScan) {
  for (int i = 0; i < 5; ++i) see(of_kind(EventKind::probed, std::to_string(100 + i)), Seconds(i));
  EXPECT_EQ(severity(Detector::scanner), Severity::medium);
}

TEST_F(DetectorsTest, FloodOfOptionsToOneNameIsAScanAndAMonitorIsNot) {
  repeat(of_kind(EventKind::probed, "100"), 1'000, Seconds(10));
  EXPECT_LT(severity(), Severity::medium);
  repeat(of_kind(EventKind::probed, "100"), 60, Seconds(1), Seconds(20'000));
  EXPECT_EQ(severity(Detector::scanner), Severity::medium);
}

TEST_F(DetectorsTest, KeepAlivesOfKnownTelephonesAreNoProbes) {
  Event login = of_kind(EventKind::auth_succeeded, "100");
  login.time = kStart;
  trust.learn(login, false);
  for (int i = 0; i < 50; ++i) {
    see(of_kind(EventKind::probed, "100"), Seconds(i));
    see(of_kind(EventKind::probed, ""), Seconds(i));
  }
  EXPECT_TRUE(told.empty());
}

TEST_F(DetectorsTest, ScanByOptionsFromWhereATelephoneLogsInIsFound) {
  Event login = of_kind(EventKind::auth_succeeded, "100");
  login.time = kStart;
  trust.learn(login, false);
  for (int i = 0; i < 50; ++i) see(of_kind(EventKind::probed, std::to_string(200 + i)), Seconds(i));
  EXPECT_EQ(worst(Detector::scanner)->pattern, "probes");
}

TEST_F(DetectorsTest, OptionsOfATrunkAndOfAMonitorStayNamed) {
  for (const char* asked : {"", "s", "trunk"}) {
    told.clear();
    repeat(of_kind(EventKind::probed, asked), 3'000, Seconds(30));
    EXPECT_LE(severity(), Severity::low) << asked;
  }
}

TEST_F(DetectorsTest, CallsWithoutAccountAreProbes) {
  Event call = of_kind(EventKind::call_rejected, "");
  call.extension = "900252190000111";
  see(call, Seconds(0));
  EXPECT_EQ(severity(Detector::dial_probe), Severity::low);
  call.extension = "011252190000111";
  see(call, Seconds(3));
  EXPECT_EQ(worst(Detector::dial_probe)->pattern, "international");
  EXPECT_EQ(severity(), Severity::medium);
}

TEST_F(DetectorsTest, SixteenGuessesFromEightAddressesAreFound) {
  for (int i = 0; i < 16; ++i)
    see(failure("101", IpAddress::v4(0xc6336401u + 0x10000u * static_cast<uint32_t>(i % 8))),
        Seconds(30 * i));
  const Finding* found = worst(Detector::account_guessing);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->severity, Severity::high);
  EXPECT_GE(found->addresses_total, 4u);
}

TEST_F(DetectorsTest, MonitorTakesNoPartInGuessingAtTheNameItAsksFor) {
  for (uint32_t i = 0; i < 8; ++i)
    for (int n = 0; n < 3; ++n)
      see(failure("100", IpAddress::v4(0xcb007200 + i)), Seconds(static_cast<int>(60 * i) + n));
  Event options = of_kind(EventKind::unknown_account, "100");
  options.method = SipMethod::options;
  for (int n = 0; n < 4; ++n) see(options, Seconds(500 + 20 * n));
  for (const Finding& f : told)
    EXPECT_FALSE(f.subject.address == kAddress && f.detector == Detector::auth_guessing);
}

TEST_F(DetectorsTest, EachWhoTakesPartIsNamedForPolicy) {
  for (int i = 0; i < 15; ++i)
    see(failure("101", IpAddress::v4(0xcb0071c8u + static_cast<uint32_t>(i % 5))), Seconds(9 * i));
  std::map<std::string, int> distributed;
  for (const Finding& f : told)
    if (f.pattern == "distributed" && f.subject.address && f.severity == Severity::medium)
      ++distributed[f.subject.address->to_string()];
  EXPECT_EQ(distributed.size(), 5u);
  const Finding* campaign = worst(Detector::campaign);
  ASSERT_NE(campaign, nullptr);
  EXPECT_EQ(campaign->subject.prefix->to_string(), "203.0.113.0/24");
  EXPECT_EQ(campaign->addresses_proven, 0u);
}

Event proven_failure(std::string_view account, IpAddress address) {
  Event e = failure(account, address);
  e.proof = AddressProof::connected;
  return e;
}

TEST_F(DetectorsTest, OneProvenGuessFromEachNeighbourIsACampaign) {
  for (uint32_t i = 0; i < 15; ++i)
    see(proven_failure(std::to_string(1'000 + i), IpAddress::v4(0xcb007100u + 4 * i)), Seconds(60 * i));
  EXPECT_EQ(severity(Detector::campaign), Severity::info);
  see(proven_failure("1015", IpAddress::v4(0xcb0071f0u)), Seconds(960));
  const Finding* campaign = worst(Detector::campaign);
  ASSERT_NE(campaign, nullptr);
  EXPECT_EQ(campaign->severity, Severity::medium);
  EXPECT_EQ(campaign->addresses_proven, 16u);
}

TEST_F(DetectorsTest, OneClaimFromEachNeighbourIsNone) {
  for (uint32_t i = 0; i < 60; ++i)
    see(failure(std::to_string(1'000 + i), IpAddress::v4(0xcb007100u + 4 * i)), Seconds(60 * i));
  EXPECT_EQ(worst(Detector::campaign), nullptr);
}

TEST_F(DetectorsTest, ACampaignOfClaimsDoesNotCountNeighboursWhoMistypedOnce) {
  for (uint32_t i = 0; i < 8; ++i)
    see(proven_failure(std::to_string(200 + i), IpAddress::v4(0xcb007110u + i)), Seconds(i));
  for (uint32_t i = 0; i < 60; ++i)
    see(failure(std::to_string(1'000 + i), IpAddress::v4(0xcb007180u + i % 6)), Seconds(60 + i));
  const Finding* campaign = worst(Detector::campaign);
  ASSERT_NE(campaign, nullptr);
  EXPECT_EQ(campaign->addresses_proven, 0u);
}

TEST_F(DetectorsTest, ACampaignIsToldAgainWhenMoreOfItIsProven) {
  for (uint32_t i = 0; i < 400; ++i)
    see(failure(std::to_string(1'000 + i), IpAddress::v4(0xcb007180u + i % 20)), Seconds(i / 20));
  for (uint32_t i = 0; i < 4; ++i)
    for (int n = 0; n < 2; ++n)
      see(proven_failure(std::to_string(2'000 + 10 * i + static_cast<uint32_t>(n)),
                         IpAddress::v4(0xcb007110u + i)),
          Seconds(21));
  uint64_t most = 0;
  for (const Finding& f : told)
    if (f.detector == Detector::campaign) most = std::max(most, f.addresses_proven);
  EXPECT_EQ(most, 4u) << "policy has to hear of it at once";
}

TEST_F(DetectorsTest, TaintedEventsNameTheirSenderAndNoMore) {
  Event e = failure("100");
  e.tainted = true;
  repeat(e, 50, Seconds(1));
  EXPECT_FALSE(told.empty());
  EXPECT_LT(severity(), Severity::medium);
}

TEST_F(DetectorsTest, RepeatedEventsAddTheirWitnessOnly) {
  see(failure("100"), Seconds(0));
  Event again = failure("100");
  again.repeated = true;
  again.witness = Witness::security_event;
  repeat(again, 30, Seconds(0));
  detectors.finish(told);
  EXPECT_EQ(told.back().count, 1u);
  EXPECT_EQ(told.back().witnesses, 0b11);
}

TEST_F(DetectorsTest, ResultDoesNotDependOnHowEventsAreCut) {
  std::vector<Event> events;
  for (int i = 0; i < 300; ++i) {
    events.push_back(
        failure(i % 3 ? "100" : "101", IpAddress::v4(0xcb007100u + static_cast<uint32_t>(i % 37))));
    events.back().time = kStart + Seconds(i);
  }
  auto ids = [&](size_t step) {
    Detectors fresh{Options{}, HashSeed{}};
    std::vector<Finding> out;
    for (size_t i = 0; i < events.size(); i += step) {
      size_t n = std::min(step, events.size() - i);
      fresh.observe(std::span(events).subspan(i, n), trust, events[i + n - 1].time, out);
    }
    fresh.finish(out);
    std::vector<std::string> texts;
    for (const Finding& f : out) texts.push_back(f.id + std::to_string(f.count));
    return texts;
  };
  EXPECT_EQ(ids(1), ids(300));
  EXPECT_EQ(ids(1), ids(77));
}

TEST_F(DetectorsTest, ClosesWhatIsQuiet) {
  repeat(failure("100"), 10, Seconds(1));
  told.clear();
  detectors.advance(kStart + Seconds(600), told);
  EXPECT_TRUE(told.empty());
  detectors.advance(kStart + Seconds(4'000), told);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].state, FindingState::closed);
}

TEST_F(DetectorsTest, AddressesOfOneIpv6NetworkAreOne) {
  for (int i = 0; i < 9; ++i)
    see(failure("100", *IpAddress::parse("2001:db8:bad:1::" + std::to_string(i + 1))), Seconds(i));
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::medium);
}

TEST_F(DetectorsTest, ProxyInFrontIsReported) {
  std::vector<std::string> names;
  for (int i = 0; i < 100; ++i) names.push_back(std::to_string(100 + i));
  for (int i = 0; i < 4; ++i)
    see(of_kind(EventKind::auth_succeeded, "9" + names[static_cast<size_t>(i)]), Seconds(1));
  for (int i = 0; i < 3'000; ++i) {
    see(failure(names[static_cast<size_t>(i % 100)]), Seconds(i));
    if (i % 500 == 0)
      for (size_t p = 0; p < 4; ++p) see(of_kind(EventKind::auth_succeeded, "9" + names[p]), Seconds(i));
  }
  EXPECT_EQ(detectors.counters().shared_front, kAddress);
}

TEST_F(DetectorsTest, StateSurvivesARestartAndDamageIsNoticed) {
  repeat(failure("100"), 7, Seconds(1));
  ByteWriter out;
  detectors.save(out);
  Detectors again{Options{}, HashSeed{99}};
  ByteReader in(out.bytes());
  ASSERT_TRUE(again.load(in));
  told.clear();
  Event last = failure("100");
  last.time = kStart + Seconds(8);
  again.observe({&last, 1}, trust, last.time, told);
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::medium);
  for (size_t length = 0; length < out.bytes().size(); length += 11) {
    ByteReader cut(std::string_view(out.bytes()).substr(0, length));
    EXPECT_FALSE(again.load(cut));
    EXPECT_EQ(again.counters().suspects, 0u);
  }
}

TEST_F(DetectorsTest, ClockJumpsNeitherBreakNorWedge) {
  std::vector<Finding> out;
  repeat(failure("100"), 10, Seconds(1), 400 * kDay);
  detectors.advance(kStart + 400 * kDay, out);
  detectors.advance(kStart, out);
  EXPECT_TRUE(
      std::any_of(out.begin(), out.end(), [](const Finding& f) { return f.state == FindingState::closed; }));
  told.clear();
  repeat(failure("100"), 8, Seconds(1));
  EXPECT_EQ(severity(Detector::auth_guessing), Severity::medium);
}

TEST(LikeFail2ban, FindsWhoeverFailsOftenEnoughWithinTheWindow) {
  Detectors detectors{like_fail2ban(10, Seconds(600)), HashSeed{}};
  track::Trust trust{track::TrustOptions{}, HashSeed{}};
  std::vector<Finding> told;
  // Fail2ban scales counts by their rate: one in 70 s would be banned as well.
  IpAddress quick = IpAddress::v4(0xcb007101), slow = IpAddress::v4(0xcb007102);
  for (int i = 0; i < 40; ++i) {
    for (auto [address, every] : {std::pair{quick, 60}, std::pair{slow, 100}}) {
      Event e = failure("100", address);
      e.repeated = i % 2 == 0;
      e.time = kStart + Seconds(i * every);
      detectors.observe({&e, 1}, trust, e.time, told);
    }
  }
  for (const Finding& f : told) {
    if (f.severity >= Severity::medium) {
      EXPECT_EQ(f.subject.address, quick);
    }
  }
  EXPECT_TRUE(
      std::any_of(told.begin(), told.end(), [](const Finding& f) { return f.severity == Severity::medium; }));
}

TEST(Bounds, ForgedSourcesNeitherGrowMemoryNorPushOutTheProven) {
  Options options;
  options.limits.claimed_v4 = 20'000;
  options.limits.suspects = 400;
  options.limits.account_records = 100;
  options.limits.networks = 100;
  options.limits.names = 500;
  Detectors detectors{options, HashSeed{}};
  track::Trust trust{track::TrustOptions{}, HashSeed{}};
  std::vector<Finding> told;
  Event proven = failure("reception");
  proven.proof = AddressProof::returned;
  for (int i = 0; i < 4; ++i) {
    proven.time = kStart + Seconds(i);
    detectors.observe({&proven, 1}, trust, proven.time, told);
  }
  std::vector<Event> batch(1'000);
  std::vector<std::string> names(1'000);
  for (uint32_t round = 0; round < 500; ++round) {
    for (uint32_t i = 0; i < batch.size(); ++i) {
      uint32_t n = round * 1'000 + i;
      names[i] = std::to_string(n % 50'000);
      batch[i] = failure(names[i], IpAddress::v4(n * 2'654'435'761u));
      batch[i].time = kStart + Seconds(5 + round / 10);
    }
    detectors.observe(batch, trust, batch[0].time, told);
    told.clear();
  }
  EXPECT_LT(detectors.counters().bytes, 4u << 20);
  EXPECT_LE(detectors.counters().suspects, 400u);
  proven.time = kStart + Seconds(58);
  detectors.observe({&proven, 1}, trust, proven.time, told);
  ASSERT_FALSE(told.empty());
  EXPECT_EQ(told.back().severity, Severity::medium);
  EXPECT_EQ(told.back().count_proven, 5u);
}

// --- whom the exchange knows

Event challenge(std::string_view account, bool tool = false) {
  Event e = of_kind(EventKind::challenge_sent, account);
  e.method = SipMethod::register_;
  e.scanner_agent = tool;
  return e;
}

TEST_F(DetectorsTest, AToolThatIsChallengedIsNamedAndFoundTheSecondTime) {
  see(challenge("100", true), Seconds(0));
  EXPECT_EQ(severity(Detector::scanner), Severity::low);
  see(challenge("101", true), Seconds(1));
  EXPECT_EQ(severity(Detector::scanner), Severity::medium);
}

TEST_F(DetectorsTest, WhoIsChallengedAndSaysNothingMoreIsNamedOnly) {
  see(challenge("100"), Seconds(0));
  detectors.advance(kStart + Seconds(20), told);
  EXPECT_THAT(told, ::testing::IsEmpty()) << "a telephone would still answer";
  detectors.advance(kStart + Seconds(120), told);
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].subject.address, kAddress);
  EXPECT_EQ(severity(), Severity::info);
}

TEST_F(DetectorsTest, WhoAnswersHisChallengeIsNotNamed) {
  see(challenge("100"), Seconds(0));
  see(of_kind(EventKind::auth_succeeded, "100"), Seconds(1));
  detectors.finish(told);
  EXPECT_THAT(told, ::testing::IsEmpty());
}

TEST_F(DetectorsTest, AProviderWhomTheExchangeCallsMayAskForNumbersThatAreNotGivenOut) {
  Event answer = of_kind(EventKind::peer_answered, "");
  answer.time = kStart;
  trust.meet(answer);
  for (const char* number : {"4930111", "4930112", "4930113", "4930114"}) {
    Event call = of_kind(EventKind::call_rejected, "");
    call.extension = number;
    call.proof = AddressProof::returned;
    see(call, Seconds(number[6] - '0'));
  }
  repeat(of_kind(EventKind::probed, "100"), 40, Seconds(1), Seconds(60));
  EXPECT_THAT(told, ::testing::IsEmpty());
}

TEST_F(DetectorsTest, OneNumberThatIsNotThereIsNoHuntUntilItIsAskedForAgainAndAgain) {
  Event call = of_kind(EventKind::call_rejected, "");
  call.extension = "442071000";
  repeat(call, 11, Seconds(30));
  EXPECT_LE(severity(), Severity::low);
  repeat(call, 12, Seconds(2), Seconds(400));
  EXPECT_EQ(severity(Detector::dial_probe), Severity::medium);
}

TEST_F(DetectorsTest, AnEndpointThatThePbxKnowsButMayNotRegisterIsNoAttacker) {
  Event refused = of_kind(EventKind::request_refused, "trunk");
  refused.known_caller = true;
  repeat(refused, 50, Seconds(1));
  EXPECT_THAT(told, ::testing::IsEmpty());
}

TEST_F(DetectorsTest, AProgramThatIsLoggedInAndAsksForTooMuchGuessesNothing) {
  Event refused = of_kind(EventKind::request_refused, "panel");
  refused.service = Service::ami;
  refused.proof = AddressProof::connected;
  repeat(refused, 20, Seconds(30));
  EXPECT_THAT(told, ::testing::IsEmpty());
  refused.account = {};
  repeat(refused, 3, Seconds(1), Seconds(900));
  EXPECT_EQ(severity(Detector::management_guessing), Severity::medium) << "nobody logged in";
}

TEST_F(DetectorsTest, AProgramWithAnOldSecretIsReportedOnly) {
  Event login = of_kind(EventKind::auth_succeeded, "crm");
  login.service = Service::ami;
  login.proof = AddressProof::connected;
  login.used_password = false;  // as the manager tells it
  login.time = kStart;
  trust.learn(login, false);
  Event failed = failure("crm");
  failed.service = Service::ami;
  failed.proof = AddressProof::connected;
  repeat(failed, 200, Seconds(15));
  EXPECT_EQ(severity(Detector::management_guessing), Severity::low);
  EXPECT_EQ(worst(Detector::management_guessing)->pattern, "stale_credentials");
  failed.account = "admin";
  see(failed, Seconds(4'000));
  EXPECT_EQ(severity(Detector::management_guessing), Severity::medium);
}

TEST_F(DetectorsTest, ATelephoneThatRetriesEveryTwentySecondsIsNeverMoreThanLow) {
  repeat(failure("100"), 1'000, Seconds(20));
  EXPECT_EQ(severity(), Severity::low);
}

}  // namespace
}  // namespace denwaban::detect
