// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "audit/catalogue.h"
#include "audit/host_facts.h"
#include "audited.h"
#include "text/message.h"

namespace denwaban {
namespace {

using test::Audited;

audit::EstateOptions version(int major) {
  audit::EstateOptions options;
  options.version = {major, 0, 0, true};
  return options;
}

TEST(SystemRules, RootUnlessSomebodySaysOtherwise) {
  auto found = Audited({{"asterisk.conf", "[options]\nverbose=3\n"}}).of("DWB-AST-001");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].origin, Origin::missing);
  EXPECT_FALSE(Audited({{"asterisk.conf", "[options]\nrunuser=asterisk\n"}}).fires("DWB-AST-001"));
  EXPECT_FALSE(Audited({{"rtp.conf", "[general]\n"}}).fires("DWB-AST-001"));
  audit::HostFacts host;
  host.service_user = "asterisk";
  audit::EstateOptions options;
  options.host = &host;
  EXPECT_FALSE(Audited({{"asterisk.conf", "[options]\n"}}, options).fires("DWB-AST-001"));
}

TEST(SystemRules, LiveDangerouslyWasTheDefaultBefore12) {
  EXPECT_TRUE(Audited({{"asterisk.conf", "[options]\n"}}, version(11)).fires("DWB-AST-002"));
  EXPECT_FALSE(Audited({{"asterisk.conf", "[options]\n"}}, version(12)).fires("DWB-AST-002"));
  EXPECT_TRUE(Audited({{"asterisk.conf", "[options]\nlive_dangerously=yes\n"}}).fires("DWB-AST-002"));
}

TEST(SystemRules, OptionsOfTheCore) {
  Audited open(
      {{"asterisk.conf", "[options]\nexecincludes=yes\nhideconnect=yes\n[files]\nastctlpermissions=775\n"}});
  for (const char* rule : {"DWB-AST-003", "DWB-AST-004", "DWB-AST-005", "DWB-AST-006"})
    EXPECT_TRUE(open.fires(rule)) << rule;
  Audited closed(
      {{"asterisk.conf", "[options]\nmaxcalls=50\n[files]\nastctlpermissions=0660\nastctlgroup=asterisk\n"}});
  for (const char* rule : {"DWB-AST-003", "DWB-AST-004", "DWB-AST-005", "DWB-AST-006"})
    EXPECT_FALSE(closed.fires(rule)) << rule;
}

TEST(SystemRules, ModulesThatNobodyUsesAndThoseThatAreMissed) {
  const char* all = "[modules]\nautoload=yes\n";
  EXPECT_TRUE(Audited({{"modules.conf", all}, {"iax.conf", "[general]\n"}}).fires("DWB-MOD-001"));
  EXPECT_FALSE(Audited({{"modules.conf", all}}).fires("DWB-MOD-001"));
  EXPECT_FALSE(Audited({{"modules.conf", "[modules]\nautoload=yes\nnoload=chan_iax2.so\n"},
                        {"iax.conf", "[general]\n"}})
                   .fires("DWB-MOD-001"));
  EXPECT_FALSE(Audited({{"modules.conf", all}, {"iax.conf", "[general]\n#include trunks.conf\n"}})
                   .fires("DWB-MOD-001"));
  std::string pjsip = "[100]\ntype=endpoint\naors=100\n";
  Audited missed({{"modules.conf", "[modules]\nautoload=yes\nnoload=res_pjsip_authenticator_digest.so\n"},
                  {"pjsip.conf", pjsip}});
  ASSERT_TRUE(missed.fires("DWB-MOD-002"));
  EXPECT_EQ(missed.of("DWB-MOD-002")[0].severity, Severity::critical);
  EXPECT_EQ(missed.of("DWB-MOD-002")[0].place.line, 3);
  auto listed = Audited({{"modules.conf", "[modules]\nload=chan_pjsip.so\nload=res_security_log.so\nautoload=no\n"},
                         {"pjsip.conf", pjsip}})
                    .of("DWB-MOD-002");
  ASSERT_FALSE(listed.empty());
  EXPECT_EQ(listed[0].key, "res_pjsip_authenticator_digest");
  EXPECT_EQ(listed[0].place.line, 4);
  for (const ConfigFinding& one : listed) EXPECT_NE(one.key, "res_security_log");
  EXPECT_FALSE(Audited({{"modules.conf", all}, {"pjsip.conf", pjsip}}).fires("DWB-MOD-002"));
}

