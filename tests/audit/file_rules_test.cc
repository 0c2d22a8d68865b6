// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "audit/host_facts.h"
#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

std::string report_fact(const ConfigFinding& finding, std::string_view name) {
  for (const auto& [key, value] : finding.facts)
    if (key == name) return value;
  return {};
}

TEST(FileRules, AFileThatAsteriskRefusesIsToldOnce) {
  auto found = Audited({{"sip.conf", "a=b\nc=d\n[general]\nallowguest=no\n"}}).of("DWB-CFG-001");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.file, "sip.conf");
  EXPECT_EQ(found[0].place.line, 1);
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\nallowguest=no\n"}}).fires("DWB-CFG-001"));
}

TEST(FileRules, AelIsTakenAsAWholeOrNotAtAll) {
  auto found = Audited({{"extensions.ael", "context a {\n  incluldes { b; };\n}\n"}}).of("DWB-CFG-001");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.file, "extensions.ael");
  EXPECT_FALSE(
      Audited({{"extensions.ael", "context a {\n  includes { b; };\n}\ncontext b { 1 => NoOp(); }\n"}})
          .fires("DWB-CFG-001"));
}

TEST(FileRules, AMissingIncludeAndOneOfAFolderThatIsNotHere) {
  auto found = Audited({{"sip.conf", "[general]\n#include more.conf\n"}}).of("DWB-CFG-002");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::high);
  EXPECT_EQ(found[0].place.line, 2);
  EXPECT_EQ(found[0].fix, "#tryinclude more.conf");
  EXPECT_TRUE(Audited({{"sip.conf", "[general]\n#include \"sip.d/*.conf\"\n"}}).fires("DWB-CFG-002"));
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\n#tryinclude more.conf\n"}}).fires("DWB-CFG-002"));
}

TEST(FileRules, SlipsInHeaders) {
  auto blank = Audited({{"sip.conf", "[t](!)\nhost=dynamic\n[100] (t)\ntype=friend\n"}}).of("DWB-CFG-003");
  ASSERT_EQ(blank.size(), 1u);
  EXPECT_EQ(blank[0].place.line, 3);
  Audited comma({{"sip.conf", "[x](!)\n[y](!)\n[100](x, y)\ntype=friend\n"}});
  EXPECT_TRUE(comma.fires("DWB-CFG-003"));
  EXPECT_TRUE(comma.fires("DWB-CFG-001"));
  EXPECT_FALSE(Audited({{"sip.conf", "[x](!)\n[y](!)\n[100](x,y)\ntype=friend\n"}}).fires("DWB-CFG-003"));
}

TEST(FileRules, ASecondGeneralIsNotRead) {
  auto found =
      Audited({{"manager.conf", "[general]\nenabled=no\n[General]\nenabled=yes\n"}}).of("DWB-CFG-004");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.line, 3);
  EXPECT_FALSE(
      Audited({{"manager.conf", "[general]\nenabled=no\n[general](+)\nport=5039\n"}}).fires("DWB-CFG-004"));
  EXPECT_FALSE(Audited({{"manager.conf", "[general]\nenabled=no\n[general]\n"}}).fires("DWB-CFG-004"));
}

TEST(FileRules, CommentsThatTakeAwayWhatFollows) {
  EXPECT_TRUE(Audited({{"sip.conf", "[general]\n;-- old\nallowguest=no\n"}}).fires("DWB-CFG-005"));
  EXPECT_TRUE(Audited({{"sip.conf", "[general]\nport=1 --; x\nallowguest=no\n"}}).fires("DWB-CFG-005"));
  EXPECT_FALSE(
      Audited({{"sip.conf", "[general]\n;-- old --;\nallowguest=no\n;--- a line\n"}}).fires("DWB-CFG-005"));
}

TEST(FileRules, AnOptionOfSecurityInTheWrongSectionMatters) {
  auto found =
      Audited({{"sip.conf", "[general]\n[100]\ntype=friend\nalwaysauthreject=yes\n"}}).of("DWB-CFG-006");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::medium);
  EXPECT_EQ(found[0].place.line, 4);
}

