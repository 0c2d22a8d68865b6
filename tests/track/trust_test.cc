// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/trust.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::track {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr Time kNow = from_epoch_ms(1'763'755'200'000);

IpAddress address(std::string_view text) { return IpAddress::parse(text).value(); }

Event login(std::string_view from, std::string_view account = "100",
            AddressProof proof = AddressProof::returned) {
  Event event;
  event.time = kNow;
  event.kind = EventKind::auth_succeeded;
  event.service = proof == AddressProof::claimed ? Service::sip : Service::pjsip;
  event.address = address(from);
  event.account = account;
  event.port = 5060;
  event.proof = proof;
  return event;
}

struct TrustTest : testing::Test {
  Trust trust{TrustOptions{}, HashSeed{}};
  TrustLevel of(std::string_view text, Time now = kNow) { return trust.of(address(text), now); }
};

TEST_F(TrustTest, NobodyIsKnownAtFirst) {
  EXPECT_EQ(of("192.0.2.10"), TrustLevel::none);
  EXPECT_TRUE(trust.devices(kNow).empty());
}

TEST_F(TrustTest, ALoginWithReturnedOrConnectedProofIsProven) {
  trust.learn(login("192.0.2.10"), false);
  trust.learn(login("192.0.2.11", "101", AddressProof::connected), false);
  EXPECT_EQ(of("192.0.2.10"), TrustLevel::proven);
  EXPECT_EQ(of("192.0.2.11"), TrustLevel::proven);
}

TEST_F(TrustTest, AClaimedLoginIsOnlySeenAndIsNoDevice) {
  trust.learn(login("192.0.2.10", "100", AddressProof::claimed), false);
  EXPECT_EQ(of("192.0.2.10"), TrustLevel::seen);
  EXPECT_TRUE(trust.devices(kNow).empty());
  EXPECT_FALSE(trust.is_device(address("192.0.2.10"), 5060, kNow));
}

TEST_F(TrustTest, AClaimedLoginDoesNotLowerAProvenOne) {
  trust.learn(login("192.0.2.10"), false);
  trust.learn(login("192.0.2.10", "100", AddressProof::claimed), false);
  EXPECT_EQ(of("192.0.2.10"), TrustLevel::proven);
}

TEST_F(TrustTest, ALoginAfterGuessingEarnsNothing) {
  trust.learn(login("203.0.113.7"), true);
  EXPECT_EQ(of("203.0.113.7"), TrustLevel::none);
}

TEST_F(TrustTest, ALoginWithoutAPasswordEarnsNothing) {
  Event event = login("203.0.113.7");
  event.used_password = false;
  trust.learn(event, false);
  EXPECT_EQ(of("203.0.113.7"), TrustLevel::none);
}

TEST_F(TrustTest, ATaintedLoginEarnsNothing) {
  Event event = login("203.0.113.7");
  event.tainted = true;
  trust.learn(event, false);
  EXPECT_EQ(of("203.0.113.7"), TrustLevel::none);
}

TEST_F(TrustTest, AUserOfTheManagerIsKnownSinceHisFirstLoginAndAfterARestart) {
  Event event = login("192.0.2.10", "crm", AddressProof::connected);
  event.service = Service::ami;
  for (int hour : {0, 5, 30}) {
    event.time = kNow + hours(hour);
    trust.learn(event, false);
  }
  EXPECT_EQ(trust.manages_since(event.address, "crm", event.time), kNow);
  ByteWriter out;
  trust.save(out);
  Trust again{TrustOptions{}, HashSeed{}};
  ByteReader in(out.bytes());
  ASSERT_TRUE(again.load(in));
  EXPECT_EQ(again.manages_since(event.address, "crm", event.time), kNow);
  EXPECT_EQ(again.manages_since(event.address, "admin", event.time), std::nullopt);
  event.time += hours(24 * 60);
  again.learn(event, false);
  EXPECT_EQ(again.manages_since(event.address, "crm", event.time), event.time) << "of two months ago";
}

TEST_F(TrustTest, LoginsToTheManagerOrOverHttpAreNoTelephones) {
  for (Service service : {Service::ami, Service::http, Service::unknown}) {
    Event event = login("203.0.113.7");
    event.service = service;
    trust.learn(event, false);
  }
  EXPECT_EQ(of("203.0.113.7"), TrustLevel::none);
}

