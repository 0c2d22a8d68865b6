// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <atomic>
#include <filesystem>
#include <stdexcept>
#include <thread>

#include "serve/control_client.h"
#include "serve/control_server.h"
#include "serve/unix_socket.h"
#include "temporary_folder.h"

namespace denwaban::serve {
namespace {

class Control : public ::testing::Test {
 protected:
  std::unique_ptr<ControlServer> open(ControlServer::Answer answer) {
    auto server = ControlServer::open(loop_, path_, std::move(answer));
    EXPECT_TRUE(server) << server.error().message;
    return server ? std::move(*server) : nullptr;
  }
  // Asks from another thread while the loop turns on this one.
  Result<std::vector<std::string>> ask(const std::string& request) {
    Result<std::vector<std::string>> answer;
    std::atomic<bool> done = false;
    std::thread client([&] {
      answer = ask_guard(path_, request);
      done = true;
    });
    while (!done) EXPECT_TRUE(loop_.turn(Milliseconds(1)));
    client.join();
    return answer;
  }

  net::Loop loop_;
  test::TemporaryFolder folder_;
  std::string path_ = folder_ / "run/control.sock";
};

TEST_F(Control, answers_with_lines_up_to_the_result) {
  auto server = open([&](std::string_view request, const Peer& peer) {
    EXPECT_EQ(request, "{\"command\":\"x\"}");
    EXPECT_EQ(peer.uid, geteuid());
    return std::string("{\"a\":1}\n{\"a\":2}\n{\"type\":\"result\",\"status\":0}\n");
  });
  auto answer = ask("{\"command\":\"x\"}");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(*answer, (std::vector<std::string>{"{\"a\":1}", "{\"a\":2}"}));
}

TEST_F(Control, an_error_result_becomes_an_error) {
  auto server = open([&](std::string_view, const Peer&) {
    return std::string("{\"type\":\"result\",\"status\":2,\"message\":\"no such thing\"}\n");
  });
  auto answer = ask("{}");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::usage);
  EXPECT_EQ(answer.error().message, "no such thing");
}

TEST_F(Control, an_answer_of_many_megabytes_arrives_whole) {
  std::string line = "{\"n\":\"" + std::string(1000, 'x') + "\"}";
  std::string lines;
  while (lines.size() < 20'000'000) lines += line + "\n";
  auto server =
      open([&](std::string_view, const Peer&) { return lines + "{\"type\":\"result\",\"status\":0}\n"; });
  auto answer = ask("{}");
  ASSERT_TRUE(answer) << answer.error().message;
  EXPECT_EQ(answer->size(), lines.size() / (line.size() + 1));
  EXPECT_EQ(answer->back(), line);
}

TEST_F(Control, a_client_that_reads_nothing_keeps_nobody_else_waiting) {
  int asked = 0;
  auto server = open([&](std::string_view, const Peer&) {
    ++asked;
    return std::string(5'000'000, 'x') + "\n{\"type\":\"result\",\"status\":0}\n";
  });
  auto lazy = connect_to(path_);
  ASSERT_TRUE(lazy);
  ASSERT_EQ(write(lazy->get(), "{}\n{}\n{}\n", 9), 9);
  while (asked == 0) ASSERT_TRUE(loop_.turn(Milliseconds(1)));
  EXPECT_TRUE(ask("{}"));
  EXPECT_EQ(asked, 2) << "nothing more is answered to who does not read";
}

TEST_F(Control, what_the_answer_throws_is_an_answer) {
  auto server = open([](std::string_view request, const Peer&) {
    if (request == "{}") throw std::runtime_error("out of \"luck\"");
    return std::string("{\"type\":\"result\",\"status\":0}\n");
  });
  auto answer = ask("{}");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().message, "the guard cannot answer this: out of \"luck\"");
  EXPECT_TRUE(ask("{\"again\":1}"));
}

TEST_F(Control, only_its_owner_may_touch_the_socket) {
  auto server = open([](std::string_view, const Peer&) { return std::string(); });
  struct stat facts {};
  ASSERT_EQ(stat(path_.c_str(), &facts), 0);
  EXPECT_EQ(facts.st_mode & 0777, 0600u);
}

TEST_F(Control, a_second_guard_is_told_of_the_first) {
  auto server = open([](std::string_view, const Peer&) { return std::string(); });
  auto second =
      ControlServer::open(loop_, path_, [](std::string_view, const Peer&) { return std::string(); });
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().kind, ErrorKind::unavailable);
}

TEST_F(Control, a_dead_guards_socket_is_replaced) {
  std::filesystem::create_directories(folder_ / "run");
  { auto dead = listen_at(path_); }  // closed, but the name stays
  EXPECT_TRUE(std::filesystem::exists(path_));
  EXPECT_TRUE(open([](std::string_view, const Peer&) { return std::string(); }));
}

TEST_F(Control, nobody_listening_is_said_so) {
  auto answer = ask_guard(path_, "{}");
  ASSERT_FALSE(answer);
  EXPECT_EQ(answer.error().kind, ErrorKind::not_found);
}

}  // namespace
}  // namespace denwaban::serve
