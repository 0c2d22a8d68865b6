// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

std::vector<ConfigFinding> in_pjsip(const char* rule, const std::string& text) {
  return Audited({{"pjsip.conf", text}}).of(rule);
}
size_t count(const char* rule, const std::string& text) { return in_pjsip(rule, text).size(); }

// An endpoint with its auth and aor, as it should be; `more` goes into the endpoint.
std::string phone(const std::string& name, const std::string& more = {},
                  const std::string& password = "vK8!qz-Wm2xR7u#pL4") {
  return "[" + name + "]\ntype=endpoint\nauth=" + name + "-auth\naors=" + name + "\n" + more + "[" + name +
         "-auth]\ntype=auth\nusername=" + name + "\npassword=" + password + "\n[" + name +
         "]\ntype=aor\nmax_contacts=1\n";
}
const std::string kTrunk =
    "[itsp]\ntype=endpoint\noutbound_auth=itsp\naors=itsp\ncontext=in\n[itsp]\ntype=auth\npassword=vK8!qz-"
    "Wm2xR7u#pL4\n"
    "[itsp]\ntype=aor\ncontact=sip:192.0.2.1\n[itsp]\ntype=identify\nendpoint=itsp\nmatch=192.0.2.1\n";

// Asterisk makes no object of these, and answers every request to who names such an auth with an error.
TEST(PjsipRules, ObjectsThatAreRefusedAsAWhole) {
  const std::string plan = "[in]\nexten => _0X.,1,Dial(DAHDI/g1/${EXTEN:1})\n";
  auto told = [&](const std::string& more, const std::string& auth) {
    const std::string desk = "[desk]\ntype=endpoint\ncontext=in\nauth=desk\naors=desk\n" + more;
    return Audited({{"pjsip.conf", desk + "[desk]\ntype=auth\n" + auth + "[desk]\ntype=aor\nmax_contacts=1\n"},
                    {"extensions.conf", plan}});
  };
  const std::string user = "username=desk\n", strong = "password=vK8!qz-Wm2xR7u#pL4\n";
  const std::pair<std::string, std::string> kRefused[] = {{"", strong},
                                                          {"", "username=\n" + strong},
                                                          {"", user + "auth_type=md5\n"},
                                                          {"timers_min_se=60\n", user + strong},
                                                          {"dtls_auto_generate_cert=yes\ndtls_cert_file=/k\n", user + strong}};
  for (const auto& [more, auth] : kRefused) {
    const Audited audited = told(more, auth);
    EXPECT_EQ(audited.of("DWB-CFG-007").size(), 1u) << more << auth;
    for (const TollPath& path : audited.result().paths) EXPECT_EQ(path.verdict, Verdict::not_reachable) << more << auth;
    EXPECT_FALSE(audited.fires("DWB-PJS-030")) << more << auth;
  }
  const Audited dropped = told("", user + strong + "colour=blue\n");
  EXPECT_TRUE(dropped.fires("DWB-CFG-006"));
  for (const TollPath& path : dropped.result().paths) EXPECT_EQ(path.verdict, Verdict::not_reachable);
  const Audited made = told("timers_min_se=90\ndtls_auto_generate_cert=yes\n", user + strong);
  EXPECT_FALSE(made.fires("DWB-CFG-007"));
  ASSERT_FALSE(made.result().paths.empty());
  EXPECT_EQ(made.result().paths[0].verdict, Verdict::authenticated);
}

// What is written down must not shut out whom the same files name.
TEST(PjsipRules, AdviceLetsInWhoIsNamed) {
  const std::string transport = "[t]\ntype=transport\nbind=0.0.0.0\nlocal_net=172.23.0.0/24\n";
  const auto found = in_pjsip("DWB-PJS-009", phone("desk") + kTrunk + transport);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].fix, testing::HasSubstr("permit=192.0.2.1"));
  EXPECT_THAT(found[0].fix, testing::HasSubstr("permit=172.23.0.0/24"));
  const auto tls = in_pjsip("DWB-PJS-019", "[t]\ntype=transport\nprotocol=tls\nbind=0.0.0.0\nmethod=tlsv1_2\n");
  ASSERT_EQ(tls.size(), 1u);
  EXPECT_THAT(tls[0].fix, testing::HasSubstr("ca_list_file="));
}