TEST(FileRules, ASlipOfThePenIsToldFromAWordThatNobodyKnows) {
  auto slip = Audited({{"sip.conf", "[general]\nallowgest=no\n"}}).of("DWB-CFG-006");
  ASSERT_EQ(slip.size(), 1u);
  EXPECT_EQ(slip[0].severity, Severity::medium);
  EXPECT_EQ(slip[0].fix, "[general]\nallowguest=...");
  auto word = Audited({{"sip.conf", "[general]\ncolour=blue\n"}}).of("DWB-CFG-006");
  ASSERT_EQ(word.size(), 1u);
  EXPECT_EQ(word[0].severity, Severity::info);
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\nallowguest=no\ncanreinvite=no\n[a]\ntype=peer\nsecret=x\n"}})
                   .fires("DWB-CFG-006"));
}

TEST(FileRules, ASecretUnderAWrongNameIsNotShown) {
  auto found =
      Audited({{"sip.conf", "[general]\n[100]\ntype=friend\nsecrt=Hidden77word\n"}}).of("DWB-CFG-006");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_FALSE(found[0].value);
  EXPECT_EQ(found[0].place.text.find("Hidden"), std::string::npos);
}

TEST(FileRules, TheValueOfAnOptionThatNobodyKnowsMayBeAPassword) {
  for (const char* name : {"secert", "passwrd", "passwd", "keyword"}) {
    std::string device = std::string("[general]\n[100]\ntype=friend\n") + name + "=Hidden77word\n";
    auto found = Audited({{"sip.conf", device}}).of("DWB-CFG-006");
    ASSERT_EQ(found.size(), 1u) << name;
    EXPECT_FALSE(found[0].value) << name;
    EXPECT_EQ(found[0].place.text.find("Hidden"), std::string::npos) << name;
  }
}

TEST(FileRules, AnOptionOfAnotherKindOfSectionIsNotCalledUnknown) {
  auto found = Audited({{"manager.conf", "[general]\n[a]\ntimestampevents=yes\n"}}).of("DWB-CFG-006");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::info);
  EXPECT_EQ(report_fact(found[0], "misplaced"), "yes");
  EXPECT_EQ(report_fact(found[0], "unknown"), "");
}

TEST(FileRules, NobodyIsBannedInTheSectionAuthentication) {
  auto found =
      Audited({{"sip.conf", "[general]\n[authentication]\nauth=a:b@c\ndeny=192.0.2.1/255.255.255.255\n"}}).of("DWB-CFG-006");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::medium);
  EXPECT_EQ(found[0].place.line, 4);
}

TEST(FileRules, WordsThatNoOptionKnows) {
  auto device = [](const char* line, const audit::EstateOptions& options = {}) {
    return Audited({{"sip.conf", std::string("[general]\n[a]\ntype=peer\n") + line}}, options).fires("DWB-CFG-007");
  };
  EXPECT_TRUE(device("insecure=very\n"));
  EXPECT_TRUE(device("nat=rport,comedia\n"));
  EXPECT_TRUE(device("nat=force_rport,comedia instead\n"));
  EXPECT_FALSE(device("insecure=port,invite\nnat=force_rport, comedia\n"));
  EXPECT_FALSE(device("insecure=no\nnat=yes\n"));
  audit::EstateOptions old;
  old.version = {1, 4, 0, true};
  EXPECT_FALSE(device("insecure=very\n", old));
}

TEST(FileRules, TransportsThatCannotBeMade) {
  auto fires = [](const std::string& bind) {
    return Audited({{"pjsip.conf", "[t]\ntype=transport\nprotocol=udp\nbind=" + bind + "\n"}})
        .fires("DWB-CFG-007");
  };
  for (const char* bind : {"<YOUR_IP>:5060", "10.1.2.300:5060", "192.0.2.1:sip", "[2001:db8::1", "${IP}"})
    EXPECT_TRUE(fires(bind)) << bind;
  for (const char* bind :
       {"0.0.0.0", "192.0.2.1:5060", "[::]:5060", "2001:db8::1", "pbx.example.com:5061", "localhost"})
    EXPECT_FALSE(fires(bind)) << bind;
}

TEST(FileRules, ContextsOfADatabaseAreToldOnce) {
  const char* plan = "[a]\nswitch => Realtime\n[b]\nswitch => Realtime/b@x\n[c]\nexten => 1,1,NoOp()\n";
  const auto silent = Audited({{"extensions.conf", plan}}).of("DWB-CFG-012");
  ASSERT_EQ(silent.size(), 2u);
  EXPECT_EQ(silent[0].severity, Severity::info) << "extconfig.conf maps neither";
  auto found = Audited({{"extensions.conf", plan},
                        {"extconfig.conf", "[settings]\nextensions => odbc,a\nx => odbc,a\n"}})
                   .of("DWB-CFG-012");
  std::erase_if(found, [](const ConfigFinding& one) { return one.place.file != "extensions.conf"; });
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.line, 2);
  ASSERT_EQ(found[0].trail.size(), 1u);
  EXPECT_EQ(found[0].trail[0].line, 4);
}

