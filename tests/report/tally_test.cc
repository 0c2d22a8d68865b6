// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/tally.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "source_path.h"

namespace denwaban::report {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr auto kNobodySpared = [](const IpAddress&, Time) { return false; };

Time at(const char* text) { return *parse_rfc3339(text); }
IpAddress address(const char* text) { return *IpAddress::parse(text); }

class TallyTest : public testing::Test {
 protected:
  Event failure(const char* from, const char* account = "100", const char* time = "2026-11-21T10:00:00Z") {
    Event event;
    event.time = at(time);
    event.address = address(from);
    event.account = account;
    event.kind = EventKind::auth_failed;
    event.service = Service::pjsip;
    event.transport = Transport::udp;
    return event;
  }
  Event wire(Event event) {
    event.witness = Witness::capture;
    event.method = SipMethod::register_;
    event.to_port = 5060;
    return event;
  }
  void take(std::vector<Event> events) { tally_.take(events, trust_, kNobodySpared); }
  void log_in(const char* from, const char* account, Service service = Service::pjsip, bool guessed = false) {
    Event event = failure(from, account);
    event.kind = EventKind::auth_succeeded;
    event.service = service;
    event.proof = AddressProof::returned;
    trust_.learn(event, guessed);
    tally_.logged_in(event, guessed);
  }
  void try_ami(const char* from, const char* secret, bool accepted = false) {
    track::AmiTry tried{at("2026-11-21T10:00:00Z"), address(from), secret, accepted};
    tally_.hear({&tried, 1}, trust_, kNobodySpared);
  }
  std::vector<std::pair<std::string, uint64_t>> counted(Dimension dimension) {
    std::vector<std::pair<std::string, uint64_t>> out;
    for (const auto& [number, month] : tally_.months())
      for (const TopKeys::Entry& entry : month.keys[static_cast<size_t>(dimension)].ranked())
        out.emplace_back(entry.key, entry.count);
    return out;
  }
  std::vector<std::string> passwords(bool rare = false) {
    std::vector<std::string> out;
    for (const auto& [number, month] : tally_.months())
      for (const Tried::Entry& entry : month.passwords.ranked(rare)) out.push_back(entry.text);
    return out;
  }
  uint64_t attempts() {
    uint64_t sum = 0;
    for (const auto& [number, month] : tally_.months()) sum += month.attempts;
    return sum;
  }