TEST(SystemRules, MacrosThatAreGone) {
  std::string plan = "[in]\nexten => 1,1,Macro(x)\n";
  EXPECT_TRUE(Audited({{"extensions.conf", plan}}, version(22)).fires("DWB-MOD-004"));
  EXPECT_FALSE(Audited({{"extensions.conf", plan}}, version(18)).fires("DWB-MOD-004"));
}

TEST(SystemRules, Logs) {
  Audited sample(
      {{"logger.conf",
        "[general]\n[logfiles]\nconsole => notice,warning,error\nmessages => notice,warning,error\n"}});
  EXPECT_TRUE(sample.fires("DWB-LOG-001"));
  EXPECT_FALSE(sample.fires("DWB-LOG-002"));
  Audited good({{"logger.conf",
                 "[general]\ndateformat=%F %T\n[logfiles]\nmessages => notice,warning,error,security\nfull "
                 "=> verbose(3)\n"}});
  for (const char* rule : {"DWB-LOG-001", "DWB-LOG-002", "DWB-LOG-003", "DWB-LOG-004", "DWB-LOG-005"})
    EXPECT_FALSE(good.fires(rule)) << rule;
  Audited bad({{"logger.conf",
                "[general]\nrotatestrategy=none\ndateformat=%s\n[logfiles]\nconsole => notice\nfull => "
                "security,verbose\n"}});
  for (const char* rule : {"DWB-LOG-002", "DWB-LOG-003", "DWB-LOG-004", "DWB-LOG-005"})
    EXPECT_TRUE(bad.fires(rule)) << rule;
  EXPECT_FALSE(Audited({{"rtp.conf", ""}}).fires("DWB-LOG-001"));
}

TEST(SystemRules, Media) {
  EXPECT_TRUE(Audited({{"rtp.conf", "[general]\nstrictrtp=no\n"}}).fires("DWB-RTP-001"));
  EXPECT_TRUE(Audited({{"rtp.conf", "[general]\n"}}, version(1)).fires("DWB-RTP-001"));
  EXPECT_FALSE(Audited({{"rtp.conf", "[general]\nstrictrtp=seqno\n"}}).fires("DWB-RTP-001"));
  EXPECT_TRUE(Audited({{"rtp.conf", "[general]\n"}}).fires("DWB-RTP-002"));
  EXPECT_FALSE(Audited({{"rtp.conf", "[general]\nrtpstart=10000\nrtpend=20000\n"}}).fires("DWB-RTP-002"));
  EXPECT_FALSE(Audited({{"rtp.conf", "[general]\n#exec /bin/ports\n"}}).fires("DWB-RTP-002"));
  EXPECT_EQ(Audited({{"rtp.conf", "[general]\nprobation=1\nrtpchecksums=no\nstunaddr=stun.example.com\n"}})
                .of("DWB-RTP-003")
                .size(),
            3u);
  EXPECT_FALSE(Audited({{"rtp.conf", "[general]\n"}}).fires("DWB-RTP-003"));
}

// A PIN that no line asks for opens nothing.
TEST(SystemRules, PinsThatNoLineAsksFor) {
  auto severity = [](const std::string& line) {
    return Audited({{"voicemail.conf", "[attic]\n1234 => 1234,Ann\n"}, {"extensions.conf", "[in]\nexten => 9,1," + line + "\n"}})
        .of("DWB-VM-001")
        .at(0)
        .severity;
  };
  EXPECT_EQ(severity("Playback(hello)"), Severity::low);
  EXPECT_EQ(severity("VoiceMailMain()"), Severity::low) << "of default alone";
  EXPECT_EQ(severity("VoiceMailMain(@attic)"), Severity::high);
  EXPECT_EQ(severity("VoiceMailMain(${BOX})"), Severity::high);
  EXPECT_EQ(severity("AGI(menu.agi)"), Severity::high);
}

