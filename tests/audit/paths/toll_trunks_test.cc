// SPDX-License-Identifier: GPL-3.0-or-later
// What becomes of a call to a trunk that is not there, or that nothing drives.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "../audited.h"

namespace denwaban {
namespace {

using test::Audited;

// Strangers come from an analogue line into [in], which dials what is given.
std::string plan(const std::string& called) { return "[in]\nexten => _00X.,1,Dial(" + called + ")\n"; }
const std::string kGuests = "[general]\ncontext=in\n";
const std::string kEndpoint = "[anonymous]\ntype=endpoint\ncontext=in\n";

std::vector<TollPath> from_strangers(const Audited& audited) {
  std::vector<TollPath> paths = audited.result().paths;
  std::erase_if(paths, [](const TollPath& path) {
    return path.entry.kind != EntryKind::sip_guest && path.entry.kind != EntryKind::pjsip_anonymous;
  });
  return paths;
}

Verdict verdict(const Audited& audited) {
  auto paths = from_strangers(audited);
  return paths.empty() ? Verdict::not_reachable : paths[0].verdict;
}

TEST(UndefinedTrunks, OfPjsipAreRefused) {
  const std::string extensions = plan("PJSIP/${FILTER(0-9,${EXTEN})}@carrier");
  Audited gone({{"pjsip.conf", kEndpoint}, {"extensions.conf", extensions}});
  ASSERT_EQ(from_strangers(gone).size(), 1u);
  EXPECT_EQ(from_strangers(gone)[0].verdict, Verdict::not_reachable);
  EXPECT_EQ(from_strangers(gone)[0].trunk, "PJSIP/carrier");
  for (const char* rule : {"DWB-TP-001", "DWB-TP-010", "DWB-DP-012"}) EXPECT_FALSE(gone.fires(rule)) << rule;
  EXPECT_TRUE(gone.fires("DWB-DP-006"));

  auto with = [&](const std::string& more, const char* other = "rtp.conf", const std::string& text = {}) {
    return verdict(Audited({{"pjsip.conf", kEndpoint + more}, {"extensions.conf", extensions}, {other, text}}));
  };
  EXPECT_EQ(with("[carrier]\ntype=endpoint\naors=carrier\n"), Verdict::reachable);
  Audited slip({{"pjsip.conf", kEndpoint + std::string("[carrier]\ntype=endpoint\naors=carrier\n")},
                {"extensions.conf", plan("PJSIP/${FILTER(0-9,${EXTEN})}@@carrier")}});
  EXPECT_EQ(verdict(slip), Verdict::not_reachable) << "no endpoint is named @carrier";
  EXPECT_EQ(with("#include other.conf\n"), Verdict::reachable) << "it may stand in the file that is missing";
  EXPECT_EQ(with("", "extconfig.conf", "[settings]\nps_endpoints => odbc,asterisk\n"), Verdict::reachable);
  EXPECT_EQ(with("", "sorcery.conf", "[res_pjsip]\nendpoint=realtime,ps_endpoints\n"), Verdict::reachable);
  EXPECT_EQ(with("", "sorcery.conf", "[res_pjsip]\nendpoint=config,pjsip.conf,criteria=type=endpoint\n"), Verdict::not_reachable);
}

// channels/chan_sip.c and channels/chan_iax2.c, create_addr: what is no peer is a machine's name.
TEST(UndefinedTrunks, OfSipAndIaxAreAskedOfTheNameService) {
  auto sip = [](const std::string& called, const std::string& more = {}) {
    return verdict(Audited({{"sip.conf", kGuests + more}, {"extensions.conf", plan(called)}}));
  };
  EXPECT_EQ(sip("SIP/carrier/${FILTER(0-9,${EXTEN})}"), Verdict::conditional);
  EXPECT_EQ(sip("SIP/${FILTER(0-9,${EXTEN})}@carrier"), Verdict::conditional);
  EXPECT_EQ(sip("SIP/${FILTER(0-9,${EXTEN})}@sip.example.net"), Verdict::reachable);
  EXPECT_EQ(sip("SIP/203.0.113.9/${FILTER(0-9,${EXTEN})}"), Verdict::reachable);
  EXPECT_EQ(sip("SIP/carrier/${FILTER(0-9,${EXTEN})}", test::carrier("Carrier")), Verdict::reachable);
  Audited iax({{"sip.conf", kGuests}, {"iax.conf", "[general]\n"}, {"extensions.conf", plan("IAX2/me:pw@box/${EXTEN}")}});
  EXPECT_EQ(verdict(iax), Verdict::conditional);
  ASSERT_TRUE(iax.fires("DWB-TP-001"));
  EXPECT_EQ(iax.of("DWB-TP-001")[0].severity, Severity::low);
  EXPECT_THAT(from_strangers(iax)[0].condition, testing::HasSubstr("IAX2/box"));
}

TEST(UndefinedTrunks, WithoutTheirDriverAreInert) {
  auto of = [](const std::string& called, const std::string& modules = "[modules]\nautoload=yes\n") {
    return verdict(Audited({{"sip.conf", kGuests}, {"modules.conf", modules}, {"extensions.conf", plan(called)}}));
  };
  EXPECT_EQ(of("IAX2/box/${FILTER(0-9,${EXTEN})}"), Verdict::inert) << "there is no iax.conf";
  EXPECT_EQ(of("PJSIP/${FILTER(0-9,${EXTEN})}@box"), Verdict::inert);
  EXPECT_EQ(of("DAHDI/g1/${FILTER(0-9,${EXTEN})}"), Verdict::reachable);
  EXPECT_EQ(verdict(Audited({{"pjsip.conf", kEndpoint},
                             {"sip.conf", kGuests + test::carrier("box")},
                             {"modules.conf", "[modules]\nautoload=yes\nnoload=chan_sip.so\n"},
                             {"extensions.conf", plan("SIP/box/${FILTER(0-9,${EXTEN})}")}})),
            Verdict::inert);
}

// What a caller adds goes over a trunk that is there.
TEST(UndefinedTrunks, AreNotTheOnesThatCallersAdd) {
  Audited audited({{"pjsip.conf", kEndpoint + "[real]\ntype=endpoint\naors=real\n"},
                   {"extensions.conf", plan("PJSIP/${EXTEN}@gone") + "[office]\nexten => _0.,1,Dial(PJSIP/${EXTEN}@real)\n"}});
  auto paths = from_strangers(audited);
  EXPECT_TRUE(std::ranges::any_of(paths, [](const TollPath& path) {
    return path.trunk == "PJSIP/real" && std::ranges::find(path.classes, "injection") != path.classes.end();
  }));
}

TollPath sent(const std::string& line, const char* country = "") {
  audit::EstateOptions options;
  options.country = country;
  Audited audited({{"sip.conf", kGuests}, {"extensions.conf", "[in]\n" + line}}, options);
  auto paths = from_strangers(audited);
  std::erase_if(paths, [](const TollPath& path) { return std::ranges::find(path.classes, "injection") != path.classes.end(); });
  return paths.empty() ? TollPath{} : paths[0];
}

// A code in front chooses a card of the gateway, or a carrier; the network gets what was dialled.
TEST(CodesBeforeTheNumber, HideNothing) {
  TollPath russian = sent("exten => _8XXXXXXXXXX!,1,Dial(DAHDI/g1/018${EXTEN:1})\n", "RU");
  EXPECT_TRUE(russian.international);
  EXPECT_EQ(russian.example.substr(0, 3), "810");
  EXPECT_EQ(russian.sent, "01" + russian.example);
  EXPECT_TRUE(sent("exten => _X.,1,Dial(DAHDI/g1/06${EXTEN})\n").international);
  EXPECT_EQ(sent("exten => _9X.,1,Dial(DAHDI/g1/06${EXTEN:1})\n").example, "900252615551234");
  EXPECT_TRUE(sent("exten => _X.,1,Dial(DAHDI/g1/123#${EXTEN})\n").international);
  EXPECT_FALSE(sent("exten => _XXXXXXXXXX,1,Dial(DAHDI/g1/1${EXTEN})\n").international);
  EXPECT_FALSE(sent("exten => _0XXXXXXXXXX,1,Dial(DAHDI/g1/44${EXTEN:1})\n").international);
  EXPECT_FALSE(sent("exten => _[1-9]XXXXXXXXX,1,Dial(DAHDI/g1/030${EXTEN})\n").international);
}

TEST(CodesBeforeTheNumber, OfFreeNumbersAbroadCostNothing) {
  EXPECT_FALSE(sent("exten => _00800XXXXXXXX,1,Dial(DAHDI/g1/${EXTEN})\n", "DE").international);
  TollPath any = sent("exten => _008.,1,Dial(DAHDI/g1/${EXTEN})\n", "DE");
  EXPECT_TRUE(any.international);
  EXPECT_NE(any.example.substr(0, 5), "00800");
}

// Strangers' ways in, the first told first.
std::vector<TollPath> ways(const std::string& extensions) {
  return from_strangers(Audited({{"sip.conf", kGuests + test::carrier("freeswitch")}, {"extensions.conf", extensions}}));
}

TEST(InjectedLegs, CallByTheRowsOwnTrunk) {
  const std::string other = "[office]\nexten => _0.,1,Dial(SIP/freeswitch/${EXTEN})\n";
  auto telephones = ways("[in]\nexten => _X.,1,Dial(SIP/${EXTEN},60)\n" + other);
  ASSERT_FALSE(telephones.empty());
  EXPECT_EQ(telephones[0].example, "0&SIP/freeswitch/00252615551234");
  EXPECT_EQ(telephones[0].sent, "00252615551234");
  auto dashed = from_strangers(Audited({{"sip.conf", kGuests + test::carrier("free-switch")},
                                        {"extensions.conf", "[in]\nexten => _9NX.,1,Dial(SIP/free-switch/0${EXTEN:1})\n"}}));
  ASSERT_EQ(dashed.size(), 2u);
  EXPECT_EQ(dashed[1].example, "920&SIP/free-switch/00252615551234") << "patterns pass over dashes, devices do not";
  auto behind = ways("[in]\nexten => _9NX.,1,Dial(DAHDI/g1/0${EXTEN:1})\n");
  ASSERT_EQ(behind.size(), 2u);
  EXPECT_EQ(behind[0].example.find('&'), std::string::npos) << "the plain way is told first";
  EXPECT_THAT(behind[1].example, testing::EndsWith("&DAHDI/g1/00252615551234"));
}

TEST(NumbersThatNobodyKeys, AreToldAsWhatTheyAre) {
  const std::string out = "[out]\nexten => _00X.,1,Dial(DAHDI/g1/${FILTER(0-9,${EXTEN})})\n";
  auto by_id = ways("[in]\nexten => 5,1,Goto(out,${CALLERID(num)},1)\n" + out);
  ASSERT_EQ(by_id.size(), 1u);
  EXPECT_EQ(by_id[0].example, "5");
  EXPECT_EQ(by_id[0].caller_id, "00252615551234");
  EXPECT_EQ(by_id[0].then_numbers + by_id[0].then_example, "");
  auto by_program = ways("[in]\nexten => 5,1,Goto(out,${SHELL(next)},1)\n" + out);
  ASSERT_EQ(by_program.size(), 1u);
  EXPECT_EQ(by_program[0].caller_id + by_program[0].then_numbers + by_program[0].then_example, "");
}

TEST(FixedNumbers, AreOfOneSeverityWhereverTheyAreTold) {
  auto severity = [](const std::string& line) {
    Audited audited({{"sip.conf", kGuests}, {"extensions.conf", "[in]\ninclude => out\n[out]\n" + line}});
    auto found = audited.of("DWB-DP-005");
    return found.empty() ? Severity::info : found[0].severity;
  };
  EXPECT_EQ(severity("exten => 7700,1,Dial(DAHDI/g1/0960163315)\n"), Severity::medium);
  EXPECT_EQ(severity("exten => _0X.,1,Dial(DAHDI/g1/${EXTEN})\n"), Severity::critical);
}

}  // namespace
}  // namespace denwaban
