// SPDX-License-Identifier: GPL-3.0-or-later
// Rules on a line of the dialplan, by who gets to it and by what comes there.
#include <gtest/gtest.h>

#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

// One telephone in [inside] that is asked for a good password, and a trunk.
constexpr const char* kAccounts =
    "[general]\nallowguest=no\ncontext=inside\n[anna]\ntype=friend\nhost=dynamic\ncontext=inside\ndeny=0.0.0.0/0.0.0.0\n"
    "permit=192.168.0.0/16\nsecret=vK8!qz-Wm2xR7u#pL4\n[carrier]\ntype=peer\nhost=198.51.100.7\ncontext=in\n"
    "insecure=port,invite\n"
    "secret=Zx81kf-Wq90LmTr55ab\n";

std::vector<ConfigFinding> of(const char* rule, const std::string& plan, const char* accounts = kAccounts) {
  return Audited({{"sip.conf", accounts}, {"extensions.conf", plan}}).of(rule);
}

bool has(const char* rule, const std::string& plan) { return !of(rule, plan).empty(); }

TEST(WhoGetsThere, ADisaForTelephonesAloneIsASmallMatter) {
  auto inside = of("DWB-DP-007", "[inside]\nexten => *0,1,DISA(no-password,more)\n[more]\nexten => _XX,1,Hangup()\n[in]\n");
  ASSERT_EQ(inside.size(), 1u);
  EXPECT_EQ(inside[0].severity, Severity::low);
  auto outside = of("DWB-DP-007", "[in]\nexten => _X.,1,DISA(no-password,more)\n[more]\nexten => _XX,1,Hangup()\n[inside]\n");
  ASSERT_EQ(outside.size(), 1u);
  EXPECT_EQ(outside[0].severity, Severity::critical);
  std::string lacking = std::string(kAccounts) + "#include gone.conf\n";
  auto unknown = of("DWB-DP-007", "[inside]\nexten => *0,1,DISA(no-password,more)\n[more]\n", lacking.c_str());
  ASSERT_EQ(unknown.size(), 1u);
  EXPECT_EQ(unknown[0].severity, Severity::high) << "whose accounts stand in that file is not known";
}

TEST(WhoGetsThere, AProgramOfThisMachineIsNoStranger) {
  auto told = [](const std::string& host) {
    const std::string accounts =
        "[general]\nallowguest=no\n[proxy]\ntype=peer\nhost=" + host + "\ninsecure=invite,port\ncontext=in\n";
    return Audited({{"sip.conf", accounts},
                    {"voicemail.conf", "[general]\n[default]\n1234 => 7193,Anna\n"},
                    {"extensions.conf", "[in]\nexten => 8500,1,VoiceMailMain()\n"}})
        .of("DWB-VM-007")
        .size();
  };
  EXPECT_EQ(told("198.51.100.7"), 1u);
  EXPECT_EQ(told("127.0.0.1"), 0u);
}

TEST(WhoGetsThere, DigitsAloneCannotAddADevice) {
  const std::string world = "[world]\nexten => _X.,1,Dial(SIP/carrier/${EXTEN})\n[in]\n";
  EXPECT_FALSE(has("DWB-DP-002", "[inside]\nexten => _0[2-8]XXXXX,1,Goto(world,${EXTEN},1)\n" + world));
  EXPECT_TRUE(has("DWB-DP-002", "[inside]\nexten => _0[2-8].,1,Goto(world,${EXTEN},1)\n" + world));
  EXPECT_TRUE(has("DWB-DP-002", "[inside]\n" + world)) << "nobody was seen to get there";
}

TEST(WhoGetsThere, ATrunkThatOnlyTheSearchSees) {
  const std::string called = "[globals]\nT=carrier\n[inside]\nexten => _00X.,1,Gosub(go,s,1(${FILTER(0-9,${EXTEN})}))\n[go]\n"
                             "exten => s,1,Set(D=${T}/${ARG1})\n";
  for (const char* rule : {"DWB-DP-012", "DWB-DP-015", "DWB-DP-016"}) {
    EXPECT_TRUE(has(rule, called + "same => n,Dial(SIP/${D},60)\n[in]\n")) << rule;
    EXPECT_FALSE(has(rule, called + "same => n,Playback(${D})\n[in]\n")) << rule;
  }
  EXPECT_FALSE(has("DWB-DP-015", called + "same => n,Dial(SIP/${D},60,L(3600000))\n[in]\n"));
}

