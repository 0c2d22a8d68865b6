// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/clock_inference.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "sources/archive_files.h"

namespace denwaban::sources {
namespace {

using std::chrono::hours;
using ::testing::HasSubstr;

Time at(std::string_view text) { return parse_rfc3339(text).value(); }

FoundInput found(const std::string& path) {
  return {(*Input::open(path))->info(), parse::InputKind::asterisk_log};
}

std::string notice(std::string_view date) {
  return fmt::format(
      "[{}] NOTICE[22821] chan_sip.c: Registration from '<sip:103@10.99.16.1>' failed for "
      "'192.0.2.40:56894' - Wrong password\n",
      date);
}

std::string event(std::string_view date, std::string_view event_time) {
  return fmt::format(
      "[{}] SECURITY[22837] res_security_log.c: SecurityEvent=\"ChallengeSent\",EventTV=\"{}\","
      "Severity=\"Informational\",Service=\"SIP\",EventVersion=\"1\",AccountID=\"101\",SessionID=\"0x7f3a2c00b802\","
      "LocalAddress=\"IPV4/UDP/10.99.16.1/5060\",RemoteAddress=\"IPV4/UDP/192.0.2.10/5060\",Challenge=\"2c1f0f6a\"\n",
      date, event_time);
}

struct ClockInference : ::testing::Test {
  InferredClock infer(std::string_view name, std::string_view text, const ClockWishes& wishes = {}) {
    folder.write(name, text);
    folder.changed_at(name, changed);
    FoundInput input = found(folder.path(name));
    return infer_clocks({&input, 1}, wishes, machine)[0];
  }
  // The hours that the log's clock runs ahead of UTC at that moment.
  static double ahead(const InferredClock& answer, std::string_view time) {
    auto lead = TimeZone().to_utc(answer.clock.zone.to_civil(at(time))) - at(time);
    return static_cast<double>(lead / std::chrono::minutes(1)) / 60;
  }

  TestFolder folder;
  TimeZone machine = *TimeZone::parse("America/New_York");
  Time changed = at("2026-03-01T00:00:00Z");
};

TEST_F(ClockInference, TakesYearAndZoneFromEventTv) {
  auto answer =
      infer("messages", notice("Nov 21 20:03:48") + event("Nov 21 20:03:50", "2024-11-21T20:03:50.735+0900"));
  EXPECT_EQ(answer.clock.year, 2024);
  EXPECT_EQ(ahead(answer, "2024-11-21T12:00:00Z"), 9);
  EXPECT_EQ(answer.note, "messages: year 2024 from EventTV, zone +0900 from EventTV");
}

TEST_F(ClockInference, DoesNotBelieveAnEventTvThatDisagreesWithItsLine) {
  changed = at("2026-11-21T21:00:00Z");
  auto answer =
      infer("messages", notice("Nov 21 20:03:48") + event("Nov 21 20:04:41", "2026-01-01T00:00:00.000+0000"));
  EXPECT_EQ(answer.clock.year, 2026);
  EXPECT_THAT(answer.note, HasSubstr("year 2026 from its modification time"));
}

TEST_F(ClockInference, UnderstandsTheSecondsOfAsterisk18) {
  auto answer = infer("messages", event("Jul 28 18:59:32", "1311872372-585932"));
  EXPECT_EQ(answer.clock.year, 2011);
  EXPECT_EQ(ahead(answer, "2011-07-28T16:00:00Z"), 2);
}

TEST_F(ClockInference, UnderstandsJsonAndSyslog) {
  auto json = infer(
      "json",
      R"({"timestamp":"Nov 21 20:03:45","identifiers":{"lwp":1},"logmsg":{"message":"SecurityEvent=\"ChallengeSent\",EventTV=\"2025-11-21T20:03:45.747+0530\",Severity=\"I\""}})"
      "\n");
  EXPECT_EQ(json.clock.year, 2025);
  EXPECT_EQ(ahead(json, "2025-11-21T20:03:45Z"), 5.5);
  auto syslog =
      infer("syslog",
            "<133>Nov 21 20:03:45 asterisk[1]: SECURITY[2]: res_security_log.c:1 in x: "
            "SecurityEvent=\"ChallengeSent\",EventTV=\"2025-11-21T20:03:45.747-0330\",Severity=\"I\"\n");
  EXPECT_EQ(ahead(syslog, "2025-11-21T20:03:45Z"), -3.5);
}

