// SPDX-License-Identifier: GPL-3.0-or-later
// Rules on chan_iax2, DUNDi, users.conf and named access lists.
#include <gtest/gtest.h>

#include <memory>

#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

size_t in_iax(const char* rule, const std::string& text) {
  return Audited({{"iax.conf", text}}).of(rule).size();
}
constexpr char kStrong[] = "secret=vK8!qz-Wm2xR7u#pL4\n";

TEST(IaxRules, UsersWithoutPassword) {
  EXPECT_EQ(in_iax("DWB-IAX-001", "[a]\ntype=user\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-001", "[a]\ntype=user\nauth=rsa\ninkeys=k\n"), 0u);
  EXPECT_EQ(in_iax("DWB-IAX-001", "[a]\ntype=peer\nhost=192.0.2.1\n"), 0u);
  EXPECT_EQ(in_iax("DWB-IAX-002", "[guest]\ntype=user\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-002", "[a]\ntype=user\n"), 0u);
}

TEST(IaxRules, Passwords) {
  EXPECT_EQ(in_iax("DWB-IAX-003", "[a]\ntype=friend\nsecret=vK8!qz-Wm2xR7u#pL4\\;welcome1\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-003", std::string("[a]\ntype=friend\n") + kStrong), 0u);
  const auto sent = Audited({{"iax.conf", "[a]\ntype=peer\nhost=192.0.2.7\nsecret=welcome1\n"}}).of("DWB-IAX-003");
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].severity, Severity::low) << "nobody logs in here with it";
  EXPECT_EQ(
      in_iax("DWB-IAX-006", std::string("[t](!)\n") + kStrong + "[a](t)\ntype=user\n[b](t)\ntype=user\n"),
      1u);
  EXPECT_EQ(in_iax("DWB-IAX-006", std::string("[a]\ntype=user\n") + kStrong), 0u);
  EXPECT_EQ(in_iax("DWB-IAX-010", std::string("[a]\ntype=user\nauth=md5,plaintext\n") + kStrong), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-010", std::string("[a]\ntype=user\n") + kStrong), 0u);
}

TEST(IaxRules, CallTokens) {
  EXPECT_EQ(in_iax("DWB-IAX-004", "[a]\ntype=user\nrequirecalltoken=auto\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-004", "[general]\ncalltokenoptional=0.0.0.0/0.0.0.0\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-004", "[general]\ncalltokenoptional=192.0.2.1\n[a]\ntype=user\n"), 0u);
}

TEST(IaxRules, ContextsThatTheCallerChooses) {
  EXPECT_EQ(in_iax("DWB-IAX-005", "[a]\ntype=user\ncontext=*\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-005", "[a]\ntype=user\ncontext=x\ncontext=y\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-005", "[a]\ntype=user\ncontext=x\n"), 0u);
}

TEST(IaxRules, AddressesAndEncryption) {
  EXPECT_EQ(in_iax("DWB-IAX-007", "[a]\ntype=user\nsecret=vK8!qz-Wm2xR7u\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-007", "[a]\ntype=user\n"), 0u) << "no password to try: DWB-IAX-001 tells it";
  EXPECT_EQ(in_iax("DWB-IAX-007", "[a]\ntype=user\nsecret=vK8!qz-Wm2xR7u\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n"), 0u);
  EXPECT_EQ(in_iax("DWB-IAX-007", "[a]\ntype=user\nsecret=vK8!qz-Wm2xR7u\npermit=0.0.0.0/0.0.0.0\n"), 1u) << "all may come";
  EXPECT_EQ(in_iax("DWB-IAX-008", "[general]\nallowfwdownload=yes\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-008", "[general]\n"), 0u);
  EXPECT_EQ(in_iax("DWB-IAX-009", "[general]\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-009", "[general]\nbindaddr=127.0.0.1\n"), 0u);
  EXPECT_EQ(in_iax("DWB-IAX-009", "#include gone.conf\n"), 0u);
  EXPECT_EQ(in_iax("DWB-IAX-009", "[general]\nbindaddr=127.0.0.1\nbindaddr=10.1.2.3\n"), 0u);
  EXPECT_EQ(in_iax("DWB-IAX-011", "[a]\ntype=user\n"), 1u);
  EXPECT_EQ(in_iax("DWB-IAX-011", "[general]\nencryption=yes\n[a]\ntype=user\n"), 0u);
}

TEST(IaxRules, OnePublicAddressIsNotEveryAddress) {
  auto one = Audited({{"iax.conf", "[general]\nbindaddr=203.0.113.5\n"}}).of("DWB-IAX-009");
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].severity, Severity::low);
  EXPECT_EQ(one[0].facts[0].first, "address");
  auto every = Audited({{"iax.conf", "[general]\nbindaddr=203.0.113.5\nbindaddr=0.0.0.0\n"}}).of("DWB-IAX-009");
  ASSERT_EQ(every.size(), 1u);
  EXPECT_EQ(every[0].severity, Severity::medium);
  EXPECT_EQ(every[0].place.line, 3);
}

