// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/host_facts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "temporary_folder.h"

namespace denwaban::net {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::IsEmpty;

IpAddress ip(const char* text) { return *IpAddress::parse(text); }

TEST(HostFacts, OwnAddressesHoldLoopback) {
  auto own = own_addresses();
  ASSERT_TRUE(own) << own.error().message;
  EXPECT_THAT(*own, Contains(ip("127.0.0.1")));
}

TEST(HostFacts, NameServersComeFromAllFilesOnceWithoutZones) {
  test::TemporaryFolder folder;
  auto a = folder.write(
      "a", "# x\nnameserver 127.0.0.53\noptions edns0\nnameserver fe80::1%eth0\nnameserver nonsense\n");
  auto b = folder.write("b", "search example\n  nameserver\t192.0.2.53\nnameserver 127.0.0.53\n");
  EXPECT_THAT(read_name_servers({a, folder.path("missing"), b}),
              ElementsAre(ip("127.0.0.53"), ip("fe80::1"), ip("192.0.2.53")));
}

TEST(HostFacts, ReadsOnlySoManyNameServersOfAFile) {
  test::TemporaryFolder folder;
  std::string text;
  for (int i = 0; i < 100; ++i) text += "nameserver 192.0.2." + std::to_string(i) + "\n";
  EXPECT_EQ(read_name_servers({folder.write("a", text)}).size(), 16u);
}

TEST(HostFacts, MissingFilesLeaveTheRestWhole) {
  HostPaths paths;
  paths.resolv_confs = {"/nonexistent/resolv.conf"};
  paths.utmp = "/nonexistent/utmp";
  paths.ask_logind = false;
  auto facts = read_host_facts(paths);
  EXPECT_THAT(facts.own, Contains(ip("127.0.0.1")));
  EXPECT_THAT(facts.name_servers, IsEmpty());
  EXPECT_THAT(facts.logins, IsEmpty());
}

}  // namespace
}  // namespace denwaban::net
