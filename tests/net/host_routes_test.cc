// SPDX-License-Identifier: GPL-3.0-or-later
// Gateways, in a network namespace of the test's own: a child makes it, so that the other tests keep theirs.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sched.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <string>

#include "net/host_facts.h"

namespace denwaban::net {
namespace {

constexpr int kNoNamespace = 77;

bool write_file(const char* path, const std::string& text) {
  std::ofstream out(path);
  out << text << std::flush;
  return out.good();
}

// As root directly, else through a user namespace.
bool enter_namespace() {
  uid_t uid = ::getuid();
  gid_t gid = ::getgid();
  if (::unshare(CLONE_NEWNET) == 0) return true;
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNET) != 0) return false;
  write_file("/proc/self/setgroups", "deny");
  return write_file("/proc/self/uid_map", "0 " + std::to_string(uid) + " 1") &&
         write_file("/proc/self/gid_map", "0 " + std::to_string(gid) + " 1");
}

bool run(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()) == 0; }

// The gateways after `commands`, joined by blanks; nullopt: no namespaces here.
std::optional<std::string> gateways_after(const std::vector<std::string>& commands) {
  int ends[2];
  EXPECT_EQ(::pipe2(ends, O_CLOEXEC), 0);
  pid_t child = ::fork();
  if (child == 0) {
    bool ready = enter_namespace() && run("ip link set lo up");
    for (const auto& command : commands) ready = ready && run(command);
    if (!ready) ::_exit(kNoNamespace);
    auto gateways = default_gateways();
    std::string text;
    for (const auto& address : gateways ? *gateways : std::vector<IpAddress>{})
      text += address.to_string() + " ";
    if (!gateways) text = gateways.error().message;
    ::_exit(::write(ends[1], text.data(), text.size()) == static_cast<ssize_t>(text.size()) ? 0 : 1);
  }
  ::close(ends[1]);
  std::string text;
  char buffer[512];
  for (ssize_t size; (size = ::read(ends[0], buffer, sizeof buffer)) > 0;)
    text.append(buffer, static_cast<size_t>(size));
  ::close(ends[0]);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (WIFEXITED(status) && WEXITSTATUS(status) == kNoNamespace) return std::nullopt;
  return text;
}

const std::vector<std::string> kLinks = {"ip link add up0 type veth peer name up1", "ip link set up0 up",
                                         "ip link set up1 up", "ip address add 192.0.2.2/24 dev up0",
                                         "ip -6 address add 2001:db8::2/64 dev up0 nodad"};

std::optional<std::string> gateways_with(const std::vector<std::string>& routes) {
  auto commands = kLinks;
  commands.insert(commands.end(), routes.begin(), routes.end());
  return gateways_after(commands);
}

TEST(HostRoutes, AreEmptyWithoutADefaultRoute) {
  auto gateways = gateways_with({"ip route add 198.51.100.0/24 via 192.0.2.9"});
  if (!gateways) GTEST_SKIP() << "network namespaces are not permitted here";
  EXPECT_EQ(*gateways, "");
}

TEST(HostRoutes, HoldTheGatewaysOfBothFamiliesAndOfOtherTables) {
  auto gateways =
      gateways_with({"ip route add default via 192.0.2.1", "ip -6 route add default via 2001:db8::1",
                     "ip route add default via 192.0.2.7 table 100"});
  if (!gateways) GTEST_SKIP() << "network namespaces are not permitted here";
  for (const char* one : {"192.0.2.1 ", "192.0.2.7 ", "2001:db8::1 "})
    EXPECT_NE(gateways->find(one), std::string::npos);
}

TEST(HostRoutes, HoldEveryHopOfAMultipathRoute) {
  auto gateways = gateways_with({"ip route add default nexthop via 192.0.2.4 nexthop via 192.0.2.5"});
  if (!gateways) GTEST_SKIP() << "network namespaces are not permitted here";
  EXPECT_EQ(*gateways, "192.0.2.4 192.0.2.5 ");
}

TEST(HostRoutes, HoldAnIpv6HopOfAnIpv4Route) {
  auto gateways = gateways_with({"ip route add default via inet6 2001:db8::6 dev up0"});
  if (!gateways) GTEST_SKIP() << "network namespaces are not permitted here";
  EXPECT_EQ(*gateways, "2001:db8::6 ");
}

}  // namespace
}  // namespace denwaban::net
