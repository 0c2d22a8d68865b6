// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include <deque>

#include "knowledge/numbering.h"
#include "net/pin_hash.h"
#include "serve/gate/keeper.h"
#include "serve/gate/server.h"
#include "temporary_folder.h"

namespace denwaban::serve {
namespace {

using fraud::GateReason;
using fraud::GateVerdict;

std::string request_of(const std::string& number, const std::string& account = "100", const std::string& name = "Reception") {
  return "agi_network: yes\nagi_network_script: gate\nagi_request: agi://127.0.0.1/gate\nagi_channel: PJSIP/" + account +
         "-00000001\nagi_uniqueid: 1.1\nagi_callerid: " + account + "\nagi_calleridname: " + name +
         "\nagi_context: denwaban-gate\nagi_extension: s\nagi_arg_1: " + number + "\nagi_arg_2: " + number +
         "\nagi_arg_3: trunk\n\n";
}

Time time() { return from_epoch_ms(1'764'000'000'000); }

struct GateDoor : ::testing::Test {
  GateDoor() {
    options.numbers.habits.plan = knowledge::find_plan("DE");
    options.numbers.habits.outside_prefixes = {"0"};
    options.pin_failures = 4;
    senses.locked = [this](std::string_view account, Time) { return account == locked; };
    senses.resolve = [this](Decision decision) { decisions.push_back(std::move(decision)); };
    senses.weigh = [this](const Call&, Time) { return weighed; };
  }
  GateKeeper& keeper() {
    if (!made) made = std::make_unique<GateKeeper>(options, senses);
    return *made;
  }
  // One question, and what Asterisk answers to each command.
  std::vector<std::string> talk(const std::string& request, std::deque<std::string> answers) {
    GateDialogue dialogue(keeper(), "im-sorry");
    std::vector<std::string> said{dialogue.take(request, time())};
    while (!dialogue.over() && !answers.empty()) {
      said.push_back(dialogue.take(answers.front(), time()));
      answers.pop_front();
    }
    EXPECT_TRUE(dialogue.over() || answers.empty());
    return said;
  }