TEST_F(TrustTest, FailuresTeachNothing) {
  Event event = login("203.0.113.7");
  event.kind = EventKind::auth_failed;
  trust.learn(event, false);
  EXPECT_EQ(of("203.0.113.7"), TrustLevel::none);
}

TEST_F(TrustTest, AnEventWithoutAnAddressTeachesNothing) {
  Event event = login("192.0.2.10");
  event.address = IpAddress();
  trust.learn(event, false);
  EXPECT_EQ(trust.of(IpAddress(), kNow), TrustLevel::none);
}

TEST_F(TrustTest, AnAccountIsTrustedOnlyWhereItLoggedIn) {
  trust.learn(login("192.0.2.10", "100"), false);
  EXPECT_EQ(trust.of(address("192.0.2.10"), "100", kNow), TrustLevel::proven);
  EXPECT_EQ(trust.of(address("192.0.2.10"), "101", kNow), TrustLevel::none);
  EXPECT_EQ(trust.of(address("192.0.2.11"), "100", kNow), TrustLevel::none);
}

TEST_F(TrustTest, Ipv6IsTrustedByItsNetworkButPassesByItsAddress) {
  trust.learn(login("2001:db8:1:2::10"), false);
  EXPECT_EQ(of("2001:db8:1:2:ffff::1"), TrustLevel::proven);
  EXPECT_EQ(of("2001:db8:1:3::10"), TrustLevel::none);
  EXPECT_TRUE(trust.is_device(address("2001:db8:1:2::10"), 5060, kNow));
  EXPECT_FALSE(trust.is_device(address("2001:db8:1:2::11"), 5060, kNow));
}

TEST_F(TrustTest, TrustEndsAMonthAfterTheLastLogin) {
  trust.learn(login("192.0.2.10"), false);
  EXPECT_EQ(of("192.0.2.10", kNow + hours(30 * 24)), TrustLevel::proven);
  EXPECT_EQ(of("192.0.2.10", kNow + hours(30 * 24) + minutes(1)), TrustLevel::none);
}

TEST_F(TrustTest, ALoginRefreshesTrust) {
  Event event = login("192.0.2.10");
  trust.learn(event, false);
  event.time += hours(20 * 24);
  trust.learn(event, false);
  EXPECT_EQ(of("192.0.2.10", kNow + hours(40 * 24)), TrustLevel::proven);
}

TEST_F(TrustTest, AnOldLineReadLateDoesNotShortenTrust) {
  Event event = login("192.0.2.10");
  trust.learn(event, false);
  event.time -= hours(20 * 24);
  trust.learn(event, false);
  EXPECT_EQ(of("192.0.2.10", kNow + hours(29 * 24)), TrustLevel::proven);
}

TEST_F(TrustTest, ADeviceIsTheLastAccountAtAnAddressAndPort) {
  trust.learn(login("192.0.2.10", "100"), false);
  trust.learn(login("192.0.2.10", "101"), false);
  auto devices = trust.devices(kNow);
  ASSERT_EQ(devices.size(), 1u);
  EXPECT_EQ(devices[0].address, address("192.0.2.10"));
  EXPECT_EQ(devices[0].port, 5060);
  EXPECT_EQ(devices[0].account, "101");
  EXPECT_EQ(devices[0].level, TrustLevel::proven);
}

TEST_F(TrustTest, ADeviceLeavesTwoHoursAfterItsLastLogin) {
  trust.learn(login("192.0.2.10"), false);
  EXPECT_EQ(trust.devices(kNow + hours(2)).size(), 1u);
  EXPECT_TRUE(trust.devices(kNow + hours(2) + minutes(1)).empty());
  EXPECT_FALSE(trust.is_device(address("192.0.2.10"), 5060, kNow + hours(2) + minutes(1)));
  EXPECT_EQ(of("192.0.2.10", kNow + hours(3)), TrustLevel::proven);
}

TEST_F(TrustTest, ALoginWithoutAPortIsNoDevice) {
  Event event = login("192.0.2.10");
  event.port = 0;
  trust.learn(event, false);
  EXPECT_TRUE(trust.devices(kNow).empty());
}

