// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/listening.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include "base/unique_fd.h"
#include "temporary_folder.h"

namespace denwaban::net {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

const char kHead[] =
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n";

std::string row(const std::string& local, const std::string& state, int inode) {
  return "   0: " + local + " 00000000:0000 " + state + " 00000000:00000000 00:00000000 00000000 0 0 " +
         std::to_string(inode) + " 2 0000000000000000 0\n";
}

class ListeningTest : public testing::Test {
 protected:
  void process(int pid, const std::string& command, const std::vector<int>& inodes) {
    std::string folder = "proc/" + std::to_string(pid);
    folder_.write(folder + "/comm", command + "\n");
    int fd = 3;
    for (int inode : inodes) {
      folder_.link(folder + "/fd/" + std::to_string(fd++), "socket:[" + std::to_string(inode) + "]");
    }
    folder_.link(folder + "/fd/0", "/dev/null");
  }
  void table(int pid, const std::string& name, const std::string& rows) {
    folder_.write("proc/" + std::to_string(pid) + "/net/" + name, kHead + rows);
  }
  std::vector<ListeningSocket> sockets() {
    auto found = listening_sockets(folder_.path("proc"));
    EXPECT_TRUE(found) << found.error().message;
    return found.value_or(std::vector<ListeningSocket>{});
  }

  test::TemporaryFolder folder_;
};

TEST_F(ListeningTest, TellsThePortsOfOtherServices) {
  process(20, "asterisk", {100});
  process(21, "sshd", {200});
  process(22, "nginx", {300, 301});
  std::string rows = row("00000000:13C4", "0A", 100) + row("00000000:08AE", "0A", 200) +
                     row("00000000:1F99", "0A", 300) + row("00000000:0050", "0A", 301);
  for (int pid : {20, 21, 22}) table(pid, "tcp", rows);
  folder_.write("proc/net/tcp", kHead + rows);
  EXPECT_THAT(foreign_tcp_ports({5060, 8089, 2222}, folder_.path("proc")), ElementsAre(80, 2222))
      << "8089 is guarded though nginx stands in front of Asterisk there; SSH never is";
  EXPECT_THAT(foreign_tcp_ports({}, folder_.path("proc")), ElementsAre(80, 2222, 8089));
}

TEST_F(ListeningTest, FindsTheSocketsOfAsteriskAlone) {
  process(20, "asterisk", {100, 101, 102, 103});
  process(21, "sshd", {200});
  table(20, "udp", row("00000000:13C4", "07", 100) + row("00000000:14E9", "07", 999));
  table(20, "tcp",
        row("0100007F:13AE", "0A", 101) + row("00000000:0016", "0A", 200) + row("0100007F:13AE", "01", 102));
  table(20, "udp6", row("00000000000000000000000000000000:11D9", "07", 103));
  EXPECT_THAT(sockets(), ElementsAre(ListeningSocket{false, IpAddress(), 4569},
                                     ListeningSocket{false, IpAddress(), 5060},
                                     ListeningSocket{true, *IpAddress::parse("127.0.0.1"), 5038}));
}

TEST_F(ListeningTest, FindsNothingWhereNoAsteriskRuns) {
  process(21, "sshd", {200});
  EXPECT_THAT(sockets(), IsEmpty());
}

TEST_F(ListeningTest, SurvivesRowsOfAnyShape) {
  process(20, "asterisk", {100});
  table(20, "udp",
        "\n x\n" + row("0:0", "07", 100) + row("ZZZZZZZZ:13C4", "07", 100) + row("00000000:0", "07", 100) +
            row("00000000:113C4", "07", 100) + "trailing");
  EXPECT_THAT(sockets(), IsEmpty());
}

TEST(Listening, SeesThisProcessOwnSocket) {
  UniqueFd socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  sockaddr_in local = {};
  local.sin_family = AF_INET;
  local.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  ASSERT_EQ(::bind(socket.get(), reinterpret_cast<sockaddr*>(&local), sizeof local), 0);
  ASSERT_EQ(::listen(socket.get(), 1), 0);
  socklen_t size = sizeof local;
  ::getsockname(socket.get(), reinterpret_cast<sockaddr*>(&local), &size);
  test::TemporaryFolder folder;
  folder.link("1", "/proc/self");
  folder.write("name", "");
  std::string name;
  std::getline(std::ifstream("/proc/self/comm"), name);
  auto found = listening_sockets(folder.path(), name);
  ASSERT_TRUE(found);
  EXPECT_THAT(*found, Contains(ListeningSocket{true, *IpAddress::parse("127.0.0.1"), ntohs(local.sin_port)}));
}

TEST(Listening, MergesWithTheConfigurationAndNeverGuardsMedia) {
  pbx::Exchange exchange;
  exchange.listeners = {{"pjsip", "udp", IpAddress(), 5060, {"pjsip.conf", 3}},
                        {"pjsip", "tls", IpAddress(), 5061, {"pjsip.conf", 9}}};
  exchange.media = {{5000, 31000}};
  std::vector<ListeningSocket> sockets = {{false, *IpAddress::parse("192.0.2.1"), 5060},
                                          {true, IpAddress(), 5061},
                                          {false, IpAddress(), 12000},
                                          {false, IpAddress(), 40000},
                                          {false, IpAddress(), 4569},
                                          {true, IpAddress(), 40001}};
  auto merged = merge_listeners(exchange, sockets, {32768, 60999});
  std::vector<std::string> lines;
  for (const auto& l : merged) lines.push_back(l.service + "/" + l.transport + " " + std::to_string(l.port));
  EXPECT_THAT(lines,
              ElementsAre("pjsip/udp 5060", "pjsip/tls 5061", "unknown/udp 4569", "unknown/tcp 40001"));
}

TEST(Listening, ReadsTheRangeOfEphemeralPorts) {
  test::TemporaryFolder folder;
  EXPECT_EQ(ephemeral_ports(folder.path()).first, 32768);
  folder.write("sys/net/ipv4/ip_local_port_range", "10000\t20000\n");
  EXPECT_EQ(ephemeral_ports(folder.path()).last, 20000);
}

}  // namespace
}  // namespace denwaban::net