  GateKeeperOptions options;
  GateSenses senses;
  fraud::Weighed weighed;
  std::string locked;
  std::vector<Decision> decisions;
  std::unique_ptr<GateKeeper> made;
};

TEST_F(GateDoor, an_ordinary_call_is_allowed_in_one_answer) {
  EXPECT_EQ(talk(request_of("00891234567"), {"200 result=0\n"})[0],
            "EXEC MSet \"DENWABAN_VERDICT=allow,DENWABAN_REASON=ordinary,DENWABAN_SOUND=\"\n");
  EXPECT_TRUE(decisions.empty());
}

TEST_F(GateDoor, a_locked_account_is_refused_and_calls_for_help_all_the_same) {
  locked = "100";
  EXPECT_EQ(talk(request_of("00891234567"), {"200 result=0\n"})[0],
            "EXEC MSet \"DENWABAN_VERDICT=refuse,DENWABAN_REASON=locked,DENWABAN_SOUND=im-sorry\"\n");
  ASSERT_EQ(decisions.size(), 1u);
  EXPECT_EQ(decisions[0].action, Action::refuse_call);
  EXPECT_EQ(decisions[0].subject.account, "100");
  for (const char* number : {"112", "0112", "110", "911", "119"})
    EXPECT_NE(talk(request_of(number), {"200 result=0\n"})[0].find("VERDICT=allow,DENWABAN_REASON=emergency"), std::string::npos);
  EXPECT_NE(talk(request_of("00891234567", "101"), {"200 result=0\n"})[0].find("VERDICT=allow"), std::string::npos);
  EXPECT_EQ(keeper().counted().emergencies, 5u);
}

struct GatePin : GateDoor {
  GatePin() {
    weighed.known = weighed.alarm = true;
    weighed.severity = Severity::high;
    options.pins["100"] = *net::hash_pin("4711");
  }
};

TEST_F(GatePin, who_knows_it_may_call) {
  auto said = talk(request_of("0025261234567"), {"200 result=0\n", "200 result=1\n", "200 result=4711\n", "200 result=0\n"});
  ASSERT_EQ(said.size(), 5u);
  EXPECT_EQ(said[0], "ANSWER\n");
  EXPECT_EQ(said[1], "GET DATA agent-pass 10000 16\n");
  EXPECT_EQ(said[2], "GET DATA auth-incorrect 10000 16\n");
  EXPECT_NE(said[3].find("VERDICT=allow,DENWABAN_REASON=pin_right"), std::string::npos);
  EXPECT_TRUE(decisions.empty());
}

TEST_F(GatePin, wrong_ones_refuse_the_call_and_at_last_lock_the_account_out) {
  auto said = talk(request_of("0025261234567"),
                   {"200 result=0\n", "200 result=1\n", "200 result= (timeout)\n", "200 result=0000\n", "200 result=0\n"});
  EXPECT_NE(said[4].find("VERDICT=refuse,DENWABAN_REASON=pin_wrong"), std::string::npos);
  said = talk(request_of("0025261234567"), {"200 result=0\n", "200 result=1\n", "200 result=2\n", "200 result=0\n"});
  EXPECT_NE(said[3].find("VERDICT=refuse,DENWABAN_REASON=pin_locked"), std::string::npos);
  EXPECT_NE(talk(request_of("0025261234567"), {})[0].find("REASON=pin_locked"), std::string::npos);
  EXPECT_EQ(decisions.size(), 3u);
}

TEST_F(GatePin, wrong_ones_are_counted_beyond_a_restart) {
  parse::AgiRequest request;
  request.channel = "PJSIP/100-00000001";
  for (int i = 0; i < 4; ++i) keeper().try_pin(question_of(request), "0000", time());
  std::string kept = keeper().save();
  made.reset();
  EXPECT_NE(talk(request_of("0025261234567"), {})[0].find("ANSWER"), std::string::npos);
  made.reset();
  EXPECT_FALSE(keeper().load(kept.substr(1)));
  ASSERT_TRUE(keeper().load(kept));
  EXPECT_NE(talk(request_of("0025261234567"), {})[0].find("REASON=pin_locked"), std::string::npos);
}

TEST_F(GatePin, a_caller_who_hangs_up_gets_nothing) {
  auto said = talk(request_of("0025261234567"), {"200 result=0\n", "HANGUP\n"});
  EXPECT_NE(said[2].find("VERDICT=refuse,DENWABAN_REASON=hung_up"), std::string::npos);
  said = talk(request_of("0025261234567"), {"200 result=0\n", "200 result=-1\n"});
  EXPECT_NE(said[2].find("REASON=hung_up"), std::string::npos);
}

TEST_F(GateDoor, a_verdict_is_taken_back_when_a_caller_wrote_the_end_of_the_question) {
  weighed.known = weighed.alarm = true;
  weighed.severity = Severity::high;
  std::string forged = request_of("0025261234567", "100", "x\nagi_arg_1: 112\n\n");
  size_t end = forged.find("\n\n") + 2;
  GateDialogue dialogue(keeper(), "im-sorry");
  EXPECT_NE(dialogue.take(forged.substr(0, end), time()).find("VERDICT=allow"), std::string::npos);
  EXPECT_FALSE(dialogue.over());
  EXPECT_NE(dialogue.take(forged.substr(end), time()).find("VERDICT=refuse,DENWABAN_REASON=doubtful"), std::string::npos);
  dialogue.take("200 result=0\n", time());
  EXPECT_TRUE(dialogue.over());
}

TEST_F(GateDoor, who_is_refused_again_and_again_is_told_a_few_times) {
  locked = "100";
  for (int i = 0; i < 50; ++i) talk(request_of("00891234567"), {"200 result=0\n"});
  EXPECT_EQ(decisions.size(), 5u);
  EXPECT_EQ(keeper().counted().untold, 45u);
}

TEST(GatePins, are_kept_hashed_in_a_file_that_nobody_else_reads) {
  test::TemporaryFolder folder;
  std::string path = folder / "pins";
  EXPECT_TRUE(read_pins(path)->empty());
  ASSERT_TRUE(set_pin(path, "100", "4711"));
  ASSERT_TRUE(set_pin(path, "101", "123456"));
  auto pins = read_pins(path);
  ASSERT_TRUE(pins) << pins.error().message;
  EXPECT_EQ(pins->size(), 2u);
  EXPECT_TRUE(net::is_pin("4711", pins->at("100")));
  EXPECT_FALSE(net::is_pin("4712", pins->at("100")));
  EXPECT_EQ(pins->at("100").find("4711"), std::string::npos);
  ASSERT_TRUE(set_pin(path, "100", ""));
  EXPECT_EQ(read_pins(path)->size(), 1u);
  for (const char* bad : {"1", "12a4", "12345678901234567"}) EXPECT_FALSE(set_pin(path, "100", bad)) << bad;
  EXPECT_FALSE(set_pin(path, "a b", "4711"));
  ::chmod(path.c_str(), 0644);
  EXPECT_FALSE(read_pins(path));
}

class Hand : public Clock {
 public:
  Time now() const override { return at; }
  Time at = time();
};

struct GateSockets : GateDoor {
  GateSockets() {
    GateServerOptions door;
    door.at = {*IpAddress::parse("127.0.0.1"), 0};
    auto opened = GateServer::open(loop, hand, door, keeper());
    EXPECT_TRUE(opened) << opened.error().message;
    server = std::move(*opened);
  }
  // Our end of a connection that the server has taken.
  UniqueFd connect() {
    int ends[2];
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, ends), 0);
    server->take(UniqueFd(ends[0]));
    return UniqueFd(ends[1]);
  }
  void say(const UniqueFd& fd, std::string_view text) {
    EXPECT_EQ(::send(fd.get(), text.data(), text.size(), MSG_NOSIGNAL), static_cast<ssize_t>(text.size()));
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(loop.turn(Milliseconds(0)));
  }
  // What came; nothing: the connection is closed.
  std::optional<std::string> hear(const UniqueFd& fd) {
    char bytes[1000];
    ssize_t got = ::recv(fd.get(), bytes, sizeof bytes, 0);
    if (got == 0) return std::nullopt;
    return got < 0 ? std::string() : std::string(bytes, static_cast<size_t>(got));
  }
  static bool may_open_many() {
    rlimit files{};
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    return setrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_max >= 4 * GateServer::kClientsMax;
  }
  net::Loop loop;
  Hand hand;
  std::unique_ptr<GateServer> server;
};

