// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/access_list.h"

#include <gtest/gtest.h>

#include "memory_files.h"

namespace denwaban::audit {
namespace {

// An access list as [a] of sip.conf, beside an acl.conf.
class Lists {
 public:
  explicit Lists(const std::string& section, const std::string& named = {}) {
    tree_.put("/e/sip.conf", "[a]\n" + section);
    if (!named.empty()) tree_.put("/e/acl.conf", named);
    sources_.emplace(tree_, "/e");
    named_.emplace(*sources_);
    const parse::ConfigFile* config = sources_->file("sip.conf");
    list = AccessList({"peer", "a", config, config->first("a"), nullptr}, *named_);
  }
  bool allows(const char* address) const { return list.allows(*IpAddress::parse(address)); }
  AccessList list;

 private:
  test::MemoryFiles tree_;
  std::optional<Sources> sources_;
  std::optional<NamedAccessLists> named_;
};

TEST(AccessList, TheLastLineThatMatchesDecidesAndSilenceAllows) {
  Lists lists("deny=0.0.0.0/0.0.0.0\npermit=192.0.2.0/255.255.255.0\ndeny=192.0.2.7\n");
  EXPECT_TRUE(lists.allows("192.0.2.1"));
  EXPECT_FALSE(lists.allows("192.0.2.7"));
  EXPECT_FALSE(lists.allows("198.51.100.1"));
  EXPECT_TRUE(lists.allows("2001:db8::1"));  // no IPv4 line matches it
  EXPECT_TRUE(lists.list.restricts());
  EXPECT_EQ(lists.list.fault(), AccessFault::none);
  EXPECT_DOUBLE_EQ(lists.list.share_of_ipv6(), 1);
}

TEST(AccessList, AnEmptyOneAllowsEverybody) {
  Lists lists("host=dynamic\n");
  EXPECT_FALSE(lists.list.written());
  EXPECT_TRUE(lists.allows("192.0.2.1"));
  EXPECT_FALSE(lists.list.restricts());
}

TEST(AccessList, NamesItsFaults) {
  EXPECT_EQ(Lists("permit=192.0.2.0/24\n").list.fault(), AccessFault::permits_only);
  EXPECT_EQ(Lists("permit=192.0.2.0/24\ndeny=0.0.0.0/0\n").list.fault(), AccessFault::permits_nobody);
  EXPECT_EQ(Lists("deny=0.0.0.0/0\npermit=0.0.0.0/0.0.0.0\n").list.fault(), AccessFault::permits_all);
  EXPECT_EQ(Lists("deny=0.0.0.0/0\npermit=AllOfUs\n").list.fault(), AccessFault::malformed);
  EXPECT_EQ(Lists("deny=0.0.0.0/0\npermit=\n").list.fault(), AccessFault::malformed);
  EXPECT_EQ(Lists("deny=192.0.2.7\n").list.fault(),
            AccessFault::none);  // one attacker kept out: as it was meant
  EXPECT_EQ(Lists("deny=0.0.0.0/0\n").list.fault(), AccessFault::none);
  EXPECT_EQ(Lists("permit=0.0.0.0/1\ndeny=0.0.0.0/0\npermit=192.0.2.0/24\n").list.fault(), AccessFault::none);
}

TEST(AccessList, PointsAtTheLineThatTakesBack) {
  Lists lists("deny=0.0.0.0/0\npermit=0.0.0.0/0\npermit=192.0.2.0/24\n");
  ASSERT_NE(lists.list.culprit(), nullptr);
  EXPECT_EQ(lists.list.culprit()->variable->line, 3);
}

TEST(AccessList, ReadsCommaListsAndExclamationMarks) {
  Lists lists("deny=0.0.0.0/0\npermit=192.0.2.0/24,!192.0.2.128/25\n");
  EXPECT_TRUE(lists.allows("192.0.2.1"));
  EXPECT_FALSE(lists.allows("192.0.2.200"));
}

TEST(AccessList, NamedListsMustAllowAsWell) {
  Lists lists("acl=Office\n", "[office]\ndeny=0.0.0.0/0\npermit=192.0.2.0/24\n");
  EXPECT_TRUE(lists.list.restricts());
  EXPECT_TRUE(lists.allows("192.0.2.1"));
  EXPECT_FALSE(lists.allows("198.51.100.1"));
  Lists absent("acl=office\n");
  EXPECT_FALSE(absent.list.names().at(0).known);
  EXPECT_FALSE(absent.allows("192.0.2.1"));
  EXPECT_DOUBLE_EQ(absent.list.share_of_ipv4(), 0);
  Lists one_of_two("permit=192.0.2.0/24\nacl=office\n", "[office]\ndeny=0.0.0.0/0\npermit=192.0.2.0/24\n");
  EXPECT_EQ(one_of_two.list.fault(), AccessFault::none);
}

TEST(AccessList, CountsTheShareOfAddressesThatIsLetIn) {
  EXPECT_DOUBLE_EQ(Lists("deny=0.0.0.0/0\npermit=10.0.0.0/8\n").list.share_of_ipv4(), 1.0 / 256);
  EXPECT_DOUBLE_EQ(Lists("deny=10.0.0.0/8\n").list.share_of_ipv4(), 255.0 / 256);
  EXPECT_DOUBLE_EQ(Lists("deny=0.0.0.0/1\ndeny=128.0.0.0/1\n").list.share_of_ipv4(), 0);
  EXPECT_DOUBLE_EQ(Lists("deny=::/0\npermit=2001:db8::/32\n").list.share_of_ipv6(), 1.0 / 4294967296.0);
}

}  // namespace
}  // namespace denwaban::audit
