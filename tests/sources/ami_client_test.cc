// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/ami_client.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "scripted_manager.h"

namespace denwaban::sources {
namespace {

using test::ScriptedManager;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::string_view kGreeting = "Asterisk Call Manager/9.0.0\r\n";

std::string failure(std::string_view address, int port = 5060) {
  return fmt::format(
      "Event: ChallengeResponseFailed\r\nPrivilege: security,all\r\nEventTV: 2026-11-22T08:00:00.000+0000\r\n"
      "Severity: Error\r\nService: PJSIP\r\nEventVersion: 1\r\nAccountID: 101\r\nSessionID: call-{}\r\n"
      "LocalAddress: IPV4/UDP/10.0.0.1/5060\r\nRemoteAddress: IPV4/UDP/{}/{}\r\nChallenge: a\r\nResponse: "
      "b\r\n"
      "ExpectedResponse: \r\n\r\n",
      port, address, port);
}

class AmiClientTest : public ::testing::Test {
 protected:
  void open() {
    options.server.port = manager.port();
    options.user = "ear";
    options.secret = "s3cret";
    auto opened = AmiClient::open(options);
    ASSERT_TRUE(opened) << opened.error().message;
    client.emplace(std::move(*opened));
    poll();
  }
  void poll() {
    events.clear();
    client->poll({from_epoch_ms(1'800'000'000'000) + now, now}, events);
    for (const Event& event : events)
      if (!event.address.is_unspecified())
        told.push_back(event.address.to_string() + (event.tainted ? " tainted" : ""));
  }
  void pass(Milliseconds span) {
    now += span;
    poll();
  }
  // Polls whenever there is something to do, until it is so.
  template <class Condition>
  ::testing::AssertionResult until(Condition condition) {
    for (int i = 0; i < 10'000; ++i) {
      if (condition()) return ::testing::AssertionSuccess();
      pollfd ready{client->fd(), POLLIN, 0};
      if (::poll(&ready, 1, ScriptedManager::kPatience) <= 0) break;
      poll();
    }
    return ::testing::AssertionFailure() << "never came true; " << client->condition().why;
  }
  ::testing::AssertionResult becomes(AmiState state) {
    return until([&] { return client->condition().state == state; });
  }
  // The next action.
  std::string asked() {
    std::string block;
    EXPECT_TRUE(until([&] { return !(block = manager.heard()).empty(); }));
    return block;
  }
  void answer(const std::string& action, std::string_view what) {
    manager.say(fmt::format("Response: {}\r\nActionID: {}\r\n\r\n", what,
                            ScriptedManager::header(action, "ActionID")));
  }
  std::string challenge() {
    manager.accept();
    manager.say(kGreeting);
    std::string action = asked();
    EXPECT_THAT(action, HasSubstr("Action: Challenge\r\n"));
    manager.say(fmt::format("Response: Success\r\nActionID: {}\r\nChallenge: 258915385\r\n\r\n",
                            ScriptedManager::header(action, "ActionID")));
    return asked();
  }
  void log_in() {
    answer(challenge(), "Success\r\nMessage: Authentication accepted");
    ASSERT_TRUE(becomes(AmiState::listening));
  }
  // All that was said is read, and its time has come.
  void read_up(uint64_t bytes) {
    ASSERT_TRUE(until([&] { return client->condition().bytes >= bytes; }));
    pass(options.patience);
  }
  const AmiCondition& condition() { return client->condition(); }

  ScriptedManager manager;
  AmiClientOptions options;
  std::optional<AmiClient> client;
  Milliseconds now{1'000'000};
  std::vector<Event> events;
  std::vector<std::string> told;
};

TEST_F(AmiClientTest, logs_in_by_challenge_and_keeps_its_secret) {
  open();
  std::string login = challenge();
  EXPECT_THAT(login, HasSubstr("Action: Login\r\n"));
  EXPECT_EQ(ScriptedManager::header(login, "Username"), "ear");
  EXPECT_EQ(ScriptedManager::header(login, "Key"), "6a390f5ee6166bce9e537ec9a0ee34fb");
  EXPECT_EQ(ScriptedManager::header(login, "Events"), "security");
  EXPECT_THAT(login, Not(HasSubstr("s3cret")));
  answer(login, "Success");
  EXPECT_TRUE(becomes(AmiState::listening));
  EXPECT_EQ(condition().trouble, AmiTrouble::none);
}

TEST_F(AmiClientTest, hands_out_what_is_told_when_nothing_can_follow_any_more) {
  open();
  log_in();
  uint64_t before = condition().bytes;
  std::string event = failure("203.0.113.7");
  manager.say(event);
  ASSERT_TRUE(until([&] { return condition().bytes == before + event.size(); }));
  EXPECT_TRUE(told.empty());
  pass(options.patience);
  EXPECT_EQ(told, std::vector<std::string>{"203.0.113.7"});
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].witness, Witness::ami);
  EXPECT_EQ(client->text(events[0].evidence), std::string_view(event).substr(0, event.size() - 2));
}