TEST(SystemRules, CallRecords) {
  EXPECT_TRUE(Audited({{"cdr.conf", "[general]\nenable=no\n"}}).fires("DWB-CDR-001"));
  Audited none({{"cdr.conf", "[general]\n"}, {"modules.conf", "[modules]\nautoload=yes\n"}});
  EXPECT_TRUE(none.fires("DWB-CDR-001"));
  Audited csv({{"cdr.conf", "[general]\nunanswered=yes\ncongestion=yes\n[csv]\n"},
               {"modules.conf", "[modules]\nautoload=yes\n"}});
  EXPECT_FALSE(csv.fires("DWB-CDR-001"));
  auto named = [](const char* load) {
    return Audited({{"modules.conf", std::string("[modules]\nautoload=no\n") + load}, {"cdr.conf", "[general]\n[csv]\n"}});
  };
  EXPECT_TRUE(named("load=chan_sip.so\n").fires("DWB-CDR-001"));
  EXPECT_FALSE(named("load=cdr_csv.so\n").fires("DWB-CDR-001"));
  auto syslog = [](const char* text) {
    return Audited({{"modules.conf", "[modules]\nautoload=yes\n"}, {"cdr.conf", "[general]\n"}, {"cdr_syslog.conf", text}});
  };
  EXPECT_TRUE(syslog("[general]\n").fires("DWB-CDR-001")) << "no section that a record is written for";
  EXPECT_FALSE(syslog("[general]\n[simple]\ntemplate=x\n").fires("DWB-CDR-001"));
  Audited kept({{"modules.conf", "[modules]\nautoload=yes\nnoload => cdr_csv.so\n"}});
  ASSERT_EQ(kept.of("DWB-CDR-001").size(), 1u) << "the one backend that needs no setting up";
  EXPECT_EQ(kept.of("DWB-CDR-001")[0].place.line, 3);
  EXPECT_FALSE(Audited({{"modules.conf", "[modules]\nautoload=yes\n"}}).fires("DWB-CDR-001"));
  auto unwritten = Audited({{"modules.conf", "[modules]\nload=chan_sip.so\nautoload=no\n"}}).of("DWB-CDR-001");
  ASSERT_EQ(unwritten.size(), 1u);
  EXPECT_EQ(unwritten[0].place.line, 3);
  EXPECT_FALSE(csv.fires("DWB-CDR-002"));
  EXPECT_TRUE(none.fires("DWB-CDR-002"));
  EXPECT_TRUE(Audited({{"cdr.conf", "[general]\nbatch=yes\nsafeshutdown=no\n"}}).fires("DWB-CDR-003"));
  EXPECT_FALSE(Audited({{"cdr.conf", "[general]\nbatch=yes\n"}}).fires("DWB-CDR-003"));
}

TEST(VoicemailRules, Pins) {
  auto found = Audited({{"voicemail.conf",
                         "[general]\n[default]\n100 => 100,Ann\n101 => 739152,Bob\n102 => -83,Eve\n"}})
                   .of("DWB-VM-001");
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].object, "100@default");
  EXPECT_EQ(found[0].place.line, 3);
  EXPECT_FALSE(found[0].value);
  EXPECT_EQ(found[1].object, "102@default");
}

TEST(VoicemailRules, OptionsOfTheMenu) {
  Audited open({{"voicemail.conf",
                 "[general]\ncallback=out\nexitcontext=away\noperator=yes\nexternnotify=/usr/bin/"
                 "tell\n[default]\n101 => 739152,Bob\n"}});
  for (const char* rule : {"DWB-VM-002", "DWB-VM-004", "DWB-VM-005", "DWB-VM-008"})
    EXPECT_TRUE(open.fires(rule)) << rule;
  Audited closed({{"voicemail.conf", "[general]\nminpassword=6\n[default]\n101 => 739152,Bob\n"}});
  for (const char* rule :
       {"DWB-VM-001", "DWB-VM-002", "DWB-VM-003", "DWB-VM-004", "DWB-VM-005", "DWB-VM-008"})
    EXPECT_FALSE(closed.fires(rule)) << rule;
}

TEST(VoicemailRules, AMailboxesOwnCallbackAndDialoutIntoATrunk) {
  Audited own(
      {{"voicemail.conf", "[general]\n[default]\n101 => 739152,Bob,,,callback=out|dialout=out\n"},
       {"sip.conf",
        "[general]\nallowguest=no\n[carrier]\ntype=peer\nhost=sip.example.com\nsecret=u7Gh2kLw9QpZx4\n"},
       {"extensions.conf", "[out]\nexten => _0.,1,Dial(SIP/carrier/${EXTEN})\n"}});
  ASSERT_EQ(own.of("DWB-VM-004").size(), 1u);
  EXPECT_EQ(own.of("DWB-VM-004")[0].place.line, 3);
  EXPECT_TRUE(own.fires("DWB-VM-003"));
}