TEST_F(TrustTest, TheVersionGrowsForNewDevicesAndLateRefreshesOnly) {
  uint64_t version = trust.version();
  Event event = login("192.0.2.10");
  trust.learn(event, false);
  EXPECT_TRUE(trust.changed_since(version));
  version = trust.version();
  event.time += minutes(10);
  trust.learn(event, false);
  EXPECT_FALSE(trust.changed_since(version));
  event.time += minutes(30);
  trust.learn(event, false);
  EXPECT_TRUE(trust.changed_since(version));
}

TEST_F(TrustTest, WithinFindsTrustedAddressesInsideAPrefixAndAroundIt) {
  trust.learn(login("192.0.2.10", "100", AddressProof::claimed), false);
  trust.learn(login("2001:db8:1:2::10"), false);
  EXPECT_EQ(trust.within(*IpPrefix::parse("192.0.2.0/24"), kNow), TrustLevel::seen);
  EXPECT_EQ(trust.within(*IpPrefix::parse("192.0.3.0/24"), kNow), TrustLevel::none);
  EXPECT_EQ(trust.within(*IpPrefix::parse("2001:db8:1::/48"), kNow), TrustLevel::proven);
  EXPECT_EQ(trust.within(*IpPrefix::parse("2001:db8:1:2:3::/80"), kNow), TrustLevel::proven);
  EXPECT_EQ(trust.within(*IpPrefix::parse("192.0.2.0/24"), kNow + hours(31 * 24)), TrustLevel::none);
}

TEST(TrustBounds, AFloodOfClaimedLoginsPushesOutNoProvenAddress) {
  Trust trust({.addresses_max = 10}, HashSeed{});
  trust.learn(login("192.0.2.10"), false);
  for (uint32_t i = 0; i < 1000; ++i) {
    Event event = login("203.0.113.1", "100", AddressProof::claimed);
    event.address = IpAddress::v4(0xcb000000u + i);
    trust.learn(event, false);
  }
  EXPECT_EQ(trust.of(address("192.0.2.10"), kNow), TrustLevel::proven);
  EXPECT_EQ(trust.of(IpAddress::v4(0xcb000000u), kNow), TrustLevel::none);
  EXPECT_EQ(trust.of(IpAddress::v4(0xcb000000u + 999), kNow), TrustLevel::seen);
}

TEST(TrustBounds, TheAddressWithTheOldestLoginLeavesFirst) {
  Trust trust({.addresses_max = 2}, HashSeed{});
  trust.learn(login("192.0.2.1"), false);
  trust.learn(login("192.0.2.2"), false);
  trust.learn(login("192.0.2.1"), false);
  trust.learn(login("192.0.2.3"), false);
  EXPECT_EQ(trust.of(address("192.0.2.1"), kNow), TrustLevel::proven);
  EXPECT_EQ(trust.of(address("192.0.2.2"), kNow), TrustLevel::none);
  EXPECT_EQ(trust.devices(kNow).size(), 2u);
}

TEST(TrustBounds, AnAccountOfAnyLengthIsCut) {
  Trust trust({}, HashSeed{});
  std::string name(1000, 'x');
  trust.learn(login("192.0.2.1", name), false);
  EXPECT_EQ(trust.of(address("192.0.2.1"), name, kNow), TrustLevel::proven);
  ByteWriter out;
  trust.save(out);
  ByteReader in(out.bytes());
  EXPECT_TRUE(trust.load(in));
}

TEST_F(TrustTest, WhatWasSavedIsLoaded) {
  trust.learn(login("192.0.2.10"), false);
  trust.learn(login("192.0.2.11", "101", AddressProof::claimed), false);
  trust.learn(login("2001:db8::5", "102"), false);
  ByteWriter out;
  trust.save(out);
  Trust other({}, HashSeed{42});
  ByteReader in(out.bytes());
  ASSERT_TRUE(other.load(in));
  EXPECT_TRUE(in.at_end());
  EXPECT_EQ(other.of(address("192.0.2.10"), "100", kNow), TrustLevel::proven);
  EXPECT_EQ(other.of(address("192.0.2.11"), kNow), TrustLevel::seen);
  EXPECT_EQ(other.devices(kNow).size(), 2u);
  ByteWriter again;
  other.save(again);
  EXPECT_EQ(again.bytes(), out.bytes());
}