TEST_F(AmiClientTest, doubts_an_event_whose_orphaned_end_comes_later) {
  open();
  log_in();
  uint64_t before = condition().bytes;
  std::string forged = failure("192.0.2.10"),
              rest = "SessionID: 1\r\nRemoteAddress: IPV4/UDP/203.0.113.7/1\r\n\r\n";
  manager.say(forged);
  ASSERT_TRUE(until([&] { return condition().bytes == before + forged.size(); }));
  pass(options.patience / 2);
  manager.say(rest);
  read_up(before + forged.size() + rest.size());
  pass(options.patience);
  EXPECT_EQ(told, std::vector<std::string>{"192.0.2.10 tainted"});
}

TEST_F(AmiClientTest, reads_an_event_that_comes_in_two_pieces) {
  open();
  log_in();
  uint64_t before = condition().bytes;
  std::string event = failure("203.0.113.7");
  manager.say(event.substr(0, 100));
  read_up(before + 100);
  manager.say(event.substr(100));
  read_up(before + event.size());
  EXPECT_EQ(told, std::vector<std::string>{"203.0.113.7"});
}

TEST_F(AmiClientTest, forgets_an_event_that_was_cut_and_comes_back) {
  open();
  log_in();
  std::string event = failure("203.0.113.7");
  manager.say(event + failure("203.0.113.8").substr(0, 150));
  manager.hang_up();
  ASSERT_TRUE(becomes(AmiState::waiting));
  EXPECT_EQ(condition().trouble, AmiTrouble::lost);
  EXPECT_EQ(condition().lost, 1u);
  EXPECT_EQ(told, std::vector<std::string>{"203.0.113.7"});
  pass(options.retry_first);
  log_in();
  uint64_t before = condition().bytes;
  manager.say(failure("203.0.113.9"));
  read_up(before + failure("203.0.113.9").size());
  EXPECT_EQ(told, (std::vector<std::string>{"203.0.113.7", "203.0.113.9"}));
  EXPECT_EQ(condition().logins, 2u);
}

TEST_F(AmiClientTest, leaves_out_its_own_login_and_knows_by_it_that_security_is_told) {
  open();
  log_in();
  EXPECT_FALSE(condition().hears_security);
  uint64_t before = condition().bytes;
  std::string own = fmt::format(
      "Event: SuccessfulAuth\r\nPrivilege: security,all\r\nEventTV: 2026-11-22T08:00:00.000+0000\r\n"
      "Severity: Informational\r\nService: AMI\r\nEventVersion: 1\r\nAccountID: ear\r\nSessionID: 0x1\r\n"
      "LocalAddress: IPV4/TCP/0.0.0.0/5038\r\nRemoteAddress: IPV4/TCP/127.0.0.1/{}\r\nUsingPassword: 0\r\n"
      "SessionTV: 2026-11-22T08:00:00.000+0000\r\n\r\n",
      manager.client_port());
  manager.say(own);
  read_up(before + own.size());
  EXPECT_TRUE(told.empty());
  EXPECT_TRUE(condition().hears_security);
  EXPECT_EQ(condition().own, 1u);
  EXPECT_EQ(condition().events, 0u);
}

TEST_F(AmiClientTest, hangs_up_on_whoever_is_no_manager) {
  open();
  manager.accept();
  manager.say("SSH-2.0-OpenSSH_9.2\r\n");
  ASSERT_TRUE(until([&] { return condition().trouble == AmiTrouble::no_manager; }));
  EXPECT_EQ(condition().state, AmiState::waiting);
}

TEST_F(AmiClientTest, hangs_up_on_a_greeting_without_end) {
  open();
  manager.accept();
  manager.say("Asterisk Call Manager/" + std::string(1000, '9'));
  ASSERT_TRUE(until([&] { return condition().trouble == AmiTrouble::no_manager; }));
}

TEST_F(AmiClientTest, hangs_up_on_an_answer_without_end) {
  open();
  manager.accept();
  manager.say(kGreeting);
  asked();
  manager.say(std::string(AmiClient::kHeldMax / 32, 'x'));
  ASSERT_TRUE(until([&] { return condition().trouble == AmiTrouble::no_manager; }));
}

