// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/restriction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "memory_files.h"
#include "setup/planned_files.h"

namespace denwaban::setup {
namespace {

using test::MemoryFiles;
using testing::HasSubstr;
using testing::IsEmpty;

MemoryFiles both() {
  return {{"/etc/asterisk/sip.conf", "[general]\nbindport=5060\n[phone](!)\ntype=friend\n[101](phone)\nsecret=x\n"},
          {"/etc/asterisk/pjsip.conf",
           "[transport]\ntype=transport\n[201]\ntype=aor\nmax_contacts=1\n[201]\ntype=auth\nusername=201\n[201]\n"
           "type=endpoint\naors=201\n"}};
}

Restriction only(std::string account, std::vector<const char*> networks, std::vector<const char*> registered = {}) {
  Restriction wanted{std::move(account), {}, {}};
  for (const char* text : networks) wanted.networks.push_back(*IpPrefix::parse(text));
  for (const char* text : registered) wanted.registered.push_back(*IpAddress::parse(text));
  return wanted;
}

TEST(Restrict, ShutsAPeerOfChanSipToItsNetworks) {
  MemoryFiles files = both();
  auto plan = plan_restriction(files, {}, only("101", {"192.0.2.0/24", "2001:db8::/64"}));
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_EQ(plan->changes.size(), 1u);
  EXPECT_EQ(plan->changes[0].path, "/etc/asterisk/sip.conf");
  EXPECT_THAT(*plan->changes[0].after, HasSubstr("[101](+)\ndeny = 0.0.0.0/0.0.0.0\ndeny = ::/0\n"
                                                 "permit = 192.0.2.0/255.255.255.0\npermit = 2001:db8::/64\n"));
  EXPECT_TRUE(plan->sip);
  EXPECT_FALSE(plan->pjsip);
}

TEST(Restrict, AddsToTheEndpointAmongSectionsOfOneName) {
  MemoryFiles files = both();
  auto plan = plan_restriction(files, {}, only("201", {"192.0.2.0/24"}));
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_EQ(plan->changes.size(), 1u);
  EXPECT_THAT(*plan->changes[0].after, HasSubstr("[201](+type=endpoint)\ndeny = 0.0.0.0/0.0.0.0\n"));
  EXPECT_TRUE(plan->pjsip);
}

TEST(Restrict, OnceMoreChangesNothingAndOtherNetworksTakeThePlace) {
  MemoryFiles files = both();
  auto first = plan_restriction(files, {}, only("101", {"192.0.2.0/24"}));
  ASSERT_TRUE(first);
  PlannedFiles after(files, first->changes);
  EXPECT_THAT(plan_restriction(after, {}, only("101", {"192.0.2.0/24"}))->changes, IsEmpty());
  auto other = plan_restriction(after, {}, only("101", {"198.51.100.0/24"}));
  ASSERT_TRUE(other);
  ASSERT_EQ(other->changes.size(), 1u);
  EXPECT_THAT(*other->changes[0].after, testing::Not(HasSubstr("192.0.2.0")));
}

TEST(Restrict, IsTakenBackToTheByte) {
  MemoryFiles files = both();
  std::string before = *files.read("/etc/asterisk/sip.conf");
  auto plan = plan_restriction(files, {}, only("101", {"192.0.2.0/24"}));
  ASSERT_TRUE(plan);
  PlannedFiles after(files, plan->changes);
  auto back = plan_release(after, {}, "101");
  ASSERT_TRUE(back);
  ASSERT_EQ(back->changes.size(), 1u);
  EXPECT_EQ(back->changes[0].after, before);
  EXPECT_TRUE(back->changes[0].taken_out);
  auto undo = plan_undo(after, {});
  ASSERT_TRUE(undo);
  ASSERT_EQ(undo->changes.size(), 1u);
  EXPECT_EQ(undo->changes[0].after, before);
  EXPECT_TRUE(undo->sip);
}

TEST(Restrict, LocksNobodyOutWhoIsLoggedIn) {
  MemoryFiles files = both();
  auto plan = plan_restriction(files, {}, only("101", {"192.0.2.0/24"}, {"203.0.113.9"}));
  ASSERT_FALSE(plan);
  EXPECT_EQ(plan.error().kind, ErrorKind::usage);
  EXPECT_THAT(plan.error().message, HasSubstr("203.0.113.9"));
}

TEST(Restrict, RefusesWhatIsNoAccountOrHasNoNetworks) {
  MemoryFiles files = both();
  EXPECT_EQ(plan_restriction(files, {}, only("404", {"192.0.2.0/24"})).error().kind, ErrorKind::not_found);
  EXPECT_EQ(plan_restriction(files, {}, only("phone", {"192.0.2.0/24"})).error().kind, ErrorKind::not_found) << "a template";
  EXPECT_EQ(plan_restriction(files, {}, only("101", {})).error().kind, ErrorKind::usage);
  EXPECT_EQ(plan_restriction(files, {}, only("1]\n[x", {"192.0.2.0/24"})).error().kind, ErrorKind::usage);
}

TEST(Restrict, WritesIntoFreepbxsOwnFileForSuchLines) {
  MemoryFiles files = {
      {"/etc/asterisk/pjsip.conf", "#include pjsip.endpoint.conf\n#include pjsip_custom_post.conf\n"},
      {"/etc/asterisk/pjsip.endpoint.conf", "[301]\ntype=endpoint\naors=301\n"},
      {"/etc/asterisk/pjsip_custom_post.conf", "; mine\n"}};
  auto plan = plan_restriction(files, {}, only("301", {"192.0.2.0/24"}));
  ASSERT_TRUE(plan) << plan.error().message;
  ASSERT_EQ(plan->changes.size(), 1u);
  EXPECT_EQ(plan->changes[0].path, "/etc/asterisk/pjsip_custom_post.conf");
}

}  // namespace
}  // namespace denwaban::setup
