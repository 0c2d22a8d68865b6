// SPDX-License-Identifier: GPL-3.0-or-later
// Where accounts are at home: old passwords, and logins from elsewhere. Addresses are those of tests/knowledge/data.
#include <gmock/gmock.h>

#include "detect/seen.h"
#include "knowledge/atlas.h"
#include "source_path.h"

namespace denwaban::detect {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const IpAddress kGermany = *IpAddress::parse("192.0.2.10"), kJapan = *IpAddress::parse("198.51.100.7"),
                kBrazil = *IpAddress::parse("198.51.100.200"), kNowhere = *IpAddress::parse("10.0.0.7");

struct PlacesTest : DetectorsTest {
  PlacesTest() { detectors.know(&atlas); }
  void log_in(const IpAddress& from, Seconds after, std::string_view account = "100") {
    Event e = failure(account, from);
    e.kind = EventKind::auth_succeeded;
    e.proof = AddressProof::returned;
    e.time = kStart + after;
    see(e, after);
    trust.learn(e, false);
  }
  // An account that has been used in Germany every hour until `days` after the start.
  void live_in_germany(int days) {
    for (int hour = 0; hour < 24 * days; ++hour) log_in(kGermany, hour * kHour);
  }
  knowledge::Atlas atlas = knowledge::Atlas::open(
      {test::source_path("tests/knowledge/data/tiny.mmdb"), test::source_path("tests/knowledge/data/tiny.mmdb")});
};

TEST_F(PlacesTest, ALoginFromANewCountryIsTold) {
  live_in_germany(4);
  log_in(kJapan, 5 * kDay);
  const Finding* found = worst(Detector::account_takeover);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->pattern, "new_country");
  EXPECT_EQ(found->severity, Severity::medium);
  EXPECT_EQ(found->subject.address, kJapan);
  EXPECT_THAT(found->accounts, ElementsAre("100"));
  EXPECT_THAT(found->details, ElementsAre("DE -> JP"));
}

TEST_F(PlacesTest, TwoCountriesWithinTheHourAreWorse) {
  live_in_germany(4);
  log_in(kBrazil, 4 * kDay - kHour + Seconds(600));
  ASSERT_TRUE(worst(Detector::account_takeover));
  EXPECT_EQ(worst(Detector::account_takeover)->pattern, "second_country");
  EXPECT_EQ(severity(), Severity::high);
}

TEST_F(PlacesTest, APlaceIsNewOnce) {
  live_in_germany(4);
  log_in(kJapan, 5 * kDay);
  size_t before = told.size();
  for (int hour = 1; hour < 48; ++hour) log_in(hour % 2 ? kGermany : kJapan, 5 * kDay + hour * kHour);
  EXPECT_EQ(told.size(), before);
}

TEST_F(PlacesTest, NothingIsToldOfAccountsThatAreNewOfPrivateAddressesOrWithoutATable) {
  log_in(kGermany, Seconds(0));
  log_in(kJapan, 2 * kDay);
  log_in(kGermany, Seconds(0), "200");
  log_in(kNowhere, 9 * kDay, "200");
  detectors.know(nullptr);
  log_in(kBrazil, 9 * kDay);
  EXPECT_THAT(told, IsEmpty());
}

TEST_F(PlacesTest, PlacesSurviveARestart) {
  live_in_germany(4);
  ByteWriter out;
  detectors.save(out);
  std::string bytes = out.take();
  ByteReader in(bytes);
  ASSERT_TRUE(detectors.load(in));
  log_in(kGermany, 5 * kDay);
  EXPECT_THAT(told, IsEmpty());
  log_in(kJapan, 7 * kDay);
  EXPECT_EQ(severity(), Severity::medium);
}

TEST_F(PlacesTest, AnOldPasswordAtTheAccountsOwnTelephoneIsReportedAtAnyPaceOfATelephone) {
  for (int every : {2, 5, 30}) {
    DetectorsTest::told.clear();
    log_in(kGermany, Seconds(0));
    Event retry = failure("100", kGermany);
    retry.proof = AddressProof::returned;
    repeat(retry, 500, Seconds(every), Seconds(every * 10'000));
    ASSERT_TRUE(worst(Detector::auth_guessing)) << every;
    EXPECT_EQ(worst(Detector::auth_guessing)->pattern, "stale_credentials") << every;
    EXPECT_EQ(severity(), Severity::low) << every;
  }
}

TEST_F(PlacesTest, AnotherAccountFromThereOrAnotherPlaceIsGuessing) {
  log_in(kGermany, Seconds(0));
  for (int i = 0; i < 60; ++i) {
    Event guess = failure(i % 2 ? "100" : "101", kGermany);
    guess.proof = AddressProof::returned;
    see(guess, Seconds(60 + 2 * i));
  }
  EXPECT_GE(severity(Detector::auth_guessing), Severity::medium);
  told.clear();
  repeat(failure("100", kJapan), 60, Seconds(2), Seconds(600));
  EXPECT_GE(severity(Detector::auth_guessing), Severity::medium);
}

}  // namespace
}  // namespace denwaban::detect