TEST_F(TrustTest, CutOrForeignBytesLeaveNothingLearnt) {
  trust.learn(login("192.0.2.10"), false);
  trust.learn(login("192.0.2.11", "101", AddressProof::claimed), false);
  ByteWriter out;
  trust.save(out);
  for (size_t length = 0; length < out.bytes().size(); ++length) {
    Trust other({}, HashSeed{});
    other.learn(login("192.0.2.99"), false);
    ByteReader in(std::string_view(out.bytes()).substr(0, length));
    ASSERT_FALSE(other.load(in)) << length;
    ASSERT_EQ(other.of(address("192.0.2.99"), kNow), TrustLevel::none);
    ASSERT_EQ(other.of(address("192.0.2.10"), kNow), TrustLevel::none);
  }
  std::string foreign = out.bytes();
  foreign[0] = 99;
  ByteReader in(foreign);
  EXPECT_FALSE(trust.load(in));
}

Event login_at(uint16_t port, std::string_view account = "100") {
  Event event = login("192.0.2.10", account);
  event.port = port;
  return event;
}

TEST_F(TrustTest, AnAccountHasFewDevicesBehindAnAddressAndTheEldestMakesRoom) {
  for (int i = 0; i < 100; ++i) trust.learn(login_at(static_cast<uint16_t>(20'000 + i)), false);
  trust.learn(login_at(5060, "101"), false);
  EXPECT_EQ(trust.devices(kNow).size(), TrustOptions{}.devices_per_account_max + 1);
  EXPECT_FALSE(trust.is_device(address("192.0.2.10"), 20'000, kNow));
  EXPECT_TRUE(trust.is_device(address("192.0.2.10"), 20'099, kNow));
  EXPECT_TRUE(trust.is_device(address("192.0.2.10"), 5060, kNow)) << "a colleague";
}

TEST_F(TrustTest, ADeviceThatLogsInAgainIsNotTheEldest) {
  trust.learn(login_at(5060), false);
  for (int i = 0; i < 100; ++i) {
    trust.learn(login_at(static_cast<uint16_t>(20'000 + i)), false);
    trust.learn(login_at(5060), false);
  }
  EXPECT_TRUE(trust.is_device(address("192.0.2.10"), 5060, kNow));
}

TEST_F(TrustTest, FewDevicesAreStillCountedAfterARestart) {
  for (int i = 0; i < 32; ++i) trust.learn(login_at(static_cast<uint16_t>(20'000 + i)), false);
  ByteWriter out;
  trust.save(out);
  std::string bytes = out.take();
  Trust later(TrustOptions{}, HashSeed{});
  ByteReader in(bytes);
  ASSERT_TRUE(later.load(in));
  later.learn(login_at(5060), false);
  EXPECT_EQ(later.devices(kNow).size(), 32u);
  EXPECT_FALSE(later.is_device(address("192.0.2.10"), 20'000, kNow));
}

TEST_F(TrustTest, TellsOnlyWhatIsNew) {
  for (int i = 0; i < 30; ++i) trust.learn(login_at(static_cast<uint16_t>(20'000 + i)), false);
  uint64_t version = trust.version();
  trust.learn(login_at(5060, "101"), false);
  auto news = trust.news_since(version, kNow);
  ASSERT_TRUE(news);
  ASSERT_EQ(news->size(), 1u);
  EXPECT_EQ(news->front().device.port, 5060);
  EXPECT_EQ(news->front().device.account, "101");
  EXPECT_FALSE(news->front().gone);
  EXPECT_TRUE(trust.news_since(trust.version(), kNow)->empty());
}

TEST_F(TrustTest, TellsOfThoseThatHadToMakeRoom) {
  for (int i = 0; i < 32; ++i) trust.learn(login_at(static_cast<uint16_t>(20'000 + i)), false);
  uint64_t version = trust.version();
  trust.learn(login_at(5060), false);
  auto news = trust.news_since(version, kNow);
  ASSERT_TRUE(news);
  ASSERT_EQ(news->size(), 2u);
  EXPECT_TRUE(news->front().gone);
  EXPECT_EQ(news->front().device.port, 20'000);
}

TEST_F(TrustTest, WhatIsTooLongAgoIsNotTold) {
  uint64_t version = trust.version();
  for (int i = 0; i < 10'000; ++i)
    trust.learn(login_at(static_cast<uint16_t>(20'000 + i), std::to_string(i)), false);
  EXPECT_FALSE(trust.news_since(version, kNow));
  EXPECT_FALSE(trust.news_since(trust.version() + 1, kNow)) << "of another life";
}

TEST_F(TrustTest, TellsFromWhereAnAccountLogsIn) {
  trust.learn(login("192.0.2.10"), false);
  trust.learn(login("192.0.2.11", "100", AddressProof::claimed), false);
  trust.learn(login("192.0.2.12", "101"), false);
  auto logins = trust.logins_of("100", kNow);
  ASSERT_EQ(logins.size(), 2u);
  EXPECT_EQ(logins[0].level == TrustLevel::proven, logins[0].address == address("192.0.2.10"));
  EXPECT_TRUE(trust.logins_of("100", kNow + std::chrono::days(40)).empty());
}

TEST_F(TrustTest, WhomThePbxCallsIsAPeerForAMonthAndOverARestart) {
  Event answer = login("192.0.2.40");
  answer.kind = EventKind::peer_answered;
  uint64_t met = trust.peers_met();
  trust.meet(answer);
  trust.meet(answer);
  EXPECT_EQ(trust.peers_met(), met + 1);
  EXPECT_EQ(of("192.0.2.40"), TrustLevel::none) << "no telephone";
  ByteWriter out;
  trust.save(out);
  std::string bytes = out.take();
  ByteReader in(bytes);
  Trust again(TrustOptions{}, HashSeed{});
  ASSERT_TRUE(again.load(in));
  EXPECT_TRUE(again.is_peer(address("192.0.2.40"), kNow + std::chrono::days(30)));
  EXPECT_FALSE(again.is_peer(address("192.0.2.40"), kNow + std::chrono::days(31)));
  EXPECT_FALSE(again.is_peer(address("192.0.2.41"), kNow));
}

Event guess_at(std::string_view account, AddressProof proof = AddressProof::returned) {
  Event event = login("192.0.2.10", account, proof);
  event.kind = EventKind::auth_failed;
  return event;
}

TEST_F(TrustTest, ADeviceThatGuessesAtManyAccountsPassesNoLonger) {
  trust.learn(login("192.0.2.10"), false);
  uint64_t version = trust.version();
  for (int i = 0; i < 50; ++i) trust.doubt(guess_at(std::to_string(200 + i)));
  EXPECT_FALSE(trust.is_device(address("192.0.2.10"), 5060, kNow));
  EXPECT_TRUE(trust.devices(kNow).empty());
  auto news = trust.news_since(version, kNow);
  ASSERT_TRUE(news);
  ASSERT_EQ(news->size(), 1u);
  EXPECT_TRUE(news->front().gone);
  trust.learn(login("192.0.2.10"), false);
  EXPECT_FALSE(trust.is_device(address("192.0.2.10"), 5060, kNow)) << "one more login buys nothing";
  EXPECT_EQ(of("192.0.2.10"), TrustLevel::proven) << "its address is known still";
}

TEST_F(TrustTest, ATelephoneWithAFewWrongLinesKeepsPassing) {
  trust.learn(login("192.0.2.10"), false);
  for (int i = 0; i < 1'000; ++i) trust.doubt(guess_at(std::to_string(200 + i % 12)));
  EXPECT_TRUE(trust.is_device(address("192.0.2.10"), 5060, kNow));
}

TEST_F(TrustTest, ClaimsAndTheAccountsOfTheHouseCastNoDoubtOnADevice) {
  trust.learn(login("192.0.2.10"), false);
  for (int i = 0; i < 50; ++i) trust.doubt(guess_at(std::to_string(200 + i), AddressProof::claimed));
  for (int i = 0; i < 50; ++i) trust.learn(login_at(static_cast<uint16_t>(6'000 + i), std::to_string(300 + i)), false);
  for (int i = 0; i < 50; ++i) trust.doubt(guess_at(std::to_string(300 + i)));
  EXPECT_TRUE(trust.is_device(address("192.0.2.10"), 5060, kNow));
}

}  // namespace
}  // namespace denwaban::track