TEST(WhoGetsThere, DigitsOfAMenuGoAnywhere) {
  EXPECT_TRUE(has("DWB-DP-012", "[inside]\nexten => *7,1,Read(N,,15)\nsame => n,Dial(SIP/carrier/${N})\n[in]\n"));
  EXPECT_FALSE(has("DWB-DP-012", "[inside]\nexten => *7,1,Read(N,,15)\nsame => n,Dial(SIP/carrier/5551234)\n[in]\n"));
}

TEST(WhoGetsThere, SamplesThatNothingLeadsToHarmNobody) {
  const char* plan = "context ael-trunkint { _9011. => { Dial(SIP/carrier/${EXTEN:4}); } }\n";
  const char* lua = "extensions = { ['demo'] = { ['1000'] = function() app.hangup() end } }\n";
  auto find = [&](const std::string& sip) {
    const char* rest = "[inside]\n[in]\n";
    return Audited({{"sip.conf", sip}, {"extensions.conf", rest}, {"extensions.ael", plan}, {"extensions.lua", lua}})
        .of("DWB-DP-002");
  };
  auto dead = find(kAccounts);
  ASSERT_EQ(dead.size(), 1u);
  EXPECT_EQ(dead[0].severity, Severity::low);
  auto used = find(std::string(kAccounts) + "[bert]\ntype=friend\nhost=dynamic\nsecret=x\ncontext=ael-trunkint\n");
  ASSERT_EQ(used.size(), 1u);
  EXPECT_EQ(used[0].severity, Severity::high);
}

TEST(WhoGetsThere, APatternForCallersEndsWhereTheCallerIsRenamed) {
  const std::string behind = "exten => _X.,1,NoOp()\nsame => n,Dial(SIP/anna)\n[inside]\n";
  EXPECT_FALSE(has("DWB-DP-018", "[in]\nexten => _1X./_+1NXX,1,Set(CALLERID(num)=${CALLERID(num):2})\n" + behind));
  EXPECT_TRUE(has("DWB-DP-018", "[in]\nexten => _1X.,1,Set(CALLERID(num)=${CALLERID(num):2})\n" + behind));
}

TEST(WhoGetsThere, ExtensionsThatAreEnteredLater) {
  EXPECT_FALSE(has("DWB-DP-019", "[in]\nexten => _X.,1,Goto(inner,${EXTEN},5)\n[inner]\nexten => 100,5,Answer()\n[inside]\n"));
  EXPECT_FALSE(has("DWB-DP-019", "[in]\nexten => _112!,1,Answer()\nexten => _X!,2,Playback(beep)\n[inside]\n"));
  EXPECT_TRUE(has("DWB-DP-019", "[in]\nexten => _X.,1,Goto(inner,${EXTEN},4)\n[inner]\nexten => 100,5,Answer()\n[inside]\n"));
}

TEST(WhoGetsThere, MailboxesByArgumentsAndFilters) {
  const std::string box = "[vm]\nexten => s,1,VoiceMailMain(${ARG1},${ARG2})\n[in]\n";
  EXPECT_TRUE(has("DWB-VM-006", "[inside]\nexten => *89,1,Gosub(vm,s,1(${BOX},s))\n" + box));
  EXPECT_FALSE(has("DWB-VM-006", "[inside]\nexten => *89,1,Gosub(vm,s,1(${BOX},u))\n" + box));
  EXPECT_TRUE(has("DWB-VM-006", "[inside]\nexten => *89,1,VoiceMailMain(${FILTER(0-9,${CALLERID(num)})})\n[in]\n"));
  EXPECT_FALSE(has("DWB-VM-006", "[inside]\nexten => *89,1,VoiceMailMain(${CALLERIDNUM})\n[in]\n")) << "empty since 1.6";
}

TEST(WhoGetsThere, WhatAServerAnsweredIsNobodysNumber) {
  const std::string kept = "same => n,System(log ${T})\n[in]\n";
  EXPECT_FALSE(has("DWB-DP-004", "[inside]\nexten => 1,1,Set(T=${SHELL(curl https://h/next)})\n" + kept)) << "no caller wrote it";
  EXPECT_TRUE(has("DWB-DP-003", "[inside]\nexten => 1,1,Set(T=${SHELL(curl https://h/next)})\nsame => n,Dial(${T})\n[in]\n"));
  EXPECT_FALSE(has("DWB-DP-003", "[inside]\nexten => 1,1,Set(T=${SHELL(date +%H)})\nsame => n,Dial(SIP/${T})\n[in]\n"));
}

