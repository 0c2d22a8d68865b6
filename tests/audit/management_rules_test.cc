// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

constexpr const char* kOpen = "[general]\nenabled=yes\n";

TEST(ManagerRules, AMissingBindaddrIsAllAddresses) {
  auto found = Audited({{"manager.conf", kOpen}}).of("DWB-AMI-001");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].origin, Origin::missing);
  EXPECT_FALSE(
      Audited({{"manager.conf", "[general]\nenabled=yes\nbindaddr=127.0.0.1\n"}}).fires("DWB-AMI-001"));
  EXPECT_FALSE(Audited({{"manager.conf", "[general]\nenabled=no\nbindaddr=0.0.0.0\n"}}).fires("DWB-AMI-001"));
  const std::string open = "[general]\nenabled=yes\nbindaddr=0.0.0.0\n";
  EXPECT_EQ(Audited({{"manager.conf", open}}).of("DWB-AMI-001").at(0).severity, Severity::low) << "nobody may log in";
  EXPECT_NE(Audited({{"manager.conf", open + "#include users.d/all.conf\n"}}).of("DWB-AMI-001").at(0).severity, Severity::low);
}

TEST(ManagerRules, AUserWithoutAnAccessListMakesAnOpenManagerCritical) {
  auto found = Audited({{"manager.conf",
                         "[general]\nenabled=yes\nbindaddr=0.0.0.0\n[ops]\nsecret=kZ8wQ2mTr7yLpX4v\n"}})
                   .of("DWB-AMI-001");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::critical);
  EXPECT_EQ(found[0].place.line, 3);
  EXPECT_FALSE(found[0].edit);
}

TEST(ManagerRules, BindsToLoopbackOnlyWhereNobodyElseMayLogInAnyway) {
  auto found = Audited({{"manager.conf",
                         "[general]\nenabled=yes\nbindaddr=0.0.0.0\n[ops]\nsecret=kZ8wQ2mTr7yLpX4v\n"
                         "deny=0.0.0.0/0.0.0.0\npermit=127.0.0.1/255.255.255.0\n"}})
                   .of("DWB-AMI-001");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::high);
  ASSERT_TRUE(found[0].edit);
  EXPECT_EQ(found[0].edit->line, 3);
  EXPECT_EQ(found[0].edit->text, "bindaddr = 127.0.0.1");
}

TEST(ManagerRules, APermitAloneKeepsNobodyOut) {
  std::string user =
      "[general]\nenabled=yes\nbindaddr=0.0.0.0\n[ops]\nsecret=kZ8wQ2mTr7yLpX4v\npermit=192.0.2.0/24\n";
  EXPECT_TRUE(Audited({{"manager.conf", user}}).fires("DWB-AMI-003"));
  EXPECT_FALSE(Audited({{"manager.conf", user}}).fires("DWB-AMI-002"));
  Audited closed(
      {{"manager.conf",
        "[general]\nenabled=yes\nbindaddr=0.0.0.0\n[ops]\ndeny=0.0.0.0/0.0.0.0\npermit=192.0.2.0/24\n"}});
  EXPECT_FALSE(closed.fires("DWB-AMI-003"));
}

TEST(ManagerRules, AnAccessListForIpv4DoesNotCloseAListenerOfBothFamilies) {
  Audited both(
      {{"manager.conf", "[general]\nenabled=yes\n[ops]\ndeny=0.0.0.0/0.0.0.0\npermit=192.0.2.0/24\n"}});
  EXPECT_TRUE(both.fires("DWB-AMI-003"));
  auto bound = [](const std::string& address) {
    return Audited({{"manager.conf", "[general]\nenabled=yes\nbindaddr=" + address +
                                         "\n[ops]\ndeny=0.0.0.0/0.0.0.0\npermit=192.0.2.0/24\n"}})
        .fires("DWB-AMI-003");
  };
  EXPECT_TRUE(bound("2001:db8::5"));
  EXPECT_TRUE(bound("::"));
  EXPECT_FALSE(bound("192.0.2.1"));
  EXPECT_FALSE(bound("::1"));
}