TEST(IaxRules, ADeviceThatRegistersIsNoTrunkForItsOneNumber) {
  const char* guests = "[general]\ncontext=default\n";
  const char* device = "[general]\n[fax1]\ntype=friend\nhost=dynamic\nsecret=vK8zWm2xR7upL4\ncontext=nowhere\n";
  Audited one({{"sip.conf", guests}, {"iax.conf", device},
               {"extensions.conf", "[default]\nexten => 14245550150,1,Dial(IAX2/fax1/${EXTEN})\n"}});
  for (const char* rule : {"DWB-TP-001", "DWB-TP-002", "DWB-DP-015", "DWB-DP-016"}) EXPECT_FALSE(one.fires(rule)) << rule;
  Audited any({{"sip.conf", guests}, {"iax.conf", device},
               {"extensions.conf", "[default]\nexten => _X.,1,Dial(IAX2/fax1/${EXTEN})\n"}});
  for (const char* rule : {"DWB-TP-001", "DWB-DP-015", "DWB-DP-016"}) EXPECT_TRUE(any.fires(rule)) << rule;
}

TEST(IaxRules, SwitchesThatStrangersReach) {
  std::string plan = "[default]\ninclude => far\n[far]\nswitch => IAX2/me:key@192.0.2.1/in\n";
  Audited open({{"sip.conf", "[general]\n"}, {"extensions.conf", plan}});
  ASSERT_EQ(open.of("DWB-IAX-012").size(), 1u);
  EXPECT_EQ(open.of("DWB-IAX-012")[0].place.line, 4);
  EXPECT_FALSE(
      Audited({{"sip.conf", "[general]\nallowguest=no\n"}, {"extensions.conf", plan}}).fires("DWB-IAX-012"));
}

TEST(IaxRules, Dundi) {
  EXPECT_TRUE(Audited({{"dundi.conf", "[general]\n[*]\npermit=all\n"}}).fires("DWB-IAX-013"));
  EXPECT_FALSE(Audited({{"dundi.conf", "[general]\n[00:11:22:33:44:55]\ninkey=k\npermit=numbers\n"}})
                   .fires("DWB-IAX-013"));
}

TEST(UsersRules, GeneralMakesDevices) {
  auto found = Audited({{"users.conf", "[general]\nhassip=yes\n[6000]\nfullname=A\n"}}).of("DWB-USR-001");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::medium);
  EXPECT_FALSE(Audited({{"users.conf", "[general]\nhassip=no\n"}}).fires("DWB-USR-001"));
  EXPECT_TRUE(Audited({{"users.conf", "[a]\nhasmanager=yes\n"}}).fires("DWB-USR-002"));
  EXPECT_FALSE(Audited({{"users.conf", "[a]\nhassip=yes\n"}}).fires("DWB-USR-002"));
  EXPECT_TRUE(Audited({{"users.conf", "[6000]\nsecret=6000\n"}}).fires("DWB-USR-003"));
  EXPECT_FALSE(Audited({{"users.conf", std::string("[6000]\n") + kStrong}}).fires("DWB-USR-003"));
}

// Nobody logs in with a secret that is never asked for, nor without one where all must be encrypted.
TEST(IaxRules, UsersThatAreAlwaysRefused) {
  auto audited = [](const std::string& user) {
    return std::make_unique<Audited>(std::initializer_list<Audited::File>{
        {"iax.conf", "[general]\n[a]\ntype=user\ncontext=in\n" + user},
        {"extensions.conf", "[in]\nexten => _0X.,1,Dial(DAHDI/g1/${EXTEN})\n"}});
  };
  for (const char* user : {"auth=rsa\nsecret=welcome1\n", "forceencryption=yes\n"}) {
    const auto refused = audited(user);
    for (const TollPath& path : refused->result().paths) EXPECT_EQ(path.verdict, Verdict::not_reachable) << user;
    for (const char* rule : {"DWB-IAX-001", "DWB-IAX-003"})
      for (const ConfigFinding& found : refused->of(rule)) EXPECT_EQ(found.severity, Severity::low) << rule;
  }
  for (const char* user : {"auth=md5,rsa\nsecret=welcome1\n", "encryption=yes\n"}) {
    const auto open = audited(user);
    ASSERT_FALSE(open->result().paths.empty()) << user;
    EXPECT_NE(open->result().paths[0].verdict, Verdict::not_reachable) << user;
  }
}

TEST(AccessListRules, NamedLists) {
  std::string device = "[general]\nbindaddr=::\n[a]\ntype=friend\nhost=dynamic\nacl=office\n";
  EXPECT_TRUE(Audited({{"sip.conf", device}}).fires("DWB-ACL-001"));
  Audited good(
      {{"sip.conf", device}, {"acl.conf", "[office]\ndeny=0.0.0.0/0\ndeny=::/0\npermit=10.0.0.0/8\n"}});
  for (const char* rule : {"DWB-ACL-001", "DWB-ACL-002", "DWB-ACL-003"})
    EXPECT_FALSE(good.fires(rule)) << rule;
  Audited open({{"sip.conf", device}, {"acl.conf", "[office]\ndeny=0.0.0.0/0\npermit=0.0.0.0/0.0.0.0\n"}});
  ASSERT_EQ(open.of("DWB-ACL-002").size(), 1u);
  EXPECT_EQ(open.of("DWB-ACL-002")[0].place.line, 3);
  EXPECT_EQ(open.of("DWB-ACL-002")[0].severity, Severity::high);
  Audited unused({{"sip.conf", "[general]\n"}, {"acl.conf", "[office]\ndeny=0.0.0.0/0\npermit=0.0.0.0/0.0.0.0\n"}});
  ASSERT_EQ(unused.of("DWB-ACL-002").size(), 1u);
  EXPECT_EQ(unused.of("DWB-ACL-002")[0].severity, Severity::low) << "no section names it";
  Audited half({{"sip.conf", device}, {"acl.conf", "[office]\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n"}});
  EXPECT_TRUE(half.fires("DWB-ACL-003"));
}

}  // namespace
}  // namespace denwaban