TEST(PjsipRules, AnonymousCallers) {
  auto found = in_pjsip("DWB-PJS-001", "[anonymous]\ntype=endpoint\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::medium);
  EXPECT_EQ(count("DWB-PJS-001", "[anonymous@example.net]\ntype=endpoint\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-001", phone("desk")), 0u);
  Audited unloaded(
      {{"pjsip.conf", "[anonymous]\ntype=endpoint\n"},
       {"modules.conf", "[modules]\nautoload=yes\nnoload=res_pjsip_endpoint_identifier_anonymous.so\n"}});
  EXPECT_TRUE(unloaded.of("DWB-PJS-001").at(0).inert);
}

TEST(PjsipRules, NamesInFromAreBelievedWithoutAuth) {
  auto found = in_pjsip("DWB-PJS-002", kTrunk);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].fix.find("identify_by=ip"), std::string::npos);
  EXPECT_EQ(count("DWB-PJS-002", "[t]\ntype=endpoint\nidentify_by=ip\n"), 0u);
  EXPECT_EQ(count("DWB-PJS-002", phone("desk")), 0u);
  EXPECT_EQ(count("DWB-PJS-002", "[anonymous]\ntype=endpoint\n"), 0u);
}

TEST(PjsipRules, PasswordsThatCanBeGuessed) {
  auto found = in_pjsip("DWB-PJS-003", phone("desk", {}, "welcome1"));
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].object, "[desk-auth]");
  EXPECT_FALSE(found[0].value.has_value());
  EXPECT_EQ(count("DWB-PJS-003", phone("desk")), 0u);
  EXPECT_EQ(count("DWB-PJS-004", phone("4711", {}, "4711")), 1u);
  EXPECT_EQ(count("DWB-PJS-004", phone("4711", {}, "1234")), 0u);
  auto name = in_pjsip("DWB-PJS-004", "[a]\ntype=endpoint\noutbound_auth=b\n[b]\ntype=auth\nusername=prov\npassword=prov\n");
  ASSERT_EQ(name.size(), 1u);
  EXPECT_EQ(name[0].severity, Severity::medium) << "nobody logs in here with it";
  EXPECT_EQ(count("DWB-PJS-003", phone("4711", {}, "4711")), 0u);  // one is enough
  auto sent = in_pjsip("DWB-PJS-003", "[o]\ntype=auth\nusername=u\npassword=welcome1\n");
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].severity, Severity::medium);
}

TEST(PjsipRules, EmptyPasswords) {
  EXPECT_EQ(count("DWB-PJS-030", phone("desk", {}, "")), 1u);
  EXPECT_EQ(count("DWB-PJS-030", phone("desk")), 0u);
  EXPECT_EQ(count("DWB-PJS-030", "[a]\ntype=auth\nusername=x\n"), 0u);
}

TEST(PjsipRules, NamesThatAreNumbers) {
  EXPECT_EQ(count("DWB-PJS-005", phone("100")), 1u);
  EXPECT_EQ(count("DWB-PJS-005", phone("desk-100")), 0u);
}

TEST(PjsipRules, OpenRegistrations) {
  EXPECT_EQ(count("DWB-PJS-006", "[a]\ntype=endpoint\naors=a\n[a]\ntype=aor\nmax_contacts=2\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-006", phone("desk")), 0u);
  EXPECT_EQ(count("DWB-PJS-006", kTrunk), 0u);
}

