// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/observation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "report/page.h"
#include "report/words.h"
#include "source_path.h"

namespace denwaban::report {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr auto kNobodySpared = [](const IpAddress&, Time) { return false; };
// What somebody may call himself.
constexpr const char* kHostile =
    "</code><script>alert(1)</script>\x1b[31m\xff\xe2\x80\xae,\"=cmd|' /C calc'!A0";

class ObservationTest : public testing::Test {
 protected:
  void add(const char* month, const char* from, uint16_t attempts, const char* account = "100") {
    Event event;
    event.time = *parse_rfc3339(std::string(month) + "-15T12:00:00Z");
    event.address = *IpAddress::parse(from);
    event.account = account;
    event.attempts = attempts;
    event.service = Service::pjsip;
    event.witness = Witness::security_event;
    tally_.take({&event, 1}, trust_, kNobodySpared);
  }
  Observation of(const Question& question = {}) {
    auto observation = observe(tally_, question);
    EXPECT_TRUE(observation) << observation.error().message;
    return observation ? *observation : Observation();
  }
  static const Observation::Part& part(const Observation& observation, Dimension dimension) {
    for (const auto& each : observation.parts)
      if (each.dimension == dimension) return each;
    throw std::runtime_error("no such part");
  }

  knowledge::Atlas atlas_ = knowledge::Atlas::open({test::source_path("tests/knowledge/data/tiny.mmdb"),
                                                    test::source_path("tests/knowledge/data/tiny.mmdb")});
  track::Trust trust_{track::TrustOptions(), HashSeed{}};
  Tally tally_{TallyOptions(), atlas_, HashSeed{}};
};

TEST_F(ObservationTest, ShowsTheLatestMonthBesideTheOneBefore) {
  add("2026-09", "198.51.100.1", 7);
  add("2026-10", "198.51.100.1", 10);
  add("2026-11", "198.51.100.1", 15);
  add("2026-11", "203.0.113.1", 5);
  Observation observation = of();
  EXPECT_EQ(observation.month, "2026-11");
  EXPECT_EQ(observation.against, "2026-10");
  EXPECT_EQ(observation.attempts, 20u);
  EXPECT_EQ(observation.attempts_before, 10u);
  EXPECT_EQ(observation.months.size(), 3u);
  const auto& countries = part(observation, Dimension::country);
  ASSERT_EQ(countries.rows.size(), 2u);
  EXPECT_EQ(countries.rows[0].key, "JP");
  EXPECT_EQ(countries.rows[0].before, 10u);
  EXPECT_EQ(countries.rows[1].before, 0u);
  EXPECT_EQ(headline(observation), "20 attempts from 2 addresses in 2 countries");
  EXPECT_EQ(change_sentence(observation), "100 % more than in October 2026");
}

TEST_F(ObservationTest, ComparesWithAnyMonthAndRefusesThoseWithoutNumbers) {
  add("2026-01", "198.51.100.1", 4);
  add("2026-11", "198.51.100.1", 2);
  EXPECT_EQ(of().against, "");
  Question question;
  question.against = parse_month("2026-01");
  EXPECT_EQ(of(question).attempts_before, 4u);
  question.against = parse_month("2025-01");
  EXPECT_EQ(observe(tally_, question).error().kind, ErrorKind::not_found);
  question.month = parse_month("2020-01");
  EXPECT_THAT(observe(tally_, question).error().message, HasSubstr("2020-01"));
}

TEST_F(ObservationTest, CutsToTheTopAndNamesWhatWasAskedFor) {
  for (int i = 0; i < 30; ++i) add("2026-11", "198.51.100.1", 1, std::to_string(i).c_str());
  Question question;
  question.by = {Dimension::account};
  question.top = 5;
  Observation observation = of(question);
  ASSERT_EQ(observation.parts.size(), 1u);
  EXPECT_EQ(observation.parts[0].rows.size(), 5u);
  EXPECT_EQ(observation.parts[0].total, 30u);
}

TEST_F(ObservationTest, NothingCountedIsAnAnswer) {
  Observation observation = of();
  EXPECT_EQ(observation.month, "");
  EXPECT_THAT(observation_page(observation, {}), HasSubstr("nothing was counted"));
  EXPECT_TRUE(read_observation(observation_json(observation)));
}

TEST_F(ObservationTest, ComesBackFromItsJson) {
  add("2026-10", "198.51.100.1", 10);
  add("2026-11", "203.0.113.1", 5, "alice");
  Observation observation = of();
  auto lines = observation_json(observation);
  auto again = read_observation(lines);
  ASSERT_TRUE(again);
  EXPECT_EQ(observation_json(*again), lines);
  lines.pop_back();
  EXPECT_FALSE(read_observation(lines));
  EXPECT_FALSE(read_observation({"{"}));
  EXPECT_FALSE(read_observation({R"({"type":"observation"})"}));
}

TEST_F(ObservationTest, HostileNamesHarmNeitherPageNorJsonNorSpreadsheet) {
  add("2026-11", "198.51.100.1", 5, kHostile);
  add("2026-11", "198.51.100.1", 4, "=1+1");
  Observation observation = of();
  std::string page = observation_page(observation, {});
  EXPECT_THAT(page, Not(HasSubstr("<script")));
  EXPECT_THAT(page, Not(HasSubstr("\x1b")));
  EXPECT_THAT(page, Not(HasSubstr("\xe2\x80\xae")));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;"));
  EXPECT_TRUE(read_observation(observation_json(observation)));
  std::string csv = observation_csv(observation);
  EXPECT_THAT(csv, HasSubstr(",\"'=1+1\","));
  EXPECT_THAT(csv, HasSubstr("\"\"=cmd"));
}

TEST_F(ObservationTest, ThePageNeedsNothingFromElsewhere) {
  add("2026-10", "198.51.100.1", 10);
  add("2026-11", "203.0.113.1", 5);
  std::string page = observation_page(of(), {});
  for (const char* fetches : {"http:", "https:", "src=", "href=", "url(", "@import", "<script", "<link"})
    EXPECT_THAT(page, Not(HasSubstr(fetches)));
  EXPECT_THAT(page, HasSubstr("Netherlands"));
  EXPECT_THAT(page, HasSubstr("AS64499 Voorbeeld"));
}

TEST_F(ObservationTest, SaysWhatIsMissingAndHowToGetIt) {
  knowledge::Atlas nothing;
  Tally tally(TallyOptions(), nothing, HashSeed{});
  Event event;
  event.time = *parse_rfc3339("2026-11-15T12:00:00Z");
  event.address = *IpAddress::parse("198.51.100.1");
  tally.take({&event, 1}, trust_, kNobodySpared);
  auto observation = observe(tally, {});
  ASSERT_TRUE(observation);
  EXPECT_THAT(observation->remarks, testing::Contains(HasSubstr("script/knowledge")));
}

TEST(Words, ChangesAreShort) {
  Observation observation;
  observation.against = "2026-10";
  EXPECT_EQ(change_text(observation, 112, 100), "+12 %");
  EXPECT_EQ(change_text(observation, 50, 100), "−50 %");
  EXPECT_EQ(change_text(observation, 1001, 1000), "±0 %");
  EXPECT_EQ(change_text(observation, 590, 100), "×5.9");
  EXPECT_EQ(change_text(observation, 5, 0), "new");
  EXPECT_EQ(change_text(Observation(), 5, 0), "");
}

TEST(Words, CountriesHaveNames) {
  EXPECT_EQ(words_for(Dimension::country, "JP"), "Japan");
  EXPECT_EQ(words_for(Dimension::country, "unknown"), "unknown");
  EXPECT_EQ(words_for(Dimension::country, "Q9"), "Q9");
}

}  // namespace
}  // namespace denwaban::report