TEST(FileRules, WordsThatAreNeitherYesNorNo) {
  EXPECT_TRUE(Audited({{"manager.conf", "[general]\nenabled=enable\n"}}).fires("DWB-CFG-007"));
  EXPECT_TRUE(
      Audited({{"sip.conf", "[general]\nlocalnet=74.208.278.236/255.255.255.0\n"}}).fires("DWB-CFG-007"));
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\nlocalnet=192.168.0.0/255.255.0.0\nlocalnet=10.1.2.3\n"}}).fires("DWB-CFG-007"));
  EXPECT_TRUE(Audited({{"rtp.conf", "[general]\nrtpstart=99999\n"}}).fires("DWB-CFG-007"));
  EXPECT_FALSE(Audited({{"manager.conf", "[general]\nenabled=On\nport=5038\n"}}).fires("DWB-CFG-007"));
}

TEST(FileRules, SecretsWithQuotesRemarksAndSemicolons) {
  auto user = [](const char* line) { return std::string("[general]\n[100]\ntype=friend\n") + line + "\n"; };
  EXPECT_TRUE(Audited({{"sip.conf", user("secret=\"abc\"")}}).fires("DWB-CFG-008"));
  EXPECT_TRUE(Audited({{"sip.conf", user("secret=abc # mine")}}).fires("DWB-CFG-008"));
  EXPECT_TRUE(Audited({{"sip.conf", user("secret=abc;def")}}).fires("DWB-CFG-008"));
  Audited blank({{"voicemail.conf", "[default]\n100 => 1234 ,Ann\n101 => 824619,Ben\n"}});
  EXPECT_EQ(blank.of("DWB-CFG-008").size(), 1u) << "no keypad has a blank";
  EXPECT_FALSE(blank.fires("DWB-VM-001"));
  EXPECT_FALSE(Audited({{"sip.conf", user("secret=abc\\;def")}}).fires("DWB-CFG-008"));
  EXPECT_FALSE(Audited({{"sip.conf", user("secret=abc ; mine")}}).fires("DWB-CFG-008"));
  EXPECT_FALSE(Audited({{"sip.conf", user("secret=abc;the one of the hall")}}).fires("DWB-CFG-008"));
}

TEST(FileRules, Programs) {
  EXPECT_TRUE(Audited({{"sip.conf", "[general]\n#exec /bin/true\n"}}).fires("DWB-CFG-009"));
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\n"}}).fires("DWB-CFG-009"));
  Audited allowed({{"asterisk.conf", "[options]\nexecincludes=yes\n"}});
  EXPECT_FALSE(allowed.fires("DWB-CFG-009")) << "DWB-AST-003 tells that line";
  EXPECT_TRUE(allowed.fires("DWB-AST-003"));
}

TEST(FileRules, ASectionWithoutATypeIsDroppedAndItsAccessListWithIt) {
  auto plain = Audited({{"sip.conf", "[general]\n[100]\nsecret=x\n"}}).of("DWB-CFG-011");
  ASSERT_EQ(plain.size(), 1u);
  EXPECT_EQ(plain[0].severity, Severity::low);
  EXPECT_EQ(Audited({{"iax.conf", "[general]\n[in]\nallow=ulaw\n[a]\ntype=peer\n"}}).of("DWB-CFG-011").size(), 1u);
  auto guarded = Audited({{"http.conf", "[general]\n[/ari]\ndeny=0.0.0.0/0\n"}}).of("DWB-CFG-011");
  ASSERT_EQ(guarded.size(), 1u);
  EXPECT_EQ(guarded[0].severity, Severity::high);
  EXPECT_FALSE(
      Audited({{"sip.conf", "[general]\n[t]\nhost=dynamic\n[100](t)\ntype=peer\n"}}).fires("DWB-CFG-011"));
}