TEST(VoicemailRules, OpenedWithoutAPin) {
  auto plan = [](const char* arguments) {
    return std::string("[in]\nexten => 97,1,VoiceMailMain(") + arguments + ")\n";
  };
  EXPECT_TRUE(Audited({{"extensions.conf", plan("100@default,s")}}).fires("DWB-VM-006"));
  auto severity = [&](const char* arguments) {
    auto found = Audited({{"extensions.conf", plan(arguments)}}).of("DWB-VM-006");
    return found.size() == 1 ? found[0].severity : Severity::info;
  };
  EXPECT_EQ(severity("${CALLERID(num)}@default,s"), Severity::high);
  EXPECT_EQ(severity("${CALLERID(num)}@default"), Severity::low) << "the PIN is asked";
  for (const char* old : {"s100", "ps100@default"})
    EXPECT_EQ(Audited({{"extensions.conf", plan(old)}}).of("DWB-VM-006").at(0).severity, Severity::high) << old;
  EXPECT_FALSE(Audited({{"extensions.conf", plan("p100")}}).fires("DWB-VM-006"));
  EXPECT_FALSE(Audited({{"extensions.conf", plan("@default")}}).fires("DWB-VM-006"));
}

TEST(VoicemailRules, PinsOfAsterisksOwnSample) {
  auto found = Audited({{"voicemail.conf", "[general]\n[default]\n1101 => 0717,Ann\n1102 => 0717,Ben\n"}}).of("DWB-VM-001");
  ASSERT_EQ(found.size(), 2u);
  const std::pair<std::string, std::string> sample("weakness", text::say("audit.pin.sample"));
  EXPECT_EQ(std::count(found[0].facts.begin(), found[0].facts.end(), sample), 1);
  EXPECT_EQ(std::count(found[1].facts.begin(), found[1].facts.end(), sample), 0);
}

TEST(VoicemailRules, OptionsOnALineOfTheirOwn) {
  auto found = Audited({{"voicemail.conf", "[general]\nreview=yes\n[office]\n10 => 384756,Ann,,,tz=x|\nreview=yes|\n"}})
                   .of("DWB-CFG-006");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::low);
  EXPECT_EQ(found[0].place.line, 5);
  EXPECT_EQ(found[0].place.text.find("yes"), std::string::npos) << "it is a PIN now";
}

TEST(VoicemailRules, OpenedWithoutAPinForOnesOwnNumber) {
  auto severity = [](const std::string& desk, const std::string& more = {}) {
    const std::string plan = "[in]\ninclude => boxes\n[boxes]\nexten => 97,1,VoiceMailMain(${CALLERID(num)}@office,s)\n"
                             "[lines]\nexten => _X.,1,Dial(PJSIP/desk)\n";
    const std::string auth = "[desk]\ntype=auth\nusername=desk\npassword=vK8!qz-Wm2xR7u#pL4\n";
    auto found = Audited({{"extensions.conf", plan},
                          {"pjsip.conf", "[desk]\ntype=endpoint\nauth=desk\ncontext=in\n" + desk + auth + more}})
                     .of("DWB-VM-006");
    return found.size() == 1 ? found[0].severity : Severity::info;
  };
  const std::string own = "callerid=Desk <7>\n";
  EXPECT_EQ(severity(own), Severity::low);
  EXPECT_EQ(severity("callerid=7\n"), Severity::low);
  EXPECT_EQ(severity(own, "[line]\ntype=endpoint\ncontext=lines\n"), Severity::low) << "it does not get there";
  EXPECT_EQ(severity(""), Severity::high);
  EXPECT_EQ(severity("callerid=Desk\n"), Severity::high) << "a name alone";
  EXPECT_EQ(severity(own + "trust_id_inbound=yes\n"), Severity::high);
  EXPECT_EQ(severity(own, "[anonymous]\ntype=endpoint\ncontext=in\ncallerid=A <1>\n"), Severity::high) << "a guest";
}