TEST(ManagerRules, AnOpenListOfAManagerOnLoopbackIsAMinorFault) {
  auto severity = [](const std::string& address) {
    return Audited({{"manager.conf", "[general]\nenabled=yes\nbindaddr=" + address + "\n[ops]\npermit=0.0.0.0/0.0.0.0\n"}})
        .of("DWB-AMI-003")
        .at(0)
        .severity;
  };
  EXPECT_EQ(severity("0.0.0.0"), Severity::high);
  EXPECT_EQ(severity("127.0.0.1"), Severity::low);
}

TEST(ManagerRules, ARepeatedUserIsOneUserWithTheLastAccessList) {
  Audited twice({{"manager.conf",
                  "[general]\nenabled=yes\nbindaddr=0.0.0.0\n[ops]\nsecret=kZ8wQ2mTr7yLpX4v\ndeny=0.0.0.0/"
                  "0.0.0.0\npermit=192.0.2.1\n"
                  "[OPS]\nwrite=call\n"}});
  EXPECT_TRUE(twice.fires("DWB-AMI-002"));
  EXPECT_EQ(twice.of("DWB-AMI-006").size(), 1u);
}

TEST(ManagerRules, SecretsThatCanBeGuessedAreToldWithoutThem) {
  auto found =
      Audited({{"manager.conf", "[general]\nenabled=yes\n[ops]\nsecret=mysecret\n"}}).of("DWB-AMI-004");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.line, 4);
  EXPECT_FALSE(found[0].value);
  EXPECT_EQ(found[0].place.text.find("mysecret"), std::string::npos);
  for (const auto& [name, text] : found[0].facts) EXPECT_EQ(text.find("mysecret"), std::string::npos);
  EXPECT_FALSE(Audited({{"manager.conf", "[general]\nenabled=yes\n[ops]\nsecret=kZ8wQ2mTr7yLpX4v\n"}})
                   .fires("DWB-AMI-004"));
}

// The list is asked before the password.
TEST(ManagerRules, SecretsOfThisMachineAloneAreLessUrgent) {
  auto severity = [](const char* rule, const std::string& more, const std::string& general = {}) {
    auto found = Audited({{"manager.conf", "[general]\nenabled=yes\n" + general +
                                               "[ops]\nsecret=ops\nwrite=originate\n" + more}})
                     .of(rule);
    return found.empty() ? Severity::info : found[0].severity;
  };
  const std::string here = "deny=0.0.0.0/0.0.0.0\npermit=127.0.0.1/255.255.255.0\n";
  const std::string office = "deny=0.0.0.0/0.0.0.0\npermit=192.0.2.0/255.255.255.0\n";
  EXPECT_EQ(severity("DWB-AMI-004", here), Severity::medium);
  EXPECT_EQ(severity("DWB-AMI-004", {}, "bindaddr=127.0.0.1\n"), Severity::medium);
  EXPECT_EQ(severity("DWB-AMI-004", office), Severity::critical);
  EXPECT_EQ(severity("DWB-AMI-001", here), Severity::high);
  EXPECT_EQ(severity("DWB-AMI-001", office), Severity::critical);
  EXPECT_EQ(severity("DWB-AMI-006", here), Severity::medium);
  EXPECT_EQ(severity("DWB-AMI-006", office), Severity::high);
}

TEST(ManagerRules, AnEmptySecretLetsIn) {
  EXPECT_TRUE(Audited({{"manager.conf", "[general]\nenabled=yes\n[ops]\nsecret=\n"}}).fires("DWB-AMI-005"));
  EXPECT_FALSE(
      Audited({{"manager.conf", "[general]\nenabled=yes\n[ops]\nread=call\n"}}).fires("DWB-AMI-005"));
  Audited web({{"manager.conf", "[general]\nenabled=yes\nwebenabled=yes\n[ops]\nread=call\n"},
               {"http.conf", "[general]\nenabled=yes\nbindaddr=0.0.0.0\n"}});
  EXPECT_TRUE(web.fires("DWB-AMI-005"));
  EXPECT_TRUE(web.fires("DWB-AMI-007"));
}