TEST(PjsipRules, AddressesThatStandForAnEndpoint) {
  auto identify = [](const std::string& match) {
    return "[i]\ntype=identify\nendpoint=e\n[e]\ntype=endpoint\n[i]\ntype=identify\nendpoint=e\n" + match;
  };
  EXPECT_EQ(count("DWB-PJS-007", identify("match=0.0.0.0/0\n")), 1u);
  EXPECT_EQ(count("DWB-PJS-007", identify("match=192.0.2.0/24,198.51.0.0/16\n")), 1u);
  EXPECT_EQ(count("DWB-PJS-007", identify("match=192.0.2.7\n")), 0u);
  auto name = in_pjsip("DWB-PJS-007", identify("match=sip.example.net\n"));
  ASSERT_EQ(name.size(), 1u);
  EXPECT_EQ(name[0].severity, Severity::low);
  EXPECT_EQ(count("DWB-PJS-008", identify("match_header=X-Us: yes\n")), 1u);
  EXPECT_EQ(count("DWB-PJS-008", identify("match_header=X-Us: yes\nmatch=192.0.2.7\n")), 0u);
}

TEST(PjsipRules, IdentifySectionsWithoutEffect) {
  EXPECT_EQ(
      count("DWB-PJS-027",
            "[e]\ntype=endpoint\nidentify_by=username\n[i]\ntype=identify\nendpoint=e\nmatch=192.0.2.1\n"),
      1u);
  EXPECT_EQ(count("DWB-PJS-027", "[e]\ntype=endpoint\n[i]\ntype=identify\nendpoint=e\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-027", kTrunk), 0u);
}