TEST(VoicemailRules, ABackDoorForGuests) {
  std::string plan = "[default]\ninclude => desk\n[desk]\nexten => 97,1,VoiceMailMain()\n";
  std::string boxes = "[general]\n[default]\n100 => 100,Ann\n";
  EXPECT_TRUE(Audited({{"sip.conf", "[general]\n"}, {"extensions.conf", plan}, {"voicemail.conf", boxes}})
                  .fires("DWB-VM-007"));
  EXPECT_FALSE(
      Audited(
          {{"sip.conf", "[general]\nallowguest=no\n"}, {"extensions.conf", plan}, {"voicemail.conf", boxes}})
          .fires("DWB-VM-007"));
}

TEST(FeatureRules, KeysThatRunProgramsAndParkedCalls) {
  std::string map = "[applicationmap]\nrecord => *9,self,System(record.sh)\n";
  Audited offered(
      {{"features.conf", map},
       {"extensions.conf", "[globals]\nDYNAMIC_FEATURES=record\n[in]\nexten => 1,1,Dial(SIP/1)\n"}});
  EXPECT_TRUE(offered.fires("DWB-FEAT-002"));
  EXPECT_FALSE(Audited({{"features.conf", map}}).fires("DWB-FEAT-002"));
  EXPECT_TRUE(Audited({{"res_parking.conf", "[default]\nparkedcalltransfers=both\n"}}).fires("DWB-FEAT-003"));
  EXPECT_FALSE(Audited({{"res_parking.conf", "[default]\nparkext=700\n"}}).fires("DWB-FEAT-003"));
}

TEST(FeatureRules, TransferCodesAndPickupWhereTheyReachOut) {
  std::string plan =
      "[default]\nexten => 100,1,Dial(SIP/100,30,t)\nexten => _0.,1,Dial(SIP/carrier/${EXTEN},60,T)\n";
  std::string sip =
      "[general]\npickupgroup=1\n[carrier]\ntype=peer\nhost=sip.example.com\n[100]\ntype=friend\nhost=dynamic\nsecret="
      "u7Gh2kLw9QpZx4\n";
  Audited open(
      {{"features.conf", "[general]\n[featuremap]\n"}, {"extensions.conf", plan}, {"sip.conf", sip}});
  EXPECT_TRUE(open.fires("DWB-FEAT-001"));
  EXPECT_TRUE(open.fires("DWB-FEAT-004"));
  Audited closed({{"features.conf", "[general]\npickupexten=\n[featuremap]\nblindxfer=\n"},
                  {"extensions.conf", plan},
                  {"sip.conf", sip}});
  EXPECT_FALSE(closed.fires("DWB-FEAT-001"));
  EXPECT_FALSE(closed.fires("DWB-FEAT-004"));
}

TEST(FeatureRules, ColleaguesMayTransferWhatTheyMayDial) {
  Audited inside({{"features.conf", "[general]\n[featuremap]\n"},
                  {"extensions.conf",
                   "[office]\nexten => 201,1,Dial(SIP/devb,20,tT)\nexten => _0X.,1,Dial(SIP/carrier/${EXTEN},60)\n"},
                  {"sip.conf",
                   "[general]\nallowguest=no\ncontext=nowhere\n[devb]\ntype=friend\nhost=dynamic\nsecret=u7Gh2kLw9QpZx4\n"
                   "context=office\n[carrier]\ntype=peer\nhost=sip.example.net\n"}});
  EXPECT_FALSE(inside.fires("DWB-FEAT-001"));
}

TEST(HostRules, NothingIsSaidOfAMachineThatNobodyLookedAt) {
  Audited none({{"sip.conf", "[general]\n"}});
  audit::HostFacts empty;
  audit::EstateOptions options;
  options.host = &empty;
  Audited nothing_known({{"sip.conf", "[general]\nallowguest=no\n"}}, options);
  for (const audit::Rule& rule : audit::host_rules()) {
    EXPECT_FALSE(none.fires(rule.id)) << rule.id;
    EXPECT_FALSE(nothing_known.fires(rule.id)) << rule.id;
  }
}

