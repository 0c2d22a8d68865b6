// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/weak_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <sstream>
#include <string>

#include "knowledge/dictionary.h"

namespace denwaban::knowledge {
namespace {

std::string graded(std::string_view secret, std::string_view name = "4711x") {
  return std::string(to_string(grade_secret(secret, std::span(&name, 1))));
}

// Each line: name of the account, its secret, the grade.
void expect_all(std::string_view table) {
  std::istringstream lines{std::string(table)};
  std::string name, secret, expected;
  while (lines >> name >> secret >> expected)
    EXPECT_EQ(graded(secret, name), expected) << name << " " << secret;
}

TEST(GradeSecret, FollowsTheOrderOfJudgement) {
  EXPECT_EQ(graded(""), "empty");
  expect_all(R"(
    1001    1001                       equals_name
    admin   admin                      equals_name
    Alice   aLICE                      equals_name
    1001    admin                      listed
    1001    73950                      digits_only
    1001    4839201746                 digits_only
    1001    kX9#q                      too_short
    1001    kX9#qw2                    too_short
    1001    kX9#qw2L                   medium
    1001    kX9#qw2LpQ4zm              medium
    1001    kX9#qw2LpQ4zmT             strong
    1001    qmvdhtzkwprxbn             medium
    1001    qmvdhtzkwprxbnqwvxk        medium
    1001    qmvdhtzkwprxbnqwvxkj       strong
    1001    48392017465027361594       strong
  )");
}

TEST(GradeSecret, KnowsTheWordsOfTheAlerts) {
  for (const char* word : {"1234",     "coffee",    "japan",  "key",         "account",
                           "admin",    "password",  "pass",   "sip",         "test",
                           "voip",     "alice",     "bobby",  "michael",     "abcd123",
                           "pass1234", "password1", "pw1",    "passw0rd",    "mysecret",
                           "123456",   "amp111",    "amp109", "supersecret", "unsecurepassword",
                           "xxxx",     "blah",      "mark",   "MySecret",    "PASSW0RD"}) {
    EXPECT_EQ(graded(word), "listed") << word;
  }
}

TEST(GradeSecret, SeesWhatIsMadeOfWordsAndNames) {
  expect_all(R"(
    bob     coffee2010                 derived
    bob     Passw0rd!2024              derived
    bob     123admin                   derived
    bob     @dm1n2020                  derived
    bob     p4ssw0rd99                 derived
    bob     nimda                      derived
    bob     testasterisk               derived
    bob     voip-2024                  derived
    1001    1001abc                    derived
    1001    1001test                   derived
    1001    sip1001                    derived
    1001    1001!                      derived
    1001    10011001                   derived
    1001    1001-2024                  derived
    reception  noitpecer               derived
    reception  Reception1              derived
    bob     qwertyasdf                 derived
    bob     asdf9876                   derived
    bob     zxcvbnmasdfghjkl           derived
    bob     abcdefghij                 derived
    bob     abcabcabc                  derived
    bob     aaaabbbbaaaa               derived
    bob     19840523                   derived
    bob     23.05.1984                 derived
    bob     230584                     derived
  )");
}

TEST(GradeSecret, LeavesGoodSecretsAlone) {
  expect_all(R"(
    1001    Xq3tR8vLw2Zp9K             strong
    1001    1001Xq3tR8vLw2Zp9K         strong
    1001    admin-Xq3tR8vLw2Zp9K       strong
    admin   9f86d081884c7d659a2f       strong
    1001    correct.horse.battery      strong
    1001    d41d8cd98f00b204           strong
    1001    T7mmQ2wdR9                 medium
    1001    7c1e9d04b2                 medium
    1      x1y7q0v3                    medium
  )");
}

TEST(GradeSecret, TellsATemplatesGapFromAPassword) {
  expect_all(R"(
    1001    <secret>                   placeholder
    1001    <password-of-1001>         placeholder
    1001    {{sip_secret}}             placeholder
    1001    pre_{{n}}_post             placeholder
    1001    ${SIP_SECRET}              placeholder
    1001    CHANGEME                   placeholder
    1001    change_me_123              placeholder
    1001    CHANGEPASS                 placeholder
    1001    weak-should-be-changed-now placeholder
    1001    CHANGE_THIS_LINE_PASSWORD  placeholder
    1001    YOUR_CARRIER_SIP_PASSWORD  placeholder
    1001    DeskPhone-ChangeMe-4711     placeholder
    1001    amipass123                 derived
    1001    secure_password_123        derived
    1001    Your-Password-Here         placeholder
    1001    ***                        placeholder
    1001    ********                   placeholder
    1001    [password]                 placeholder
    1001    %PASSWORD%                 placeholder
    1001    <k#9!q2Lp$4zm>             strong
  )");
  EXPECT_EQ(graded("{{ secret }}"), "placeholder");
  EXPECT_EQ(graded("<your secret>"), "placeholder");
}

TEST(GradeSecret, TakesEveryNameOfTheAccount) {
  const std::string_view names[] = {"", "trunk-out", "5551234", "carol"};
  EXPECT_EQ(grade_secret("5551234", names), SecretStrength::equals_name);
  EXPECT_EQ(grade_secret("CAROL99", names), SecretStrength::derived);
  EXPECT_EQ(grade_secret("zh4Kq", {}), SecretStrength::too_short);
}

TEST(GradeSecret, CallsEverythingBeforeMediumGuessable) {
  EXPECT_TRUE(is_guessable(SecretStrength::empty));
  EXPECT_TRUE(is_guessable(SecretStrength::derived));
  EXPECT_TRUE(is_guessable(SecretStrength::too_short));
  EXPECT_FALSE(is_guessable(SecretStrength::medium));
  EXPECT_FALSE(is_guessable(SecretStrength::strong));
}

TEST(GradeSecret, CallsNoWordOfItsDictionaryGood) {
  for (const std::string_view word : dictionary()) {
    const auto grade = grade_secret(word, {});
    EXPECT_TRUE(grade == SecretStrength::listed || grade == SecretStrength::placeholder) << word;
  }
}

// A generator's passwords are not taken for something that they are not.
TEST(GradeSecret, FindsNoMeaningInRandomCharacters) {
  std::mt19937 random(7);
  const std::string_view alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
  const std::string_view name = "1001";
  for (int round = 0; round < 4000; ++round) {
    std::string secret(16, 'a');
    for (char& c : secret) c = alphabet[random() % alphabet.size()];
    EXPECT_EQ(grade_secret(secret, std::span(&name, 1)), SecretStrength::strong) << secret;
  }
}

TEST(GradeSecret, SurvivesWhateverItIsGiven) {
  std::mt19937 random(3);
  for (int round = 0; round < 4000; ++round) {
    std::string secret(random() % 40, '\0'), name(random() % 6, '\0');
    for (char& c : secret) c = static_cast<char>(random() % 2 ? random() : '0' + random() % 10);
    for (char& c : name) c = static_cast<char>('0' + random() % 4);
    const std::string_view names[] = {name};
    EXPECT_EQ(grade_secret(secret, names) == SecretStrength::empty, secret.empty());
    EXPECT_EQ(grade_secret(secret + secret, names) == SecretStrength::empty, secret.empty());
  }
  EXPECT_EQ(graded(std::string(1'000'000, 'a')), "derived");
  EXPECT_EQ(graded(std::string(1'000'000, '{')), "derived");
}

TEST(GradePin, FollowsTheOrderOfJudgement) {
  EXPECT_EQ(grade_pin("", "100"), PinStrength::empty);
  EXPECT_EQ(grade_pin("-", "100"), PinStrength::empty);
  EXPECT_EQ(grade_pin("100", "100"), PinStrength::equals_mailbox);
  EXPECT_EQ(grade_pin("-100", "100"), PinStrength::equals_mailbox);
  for (const char* pin : {"1234", "0000", "2580", "4321", "7777", "1212", "1987", "2024", "123456", "654321",
                          "112233", "121212", "19870412", "311299", "0173", "258025802580"}) {
    EXPECT_EQ(grade_pin(pin, "100"), PinStrength::listed) << pin;
  }
  EXPECT_EQ(grade_pin("8264", "100"), PinStrength::too_short);
  EXPECT_EQ(grade_pin("82649", "100"), PinStrength::too_short);
  EXPECT_EQ(grade_pin("826493", "100"), PinStrength::ok);
  EXPECT_EQ(grade_pin("8264", ""), PinStrength::too_short);
}

std::set<std::string> all_candidates(std::span<const std::string_view> names,
                                     size_t limit = CandidateWords::kDefaultLimit) {
  std::set<std::string> seen;
  CandidateWords words(names, limit);
  for (auto word = words.next(); word; word = words.next()) seen.emplace(*word);
  return seen;
}

TEST(CandidateWords, TriesWhatAttackersTry) {
  const std::string_view names[] = {"1001", "carol"};
  const auto seen = all_candidates(names);
  for (const char* word :
       {"",          "1001",        "carol",        "Carol",  "lorac",  "carolcarol", "carol99",
        "carol2024", "sip1001",     "1001pass",     "0",      "07",     "123",        "9999",
        "password",  "amp111",      "eLaStIx.2oo7", "Coffee", "admin1", "admin2019",  "Admin123!",
        "test42",    "passw0rd2024"}) {
    EXPECT_TRUE(seen.contains(word)) << word;
  }
  EXPECT_GT(seen.size(), 25000u);
}

TEST(CandidateWords, EndsAtItsLimitWhateverTheNames) {
  const std::vector<std::string> owned(1000, std::string(100000, 'n'));
  const std::vector<std::string_view> names(owned.begin(), owned.end());
  CandidateWords words(names, 5000);
  size_t count = 0;
  for (auto word = words.next(); word; word = words.next()) {
    EXPECT_LE(word->size(), 300u);
    ++count;
  }
  EXPECT_EQ(count, 5000u);
  EXPECT_EQ(words.next(), std::nullopt);
  EXPECT_LE(all_candidates({}).size(), CandidateWords::kDefaultLimit);
}

// What the generator makes is what the judge refuses: a digest found by it is never a good secret.
TEST(CandidateWords, MakesOnlyWordsThatAreJudgedGuessable) {
  const std::string_view names[] = {"1001", "carol"};
  for (const std::string& word : all_candidates(names)) {
    EXPECT_TRUE(is_guessable(grade_secret(word, names))) << word;
  }
}

}  // namespace
}  // namespace denwaban::knowledge
