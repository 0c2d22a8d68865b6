// SPDX-License-Identifier: GPL-3.0-or-later
// What packets tell beside attempts: forgeries, orders to the manager interface, malformed packets by kind,
// floods.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

#include "detect/seen.h"
#include "model/traffic.h"

namespace denwaban::detect {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

const IpAddress kVictim = IpAddress::v4(0xc000020a);

struct WireDetectorsTest : DetectorsTest {
  void hear(const Traffic& traffic, Seconds after) {
    std::string bytes = traffic.bytes();
    Event e;
    e.kind = EventKind::traffic;
    e.session = bytes;
    see(e, after);
  }
};

// --- forgery

Event forged(Forgery how, AddressProof proof = AddressProof::claimed) {
  Event e;
  e.kind = EventKind::forged;
  e.forgery = how;
  e.tainted = true;
  e.service = Service::pjsip;
  e.account = "192.0.2.10";
  e.proof = proof;
  if (proof > AddressProof::claimed) e.address = kAddress;
  return e;
}

TEST_F(WireDetectorsTest, ForgeryByNobodyKnownNamesItsVictimAndNobodyElse) {
  see(forged(Forgery::injected_line), Seconds(0));
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].detector, Detector::forgery);
  EXPECT_EQ(told[0].pattern, "injected_line");
  EXPECT_EQ(told[0].severity, Severity::low);
  EXPECT_EQ(told[0].subject, Subject{});
  EXPECT_THAT(told[0].details, ElementsAre("192.0.2.10"));
  EXPECT_THAT(told[0].addresses, IsEmpty());
  EXPECT_THAT(told[0].accounts, IsEmpty());
  for (int i = 1; i < 3; ++i) see(forged(Forgery::injected_line), Seconds(i));
  EXPECT_EQ(severity(Detector::forgery), Severity::medium);
  EXPECT_EQ(worst(Detector::forgery)->subject, Subject{});
}

TEST_F(WireDetectorsTest, ForgerWhomPacketsProveIsNamed) {
  for (int i = 0; i < 3; ++i) see(forged(Forgery::redirected, AddressProof::connected), Seconds(i));
  const Finding* found = worst(Detector::forgery);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->subject.address, kAddress);
  EXPECT_EQ(found->severity, Severity::medium);
  EXPECT_EQ(found->pattern, "redirected");
  EXPECT_THAT(found->details, ElementsAre("192.0.2.10"));
}

TEST_F(WireDetectorsTest, NonceSentToSomebodyElseIsNoAttemptOfTheAddressThatItNames) {
  Event e;
  e.kind = EventKind::auth_failed;
  e.service = Service::sip;
  e.address = kVictim;
  e.account = "100";
  e.tainted = true;
  e.forgery = Forgery::foreign_nonce;
  for (int i = 0; i < 50; ++i) see(e, Seconds(i));
  for (const Finding& f : told) EXPECT_FALSE(f.subject.address) << f.pattern;
  EXPECT_THAT(worst(Detector::forgery)->details, ElementsAre("192.0.2.10"));
}

TEST_F(WireDetectorsTest, AttemptThatForgesCountsAsBoth) {
  Event e;
  e.kind = EventKind::call_rejected;
  e.service = Service::sip;
  e.address = kAddress;
  e.proof = AddressProof::returned;
  e.forgery = Forgery::injected_line;
  for (const char* number : {"900123456", "900123457", "900123458"}) {
    e.extension = number;
    see(e, Seconds(number[8] - '6'));
  }
  EXPECT_EQ(worst(Detector::forgery)->subject.address, kAddress);
  EXPECT_EQ(severity(Detector::forgery), Severity::medium);
  EXPECT_EQ(severity(Detector::dial_probe), Severity::medium);
}

// Nobody can be right with a challenge that was never made: whoever is named, it is no guess of his.
TEST_F(WireDetectorsTest, AnswersToAMadeUpChallengeAreForgedAndNoGuesses) {
  for (int i = 0; i < 60; ++i) {
    Event e;
    e.kind = EventKind::auth_failed;
    e.service = Service::pjsip;
    e.address = kVictim;
    e.account = "2006";
    e.forgery = Forgery::junk_nonce;
    see(e, Seconds(i));
  }
  EXPECT_FALSE(worst(Detector::auth_guessing));
  EXPECT_FALSE(worst(Detector::account_guessing));
  EXPECT_FALSE(worst(Detector::campaign));
  EXPECT_LE(severity(Detector::scanner), Severity::info);
  ASSERT_TRUE(worst(Detector::forgery));
  EXPECT_EQ(worst(Detector::forgery)->pattern, "junk_nonce");
  EXPECT_THAT(worst(Detector::forgery)->details, ElementsAre("192.0.2.10"));
}