TEST(HostRules, WhatWasFoundIsTold) {
  audit::HostFacts host;
  host.service_user = "root";
  host.sockets = {{{true, IpAddress(), 5038}, {false, *IpAddress::parse("127.0.0.1"), 4569}}};
  host.firewall = audit::HostFirewall{};
  host.ssh = audit::HostSsh{true, "yes"};
  host.registered = std::set<std::string>{"101"};
  host.jails = std::vector<audit::HostJail>{};
  host.version = "Asterisk 16.2.0";
  host.default_passwords = {"AMPDBPASS in /etc/freepbx.conf"};
  host.files = {{"/etc/asterisk/sip.conf", 0666, "root", "root", true},
                {"/var/spool/asterisk/outgoing", 0777, "root", "root", false}};
  audit::EstateOptions options;
  options.host = &host;
  options.today = "2026-11-22";
  Audited all(
      {{"sip.conf",
        "[general]\nallowguest=no\n[100]\ntype=friend\nhost=dynamic\n[101]\ntype=friend\nhost=dynamic\n"}},
      options);
  for (const char* rule : {"DWB-HOST-001", "DWB-HOST-003", "DWB-HOST-004", "DWB-HOST-005", "DWB-HOST-008",
                           "DWB-HOST-009", "DWB-MOD-003"})
    EXPECT_TRUE(all.fires(rule)) << rule;
  ASSERT_EQ(all.of("DWB-HOST-002").size(), 1u);
  EXPECT_EQ(all.of("DWB-HOST-002")[0].key, "5038");
  ASSERT_EQ(all.of("DWB-HOST-007").size(), 1u);
  EXPECT_EQ(all.of("DWB-HOST-007")[0].object, "[100]");
}

TEST(HostRules, AMachineInOrderIsNotBlamed) {
  audit::HostFacts host;
  host.service_user = "asterisk";
  host.sockets = {{{true, *IpAddress::parse("127.0.0.1"), 5038}}};
  host.firewall = audit::HostFirewall{true, {5060}};
  host.ssh = audit::HostSsh{false, "no"};
  host.registered = std::set<std::string>{"100"};
  host.jails = std::vector<audit::HostJail>{{"asterisk", true, "asterisk", {}}};
  host.guarded = true;
  host.version = "Asterisk 22.99.0";
  host.files = {{"/etc/asterisk/sip.conf", 0640, "root", "asterisk", true},
                {"/var/spool/asterisk/outgoing", 0750, "asterisk", "asterisk", false}};
  audit::EstateOptions options;
  options.host = &host;
  options.today = "2025-11-22";
  Audited all({{"sip.conf", "[general]\nallowguest=no\n[100]\ntype=friend\nhost=dynamic\n"}}, options);
  for (const char* rule : {"DWB-HOST-001", "DWB-HOST-002", "DWB-HOST-003", "DWB-HOST-004", "DWB-HOST-005",
                           "DWB-HOST-006", "DWB-HOST-007", "DWB-HOST-008", "DWB-HOST-009"})
    EXPECT_FALSE(all.fires(rule)) << rule;
}

TEST(HostRules, ThatTheCarrierBlocksIsAskedWhereCallsGoAbroad) {
  audit::HostFacts host;
  audit::EstateOptions options;
  options.host = &host;
  auto fires = [&](const char* pattern) {
    return Audited({{"sip.conf",
                     "[general]\nallowguest=no\n[a]\ntype=friend\nhost=dynamic\ncontext=in\nsecret=vK8!qz-Wm2xR7u#pL4\n"
                     "[t]\ntype=peer\nhost=198.51.100.7\ncontext=none\n"},
                    {"extensions.conf", std::string("[in]\nexten => ") + pattern + ",1,Dial(SIP/t/${EXTEN})\n"}},
                   options)
        .fires("DWB-HOST-006");
  };
  EXPECT_TRUE(fires("_00X."));
  EXPECT_FALSE(fires("_[2-8]XX"));
}

TEST(Rules, EachOfTheseFamiliesHasItsSentences) {
  for (auto family : {audit::file_rules(), audit::manager_rules(), audit::http_rules(), audit::system_rules(),
                      audit::feature_rules(), audit::voicemail_rules(), audit::host_rules()})
    for (const audit::Rule& rule : family) {
      EXPECT_TRUE(text::find_pattern("rule." + std::string(rule.id) + ".title")) << rule.id;
      EXPECT_TRUE(text::find_pattern("rule." + std::string(rule.id) + ".why")) << rule.id;
    }
}

}  // namespace
}  // namespace denwaban