  knowledge::Atlas atlas_ = knowledge::Atlas::open({test::source_path("tests/knowledge/data/tiny.mmdb"),
                                                    test::source_path("tests/knowledge/data/tiny.mmdb")});
  track::Trust trust_{track::TrustOptions(), HashSeed{}};
  Tally tally_{TallyOptions(), atlas_, HashSeed{}};
};

TEST_F(TallyTest, CountsByOriginAndKind) {
  take({failure("198.51.100.7"), failure("198.51.100.7"), failure("203.0.113.9"), failure("198.18.0.1"),
        failure("10.0.0.7")});
  EXPECT_THAT(counted(Dimension::country),
              ElementsAre(Pair("JP", 2), Pair("NL", 1), Pair("private", 1), Pair("unknown", 1)));
  EXPECT_THAT(counted(Dimension::network), testing::Contains(Pair("AS64497 Example Hosting", 2)));
  EXPECT_THAT(counted(Dimension::kind), ElementsAre(Pair("auth_failed", 5)));
  EXPECT_EQ(tally_.months().begin()->second.addresses.count(), 4u);
}

TEST_F(TallyTest, CountsWhatTheRecordItselfCounted) {
  Event event = failure("198.51.100.7");
  event.attempts = 5;
  take({event});
  EXPECT_EQ(attempts(), 5u);
}

TEST_F(TallyTest, CountsOneAttemptOnceAndTakesFromThePacketWhatTheLogDidNotSay) {
  Event repeated = wire(failure("198.51.100.7"));
  repeated.repeated = true;
  take({failure("198.51.100.7"), repeated});
  EXPECT_EQ(attempts(), 1u);
  EXPECT_THAT(counted(Dimension::port), ElementsAre(Pair("5060", 1)));
  EXPECT_THAT(counted(Dimension::method), ElementsAre(Pair("REGISTER", 1)));
}

TEST_F(TallyTest, CountsNothingThatItsSenderWroteOrThatIsNoAttempt) {
  Event tainted = failure("198.51.100.7");
  tainted.tainted = true;
  Event login = failure("198.51.100.7");
  login.kind = EventKind::auth_succeeded;
  Event mark = failure("198.51.100.7");
  mark.kind = EventKind::orphan_line;
  take({tainted, login, mark});
  EXPECT_THAT(tally_.months(), IsEmpty());
}

TEST_F(TallyTest, MonthsAreThoseOfUtcAndDaysAreCounted) {
  take({failure("198.51.100.7", "1", "2026-10-31T23:59:59Z"),
        failure("198.51.100.7", "1", "2026-11-01T00:00:00Z"),
        failure("198.51.100.7", "1", "2026-11-30T12:00:00Z")});
  ASSERT_EQ(tally_.months().size(), 2u);
  EXPECT_EQ(tally_.months().at(*parse_month("2026-10")).days[30], 1u);
  const Month& november = tally_.months().at(*parse_month("2026-11"));
  EXPECT_EQ(november.days[0], 1u);
  EXPECT_EQ(november.days[29], 1u);
}

TEST_F(TallyTest, KeepsABoundedNumberOfMonthsTheLatest) {
  for (int year = 2000; year < 2030; ++year)
    for (int month = 1; month <= 12; ++month)
      take({failure("198.51.100.7", "1", fmt::format("{}-{:02}-15T00:00:00Z", year, month).c_str())});
  EXPECT_LE(tally_.months().size(), TallyOptions().months_max);
  EXPECT_EQ(month_text(tally_.months().rbegin()->first), "2029-12");
}

TEST_F(TallyTest, AChallengeIsAnAttemptOnlyWhenNoLoginFollows) {
  Event challenge = wire(failure("192.0.2.10", "200"));
  challenge.kind = EventKind::challenge_sent;
  Event scan = wire(failure("198.51.100.7", "300"));
  scan.kind = EventKind::challenge_sent;
  take({challenge, scan});
  EXPECT_EQ(attempts(), 0u);
  log_in("192.0.2.10", "200");
  tally_.finish();
  EXPECT_THAT(counted(Dimension::account), ElementsAre(Pair("300", 1)));
}

TEST_F(TallyTest, ManyOpenChallengesNeedNotWait) {
  Event scan = wire(failure("198.51.100.7"));
  scan.kind = EventKind::challenge_sent;
  take(std::vector<Event>(5000, scan));
  EXPECT_GT(attempts(), 4900u);
}

TEST_F(TallyTest, APhonesOwnMistakesAreNoAttackButGuessingAtOthersIs) {
  log_in("192.0.2.10", "200");
  Event probe = wire(failure("192.0.2.10", ""));
  probe.kind = EventKind::probed;
  take({failure("192.0.2.10", "200"), probe, failure("192.0.2.10", "100")});
  EXPECT_THAT(counted(Dimension::account), ElementsAre(Pair("100", 1)));
}

TEST_F(TallyTest, WhoIsSparedIsNotCounted) {
  std::vector<Event> events{failure("192.0.2.50"), failure("198.51.100.7")};
  tally_.take(events, trust_, [](const IpAddress& one, Time) { return one == address("192.0.2.50"); });
  EXPECT_THAT(counted(Dimension::country), ElementsAre(Pair("JP", 1)));
}

TEST_F(TallyTest, AnAdministratorsTypoIsNeverTold) {
  for (const char* typo : {"Sommer2O26", "sommer2026", "Sommer206"}) try_ami("192.0.2.20", typo);
  for (const char* typo : {"Sommer2O26", "Sommer2O26"}) try_ami("192.0.2.21", typo);
  try_ami("192.0.2.20", "Sommer2026", true);
  log_in("192.0.2.20", "admin", Service::ami);
  EXPECT_THAT(passwords(true), IsEmpty());
  // Nor what opened the door once, tried with a wrong name later.
  for (const char* from : {"192.0.2.21", "192.0.2.22", "192.0.2.23"}) try_ami(from, "Sommer2026");
  EXPECT_THAT(passwords(true), IsEmpty());
}

TEST_F(TallyTest, WhatAttackersTryIsTold) {
  for (const char* from : {"198.51.100.7", "203.0.113.9", "203.0.113.9"}) try_ami(from, "mysecret");
  try_ami("203.0.113.9", "once");
  EXPECT_THAT(passwords(), ElementsAre("mysecret"));
}

TEST_F(TallyTest, WhoGuessesUntilHeGetsInIsNotForgiven) {
  for (const char* from : {"198.51.100.7", "198.51.100.7", "203.0.113.9"}) try_ami(from, "qwerty123");
  log_in("198.51.100.7", "admin", Service::ami, true);
  EXPECT_THAT(passwords(), ElementsAre("qwerty123"));
}

TEST_F(TallyTest, SurvivesARestartButNotDamage) {
  take({failure("198.51.100.7"), wire(failure("203.0.113.9"))});
  for (const char* from : {"198.51.100.7", "203.0.113.9", "203.0.113.9"}) try_ami(from, "mysecret");
  ByteWriter out;
  tally_.save(out);
  Tally loaded(TallyOptions(), atlas_, HashSeed{7});
  ByteReader in(out.bytes());
  ASSERT_TRUE(loaded.load(in));
  ByteWriter again;
  loaded.save(again);
  EXPECT_EQ(out.bytes(), again.bytes());
  for (size_t cut = 0; cut < out.bytes().size(); cut += 97) {
    ByteReader damaged(std::string_view(out.bytes()).substr(0, cut));
    Tally fresh(TallyOptions(), atlas_, HashSeed{});
    EXPECT_FALSE(fresh.load(damaged));
    EXPECT_THAT(fresh.months(), IsEmpty());
  }
}

TEST_F(TallyTest, AnAttackerMakesNothingGrow) {
  std::vector<Event> events;
  std::vector<std::string> names;
  names.reserve(20'000);
  for (uint32_t i = 0; i < 20'000; ++i) {
    Event event = wire(failure("198.51.100.7"));
    event.address = IpAddress::v4(0x0b000000 + i * 7919);
    event.account = names.emplace_back("name" + std::to_string(i));
    event.kind = i % 2 == 0 ? EventKind::challenge_sent : EventKind::auth_failed;
    event.to_port = static_cast<uint16_t>(i);
    events.push_back(event);
  }
  take(events);
  tally_.finish();
  EXPECT_EQ(attempts(), 20'000u);
  ByteWriter out;
  tally_.save(out);
  EXPECT_LT(out.bytes().size(), 200'000u);
}

TEST(Month, IsReadStrictly) {
  EXPECT_EQ(month_text(*parse_month("2026-02")), "2026-02");
  EXPECT_EQ(days_in(*parse_month("2028-02")), 29u);
  for (const char* bad :
       {"", "2026", "2026-13", "2026-00", "26-01", "2026-1", "2026/01", "2026-011", "x026-01"})
    EXPECT_FALSE(parse_month(bad)) << bad;
}

}  // namespace
}  // namespace denwaban::report