// The log is written before the answer is sent, so it often comes first.
TEST_F(WireDetectorsTest, WhatALogToldOfAMadeUpChallengeIsTakenBackWhenPacketsShowIt) {
  for (int i = 0; i < 60; ++i) {
    Event e;
    e.kind = EventKind::auth_failed;
    e.service = Service::pjsip;
    e.address = kVictim;
    e.account = "2006";
    see(e, Seconds(i));
    e.forgery = Forgery::junk_nonce;
    e.witness = Witness::capture;
    e.repeated = true;
    see(e, Seconds(i));
  }
  EXPECT_LE(severity(Detector::auth_guessing), Severity::info);
  EXPECT_LE(severity(Detector::account_guessing), Severity::info);
}

TEST_F(WireDetectorsTest, ForgeriesAreClosedWhenTheyEnd) {
  see(forged(Forgery::contradicted), Seconds(0));
  detectors.finish(told);
  ASSERT_EQ(told.size(), 2u);
  EXPECT_EQ(told[1].state, FindingState::closed);
  EXPECT_EQ(told[1].id, told[0].id);
}

// --- malformed

Event broken(Flaw flaw, std::string_view advisory = {}) {
  Event e;
  e.kind = EventKind::malformed;
  e.service = Service::pjsip;
  e.address = kAddress;
  e.flaw = flaw;
  e.extension = advisory;
  return e;
}

TEST_F(WireDetectorsTest, BrokenPacketsAreNamedByTheirKind) {
  see(broken(Flaw::missing_header), Seconds(0));
  see(broken(Flaw::bad_number), Seconds(1));
  EXPECT_EQ(severity(Detector::malformed), Severity::info);
  see(broken(Flaw::bad_number), Seconds(2));
  const Finding* found = worst(Detector::malformed);
  EXPECT_EQ(found->severity, Severity::medium);
  EXPECT_THAT(found->details, ElementsAre("missing_header", "bad_number"));
  EXPECT_THAT(found->accounts, IsEmpty());
}

TEST_F(WireDetectorsTest, ShapeOfAPublishedAttackIsNamedByItsAdvisory) {
  see(broken(Flaw::crash_pattern, "AST-2018-004"), Seconds(0));
  EXPECT_EQ(severity(Detector::malformed), Severity::low);
  see(broken(Flaw::crash_pattern, "AST-2018-004"), Seconds(1));
  const Finding* found = worst(Detector::malformed);
  EXPECT_EQ(found->severity, Severity::medium);
  EXPECT_EQ(found->pattern, "crash");
  EXPECT_THAT(found->details, ElementsAre("AST-2018-004"));
}

// --- the manager interface

Event order(std::string_view action, IpAddress address = kAddress) {
  Event e;
  e.kind = EventKind::manager_action;
  e.service = Service::ami;
  e.address = address;
  e.account = "admin";
  e.extension = action;
  e.proof = AddressProof::connected;
  return e;
}

TEST_F(WireDetectorsTest, OrdersToTheManagerFromSomewhereAreTold) {
  see(order("GetConfig manager.conf"), Seconds(0));
  EXPECT_EQ(worst(Detector::management_abuse)->severity, Severity::high);
  see(order("Command core show channels"), Seconds(1));
  EXPECT_EQ(worst(Detector::management_abuse)->severity, Severity::high) << "a dialler does so, too";
  see(order("UpdateConfig manager.conf"), Seconds(2));
  const Finding* found = worst(Detector::management_abuse);
  EXPECT_EQ(found->severity, Severity::critical);
  EXPECT_EQ(found->pattern, "actions");
  EXPECT_EQ(found->subject.address, kAddress);
  EXPECT_EQ(found->subject.account, "admin");
  EXPECT_THAT(found->details, ElementsAre("GetConfig manager.conf", "Command core show channels",
                                          "UpdateConfig manager.conf"));
  EXPECT_THAT(found->accounts, ElementsAre("admin"));
}

Event manager_login(Time time, IpAddress address = kAddress) {
  Event e = order("", address);
  e.kind = EventKind::auth_succeeded;
  e.time = time;
  return e;
}

