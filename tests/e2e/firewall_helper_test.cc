// SPDX-License-Identifier: GPL-3.0-or-later
// The privileged helper as a process of its own.
#include <signal.h>
#include <sys/wait.h>

#include <fstream>
#include <sstream>

#include "actions/helper_firewall.h"
#include "firewall_fixture.h"

namespace denwaban::e2e {
namespace {

using testing::HasSubstr;
using testing::SizeIs;

std::string file_of(pid_t pid, const char* name) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/" + name);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

class FirewallHelper : public FirewallTest {
 protected:
  FirewallHelper() : helper_(actions::start_helper().value()) {}

  // The keeper's only child. Another process's id would be dangerous to have here: without a child the test
  // ends.
  pid_t worker(pid_t other_than = 0) {
    std::string pid = std::to_string(helper_.pid());
    pid_t child = 0;
    bool found = becomes_true([&] {
      std::istringstream children(file_of(helper_.pid(), ("task/" + pid + "/children").c_str()));
      return children >> child && child > 1 && child != other_than;
    });
    if (!found) throw std::runtime_error("the helper has no worker");
    return child;
  }
  Status ban(const char* target) {
    FirewallChange change{true, entry(Set::ban, target)};
    return helper_.apply({&change, 1});
  }

  actions::HelperFirewall helper_;
};

TEST_F(FirewallHelper, bans_lists_and_unbans_for_the_guard) {
  ASSERT_TRUE(helper_.install(ports_));
  ASSERT_TRUE(ban("198.51.100.1"));
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
  auto entries = helper_.list();
  ASSERT_TRUE(entries);
  ASSERT_THAT(*entries, SizeIs(1));
  EXPECT_EQ(entries->front().packets, 1u);
  FirewallChange lift{false, entry(Set::ban, "198.51.100.1")};
  ASSERT_TRUE(helper_.apply({&lift, 1}));
  EXPECT_TRUE(reaches({"198.51.100.1", 5060}));
  ASSERT_TRUE(helper_.remove());
  EXPECT_EQ(helper_.list().error().kind, ErrorKind::not_found);
}

TEST_F(FirewallHelper, carries_more_changes_than_a_message_holds) {
  std::vector<FirewallChange> changes;
  for (uint32_t i = 0; i < 10'000; ++i)
    changes.push_back({true, entry(Set::ban, IpAddress::v4(0x0b000000u + i).to_string())});
  ASSERT_TRUE(helper_.apply(changes));
  EXPECT_THAT(helper_.list().value(), SizeIs(10'000));
}

TEST_F(FirewallHelper, refuses_what_would_cut_the_machine_off) {
  for (const char* target : {"0.0.0.0/0", "128.0.0.0/1", "::/0", "2000::/3", "127.0.0.1", "::1"}) {
    Status status = ban(target);
    ASSERT_FALSE(status) << target;
    EXPECT_EQ(status.error().kind, ErrorKind::usage) << target;
  }
  EXPECT_THAT(helper_.list().value(), SizeIs(0));
}

TEST_F(FirewallHelper, holds_one_capability_and_runs_under_a_filter) {
  ASSERT_TRUE(helper_.install(ports_));
  std::string status = file_of(worker(), "status");
  constexpr const char* kNetAdminOnly = "0000000000001000";
  EXPECT_THAT(status, HasSubstr(std::string("CapPrm:\t") + kNetAdminOnly));
  EXPECT_THAT(status, HasSubstr(std::string("CapEff:\t") + kNetAdminOnly));
  EXPECT_THAT(status, HasSubstr("CapInh:\t0000000000000000"));
  EXPECT_THAT(status, HasSubstr("NoNewPrivs:\t1"));
  EXPECT_THAT(status, HasSubstr("Seccomp:\t2"));
}

TEST_F(FirewallHelper, a_killed_worker_is_replaced_and_the_bans_stand) {
  ASSERT_TRUE(ban("198.51.100.1"));
  pid_t first = worker();
  ASSERT_EQ(kill(first, SIGKILL), 0);
  EXPECT_NE(worker(first), first);
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
  EXPECT_TRUE(becomes_true([&] { return ban("198.51.100.2").has_value(); }));
  EXPECT_FALSE(reaches({"198.51.100.2", 5060}));
  EXPECT_TRUE(helper_.alive());
}

TEST_F(FirewallHelper, when_keeper_and_worker_are_killed_the_guard_hears_of_it_and_the_bans_stand) {
  ASSERT_TRUE(ban("198.51.100.1"));
  pid_t last = worker();
  ASSERT_EQ(kill(helper_.pid(), SIGKILL), 0);
  ASSERT_EQ(kill(last, SIGKILL), 0);
  ASSERT_TRUE(becomes_true([&] { return !helper_.alive() || !ban("198.51.100.2"); }));
  EXPECT_EQ(ban("198.51.100.2").error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
}

TEST_F(FirewallHelper, ignores_the_signals_that_stop_the_guard) {
  ASSERT_TRUE(helper_.install(ports_));
  for (int number : {SIGINT, SIGTERM, SIGHUP}) {
    ASSERT_EQ(kill(worker(), number), 0);
    ASSERT_EQ(kill(helper_.pid(), number), 0);
  }
  EXPECT_TRUE(ban("198.51.100.1"));
}

TEST_F(FirewallHelper, ends_when_the_guard_closes_the_socket) {
  auto other = actions::start_helper().value();
  other.socket.reset();
  int status = -1;
  ASSERT_EQ(waitpid(other.pid, &status, 0), other.pid);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace denwaban::e2e