// FreePBX lets guests in and turns them away by a global.
TEST(WhoGetsThere, GuestsThatAConstantTurnsAway) {
  auto severity = [](const char* allowed) {
    std::string plan = std::string("[globals]\nALLOW_SIP_ANON=") + allowed +
                       "\n[from-sip-external]\nexten => _X.,1,GotoIf($[\"${ALLOW_SIP_ANON}\"=\"yes\"]?in:out)\n"
                       "same => n(in),Goto(from-trunk,1,1)\nsame => n(out),Answer()\n"
                       "same => n,Playback(ss-noservice)\nsame => n,Congestion()\n"
                       "[from-trunk]\nexten => 1,1,Dial(SIP/100)\n[from-internal]\ninclude => from-internal-additional\n"
                       "[from-internal-additional]\ninclude => outbound-allroutes\n[macro-dialout-trunk]\n";
    auto found = Audited({{"sip.conf", "[general]\nallowguest=yes\ncontext=from-sip-external\n"},
                          {"extensions_additional.conf", plan},
                          {"extensions.conf", "#include extensions_additional.conf\n"}})
                     .of("DWB-SIP-001");
    return found.empty() ? Severity::info : found[0].severity;
  };
  EXPECT_EQ(severity("no"), Severity::medium);
  EXPECT_EQ(severity("yes"), Severity::high);
}

TEST(WhoGetsThere, ContextsOfADialplanThatWasNotRead) {
  const char* phone = "[a]\ntype=endpoint\ncontext=gone\nauth=a\n[a]\ntype=auth\npassword=vK8!qz-Wm2xR7u#pL4\n";
  EXPECT_TRUE(Audited({{"pjsip.conf", phone}, {"extensions.conf", "[in]\nexten => 1,1,Hangup()\n"}}).fires("DWB-PJS-013"));
  EXPECT_FALSE(Audited({{"pjsip.conf", phone}}).fires("DWB-PJS-013"));
}

TEST(WhoGetsThere, ContextsThatLuaMayHaveMade) {
  const char* phone = "[a]\ntype=endpoint\ncontext=gone\nauth=a\n[a]\ntype=auth\npassword=vK8!qz-Wm2xR7u#pL4\n";
  auto fires = [&](const char* lua) {
    return Audited({{"pjsip.conf", phone}, {"extensions.conf", "[in]\nexten => 1,1,Hangup()\n"}, {"extensions.lua", lua}})
        .fires("DWB-PJS-013");
  };
  EXPECT_TRUE(fires("extensions = { demo = {} }\n"));
  EXPECT_FALSE(fires("extensions = { gone = {} }\n"));
}

TEST(WhoGetsThere, AnAuthThatIsElsewhereIsSharedAllTheSame) {
  const std::string two = "[a]\ntype=endpoint\nauth=one\n[b]\ntype=endpoint\nauth=one\n";
  Audited lacking({{"pjsip.conf", two + "#include auth/*.conf\n"}});
  EXPECT_EQ(lacking.of("DWB-PJS-022").size(), 1u);
  ASSERT_FALSE(lacking.of("DWB-PJS-021").empty());
  EXPECT_EQ(lacking.of("DWB-PJS-021")[0].severity, Severity::low) << "DWB-CFG-002 tells of the file";
  EXPECT_EQ(Audited({{"pjsip.conf", two}}).of("DWB-PJS-021")[0].severity, Severity::medium);
  EXPECT_FALSE(Audited({{"pjsip.conf", "[a]\ntype=endpoint\nauth=one\n[b]\ntype=endpoint\nauth=two\n"}}).fires("DWB-PJS-022"));
}

TEST(WhoGetsThere, WhatAPatternLetThroughIsClean) {
  auto plan = [](const std::string& check, const std::string& refusal) {
    return "[in]\nexten => _X.,1,Set(N=${CALLERID(num)})\nsame => n," + check + "\nsame => n," + refusal +
           "\nsame => n(good),AGI(verify,${N})\n[inside]\n";
  };
  const std::string digits = "GotoIf($[\"${N}\" : \"^\\+[0-9]+$\"]?good)";
  EXPECT_FALSE(has("DWB-DP-004", plan(digits, "Hangup()")));
  EXPECT_TRUE(has("DWB-DP-004", plan(digits, "NoOp()"))) << "the others come there as well";
  EXPECT_TRUE(has("DWB-DP-004", plan("GotoIf($[\"${N}\" : \"[0-9]+\"]?good)", "Hangup()"))) << "not all of it";
  EXPECT_TRUE(has("DWB-DP-004", plan("GotoIf($[\"${N}\" : \"^.+$\"]?good)", "Hangup()")));
  EXPECT_FALSE(has("DWB-DP-004", plan("GotoIf(${REGEX(\"^[0-9]{4,9}$\" ${N})}?:bad)", "NoOp()") + ""));
}