TEST(FileRules, WhatADatabaseHolds) {
  EXPECT_TRUE(Audited({{"extconfig.conf", "[settings]\nsippeers => odbc,asterisk\n"}}).fires("DWB-CFG-012"));
  auto sorcery = Audited({{"extconfig.conf", "[settings]\nps_auths => odbc,asterisk\n"},
                          {"sorcery.conf", "[res_pjsip]\ncontact=realtime,ps_contacts\nauth=realtime,ps_auths\n"}})
                     .of("DWB-CFG-012");
  ASSERT_EQ(sorcery.size(), 3u);
  EXPECT_TRUE(std::ranges::any_of(sorcery, [](const ConfigFinding& one) {
    return std::ranges::find(one.facts, std::pair<std::string, std::string>("silent", "contact=realtime,ps_contacts")) !=
           one.facts.end();
  }));
  EXPECT_FALSE(
      Audited({{"extconfig.conf", "[settings]\nqueue_log => odbc,asterisk\n"}}).fires("DWB-CFG-012"));
}

// Asterisk opens no file that a database stands in for, unless the database's driver is not loaded.
TEST(FileRules, AFileThatADatabaseStandsInForHasNoEffect) {
  const std::string sip = "[general]\nallowguest=yes\ncontext=out\n", out = "[out]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n";
  const std::string map = "[settings]\nsip.conf => odbc,asterisk,ast_config\n";
  const Audited replaced({{"extconfig.conf", map}, {"sip.conf", sip}, {"extensions.conf", out}});
  ASSERT_EQ(replaced.of("DWB-SIP-001").size(), 1u);
  EXPECT_TRUE(replaced.of("DWB-SIP-001")[0].inert);
  ASSERT_EQ(replaced.result().paths.size(), 1u);
  EXPECT_EQ(replaced.result().paths[0].verdict, Verdict::inert);
  auto told = replaced.of("DWB-CFG-012");
  ASSERT_EQ(told.size(), 1u);
  EXPECT_EQ(told[0].facts.at(0), (std::pair<std::string, std::string>("instead", "sip.conf")));
  const Audited without({{"extconfig.conf", map},
                         {"modules.conf", "[modules]\nautoload=yes\nnoload=res_config_odbc.so\n"},
                         {"sip.conf", sip},
                         {"extensions.conf", out}});
  EXPECT_FALSE(without.of("DWB-SIP-001").at(0).inert);
  EXPECT_EQ(without.result().paths.at(0).verdict, Verdict::reachable);
}

TEST(FileRules, SettingsOfTheDialplanThatNobodyKnows) {
  const auto found = Audited({{"extensions.conf", "[general]\nautofalithrough=no\nstatic=yes\n[in]\nexten => 1,1,Hangup()\n"}})
                         .of("DWB-CFG-006");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].key, "autofalithrough");
  EXPECT_EQ(found[0].severity, Severity::info);
}

TEST(FileRules, AnEmptySipConfHasEveryDefault) {
  auto found = Audited({{"sip.conf", ";nothing\n"}}).of("DWB-CFG-013");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::medium);
  auto inert = Audited({{"sip.conf", "[general]\n"},
                        {"modules.conf", "[modules]\nautoload=yes\nnoload=chan_sip.so\n"}})
                   .of("DWB-CFG-013");
  ASSERT_EQ(inert.size(), 1u);
  EXPECT_TRUE(inert[0].inert);
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\n"}}).fires("DWB-CFG-013"));
}

TEST(FileRules, EncodingsAndLongLines) {
  EXPECT_TRUE(Audited({{"rtp.conf", std::string("[\0g\0", 4)}}).fires("DWB-CFG-014"));
  audit::EstateOptions old;
  old.version = {11, 0, 0, true};
  EXPECT_TRUE(Audited({{"rtp.conf", "\xEF\xBB\xBF[general]\n"}}, old).fires("DWB-CFG-014"));
  EXPECT_FALSE(Audited({{"rtp.conf", "\xEF\xBB\xBF[general]\n"}}).fires("DWB-CFG-014"));
  EXPECT_TRUE(Audited({{"rtp.conf", "[general]\n;" + std::string(9000, 'x') + "\n"}}).fires("DWB-CFG-015"));
  EXPECT_FALSE(Audited({{"rtp.conf", "[general]\n;" + std::string(8000, 'x') + "\n"}}).fires("DWB-CFG-015"));
}

TEST(FileRules, ModesAreJudgedOnlyWhereSomebodyLooked) {
  audit::HostFacts host;
  host.files = {{"/etc/asterisk/sip.conf", 0644, "root", "root", true},
                {"/etc/asterisk/rtp.conf", 0644, "root", "root", false}};
  audit::EstateOptions options;
  options.host = &host;
  auto found = Audited({{"sip.conf", "[general]\n"}}, options).of("DWB-CFG-010");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.file, "sip.conf");
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\n"}}).fires("DWB-CFG-010"));
}

}  // namespace
}  // namespace denwaban
