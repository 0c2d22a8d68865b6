// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/ami.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <sys/stat.h>

#include "manager_story.h"
#include "scripted_manager.h"
#include "temporary_folder.h"

namespace denwaban::guard {
namespace {

using test::ScriptedManager;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class HandClock final : public Clock {
 public:
  Time now() const override { return time; }
  Time time = *parse_rfc3339("2026-11-22T08:00:00Z");
};

class AmiTest : public ::testing::Test {
 protected:
  AmiTest() {
    settings.port = manager.port();
    settings.secret_file = folder.write("secret", "hunter2\n");
    ::chmod(settings.secret_file.c_str(), 0600);
    exchange.manager_enabled = true;
    exchange.manager_users.push_back({"denwaban", "system", {"manager.conf", 12}});
  }
  void follow() { ami.follow(settings, {exchange, own, logs_tell}); }
  template <class Condition>
  ::testing::AssertionResult until(Condition condition) {
    for (int i = 0; i < 2'000; ++i) {
      if (condition()) return ::testing::AssertionSuccess();
      if (!loop.turn(Milliseconds(100))) break;
    }
    return ::testing::AssertionFailure() << "never came true";
  }
  void answer(std::string_view how) {
    std::string action;
    ASSERT_TRUE(until([&] { return !(action = manager.heard()).empty(); }));
    manager.say(fmt::format("Response: {}\r\nActionID: {}\r\n\r\n", how,
                            ScriptedManager::header(action, "ActionID")));
  }
  void log_in() {
    ASSERT_TRUE(until([&] { return manager.called(); }));
    manager.accept();
    manager.say("Asterisk Call Manager/9.0.0\r\n");
    answer("Success\r\nChallenge: 1");
    answer("Success");
    ASSERT_TRUE(until([&] { return ami.facts()->condition.state == sources::AmiState::listening; }));
  }
  void fail(std::string_view address, std::string_view time) {
    manager.say(
        fmt::format("Event: InvalidPassword\r\nPrivilege: security,all\r\nEventTV: {}\r\nSeverity: Error\r\n"
                    "Service: SIP\r\nEventVersion: 2\r\nAccountID: 101\r\nSessionID: 0x1\r\n"
                    "LocalAddress: IPV4/UDP/10.0.0.1/5060\r\nRemoteAddress: IPV4/UDP/{}/5060\r\n"
                    "Challenge: a\r\nReceivedChallenge: a\r\nReceivedHash: b\r\n\r\n",
                    time, address));
  }