TEST(WhoGetsThere, WhatExecIfLetThroughIsClean) {
  auto plan = [](const std::string& condition) {
    return "[in]\nexten => _X.,1,ExecIf(" + condition + "?System(rm ${CALLERID(num)}.wav))\n[inside]\n";
  };
  EXPECT_FALSE(has("DWB-DP-004", plan("$[${REGEX(\"^[0-9a-z ]+$\" ${CALLERID(num)})} = 1]")));
  EXPECT_TRUE(has("DWB-DP-004", plan("$[${REGEX(\"^[0-9a-z ]+$\" ${EXTEN})} = 1]")));
  EXPECT_TRUE(has("DWB-DP-004", plan("$[${REGEX(\"^[0-9a-z ]+\" ${CALLERID(num)})} = 1]")));
}

TEST(WhoGetsThere, OneFindingForOneMistake) {
  auto twice = of("DWB-DP-020", "[in]\nexten => 5,1,Answer()\nsame => n,Hangup()\n[in]\nexten => 5,1,NoOp()\n"
                                "same => n,Busy()\n[inside]\n");
  ASSERT_EQ(twice.size(), 1u);
  EXPECT_EQ(twice[0].place.line, 5);
  EXPECT_NE(std::find(twice[0].facts.begin(), twice[0].facts.end(), std::pair<std::string, std::string>("more", "1")),
            twice[0].facts.end());
}

TEST(WhoGetsThere, LinesThatAConstantKeepsCallsFrom) {
  auto plan = [](const std::string& record, const std::string& more = {}) {
    return "[globals]\nRECORD=" + record + "\n[in]\nexten => _X.,1,GotoIf($[${RECORD} = ON]?rec:dial)\n" +
           "same => n(rec),System(touch ${CALLERID(name)})\nsame => n,System(rm ${CALLERID(name)})\n" +
           "same => n(dial),Dial(SIP/anna)\n[inside]\n" + more;
  };
  EXPECT_TRUE(has("DWB-DP-004", plan("ON")));
  EXPECT_FALSE(has("DWB-DP-004", plan("OFF")));
  EXPECT_TRUE(has("DWB-DP-004", plan("OFF", "exten => *8,1,Set(GLOBAL(RECORD)=ON)\n"))) << "no constant";
  EXPECT_TRUE(has("DWB-DP-004", plan("OFF", "exten => *8,1,Goto(in,${EXTEN},rec)\n"))) << "named elsewhere";
  EXPECT_TRUE(has("DWB-DP-004", plan("OFF", "exten => *8,1,Goto(in,12,3)\n")));
}

TEST(WhoGetsThere, AnAuthThatIsNotThereLetsNobodyIn) {
  auto severity = [](const std::string& auth) {
    auto found = Audited({{"pjsip.conf", "[desk]\ntype=endpoint\ncontext=in\n" + auth},
                          {"extensions.conf", "[in]\nexten => 9,1,DISA(no-password,out)\n[out]\nexten => _XX,1,Hangup()\n"}})
                     .of("DWB-DP-007");
    return found.size() == 1 ? found[0].severity : Severity::info;
  };
  EXPECT_EQ(severity(""), Severity::critical);
  EXPECT_EQ(severity("auth=gone\n"), Severity::low);
}