TEST_F(AmiClientTest, asks_seldom_after_a_refusal_and_says_why) {
  open();
  answer(challenge(), "Error\r\nMessage: Authentication failed");
  ASSERT_TRUE(until([&] { return condition().trouble == AmiTrouble::refused; }));
  EXPECT_EQ(condition().why, "Authentication failed");
  pass(options.refused_first / 2 - Milliseconds(1));
  EXPECT_EQ(condition().tries, 1u);
  pass(options.refused_first / 2 + Milliseconds(1));
  EXPECT_EQ(condition().tries, 2u);
}

TEST_F(AmiClientTest, gives_up_a_login_that_is_not_answered) {
  open();
  manager.accept();
  manager.say(kGreeting);
  asked();
  pass(options.login_within - Milliseconds(1));
  EXPECT_EQ(condition().trouble, AmiTrouble::none);
  pass(Milliseconds(1));
  EXPECT_EQ(condition().trouble, AmiTrouble::silent);
}

TEST_F(AmiClientTest, stays_with_a_manager_that_says_that_it_is_alive) {
  open();
  log_in();
  for (int i = 0; i < 20; ++i) {
    pass(options.ask_every);
    std::string ping = asked();
    EXPECT_THAT(ping, HasSubstr("Action: Ping\r\n"));
    uint64_t before = condition().bytes;
    answer(ping, "Success\r\nPing: Pong");
    ASSERT_TRUE(until([&] { return condition().bytes > before; }));
  }
  EXPECT_EQ(condition().state, AmiState::listening);
  EXPECT_EQ(condition().lost, 0u);
}

TEST_F(AmiClientTest, leaves_who_drips_bytes_and_never_answers) {
  open();
  log_in();
  pass(options.ask_every);
  asked();
  for (int i = 1; i < 10; ++i) {
    uint64_t before = condition().bytes;
    manager.say("Response: Success\r\nActionID: denwaban-0-1\r\n\r\n");
    ASSERT_TRUE(until([&] { return condition().bytes > before; }));
    pass(options.answer_within / 10);
    ASSERT_EQ(condition().state, AmiState::listening);
  }
  pass(options.answer_within / 10);
  EXPECT_EQ(condition().trouble, AmiTrouble::silent);
}

TEST_F(AmiClientTest, survives_a_line_of_megabytes_and_reads_on_behind_it) {
  open();
  log_in();
  std::string flood(1 << 16, 'x');
  size_t left = 4 << 20;
  uint64_t sent = condition().bytes;
  while (left > 0) {
    size_t count = manager.say_some(std::string_view(flood).substr(0, std::min(left, flood.size())));
    left -= count;
    sent += count;
    ASSERT_TRUE(until([&] { return condition().bytes == sent; }));
  }
  std::string rest = "\r\n\r\n" + failure("203.0.113.7");
  manager.say(rest);
  read_up(sent + rest.size());
  EXPECT_EQ(told, std::vector<std::string>{"203.0.113.7"});
}

TEST_F(AmiClientTest, waits_longer_and_longer_where_nobody_listens) {
  manager.close_the_door();
  open();
  for (int i = 0; i < 12'000; ++i) pass(Milliseconds(10));
  EXPECT_EQ(condition().trouble, AmiTrouble::nobody_listens);
  EXPECT_GE(condition().tries, 8u);
  EXPECT_LE(condition().tries, 20u);
}

TEST_F(AmiClientTest, waits_longer_for_who_hangs_up_after_each_login) {
  open();
  for (int i = 0; i < 6; ++i) {
    log_in();
    manager.hang_up();
    ASSERT_TRUE(becomes(AmiState::waiting));
    Milliseconds least = options.retry_first * (1 << i) / 2;
    uint64_t tries = condition().tries;
    pass(least - Milliseconds(1));
    EXPECT_EQ(condition().tries, tries);
    pass(least + Milliseconds(1));
    EXPECT_EQ(condition().tries, tries + 1);
  }
}

TEST_F(AmiClientTest, never_counts_two_events_by_one_number) {
  open();
  client->count_from(5'000'000);
  log_in();
  uint64_t before = condition().bytes;
  manager.say(failure("203.0.113.7"));
  read_up(before + failure("203.0.113.7").size());
  ASSERT_EQ(events.size(), 1u);
  EXPECT_GE(events[0].evidence.offset, 5'000'000u);
  EXPECT_GE(client->counted(), events[0].evidence.offset + events[0].evidence.length);
}

TEST_F(AmiClientTest, takes_no_user_that_would_write_lines_of_its_own) {
  options.user = "ear\r\nAction: Command";
  options.secret = "s";
  EXPECT_FALSE(AmiClient::open(options));
}

}  // namespace
}  // namespace denwaban::sources