TEST_F(GateSockets, a_question_in_pieces_is_answered_and_the_connection_closed) {
  UniqueFd asterisk = connect();
  std::string request = request_of("112");
  say(asterisk, request.substr(0, 50));
  EXPECT_EQ(hear(asterisk), "");
  say(asterisk, request.substr(50));
  EXPECT_NE(hear(asterisk)->find("REASON=emergency"), std::string::npos);
  say(asterisk, "200 result=0\n");
  EXPECT_EQ(hear(asterisk), std::nullopt);
  EXPECT_EQ(server->clients(), 0u);
}

TEST_F(GateSockets, who_says_nothing_or_half_is_cut_and_others_are_served_meanwhile) {
  UniqueFd silent = connect(), half = connect();
  say(half, "agi_network: yes\n");
  hand.at += Seconds(4);
  UniqueFd good = connect();
  hand.at += Seconds(2);
  server->look(hand.at);
  EXPECT_EQ(server->clients(), 1u);
  EXPECT_EQ(server->counters().cut, 2u);
  EXPECT_EQ(hear(silent), std::nullopt);
  say(good, request_of("112"));
  EXPECT_NE(hear(good)->find("allow"), std::string::npos);
}

TEST_F(GateSockets, there_are_never_more_than_so_many_and_places_come_back) {
  if (!may_open_many()) GTEST_SKIP() << "missing: so many open files";
  std::vector<UniqueFd> ends;
  for (size_t i = 0; i < GateServer::kClientsMax; ++i) {
    ends.push_back(connect());
    hand.at += Milliseconds(1);
  }
  UniqueFd beyond = connect();
  EXPECT_EQ(server->clients(), GateServer::kClientsMax);
  EXPECT_EQ(hear(ends[0]), std::nullopt) << "who has been silent the longest makes room";
  EXPECT_EQ(hear(ends[1]), "");
  say(beyond, request_of("112"));
  EXPECT_NE(hear(beyond)->find("allow"), std::string::npos);
  EXPECT_EQ(server->counters().pushed_out, 1u);
  hand.at += Seconds(6);
  server->look(hand.at);
  EXPECT_EQ(server->clients(), 0u);
}

TEST_F(GateSockets, who_is_asked_for_a_pin_does_not_make_room) {
  if (!may_open_many()) GTEST_SKIP() << "missing: so many open files";
  weighed.known = weighed.alarm = true;
  weighed.severity = Severity::high;
  options.pins["100"] = *net::hash_pin("4711");
  made->reconfigure(options);
  UniqueFd person = connect();
  say(person, request_of("0025261234567"));
  EXPECT_EQ(hear(person), "ANSWER\n");
  hand.at += Milliseconds(1);
  std::vector<UniqueFd> ends;
  for (size_t i = 0; i < GateServer::kClientsMax; ++i) ends.push_back(connect());
  EXPECT_EQ(hear(ends[0]), std::nullopt);
  EXPECT_EQ(hear(person), "");
  say(person, "200 result=0\n");
  EXPECT_NE(hear(person)->find("GET DATA"), std::string::npos);
}

TEST_F(GateSockets, noise_is_refused_and_hung_up_on) {
  UniqueFd noise = connect();
  say(noise, std::string(3000, 'x'));
  EXPECT_NE(hear(noise)->find("REASON=doubtful"), std::string::npos);
  EXPECT_EQ(hear(noise), std::nullopt);
}

TEST_F(GateSockets, it_listens_for_this_machine_alone_unless_it_is_told_to) {
  GateServerOptions door;
  door.at = {*IpAddress::parse("192.0.2.1"), 0};
  auto opened = GateServer::open(loop, hand, door, keeper());
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::usage);
}

}  // namespace
}  // namespace denwaban::serve