  test::TemporaryFolder folder;
  ScriptedManager manager;
  HandClock clock;
  net::Loop loop;
  settings::AmiSettings settings;
  pbx::Exchange exchange;
  std::vector<IpAddress> own;
  bool logs_tell = false;
  // As if little time passed between two turns, however slow this machine is.
  Milliseconds uptime{0};
  std::function<Milliseconds()> steady = [this] { return uptime += Milliseconds(20); };
  std::vector<std::string> told;
  EvidenceRef evidence;
  Ami ami{loop, clock,
          [this](std::vector<Event>& events) {
            for (const Event& event : events) {
              told.push_back(event.address.to_string());
              evidence = event.evidence;
            }
          },
          steady};
};

TEST_F(AmiTest, without_a_secret_there_is_nothing_to_do_unless_it_was_asked_for) {
  settings.secret_file = folder / "missing";
  follow();
  EXPECT_FALSE(ami.wanted());
  EXPECT_THAT(ami.remarks(), IsEmpty());
  settings.enabled = "on";
  follow();
  EXPECT_TRUE(ami.wanted());
  EXPECT_THAT(ami.remarks(), ElementsAre(HasSubstr(settings.secret_file)));
}

TEST_F(AmiTest, a_secret_that_others_may_read_is_not_used_and_not_told) {
  ::chmod(settings.secret_file.c_str(), 0644);
  follow();
  EXPECT_FALSE(ami.facts());
  EXPECT_THAT(ami.remarks(), ElementsAre(HasSubstr("0600")));
  EXPECT_THAT(ami.remarks(), Not(Contains(HasSubstr("hunter2"))));
}

TEST_F(AmiTest, another_machine_is_spoken_to_by_tls_only) {
  settings.address = "192.0.2.20";
  follow();
  EXPECT_THAT(ami.remarks(), ElementsAre(HasSubstr("ami.tls = true")));
  own.push_back(*IpAddress::parse("192.0.2.20"));
  follow();
  EXPECT_TRUE(ami.facts()) << "an address of our own is no other machine";
}

TEST_F(AmiTest, hands_on_what_is_told_and_remembers_its_text) {
  follow();
  log_in();
  fail("203.0.113.7", "2026-11-22T08:00:00.000+0000");
  ASSERT_TRUE(until([&] { return !told.empty(); }));
  EXPECT_THAT(told, ElementsAre("203.0.113.7"));
  EXPECT_THAT(ami.line(evidence).value_or(""), HasSubstr("Event: InvalidPassword; Privilege: security,all"));
  EXPECT_FALSE(ami.line(EvidenceRef{evidence.offset, 0, 1}));
}

TEST_F(AmiTest, leaves_out_what_logs_told_long_ago) {
  logs_tell = true;
  follow();
  log_in();
  fail("203.0.113.7", "2026-11-22T07:59:50.000+0000");
  fail("203.0.113.8", "2026-11-22T07:59:59.000+0000");
  ASSERT_TRUE(until([&] { return !told.empty(); }));
  EXPECT_THAT(told, ElementsAre("203.0.113.8"));
  EXPECT_EQ(ami.facts()->late, 1u);
}

TEST_F(AmiTest, tells_from_when_to_when_it_heard_nothing) {
  follow();
  log_in();
  EXPECT_THAT(ami.facts()->gaps, IsEmpty());
  clock.time += Seconds(60);
  fail("203.0.113.7", "2026-11-22T08:01:00.000+0000");
  ASSERT_TRUE(until([&] { return !told.empty(); }));
  clock.time += Seconds(60);
  manager.hang_up();
  ASSERT_TRUE(until([&] { return ami.facts()->gaps.size() == 1; }));
  EXPECT_THAT(ami.remarks(), Contains(HasSubstr("between 2026-11-22T08:01:00.000Z and now")));
  clock.time += Seconds(60);
  log_in();
  EXPECT_THAT(ami.remarks(), Contains(HasSubstr("08:01:00.000Z and 2026-11-22T08:03:00.000Z")));
  logs_tell = true;
  follow();
  EXPECT_THAT(ami.remarks(), Not(Contains(HasSubstr("between"))));
}

TEST_F(AmiTest, a_reload_without_news_keeps_the_session) {
  follow();
  log_in();
  follow();
  EXPECT_EQ(ami.facts()->condition.logins, 1u);
  settings.user = "another";
  follow();
  EXPECT_EQ(ami.facts()->condition.logins, 0u);
}

TEST_F(AmiTest, what_an_earlier_life_heard_last_begins_the_gap) {
  follow();
  log_in();
  std::string saved = ami.save();
  Ami next(
      loop, clock, [](std::vector<Event>&) {}, steady);
  next.load(saved);
  clock.time += Seconds(600);
  next.follow(settings, {exchange, own, false});
  ASSERT_EQ(next.facts()->gaps.size(), 1u);
  EXPECT_EQ(to_rfc3339(next.facts()->gaps[0].begin), "2026-11-22T08:00:00.000Z");
}

TEST_F(AmiTest, says_which_line_lacks_the_class_security) {
  follow();
  log_in();
  EXPECT_EQ(ami.facts()->problem, "");
  clock.time += Seconds(11);
  EXPECT_THAT(ami.facts()->problem, HasSubstr("manager.conf:12"));
}

TEST_F(AmiTest, says_that_a_refused_user_is_not_in_the_configuration) {
  settings.user = "nobody";
  follow();
  ASSERT_TRUE(until([&] { return manager.called(); }));
  manager.accept();
  manager.say("Asterisk Call Manager/9.0.0\r\n");
  answer("Success\r\nChallenge: 1");
  answer("Error\r\nMessage: Authentication failed");
  ASSERT_TRUE(until([&] { return ami.facts()->condition.trouble == sources::AmiTrouble::refused; }));
  EXPECT_THAT(ami.facts()->problem, HasSubstr("no section [nobody]"));
  exchange.manager_users.push_back({"nobody", "security", {}});
  follow();
  EXPECT_EQ(ami.facts()->problem, "");
}

TEST_F(AmiTest, says_that_the_manager_is_off) {
  manager.close_the_door();
  exchange.manager_enabled = false;
  follow();
  ASSERT_TRUE(until([&] { return !ami.facts()->problem.empty(); }));
  EXPECT_THAT(ami.facts()->problem, HasSubstr("enabled = yes"));
}

TEST_F(AmiTest, HearsOfCallsAndIsUnsureOfThemWhenTheSessionIsLost) {
  follow();
  log_in();
  EXPECT_FALSE(ami.hears_calls()) << "manager.conf shows a user that may not";
  EXPECT_THAT(ami.why_no_calls(), HasSubstr("read = security,call,dialplan,system (manager.conf:12)"));
  test::ChannelText caller{"PJSIP/200-00000002", "1795291441.3", "1795291441.3", "0301234567", "4", "200"};
  manager.say(test::channel_event("Newchannel", caller));
  ASSERT_TRUE(until([&] { return ami.calls().open().size() == 1; }));
  EXPECT_EQ(ami.calls().open()[0]->account, "200");
  EXPECT_EQ(ami.calls().open()[0]->began, clock.time);
  EXPECT_TRUE(ami.hears_calls());
  manager.hang_up();
  ASSERT_TRUE(until([&] { return ami.facts()->condition.state != sources::AmiState::listening; }));
  EXPECT_TRUE(ami.calls().open()[0]->unsure);
}

}  // namespace
}  // namespace denwaban::guard