TEST(WhoGetsThere, JumpsThatEndTheCall) {
  auto told = [](const std::string& line, const std::string& more) {
    return has("DWB-DP-006", "[in]\n" + line + "[inside]\nexten => 1111,1,Hangup()\nexten => 5,1,Answer()\n" + more);
  };
  EXPECT_TRUE(told("", "exten => o,1,Goto(1111)\n")) << "the extension is meant";
  EXPECT_FALSE(told("", "exten => o,1,Goto(1111,1)\n"));
  EXPECT_FALSE(told("", "exten => o,1,GotoIf($[${X}]?2222)\n")) << "the call ends on purpose";
  EXPECT_TRUE(told("", "exten => 6,1,Goto(5,nolabel)\n"));
  const std::string codes = "[codes]\nexten => *77,1,Hangup()\n";
  EXPECT_TRUE(told("exten => _8XX,1,Goto(codes,${EXTEN},1)\n", codes));
  EXPECT_FALSE(told("exten => _8XX,1,Goto(codes,${EXTEN},1)\n", codes + "exten => _8[1-3]X,1,Hangup()\n"));
  EXPECT_FALSE(told("exten => _8*X!,1,Goto(codes,${EXTEN},1)\n", codes + "exten => _X!,1,Hangup()\n"));
  EXPECT_FALSE(told("exten => _8XX,1,Goto(codes,${EXTEN},1)\n", codes + "exten => i,1,Hangup()\n"));
  EXPECT_FALSE(told("exten => _*XX,1,Goto(codes,${EXTEN},1)\n", codes));
}

TEST(WhoGetsThere, NobodyBehindTheEndOfAnExtension) {
  const std::string call = "Dial(SIP/carrier/${EXTEN},60,T)\n";
  for (const char* rule : {"DWB-DP-002", "DWB-DP-012", "DWB-DP-015"}) {
    EXPECT_TRUE(has(rule, "[inside]\nexten => _0X.,1," + call)) << rule;
    EXPECT_FALSE(has(rule, "[inside]\nexten => _0X.,1,Hangup()\nsame => n," + call)) << rule;
    EXPECT_TRUE(has(rule, "[inside]\nexten => _0X.,1,GotoIf($[${X}]?go)\nsame => n,Hangup()\nsame => n(go)," + call)) << rule;
  }
  EXPECT_TRUE(has("DWB-DP-033", "[inside]\nexten => t,1," + call));
  EXPECT_FALSE(has("DWB-DP-033", "[inside]\nexten => t,1,Hangup()\nexten => t,3," + call));
}

// The timeout is the channel's, and a group is counted wherever that is done.
TEST(WhoGetsThere, LimitsHoldInSubroutines) {
  const std::string out = "[out]\nexten => s,1,Dial(SIP/carrier/${ARG1},60)\nsame => n,Return()\n";
  const std::string call = "same => n,Gosub(out,s,1(${EXTEN}))\n";
  EXPECT_FALSE(has("DWB-DP-015", "[inside]\nexten => _0X.,1,Set(TIMEOUT(absolute)=3600)\n" + call + out));
  EXPECT_TRUE(has("DWB-DP-015", "[inside]\nexten => _0X.,1,Set(TIMEOUT(absolute)=3600)\n" + call +
                                    "exten => _1X.,1,NoOp()\n" + call + out))
      << "the other caller sets none";
  const std::string room = "[room]\nexten => s,1,Set(GROUP()=out)\nsame => n,GotoIf($[${GROUP_COUNT(out)} > 4]?full)\n"
                           "same => n,Return()\nsame => n(full),Hangup(34)\n";
  const std::string line = "[inside]\nexten => _0X.,1,Gosub(room,s,1)\nsame => n,Dial(SIP/carrier/${EXTEN},60)\n";
  EXPECT_FALSE(has("DWB-DP-016", line + room));
  EXPECT_TRUE(has("DWB-DP-016", line + "[room]\nexten => s,1,Return()\n"));
}

TEST(WhoGetsThere, ATrunkThatLogsInIsNoTelephone) {
  const std::string phone = "[%]\ntype=endpoint\ncontext=out\nauth=%\naors=%\n"
                            "[%]\ntype=auth\nusername=%\npassword=vK8!qz-Wm2xR7u\n[%]\ntype=aor\n";
  auto named = [&](const char* name, std::string text) {
    for (size_t at; (at = text.find('%')) != std::string::npos;) text.replace(at, 1, name);
    return text;
  };
  std::string carrier = named("carrier", phone);
  carrier.replace(carrier.find("context=out"), 11, "context=in\noutbound_auth=carrier");
  const std::string plan = "[in]\nexten => 1,1,Hangup()\n[out]\nexten => _0X.,1,Dial(PJSIP/${EXTEN}@carrier)\n";
  const Audited audited({{"pjsip.conf", named("a", phone) + named("b", phone) + carrier + "contact=sip:203.0.113.7\n"},
                         {"extensions.conf", plan}});
  EXPECT_TRUE(audited.fires("DWB-DP-014"));
}

}  // namespace
}  // namespace denwaban
