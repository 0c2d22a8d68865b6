// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/advisories.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>

namespace denwaban::knowledge {
namespace {

using testing::Contains;
using testing::IsEmpty;
using testing::Not;

AsteriskVersion version(std::string_view text) {
  const auto read = parse_version(text);
  EXPECT_TRUE(read) << text;
  return read.value_or(AsteriskVersion{});
}

std::string parts(std::string_view text) {
  const auto read = parse_version(text);
  if (!read) return "none";
  std::string told;
  for (const auto part : read->parts) told += std::to_string(part) + ".";
  told.pop_back();
  if (read->certified != 0) told += " cert" + std::to_string(read->certified);
  if (read->before_release) told += " before";
  if (read->packaged) told += " packaged";
  return told;
}

std::vector<std::string> ids(std::string_view release, Exposure how = Exposure::open) {
  std::vector<std::string> found;
  for (const Advisory* advisory : open_advisories(version(release), how)) found.emplace_back(advisory->id);
  return found;
}

TEST(ParseVersion, ReadsWhatProgramsAndPackagesSay) {
  EXPECT_EQ(parts("20.6.0"), "20.6.0.0");
  EXPECT_EQ(parts("Asterisk 18.26.2"), "18.26.2.0");
  EXPECT_EQ(parts("Asterisk PBX 18.9-cert4"), "18.9.0.0 cert4");
  EXPECT_EQ(parts("Asterisk certified/18.9-cert13"), "18.9.0.0 cert13");
  EXPECT_EQ(parts("20.6.0~dfsg+~cs6.13.40431414-2build5"), "20.6.0.0 packaged");
  EXPECT_EQ(parts("1:16.28.0~dfsg-0+deb11u4"), "16.28.0.0 packaged");
  EXPECT_EQ(parts("FPBX-16.0.40(18.20.2)"), "18.20.2.0");
  EXPECT_EQ(parts("1.8.32.3"), "1.8.32.3");
  EXPECT_EQ(parts("22.0.0-rc1"), "22.0.0.0 before");
  EXPECT_EQ(parts("Asterisk 13.38.2 built by root @ pbx on a x86_64 running Linux on 2021-05-01"),
            "13.38.2.0");
}

TEST(ParseVersion, TakesNothingForAVersionThatIsNone) {
  for (const char* text : {"", "Asterisk", "GIT-20-abc1234", "20", "20.", ".20", "20.99999999999", "x20.6",
                           "SVN-branch-1", "99999999.1", "FPBX-16.0.40"}) {
    EXPECT_EQ(parts(text), "none") << text;
  }
}

TEST(ParseVersion, SurvivesWhateverItIsGiven) {
  std::mt19937 random(5);
  const std::string_view alphabet = "0123456789....--~:cert rc+dfsg";
  for (int round = 0; round < 4000; ++round) {
    std::string text(random() % 40, ' ');
    for (char& c : text) c = alphabet[random() % alphabet.size()];
    const auto read = parse_version(text);
    if (read) open_advisories(*read);
  }
  EXPECT_EQ(parts(std::string(1'000'000, '1')), "none");
}

TEST(Advisories, AreOpenUntilTheirBranchWasRepaired) {
  const auto before = ids("20.14.0");
  EXPECT_THAT(before, Contains("GHSA-2grh-7mhv-fcfw"));
  EXPECT_THAT(ids("20.14.1"), Not(Contains("GHSA-2grh-7mhv-fcfw")));
  EXPECT_THAT(ids("22.4.0"), Contains("GHSA-2grh-7mhv-fcfw"));
  EXPECT_THAT(ids("22.10.1"), Not(Contains("GHSA-2grh-7mhv-fcfw")));
  EXPECT_THAT(ids("16.28.0"), Contains("AST-2022-009"));
  EXPECT_THAT(ids("16.29.1"), Not(Contains("AST-2022-009")));
}

TEST(Advisories, AreNoneInTheReleasesThatRepairedTheLast) {
  for (const char* release : {"20.20.1", "21.12.3", "22.10.1", "23.4.1", "24.0.0"}) {
    EXPECT_THAT(ids(release), IsEmpty()) << release;
    EXPECT_THAT(ids(release, Exposure::presumed), IsEmpty()) << release;
  }
}

TEST(Advisories, ArePresumedWhereABranchEndedBeforeTheRepair) {
  EXPECT_THAT(ids("16.30.1"), Not(Contains("GHSA-33x6-fj46-6rfh")));
  EXPECT_THAT(ids("16.30.1", Exposure::presumed), Contains("GHSA-33x6-fj46-6rfh"));
  EXPECT_THAT(ids("19.8.1", Exposure::presumed), Contains("GHSA-c4cg-9275-6w44"));
}

TEST(Advisories, DoNotConcernReleasesBeforeTheHole) {
  const std::string_view wrong_match = "GHSA-qqxj-v78h-hrf9";  // came with 20.8.0 and left with 20.8.1
  for (const auto how : {Exposure::open, Exposure::presumed}) {
    EXPECT_THAT(ids("20.7.0", how), Not(Contains(wrong_match)));
    EXPECT_THAT(ids("16.28.0", how), Not(Contains(wrong_match)));
    EXPECT_THAT(ids("19.8.0", how), Not(Contains(wrong_match)));
  }
  EXPECT_THAT(ids("20.8.0"), Contains(wrong_match));
  EXPECT_THAT(ids("20.8.1"), Not(Contains(wrong_match)));
}

TEST(Advisories, TakeACandidateForOlderThanItsRelease) {
  EXPECT_THAT(ids("20.14.1-rc1"), Contains("GHSA-2grh-7mhv-fcfw"));
}

TEST(Advisories, SayOfCertifiedReleasesOnlyWhatIsKnown) {
  EXPECT_THAT(ids("18.9-cert5"), Contains("GHSA-8857-hfmw-vg8f"));
  EXPECT_THAT(ids("18.9-cert6"), Not(Contains("GHSA-8857-hfmw-vg8f")));
  EXPECT_THAT(ids("18.9-cert6", Exposure::unknown), Contains("GHSA-33x6-fj46-6rfh"));
}

TEST(Advisories, AreWrittenDownCompletely) {
  std::set<std::string_view> seen;
  for (const Advisory& advisory : advisories()) {
    EXPECT_TRUE(seen.insert(advisory.id).second) << advisory.id;
    EXPECT_FALSE(advisory.title.empty()) << advisory.id;
    for (const std::string_view list : {advisory.fixed, advisory.since}) {
      std::string_view rest = list;
      while (!rest.empty()) {
        const std::string_view word = rest.substr(0, rest.find(' '));
        EXPECT_NE(parts(word), "none") << advisory.id;
        rest.remove_prefix(std::min(rest.size(), word.size() + 1));
      }
    }
    EXPECT_FALSE(advisory.fixed.empty()) << advisory.id;
  }
  EXPECT_GE(seen.size(), 75u);
}

TEST(Branches, EndOnTheirDay) {
  using std::chrono::sys_days;
  using namespace std::chrono_literals;
  const auto support = [](std::string_view release, std::chrono::year_month_day day) {
    return support_of(version(release), sys_days(day));
  };
  EXPECT_EQ(support("16.28.0", 2022y / 10 / 8), Support::full);
  EXPECT_EQ(support("16.28.0", 2022y / 10 / 9), Support::security_only);
  EXPECT_EQ(support("16.28.0", 2023y / 10 / 9), Support::ended);
  EXPECT_EQ(support("22.1.0", 2026y / 11 / 22), Support::full);
  EXPECT_EQ(support("21.12.3", 2026y / 11 / 22), Support::ended);
  EXPECT_EQ(support("1.8.32.3", 2014y / 1 / 1), Support::full);
  EXPECT_EQ(support("1.6.2.24", 2026y / 1 / 1), Support::ended);
  EXPECT_EQ(support("24.0.0", 2026y / 11 / 22), Support::unknown);
  EXPECT_EQ(support("18.9-cert6", 2026y / 11 / 22), Support::unknown);
  EXPECT_EQ(branch_of(version("1.4.44"))->name, "1.4");
  EXPECT_TRUE(branch_of(version("20.1.0"))->long_term);
}

TEST(Branches, PassThroughTheirAgesInOrder) {
  for (const Branch& branch : branches()) {
    EXPECT_TRUE(branch.released.ok() && branch.security_only.ok() && branch.end_of_life.ok()) << branch.name;
    EXPECT_LT(branch.released, branch.security_only) << branch.name;
    EXPECT_LT(branch.security_only, branch.end_of_life) << branch.name;
  }
}

}  // namespace
}  // namespace denwaban::knowledge