TEST(ManagerRules, UsersOfAManagerThatIsOffAreInert) {
  auto found = Audited({{"manager.conf", "[general]\nenabled=no\n[ops]\nsecret=1234\n"}}).of("DWB-AMI-004");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_TRUE(found[0].inert);
}

TEST(ManagerRules, RightsNamesAndHiddenLogins) {
  Audited loud({{"manager.conf",
                 "[general]\nenabled=yes\ndisplayconnects=no\nauthlimit=500\n[admin]\nsecret="
                 "kZ8wQ2mTr7yLpX4v\nread=all\nwrite=originate,system\n"}});
  for (const char* rule : {"DWB-AMI-006", "DWB-AMI-008", "DWB-AMI-009", "DWB-AMI-010", "DWB-AMI-011",
                           "DWB-AMI-012", "DWB-AMI-014"})
    EXPECT_TRUE(loud.fires(rule)) << rule;
  Audited quiet({{"manager.conf",
                  "[general]\nenabled=yes\nbindaddr=127.0.0.1\nallowmultiplelogin=no\n[phones-8t]\nsecret="
                  "kZ8wQ2mTr7yLpX4v\nread=call\n"
                  "write=user\ndeny=0.0.0.0/0\npermit=127.0.0.1\n"}});
  for (const char* rule :
       {"DWB-AMI-001", "DWB-AMI-002", "DWB-AMI-003", "DWB-AMI-006", "DWB-AMI-008", "DWB-AMI-009",
        "DWB-AMI-010", "DWB-AMI-011", "DWB-AMI-012", "DWB-AMI-013", "DWB-AMI-014"})
    EXPECT_FALSE(quiet.fires(rule)) << rule;
}

TEST(ManagerRules, OrdersNeedTheRightToWrite) {
  auto user = [](const char* rights) {
    return Audited({{"manager.conf", std::string("[general]\nenabled=yes\n[mon]\nsecret=kZ8wQ2mTr7yLpX4v\n") + rights}})
        .of("DWB-AMI-014");
  };
  EXPECT_TRUE(user("read=config,command\n").empty());
  auto found = user("read=all\nwrite=config\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.line, 6);
  EXPECT_EQ(user("write=system\n").size(), 1u);
}

TEST(ManagerRules, ANamedListThatLetsEverybodyInIsNone) {
  auto found = [](const char* list) {
    return Audited({{"manager.conf", "[general]\nenabled=yes\n[ops]\nsecret=kZ8wQ2mTr7yLpX4v\nacl=office\n"},
                    {"acl.conf", std::string("[office]\ndeny=0.0.0.0/0\ndeny=::/0\n") + list}})
        .of("DWB-AMI-003");
  };
  auto open = found("permit=0.0.0.0/0\n");
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].place.line, 5);
  EXPECT_TRUE(found("permit=192.0.2.0/24\n").empty());
}

TEST(ManagerRules, ReadsAllAndUsersConf) {
  EXPECT_TRUE(Audited({{"manager.conf", "[general]\nenabled=yes\n[wall]\nread=all\n"}}).fires("DWB-AMI-013"));
  EXPECT_TRUE(
      Audited({{"users.conf", "[general]\nhasmanager=no\n[6000]\nhasmanager=yes\n"}}).fires("DWB-AMI-015"));
  EXPECT_FALSE(Audited({{"users.conf", "[general]\n[6000]\nhassip=yes\n"}}).fires("DWB-AMI-015"));
}

TEST(HttpRules, WithoutAnAddressNothingIsOpened) {
  EXPECT_FALSE(Audited({{"http.conf", "[general]\nenabled=yes\n"}}).fires("DWB-HTTP-001"));
  audit::EstateOptions old;
  old.version = {1, 8, 0, true};
  EXPECT_TRUE(Audited({{"http.conf", "[general]\nenabled=yes\n"}}, old).fires("DWB-HTTP-001"));
  EXPECT_TRUE(Audited({{"http.conf", "[general]\nenabled=yes\nbindaddr=0.0.0.0\n"}}).fires("DWB-HTTP-001"));
  EXPECT_FALSE(
      Audited({{"http.conf", "[general]\nenabled=yes\nbindaddr=127.0.0.1\n"}}).fires("DWB-HTTP-001"));
}

