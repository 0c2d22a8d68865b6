// SPDX-License-Identifier: GPL-3.0-or-later
// What an honest person mistyped is never told.
#include "report/tried.h"

#include <gtest/gtest.h>

namespace denwaban::report {
namespace {

constexpr HashSeed kSeed{42};
constexpr ToldFrom kPasswords{2, 3};

IpAddress host(uint32_t number) { return IpAddress::v4(0xcb007100 + number); }

std::vector<std::string> told(const Tried& tried, bool rare = false) {
  std::vector<std::string> texts;
  for (const Tried::Entry& entry : tried.ranked(rare)) texts.push_back(entry.text);
  return texts;
}

using Texts = std::vector<std::string>;

TEST(Tried, TellsWhatEnoughAddressesTriedOftenEnough) {
  Tried tried(64, kPasswords);
  for (int i = 0; i < 2; ++i) tried.add("mysecret", host(1), kSeed);
  tried.add("mysecret", host(2), kSeed);
  EXPECT_EQ(told(tried), Texts{"mysecret"});
  EXPECT_EQ(tried.ranked(false)[0].count, 3u);
}

TEST(Tried, DoesNotTellWhatOneAddressAloneTriedHoweverOften) {
  Tried tried(64, kPasswords);
  for (int i = 0; i < 1000; ++i) tried.add("Tr0ub4dor", host(1), kSeed);
  EXPECT_EQ(told(tried), Texts());
  EXPECT_EQ(told(tried, true), Texts{"Tr0ub4dor"});
}

TEST(Tried, DoesNotTellWhatWasTriedTwiceFromTwoPlaces) {
  Tried tried(64, kPasswords);
  tried.add("Tr0ub4dor", host(1), kSeed);
  tried.add("Tr0ub4dor", host(2), kSeed);
  EXPECT_EQ(told(tried), Texts());
}

TEST(Tried, ForgetsTheTriesOfWhoLogsIn) {
  Tried tried(64, kPasswords);
  for (int i = 0; i < 5; ++i) tried.add("Tr0ub4dor", host(1), kSeed);
  for (int i = 0; i < 5; ++i) tried.add("Tr0ub4dor", host(2), kSeed);
  tried.forgive(host(2));
  EXPECT_EQ(told(tried), Texts());
  EXPECT_EQ(tried.total(), 5u);
  tried.forgive(host(1));
  EXPECT_EQ(told(tried, true), Texts());
  EXPECT_EQ(tried.total(), 0u);
}

TEST(Tried, ForgetsWhatWasAcceptedAndWhatIsLikeIt) {
  Tried tried(64, kPasswords);
  for (const char* text :
       {"correct-horse", "corect-horse", "correct-hrose", "Correct-Horse", "correct-horse1", "1234"})
    for (uint32_t from = 1; from <= 3; ++from) tried.add(text, host(from), kSeed);
  EXPECT_EQ(told(tried).size(), 6u);
  EXPECT_TRUE(tried.forget("correct-horse"));
  EXPECT_EQ(told(tried, true), Texts{"1234"});
}

TEST(Tried, WritesNothingDownThatMustNotBeTold) {
  Tried tried(64, kPasswords);
  tried.add("Tr0ub4dor", host(1), kSeed);
  for (uint32_t from = 1; from <= 3; ++from) tried.add("mysecret", host(from), kSeed);
  ByteWriter out;
  tried.save(out);
  EXPECT_EQ(out.bytes().find("Tr0ub4dor"), std::string::npos);
  EXPECT_NE(out.bytes().find("mysecret"), std::string::npos);
}

TEST(Tried, GoesOnCountingAfterARestart) {
  Tried tried(64, kPasswords);
  tried.add("admin", host(1), kSeed);
  tried.add("admin", host(2), kSeed);
  ByteWriter out;
  tried.save(out);
  Tried loaded(64, kPasswords);
  ByteReader in(out.bytes());
  ASSERT_TRUE(loaded.load(in));
  EXPECT_EQ(told(loaded), Texts());
  loaded.add("admin", host(1), kSeed);
  EXPECT_EQ(told(loaded), Texts{"admin"});
}

TEST(Tried, StaysWithinItsBoundsAndKeepsTheFrequent) {
  Tried tried(64, kPasswords);
  for (uint32_t i = 0; i < 5000; ++i) {
    tried.add("junk" + std::to_string(i), host(i % 200), kSeed);
    if (i % 20 == 0) tried.add("1234", host(i % 7), kSeed);
  }
  EXPECT_EQ(told(tried), Texts{"1234"});
  EXPECT_LE(tried.ranked(true).size(), 64u);
}

TEST(Alike, AreTextsThatOneSlipMakesOfOneAnother) {
  EXPECT_TRUE(are_alike("secret", "Secret"));
  EXPECT_TRUE(are_alike("secret", "secert"));
  EXPECT_TRUE(are_alike("secret", "secret99"));
  EXPECT_TRUE(are_alike("my-secret-word", "secret"));
  EXPECT_FALSE(are_alike("secret", "password"));
  EXPECT_FALSE(are_alike("", "password"));
  EXPECT_FALSE(are_alike("1234", "admin"));
}

}  // namespace
}  // namespace denwaban::report