// Seen on Asterisk 16 and 22: the address identifies an endpoint whose identify_by names no address.
TEST(PjsipRules, IdentifySectionsHoldWhateverIdentifyBySays) {
  auto found =
      in_pjsip("DWB-PJS-027",
               "[e]\ntype=endpoint\nidentify_by=username\n[i]\ntype=identify\nendpoint=e\nmatch=192.0.2.1\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].facts, testing::Contains(std::make_pair(std::string("unasked"), std::string("yes"))));
}

TEST(PjsipRules, AccessLists) {
  EXPECT_EQ(count("DWB-PJS-009", phone("desk")), 1u);
  EXPECT_EQ(count("DWB-PJS-009", phone("desk") + "[acl]\ntype=acl\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n"), 0u);
  EXPECT_EQ(count("DWB-PJS-010", "[acl]\ntype=acl\npermit=10.0.0.0/8\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-010", "[acl]\ntype=acl\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n"), 0u);
  std::string acl = "[acl]\ntype=acl\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n";
  EXPECT_TRUE(
      Audited({{"pjsip.conf", acl}, {"modules.conf", "[modules]\nautoload=yes\nnoload=res_pjsip_acl.so\n"}})
          .fires("DWB-PJS-011"));
  EXPECT_FALSE(
      Audited({{"pjsip.conf", acl}, {"modules.conf", "[modules]\nautoload=yes\n"}}).fires("DWB-PJS-011"));
}

TEST(PjsipRules, AuthenticatorThatIsNotLoaded) {
  std::string few = "[modules]\nautoload=no\nload=res_pjsip.so\nload=chan_pjsip.so\n";
  EXPECT_TRUE(Audited({{"pjsip.conf", phone("desk")}, {"modules.conf", few}}).fires("DWB-PJS-012"));
  Audited loaded(
      {{"pjsip.conf", phone("desk")}, {"modules.conf", few + "load=res_pjsip_authenticator_digest.so\n"}});
  EXPECT_FALSE(loaded.fires("DWB-PJS-012"));
  EXPECT_FALSE(Audited({{"pjsip.conf", phone("desk")}}).fires("DWB-PJS-012"));
}

TEST(PjsipRules, ContextsThatAreNotThere) {
  EXPECT_EQ(count("DWB-PJS-013", phone("desk")), 1u);
  EXPECT_EQ(count("DWB-PJS-013", phone("desk", "context=in\n")), 0u) << "no dialplan was read: nothing is known";
  Audited defined({{"pjsip.conf", phone("desk", "context=in\n")}, {"extensions.conf", "[in]\nexten => 1,1,Hangup\n"}});
  EXPECT_FALSE(defined.fires("DWB-PJS-013"));
  Audited undefined(
      {{"pjsip.conf", phone("desk", "context=in\n")}, {"extensions.conf", "[out]\nexten => 1,1,Hangup\n"}});
  EXPECT_TRUE(undefined.fires("DWB-PJS-013"));
}

TEST(PjsipRules, TransfersAndForwards) {
  EXPECT_EQ(count("DWB-PJS-014", kTrunk), 1u);
  EXPECT_EQ(count("DWB-PJS-014", phone("desk")), 0u);
  // A telephone with a password for calls to it, and a provider with one for calls from it.
  EXPECT_EQ(count("DWB-PJS-014", phone("desk", "outbound_auth=desk-auth\n") + "[desk]\ntype=aor\nmax_contacts=1\n"), 0u);
  EXPECT_EQ(count("DWB-PJS-014", phone("desk", "outbound_auth=desk-auth\n") + "[desk]\ntype=aor\ncontact=sip:192.0.2.1\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-015", phone("desk", "redirect_method=user\n")), 1u);
  EXPECT_EQ(count("DWB-PJS-015", phone("desk")), 0u);
  EXPECT_EQ(count("DWB-PJS-016", phone("desk", "trust_id_inbound=yes\n")), 1u);
  EXPECT_EQ(count("DWB-PJS-016", phone("desk")), 0u);
}

TEST(PjsipRules, Encryption) {
  EXPECT_EQ(count("DWB-PJS-019", "[t]\ntype=transport\nprotocol=tls\nmethod=tlsv1\nverify_server=yes\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-019", "[t]\ntype=transport\nprotocol=tls\nmethod=tlsv1_2\nverify_server=yes\n"),
            0u);
  std::string tls = "[t]\ntype=transport\nprotocol=tls\n";
  EXPECT_EQ(count("DWB-PJS-020", tls + phone("desk", "transport=t\n")), 1u);
  EXPECT_EQ(count("DWB-PJS-020", tls + phone("desk", "transport=t\nmedia_encryption=sdes\n")), 0u);
  audit::EstateOptions newer;
  newer.version = {22, 0, 0, true};
  EXPECT_TRUE(Audited({{"pjsip.conf", phone("desk")}}, newer).fires("DWB-PJS-017"));
  EXPECT_EQ(count("DWB-PJS-017", phone("desk")), 0u);
}

TEST(PjsipRules, SlipsOfThePen) {
  EXPECT_EQ(count("DWB-PJS-021", "[a]\ntype=endpoint\nauth=b\naors=c\n"), 2u);
  EXPECT_EQ(count("DWB-PJS-021", phone("desk")), 0u);
  EXPECT_EQ(count("DWB-PJS-026", "[a]\ntype=endpoint\n[a]\ntype=endpoint\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-026", phone("desk")), 0u);
}

TEST(PjsipRules, OnePasswordForSeveral) {
  EXPECT_EQ(count("DWB-PJS-022",
                  "[x]\ntype=auth\npassword=vK8!qz-Wm2xR7u#pL4\n[a]\ntype=endpoint\nauth=x\n[b]\ntype="
                  "endpoint\nauth=x\n"),
            1u);
  EXPECT_EQ(count("DWB-PJS-022", phone("a") + phone("b")), 1u);
  EXPECT_EQ(count("DWB-PJS-022", phone("a")), 0u);
  EXPECT_EQ(count("DWB-PJS-029", phone("a", "outbound_auth=a-auth\n") + "[a]\ntype=identify\nendpoint=a\nmatch=192.0.2.1\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-029", phone("a", "outbound_auth=a-auth\n") + "[a]\ntype=aor\nmax_contacts=1\n"), 0u);
  EXPECT_EQ(count("DWB-PJS-029", phone("a")), 0u);
}

TEST(PjsipRules, WhatTheDriverTellsAndLogs) {
  EXPECT_EQ(count("DWB-PJS-018", phone("a")), 1u);
  EXPECT_EQ(count("DWB-PJS-018", phone("a") + "[global]\ntype=global\nuser_agent=voice\n"), 0u);
  Audited wizard({{"pjsip_wizard.conf", "[a]\ntype=wizard\nremote_hosts=192.0.2.1\n"}});
  ASSERT_TRUE(wizard.fires("DWB-PJS-018"));
  EXPECT_EQ(wizard.of("DWB-PJS-018")[0].place.file, "pjsip.conf");
  EXPECT_EQ(count("DWB-PJS-023", "[global]\ntype=global\nunidentified_request_count=0\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-023", "[global]\ntype=global\n"), 0u);
  EXPECT_EQ(count("DWB-PJS-024", phone("a", "allow_unauthenticated_options=yes\n")), 1u);
  EXPECT_EQ(count("DWB-PJS-024", phone("a")), 0u);
  EXPECT_EQ(count("DWB-PJS-025", "[a]\ntype=aor\nmax_contacts=10\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-025", "[a]\ntype=aor\nmax_contacts=10\nremove_existing=yes\n"), 0u);
  EXPECT_EQ(count("DWB-PJS-028", "[a]\ntype=endpoint\nmessage_context=m\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-028", phone("a", "message_context=m\n")), 0u);
}

TEST(PjsipRules, APortThatBothDriversWant) {
  auto told = [](const std::string& sip, const std::string& bind) {
    return Audited({{"sip.conf", "[general]\n" + sip}, {"pjsip.conf", "[t]\ntype=transport\nprotocol=udp\nbind=" + bind + "\n"}})
        .fires("DWB-PJS-031");
  };
  EXPECT_TRUE(told("", "0.0.0.0"));
  EXPECT_TRUE(told("bindport=5070\n", "192.0.2.1:5070"));
  EXPECT_FALSE(told("bindport=5070\n", "0.0.0.0"));
  EXPECT_FALSE(told("udpbindaddr=192.0.2.2\n", "192.0.2.1"));
  EXPECT_EQ(count("DWB-PJS-031", "[t]\ntype=transport\nbind=0.0.0.0\n"), 0u) << "chan_sip has no file";
}

TEST(PjsipRules, ValuesThatAsteriskRefusesTakeTheirSectionAway) {
  const std::string desk = phone("desk");
  auto found = in_pjsip("DWB-CFG-007", desk + "[desk]\ntype=aor\nmax_contacts=<MAX>\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].key, "max_contacts");
  const std::string lost = "[a]\ntype=endpoint\nauth=a\naors=a\n[a]\ntype=auth\nusername=a\npassword=vK8!qz-Wm2xR7u#pL4\n";
  EXPECT_EQ(count("DWB-PJS-021", lost + "[a]\ntype=aor\nmax_contacts=two\n"), 1u);
  EXPECT_EQ(count("DWB-PJS-021", lost + "[a]\ntype=aor\nmax_contacts=2\n"), 0u);
  for (const char* line : {"dtmf_mode=rfc2833", "media_encryption=yes", "timers_min_se=fast", "rtp_timeout=", "100rel=maybe",
                           "identify_by=username,name"}) {
    Audited a({{"pjsip.conf", "[a]\ntype=endpoint\ncontext=in\n" + std::string(line) + "\n"}});
    EXPECT_TRUE(a.fires("DWB-CFG-007")) << line;
    EXPECT_FALSE(a.fires("DWB-PJS-003")) << line;  // what is not made has no password to miss
  }
  EXPECT_EQ(count("DWB-CFG-007", "[t]\ntype=transport\nlocal_net=192.168.0.0/33\n"), 1u);
  EXPECT_EQ(count("DWB-CFG-007", "[t]\ntype=transport\nprotocol=UDP\nlocal_net=192.168.0.0/16\nlocal_net=fd00::/8\n"), 0u);
  for (const char* line : {"dtmf_mode=RFC4733", "media_encryption=sdes", "timers_min_se=0x5a", "100rel=off",
                           "identify_by=ip, auth_username", "direct_media=maybe", "rtp_timeout= 30"})
    EXPECT_EQ(count("DWB-CFG-007", phone("a", std::string(line) + "\n")), 0u) << line;
}

}  // namespace
}  // namespace denwaban