TEST(HttpRules, OldVersionsOfTls) {
  std::string tls = "[general]\nenabled=yes\nbindaddr=0.0.0.0\ntlsenable=yes\n";
  EXPECT_TRUE(Audited({{"http.conf", tls}}).fires("DWB-HTTP-002"));
  EXPECT_FALSE(Audited({{"http.conf", tls + "tlsdisablev1=yes\ntlsdisablev11=yes\n"}}).fires("DWB-HTTP-002"));
}

TEST(HttpRules, PagesUploadsAndPrefix) {
  std::string all =
      "[general]\nenabled=yes\nbindaddr=0.0.0.0\nenablestatic=yes\nenable_status=yes\nredirect=/ "
      "/static/x.html\n";
  Audited open({{"http.conf", all + "[post_mappings]\nup=/tmp\n"}});
  for (const char* rule : {"DWB-HTTP-003", "DWB-HTTP-004", "DWB-HTTP-005", "DWB-HTTP-011", "DWB-HTTP-012"})
    EXPECT_TRUE(open.fires(rule)) << rule;
  EXPECT_FALSE(Audited({{"http.conf", "[general]\nenabled=yes\nredirect=/index.html\n"}}).fires("DWB-HTTP-005"));
  Audited closed({{"http.conf",
                   "[general]\nenabled=yes\nbindaddr=0.0.0.0\nprefix=k3j2\n[/"
                   "ari]\ntype=restriction\ndeny=0.0.0.0/0\npermit=127.0.0.1\n"}});
  for (const char* rule : {"DWB-HTTP-003", "DWB-HTTP-004", "DWB-HTTP-005", "DWB-HTTP-011", "DWB-HTTP-012"})
    EXPECT_FALSE(closed.fires(rule)) << rule;
}

TEST(HttpRules, TheRestInterfaceIsOnWhereNothingIsWritten) {
  std::string users = "[asterisk]\ntype=user\npassword=asterisk\n";
  std::string http = "[general]\nenabled=yes\nbindaddr=0.0.0.0\n";
  Audited open({{"http.conf", http}, {"ari.conf", "[general]\nallowed_origins=*\n" + users}});
  for (const char* rule : {"DWB-HTTP-006", "DWB-HTTP-007", "DWB-HTTP-008", "DWB-HTTP-009", "DWB-HTTP-010"})
    EXPECT_TRUE(open.fires(rule)) << rule;
  EXPECT_EQ(open.of("DWB-HTTP-008").at(0).place.line, 5) << "where the password stands";
  Audited off({{"http.conf", http}, {"ari.conf", "[general]\nenabled=no\n" + users}});
  EXPECT_FALSE(off.fires("DWB-HTTP-006"));
  EXPECT_TRUE(off.of("DWB-HTTP-010").at(0).inert);
  Audited strong(
      {{"http.conf", http},
       {"ari.conf",
        "[general]\n[app]\ntype=user\npassword_format=crypt\npassword=$6$abc$defghij\nread_only=yes\n"}});
  for (const char* rule : {"DWB-HTTP-007", "DWB-HTTP-008", "DWB-HTTP-009", "DWB-HTTP-010"})
    EXPECT_FALSE(strong.fires(rule)) << rule;
}

TEST(HttpRules, FindingsOnARestInterfaceThatIsNotLoadedAreInert) {
  Audited none({{"http.conf", "[general]\nenabled=yes\nbindaddr=0.0.0.0\n"},
                {"ari.conf", "[asterisk]\ntype=user\npassword=asterisk\n"},
                {"modules.conf", "[modules]\nautoload=yes\nnoload=res_ari.so\n"}});
  EXPECT_TRUE(none.of("DWB-HTTP-010").at(0).inert);
}

}  // namespace
}  // namespace denwaban
