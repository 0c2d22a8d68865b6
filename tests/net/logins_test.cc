// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/logins.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <utmp.h>

#include <cstring>

#include "temporary_folder.h"

namespace denwaban::net {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int32_t kBoot = 1'700'000'000;
constexpr int32_t kLogin = kBoot + 1000;

IpAddress ip(const char* text) { return *IpAddress::parse(text); }

class UtmpTest : public testing::Test {
 protected:
  UtmpTest() { folder_.write("proc/stat", "cpu 1 2 3\nbtime " + std::to_string(kBoot) + "\nprocesses 1\n"); }

  void process(int pid, long seconds_after_boot, const std::string& command = "sshd") {
    std::string stat = std::to_string(pid) + " (" + command + ") S";
    for (int i = 4; i < 22; ++i) stat += " 0";
    stat += " " + std::to_string(seconds_after_boot * ::sysconf(_SC_CLK_TCK)) + " 0 0\n";
    folder_.write("proc/" + std::to_string(pid) + "/stat", stat);
  }

  void entry(int pid, const char* address, short type = USER_PROCESS, const char* host = "") {
    utmp record = {};
    record.ut_type = type;
    record.ut_pid = pid;
    record.ut_tv.tv_sec = kLogin;
    std::strncpy(record.ut_user, "root", sizeof record.ut_user - 1);
    std::strncpy(record.ut_line, "pts/0", sizeof record.ut_line - 1);
    std::strncpy(record.ut_host, host, sizeof record.ut_host - 1);
    if (*address) ::inet_pton(std::strchr(address, ':') ? AF_INET6 : AF_INET, address, record.ut_addr_v6);
    bytes_.append(reinterpret_cast<const char*>(&record), sizeof record);
  }

  std::vector<LoginSession> logins() {
    return utmp_logins(folder_.write("utmp", bytes_), folder_.path("proc"));
  }

  test::TemporaryFolder folder_;
  std::string bytes_;
};

TEST_F(UtmpTest, FindsLoginsOfBothFamilies) {
  process(10, 990);
  process(11, 995, "sshd: a) S 1 (b");
  entry(10, "192.0.2.7");
  entry(11, "2001:db8::7");
  EXPECT_THAT(logins(), ElementsAre(LoginSession{ip("192.0.2.7"), "root", "pts/0"},
                                    LoginSession{ip("2001:db8::7"), "root", "pts/0"}));
}

TEST_F(UtmpTest, TakesTheAddressFromTheHostFieldWhereTheOtherIsEmpty) {
  process(10, 990);
  entry(10, "", USER_PROCESS, "192.0.2.8");
  ASSERT_EQ(logins().size(), 1u);
  EXPECT_EQ(logins()[0].address, ip("192.0.2.8"));
}

TEST_F(UtmpTest, LeavesOutStaleEntries) {
  process(11, 5000);
  entry(10, "192.0.2.7");
  entry(11, "192.0.2.8");
  EXPECT_THAT(logins(), IsEmpty());
}

TEST_F(UtmpTest, LeavesOutWhatIsNoRemoteLogin) {
  process(10, 990);
  entry(10, "192.0.2.7", LOGIN_PROCESS);
  entry(10, "192.0.2.7", DEAD_PROCESS);
  entry(10, "");
  entry(10, "127.0.0.1");
  entry(10, "", USER_PROCESS, "tmux(4).%0");
  EXPECT_THAT(logins(), IsEmpty());
}

TEST_F(UtmpTest, IgnoresAHalfEntryAtTheEnd) {
  process(10, 990);
  entry(10, "192.0.2.7");
  bytes_ += std::string(100, 'x');
  EXPECT_EQ(logins().size(), 1u);
}

TEST(Logind, CountsOnlyLastingSessionsOfUsersFromAnAddress) {
  std::vector<LogindSession> sessions = {
      {"1", "root", "active", "user", "192.0.2.1"},   {"2", "ann", "online", "user", "2001:db8::1%eth0"},
      {"3", "bob", "closing", "user", "192.0.2.3"},   {"4", "gdm", "active", "greeter", "192.0.2.4"},
      {"5", "cid", "active", "user", "host.example"}, {"6", "dan", "active", "user", ""},
      {"7", "eve", "opening", "user", "192.0.2.7"},   {"8", "fay", "active", "user", "::1"},
  };
  EXPECT_THAT(logins_of(sessions), ElementsAre(LoginSession{ip("192.0.2.1"), "root", "1"},
                                               LoginSession{ip("2001:db8::1"), "ann", "2"}));
}

TEST(Logind, TellsWhenOnlyUtmpKnowsAnAddress) {
  std::vector<LogindSession> sessions = {{"1", "root", "active", "user", "192.0.2.1"},
                                         {"2", "ann", "active", "user", ""}};
  EXPECT_FALSE(has_named_hosts(sessions));
  sessions.push_back({"3", "bob", "online", "user", "host.example"});
  EXPECT_TRUE(has_named_hosts(sessions));
}

}  // namespace
}  // namespace denwaban::net