TEST_F(ClockInference, BelievesTheMajorityOfEventsAndNotOneForgedLine) {
  std::string text = event("Nov 21 20:00:00", "2019-11-21T20:00:00.000-0800");
  for (int i = 10; i < 30; ++i)
    text += event(fmt::format("Nov 21 20:03:{}", i), fmt::format("2024-11-21T20:03:{}.735+0100", i));
  auto answer = infer("messages", text);
  EXPECT_EQ(answer.clock.year, 2024);
  EXPECT_EQ(ahead(answer, "2024-11-21T12:00:00Z"), 1);
}

// One INVITE whose extension holds a line break writes all that stands between its two halves.
TEST_F(ClockInference, LetsNobodyWhoWritesIntoALogWithoutSecurityEventsMoveItsClock) {
  std::string text;
  for (int minute = 10; minute < 40; ++minute) text += notice(fmt::format("Feb 22 13:{}:10", minute));
  text +=
      "[Feb 22 13:54:33] NOTICE[129][C-00000062] chan_sip.c: Call from '' (198.18.200.31:51790) to extension '902\n" +
      event("Feb 22 13:54:33", "2019-02-22T08:24:33.000+1300") +
      "' rejected because extension not found in context 'outside'.\n" + notice("Feb 22 13:54:40");
  EXPECT_EQ(infer("messages", text).note,
            "messages: year 2026 from its modification time, zone America/New_York from this machine");
  EXPECT_EQ(infer("full", text + notice("Feb 22 14:00:00") + std::string(5'000, '\n') +
                              event("Feb 22 14:01:00", "2025-02-22T14:01:00.000+0100"))
                .note,
            "full: year 2025 from EventTV, zone +0100 from EventTV")
      << "true ones count still";
}

TEST_F(ClockInference, FindsAZoneWithSummerTimeWhereTheLogShowsBothOffsets) {
  std::string text;
  for (int day = 1; day <= 28; ++day) {
    text += event(fmt::format("Mar {:2} 12:00:00", day), fmt::format("2025-03-{:02}T12:00:00.000+0100", day));
    text += event(fmt::format("Apr {:2} 12:00:00", day), fmt::format("2025-04-{:02}T12:00:00.000+0200", day));
  }
  auto answer = infer("messages", text);
  EXPECT_EQ(ahead(answer, "2025-01-01T00:00:00Z"), 1);
  EXPECT_EQ(ahead(answer, "2025-07-01T00:00:00Z"), 2);
  EXPECT_THAT(answer.note, HasSubstr("summer time of Europe/Berlin"));
}

TEST_F(ClockInference, PrefersTheMachinesZoneWhereItExplainsTheEvents) {
  auto answer = infer("messages", event("Nov 21 20:03:50", "2024-11-21T20:03:50.735-0500"));
  EXPECT_EQ(ahead(answer, "2024-07-01T00:00:00Z"), -4);  // it knows of summer time
  EXPECT_THAT(answer.note, HasSubstr("America/New_York from EventTV"));
}

TEST_F(ClockInference, AsksTheOtherLogsOfTheFolder) {
  folder.write("pbx/messages", notice("Nov 21 20:03:48"));
  folder.write("pbx/security", event("Nov 21 20:03:50", "2024-11-21T20:03:50.735+0900"));
  folder.write("other/messages", notice("Nov 21 20:03:48"));
  std::vector<FoundInput> inputs = {found(folder.path("other/messages")), found(folder.path("pbx/messages")),
                                    found(folder.path("pbx/security"))};
  auto answers = infer_clocks(inputs, {}, machine);
  EXPECT_THAT(answers[0].note, HasSubstr("zone America/New_York from this machine"));
  EXPECT_THAT(answers[1].note, HasSubstr("zone +0900 from EventTV of other logs in the folder"));
  EXPECT_EQ(ahead(answers[1], "2024-11-21T20:03:50Z"), 9);
}

TEST_F(ClockInference, AsksARecordedSessionOfTheManagerBesideTheLog) {
  folder.write("pbx/messages", notice("Nov 21 20:03:48"));
  folder.write("pbx/ami.raw",
               "Asterisk Call Manager/9.0.0\r\nEvent: ChallengeSent\r\nPrivilege: security,all\r\n"
               "EventTV: 2026-11-21T20:03:50.735-0300\r\nSeverity: Informational\r\n\r\n");
  std::vector<FoundInput> inputs = {found(folder.path("pbx/messages")), found(folder.path("pbx/ami.raw"))};
  inputs[1].kind = parse::InputKind::ami_session;
  EXPECT_EQ(ahead(infer_clocks(inputs, {}, machine)[0], "2026-11-21T12:00:00Z"), -3);
}

TEST_F(ClockInference, DoesWhatAPersonSays) {
  ClockWishes wishes{TimeZone::parse("-0200"), 2003};
  auto answer = infer("messages", event("Nov 21 20:03:50", "2024-11-21T20:03:50.735-0500"), wishes);
  EXPECT_EQ(answer.clock.year, 2003);
  EXPECT_EQ(ahead(answer, "2003-11-21T20:03:50Z"), -2);
  EXPECT_THAT(answer.note, HasSubstr("year 2003 from --year, zone"));
}

TEST_F(ClockInference, CountsBackOverTheTurnOfTheYear) {
  auto text = notice("Dec 30 10:00:00") + notice("Dec 31 10:00:00") + notice("Jan  2 10:00:00");
  for (const auto& [name, bytes] :
       {std::pair<std::string, std::string>{"messages", text}, {"messages.1.gz", gzip(text)}}) {
    auto answer = infer(name, bytes);  // changed in March 2026
    EXPECT_EQ(answer.clock.year, 2025) << name;
    EXPECT_EQ(answer.last_year, 2026) << name;
  }
}

TEST_F(ClockInference, CountsEachTurnOfAFileThatWasNeverRotated) {
  std::string text;
  for (int year = 0; year < 3; ++year)
    for (const char* month : {"Jan", "Mar", "May", "Jul", "Sep", "Nov"})
      for (int i = 0; i < 2000; ++i) text += notice(std::string(month) + " 10 10:00:00");
  ASSERT_GT(text.size(), 4u << 20);
  changed = at("2026-11-11T00:00:00Z");
  EXPECT_EQ(infer("messages", text).clock.year, 2024);
  EXPECT_EQ(infer("messages.1", gzip(text)).clock.year, 2024);
  EXPECT_EQ(infer("messages", text, {.zone = {}, .year = 2020}).clock.year, 2018);
}

TEST_F(ClockInference, PutsTheLastLineNotAfterTheChangeOfTheFile) {
  changed = at("2026-01-05T03:00:00Z");
  EXPECT_EQ(infer("messages", notice("Jan  5 10:00:00")).clock.year, 2026);  // a zone's worth of difference
  EXPECT_EQ(infer("messages", notice("Jan 20 10:00:00")).clock.year, 2025);
  EXPECT_EQ(infer("messages", notice("Feb 29 10:00:00")).clock.year, 2024);
  EXPECT_THAT(infer("messages", notice("Jan 20 10:00:00")).note,
              HasSubstr("year 2025 from its modification time"));
}

TEST_F(ClockInference, ReadsTheYearOffTheName) {
  auto answer = infer("messages-20220105", notice("Dec 31 10:00:00") + notice("Jan  4 10:00:00"));
  EXPECT_EQ(answer.clock.year, 2021);
  EXPECT_THAT(answer.note, HasSubstr("year 2022 from its name"));
  // Named after its first day, as some do.
  EXPECT_EQ(infer("full.20211225", notice("Dec 25 10:00:00") + notice("Jan  1 10:00:00")).last_year, 2022);
}

TEST_F(ClockInference, ReadsTheYearOffTheGzipHeader) {
  auto packed =
      gzip(notice("Dec 31 10:00:00"), static_cast<uint32_t>(to_epoch_s(at("2020-01-01T04:00:00Z"))));
  auto answer = infer("messages.1.gz", packed);
  EXPECT_EQ(answer.clock.year, 2019);
  EXPECT_THAT(answer.note, HasSubstr("year 2019 from its gzip header"));
}

TEST_F(ClockInference, LeavesDatesThatAreCompleteAlone) {
  EXPECT_THAT(infer("messages", notice("2021-11-21 20:10:55.863")).note,
              "messages: zone America/New_York from this machine");
  EXPECT_EQ(infer("messages", notice("2021-11-21T20:10:55.863+0100")).note, "");
  EXPECT_EQ(infer("messages", "no date at all\n").note, "");
}

struct OrderCase {
  const char* what;
  std::string text;
  std::string_view changed;
  parse::DayOrder order;
  const char* note;
};

TEST_F(ClockInference, FindsWhichNumberIsTheDay) {
  using enum parse::DayOrder;
  const OrderCase cases[] = {
      {"a number over 12 shows it", notice("11/05/2025 10:00:00") + notice("11/13/2025 10:00:00"),
       "2026-03-01T00:00:00Z", month_first, "month before day from its other dates"},
      {"the same", notice("05/11/2025 10:00:00") + notice("13/11/2025 10:00:00"), "2026-03-01T00:00:00Z",
       day_first, "day before month from its other dates"},
      {"EventTV shows it", event("11/05/2025 20:03:50", "2025-11-05T20:03:50.735+0900"),
       "2026-03-01T00:00:00Z", month_first, "month before day from EventTV"},
      {"the file's change shows it", notice("11/05/2025 10:00:00"), "2025-11-05T16:00:00Z", month_first,
       "month before day from its modification time"},
      {"days run on, months do not",
       notice("11/05/2025 10:00:00") + notice("11/06/2025 10:00:00") + notice("11/07/2025 10:00:00"),
       "2026-03-01T00:00:00Z", month_first, "month before day from how its dates run on"},
      {"nothing shows it", notice("11/05/2025 10:00:00"), "2026-03-01T00:00:00Z", day_first,
       "day before month by custom (its dates leave it open)"}};
  for (const OrderCase& one : cases) {
    changed = at(one.changed);
    auto answer = infer("messages", one.text);
    EXPECT_EQ(answer.clock.order, one.order) << one.what;
    EXPECT_THAT(answer.note, HasSubstr(one.note)) << one.what;
  }
  changed = at("2026-03-01T00:00:00Z");
  EXPECT_EQ(infer("messages", notice("11/05/2025 10:00:00"), {.zone = {}, .year = {}, .order = month_first})
                .clock.order,
            month_first);
}

TEST_F(ClockInference, DoesNotLetOneForgedDateTurnDayAndMonth) {
  std::string text;
  for (int i = 10; i < 60; ++i) text += notice(fmt::format("05/11/2025 10:00:{}", i));
  changed = at("2025-11-05T16:00:00Z");
  EXPECT_EQ(infer("messages", text + notice("11/21/2025 10:00:59") + text).clock.order,
            parse::DayOrder::day_first);
}

TEST_F(ClockInference, KeepsTheOrderOfASmallLogWhateverOneLineOfItSays) {
  changed = at("2026-03-01T00:00:00Z");
  std::string day =
      notice("05/11/2025 10:00:00") + notice("05/11/2025 10:00:01") + notice("05/11/2025 10:00:02");
  std::string next = notice("06/11/2025 10:00:00") + notice("06/11/2025 10:00:01");
  for (auto forged : {"11/21/2025 10:00:00", "05/12/2025 10:00:00", "11/06/2025 10:00:00"}) {
    EXPECT_EQ(infer("messages", day + notice(forged) + day).clock.order, parse::DayOrder::day_first)
        << forged;
    EXPECT_EQ(infer("messages", day + next + notice(forged) + next).clock.order, parse::DayOrder::day_first)
        << forged;
  }
  std::string many;
  for (int i = 0; i < 8; ++i) many += day;
  EXPECT_EQ(infer("messages", many + notice("11/21/2025 10:00:00")).clock.order, parse::DayOrder::day_first);
}

TEST_F(ClockInference, TakesTheDaysOfClocksAloneFromTheLastLine) {
  changed = at("2026-03-01T18:00:00Z");  // 13:00 in New York
  auto text = notice("22:00:00") + notice("23:59:00") + notice("00:01:00") + notice("12:00:00");
  auto answer = infer("messages", text);
  EXPECT_EQ(answer.clock.year, 2026);
  EXPECT_EQ(answer.clock.month, 2);
  EXPECT_EQ(answer.clock.day, 28);
  EXPECT_THAT(answer.note, HasSubstr("first day 2026-02-28 from its modification time"));
  // The last line was not written after the file.
  EXPECT_EQ(infer("messages", text + notice("15:00:00")).clock.day, 27);
  EXPECT_EQ(
      infer("messages", notice("23:00:00") + event("01:00:00", "2025-06-02T01:00:00.000-0400")).clock.day, 1);
}

TEST_F(ClockInference, A29FebruaryMeansALeapYear) {
  auto answer =
      infer("messages", notice("Feb 28 10:00:00") + notice("Feb 29 10:00:00") + notice("Mar  1 10:00:00"));
  EXPECT_EQ(answer.clock.year, 2024);
  EXPECT_EQ(answer.last_year, 2024);
  EXPECT_THAT(answer.note, HasSubstr("year 2024 from its modification time and its 29 February"));
  // One line out of season is a sender's.
  changed = at("2026-11-22T00:00:00Z");
  EXPECT_EQ(
      infer("messages", notice("Nov 20 10:00:00") + notice("Feb 29 10:00:00") + notice("Nov 21 10:00:00"))
          .last_year,
      2026);
  EXPECT_EQ(
      infer("messages", notice("Feb  9 10:00:00") + notice("Feb 29 10:00:00") + notice("Feb 10 10:00:00"))
          .last_year,
      2026);
}

TEST_F(ClockInference, ReadsWhatColoursAndWrappersSurround) {
  changed = at("2026-11-22T00:00:00Z");
  EXPECT_THAT(infer("console", "\x1b[0m" + notice("Nov 21 10:00:00")).note, HasSubstr("year 2026"));
  EXPECT_EQ(infer("pod.log", "2025-11-21T20:03:48.863000000Z stdout F " + notice("Nov 21 20:03:48")).note,
            "");
}

TEST(DateInName, IsFoundInTheWaysThatRotatorsWriteIt) {
  auto text = [](std::string_view name) {
    auto date = date_in_name(name);
    return date ? fmt::format("{}-{}-{}", date->year, date->month, date->day) : "none";
  };
  EXPECT_EQ(text("messages-20260105"), "2026-1-5");
  EXPECT_EQ(text("messages.2026-01-05"), "2026-1-5");
  EXPECT_EQ(text("full.20251231.gz"), "2025-12-31");
  EXPECT_EQ(text("full-20251231235959.xz"), "2025-12-31");
  EXPECT_EQ(text("full_2025_12_31"), "2025-12-31");
  EXPECT_EQ(text("full.1767571200"), "none");
  EXPECT_EQ(text("messages.1"), "none");
  EXPECT_EQ(text("20261305"), "none");
}

}  // namespace
}  // namespace denwaban::sources