TEST_F(WireDetectorsTest, AProgramThatIsKnownForADayGivesOrdersUntold) {
  trust.learn(manager_login(kStart), false);
  see(order("Originate SIP/100"), Seconds(60));
  EXPECT_EQ(severity(Detector::management_abuse), Severity::high) << "the first day it is told";
  told.clear();
  trust.learn(manager_login(kStart + Seconds(90'000)), false);
  for (int i = 0; i < 50; ++i) see(order("Originate SIP/100"), Seconds(90'060 + i * 60));
  see(order("GetConfig sip.conf"), Seconds(95'000));
  EXPECT_THAT(told, IsEmpty());
  see(order("UpdateConfig sip.conf"), Seconds(95'060));
  EXPECT_EQ(worst(Detector::management_abuse)->severity, Severity::high) << "of the first day";
}

TEST_F(WireDetectorsTest, AnotherUserOrAddressIsNotThatProgram) {
  trust.learn(manager_login(kStart), false);
  Event other = order("Originate SIP/100");
  other.account = "operator";
  see(other, Seconds(90'000));
  EXPECT_EQ(severity(Detector::management_abuse), Severity::high);
  told.clear();
  see(order("Originate SIP/100", IpAddress::v4(0xcb007118)), Seconds(90'001));
  EXPECT_EQ(severity(Detector::management_abuse), Severity::high);
}

TEST_F(WireDetectorsTest, WhoGuessedFirstIsNoProgramHoweverLongHeIsKnown) {
  trust.learn(manager_login(kStart), false);
  Event guess = order("");
  guess.kind = EventKind::auth_failed;
  see(guess, Seconds(90'000));
  see(order("Originate SIP/100"), Seconds(90'001));
  EXPECT_EQ(severity(Detector::management_abuse), Severity::critical);
}

TEST_F(WireDetectorsTest, OneFromAPrivateNetworkIsLessThanAStranger) {
  see(order("Originate SIP/100", IpAddress::v4(0xc0a80a14)), Seconds(0));
  EXPECT_EQ(severity(Detector::management_abuse), Severity::medium);
  see(order("ModuleLoad app_system.so", IpAddress::v4(0xc0a80a14)), Seconds(1));
  EXPECT_EQ(worst(Detector::management_abuse)->severity, Severity::high);
}

TEST_F(WireDetectorsTest, OrdersAndFloodsMakeNoGuesserOfAnAddressWithTelephones) {
  see(order("Originate Local/1@x"), Seconds(0));
  EXPECT_FALSE(detectors.guessed(kAddress, "", kStart));
  EXPECT_FALSE(detectors.guessed(kAddress, "admin", kStart));
}

TEST_F(WireDetectorsTest, HarmlessOrdersAndThoseOfThisMachineAreNothing) {
  see(order("QueueStatus"), Seconds(0));
  see(order("Command core show channels", IpAddress::v4(0x7f000001)), Seconds(1));
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(WireDetectorsTest, ProgramsThatTheSettingsNameGiveOrdersUnlessTheyGuessed) {
  Options options;
  options.management_abuse.known = {*IpPrefix::parse("203.0.113.0/24")};
  detectors = Detectors(options, HashSeed{});
  see(order("Originate Local/1@x"), Seconds(0));
  EXPECT_THAT(told, IsEmpty());
  Event guess = order("");
  guess.kind = EventKind::auth_failed;
  see(guess, Seconds(1));
  see(order("QueueStatus"), Seconds(2));
  EXPECT_EQ(worst(Detector::management_abuse)->severity, Severity::high);
}

// --- flood

// Ten seconds of an exchange with telephones: registrations renewed, calls made and ended.
Traffic usual(std::mt19937& random) {
  Traffic t;
  t.span = Seconds(10);
  auto about = [&](uint32_t n) { return n + static_cast<uint32_t>(random() % (n / 4 + 1)); };
  uint32_t registers = about(40), calls = about(20);
  t.of(Traffic::Part::register_) = 2 * registers;
  t.of(Traffic::Part::challenge) = registers + calls;
  t.of(Traffic::Part::success) = registers + 2 * calls;
  t.of(Traffic::Part::invite) = 2 * calls;
  t.of(Traffic::Part::provisional) = 2 * calls;
  t.of(Traffic::Part::ack) = 2 * calls;
  t.of(Traffic::Part::bye) = calls;
  return t;
}

Traffic of_source(uint32_t requests, uint32_t welcome, AddressProof proof = AddressProof::claimed) {
  Traffic t;
  t.span = Seconds(10);
  t.of(Traffic::Part::register_) = requests;
  t.talkers = {{kAddress, 5060, requests, welcome, proof}};
  return t;
}

TEST_F(WireDetectorsTest, SourceThatAsksForMoreThanIsServedIsAFlood) {
  hear(of_source(1'000, 0, AddressProof::returned), Seconds(10));
  EXPECT_THAT(told, IsEmpty());  // one interval may be a burst
  hear(of_source(1'000, 0, AddressProof::returned), Seconds(20));
  const Finding* found = worst(Detector::flood);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->subject.address, kAddress);
  EXPECT_EQ(found->pattern, "source");
  EXPECT_EQ(found->severity, Severity::medium);
  EXPECT_EQ(found->proof, AddressProof::returned);
}

TEST_F(WireDetectorsTest, BurstsWithRestsBetweenAreNoFlood) {
  for (int i = 0; i < 20; ++i) hear(of_source(1'000, 0), Seconds(60 * i));
  EXPECT_THAT(told, IsEmpty());
}

// After a power cut: one office of 300 telephones behind one address, whose REGISTERs are sent again and
// again while the exchange is slow, and a thousand at home. Nothing is known of any of them yet.
TEST_F(WireDetectorsTest, MorningOnWhichAllTelephonesComeBackIsNoFlood) {
  std::mt19937 random(7);
  int time = 0;
  for (; time < 2 * 86'400; time += 10) hear(usual(random), Seconds(time));
  ASSERT_THAT(told, IsEmpty());
  for (int interval = 0; interval < 30; ++interval, time += 10) {
    uint32_t served = interval < 2 ? 20 : 60;
    Traffic t = of_source(served * 9, served);
    t.of(Traffic::Part::register_) = 4'000;
    t.of(Traffic::Part::challenge) = 1'500;
    t.of(Traffic::Part::success) = 1'200;
    t.targets = {{"301", 14, 2}, {"302", 14, 2}};
    hear(t, Seconds(time));
  }
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(WireDetectorsTest, AddressOfManyTelephonesMaySendMore) {
  Event login;
  login.kind = EventKind::auth_succeeded;
  login.service = Service::pjsip;
  login.address = kAddress;
  login.account = "100";
  login.proof = AddressProof::returned;
  login.time = kStart;
  trust.learn(login, false);
  for (int i = 1; i < 5; ++i) hear(of_source(2'000, 0), Seconds(10 * i));
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(WireDetectorsTest, AccountThatIsAskedForByMadeUpSourcesIsNamedAndNobodyElse) {
  Traffic t;
  t.span = Seconds(10);
  t.of(Traffic::Part::invite) = 3'000;
  t.targets = {{"100", 3'000, 0}};
  for (int i = 1; i < 3; ++i) hear(t, Seconds(10 * i));
  const Finding* found = worst(Detector::flood);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->subject, Subject{});
  EXPECT_EQ(found->pattern, "target");
  EXPECT_THAT(found->details, ElementsAre("100"));
}

struct MixtureTest : WireDetectorsTest {
  // What made-up sources add: INVITEs that are challenged and never acknowledged.
  Traffic flooded() {
    Traffic t = usual(random);
    t.of(Traffic::Part::invite) += 2'000;
    t.of(Traffic::Part::challenge) += 2'000;
    return t;
  }
  std::mt19937 random{11};
};

TEST_F(MixtureTest, FloodOfMadeUpSourcesDepartsFromWhatIsUsual) {
  int time = 0;
  for (; time < 86'400 + 600; time += 10) hear(usual(random), Seconds(time));
  EXPECT_THAT(told, IsEmpty());
  for (int i = 0; i < 2; ++i) hear(flooded(), Seconds(time += 10));
  const Finding* found = worst(Detector::flood);
  ASSERT_NE(found, nullptr);
  EXPECT_EQ(found->pattern, "mixture");
  EXPECT_EQ(found->subject, Subject{});
}

TEST_F(MixtureTest, NothingIsSaidBeforeADayWasLearned) {
  int time = 0;
  for (; time < 40'000; time += 10) hear(usual(random), Seconds(time));
  for (int i = 0; i < 10; ++i) hear(flooded(), Seconds(time += 10));
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(MixtureTest, FloodThatGrowsSlowlyIsStillFound) {
  int time = 0;
  for (; time < 86'400 + 600; time += 10) hear(usual(random), Seconds(time));
  for (int interval = 0; interval < 86'400 / 10; ++interval, time += 10) {
    Traffic t = usual(random);
    t.of(Traffic::Part::invite) += static_cast<uint32_t>(interval) / 4;
    t.of(Traffic::Part::challenge) += static_cast<uint32_t>(interval) / 4;
    hear(t, Seconds(time));
  }
  EXPECT_EQ(severity(Detector::flood), Severity::medium);
}

TEST_F(MixtureTest, WhatIsUsualSurvivesARestart) {
  int time = 0;
  for (; time < 86'400 + 600; time += 10) hear(usual(random), Seconds(time));
  see(forged(Forgery::contradicted), Seconds(time));
  ByteWriter out;
  detectors.save(out);
  std::string saved = out.take();
  detectors = Detectors(Options{}, HashSeed{});
  ByteReader in(saved);
  ASSERT_TRUE(detectors.load(in));
  told.clear();
  for (int i = 0; i < 10; ++i) hear(flooded(), Seconds(time += 10));
  EXPECT_EQ(severity(Detector::flood), Severity::medium);
  detectors.finish(told);
  EXPECT_EQ(told.back().state, FindingState::closed);
}

TEST_F(WireDetectorsTest, TrafficThatIsNoneIsPassedOver) {
  Event e;
  e.kind = EventKind::traffic;
  e.session = "rubbish";
  see(e, Seconds(0));
  EXPECT_THAT(told, IsEmpty());
}

}  // namespace
}  // namespace denwaban::detect
