// SPDX-License-Identifier: GPL-3.0-or-later
// How what callers write gets through the dialplan into programs, queries and calls, and what keeps it out.
#include <gtest/gtest.h>

#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

constexpr const char* kGuests = "[general]\ncontext=in\nallowguest=yes\n";

bool fires(const char* rule, const std::string& plan) {
  return Audited({{"sip.conf", kGuests}, {"extensions.conf", plan}}).fires(rule);
}

std::vector<ConfigFinding> find(const char* rule, const std::string& plan) {
  return Audited({{"sip.conf", kGuests}, {"extensions.conf", plan}}).of(rule);
}

TEST(CallersWords, ACallerIdThatTheDialplanWroteIsItsOwn) {
  const std::string clean = "[in]\nexten => 1,1,Set(CALLERID(num)=${FILTER(0-9,${CALLERID(num)})})\n";
  EXPECT_FALSE(fires("DWB-DP-004", clean + "same => n,System(/x ${CALLERID(num)})\n"));
  EXPECT_TRUE(fires("DWB-DP-004", clean + "same => n,System(/x ${CALLERID(name)})\n"));
  EXPECT_TRUE(fires("DWB-DP-004", clean + "same => n(from),System(/x ${CALLERID(num)})\n")) << "a call may come to the label";
  const std::string header = "same => n,Set(CALLERID(num)=${SIP_HEADER(From)})\n";
  EXPECT_TRUE(fires("DWB-DP-004", clean + header + "same => n,System(/x ${CALLERID(num)})\n"));
  EXPECT_TRUE(fires("DWB-DP-004", clean + "exten => 2,1,System(/x ${CALLERID(num)})\n")) << "another extension";
}

TEST(CallersWords, CommaInARecordingsNameBeginsACommand) {
  const std::string handed = "[default]\nexten => _X.,1,Gosub(rec,s,1(in,${EXTEN}))\n[rec]\nexten => s,1,";
  EXPECT_TRUE(find("DWB-DP-004", handed + "MixMonitor(call-${ARG2}.wav,b)\n").empty()) << "Gosub has split it at its commas";
  EXPECT_FALSE(find("DWB-DP-004", handed + "MixMonitor(call.wav,b,mail ${ARG2})\n").empty());
  EXPECT_FALSE(find("DWB-DP-004", handed + "System(mail ${ARG2})\n").empty());
  auto found = find("DWB-DP-004", "[in]\nexten => 1,1,MixMonitor(/r/${CALLERID(num)}.wav)\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::high);
  EXPECT_FALSE(fires("DWB-DP-004",
                     "[in]\nexten => 1,1,MixMonitor(/r/${UNIQUEID}.wav)\n"
                     "exten => 2,1,MixMonitor(/r/${FILTER(0-9,${CALLERID(num)})}.wav)\nexten => "
                     "_XXX,1,MixMonitor(/r/${EXTEN}.wav)\n"));
  EXPECT_TRUE(
      fires("DWB-DP-004", "[in]\nexten => 1,1,Set(F=${CALLERID(num)})\nsame => n,Monitor(wav,${F},m)\n"));
  EXPECT_FALSE(
      fires("DWB-DP-004", "[in]\nexten => 1,1,Set(F=${CALLERID(num)})\nsame => n,Monitor(wav,${F})\n"));
}

TEST(CallersWords, AChannelTellsWhatTheOtherSideWrote) {
  for (const char* item : {"uri", "useragent", "pjsip,remote_uri", "pjsip,call-id"})
    EXPECT_TRUE(fires("DWB-DP-004", std::string("[in]\nexten => 1,1,System(log ${CHANNEL(") + item + ")})\n")) << item;
  for (const char* item : {"peerip", "channeltype", "pjsip,remote_addr", "rtp,src"})
    EXPECT_FALSE(fires("DWB-DP-004", std::string("[in]\nexten => 1,1,System(log ${CHANNEL(") + item + ")})\n")) << item;
}

TEST(CallersWords, TheOtherExchangeWritesIaxVariables) {
  EXPECT_TRUE(fires("DWB-DP-004", "[in]\nexten => 1,1,System(wget \"http://x/${IAXVAR(node)}\")\n"));
}

TEST(CallersWords, FilterIsReadWithItsEscapesAndRanges) {
  auto filtered = [](const std::string& allowed) {
    return "[in]\nexten => 1,1,Set(A=${FILTER(" + allowed +
           ",${CALLERID(num)})})\nsame => n,System(/x ${A})\n";
  };
  EXPECT_FALSE(fires("DWB-DP-004", filtered("A-Za-z0-9\\x2D\\x2E")));
  EXPECT_TRUE(fires("DWB-DP-004", filtered("0-9\\x3B")));
  EXPECT_TRUE(fires("DWB-DP-004", filtered("A-z")));  // '\' and '`' stand between Z and a
}

TEST(CallersWords, AFixedCommandsAnswerIsNotTheCallers) {
  EXPECT_FALSE(
      fires("DWB-DP-004", "[in]\nexten => 1,1,Set(A=${SHELL(cat /etc/x)})\nsame => n,System(/x ${A})\n"));
  EXPECT_TRUE(fires("DWB-DP-004", "[in]\nexten => 1,1,Set(A=${SHELL(grep ${CALLERID(num)} /etc/x)})\n"));
}

TEST(CallersWords, FunctionsThatTakeANameTakeItsValue) {
  EXPECT_TRUE(fires("DWB-DP-004", "[in]\nexten => 1,1,System(/x '${STRREPLACE(CALLERID(all),',\\\\')}')\n"));
  EXPECT_TRUE(fires("DWB-DP-004",
                    "[in]\nexten => 1,1,Set(A=${CALLERID(name)})\nsame => n,System(/x ${REPLACE(A,x,y)})\n"));
  EXPECT_FALSE(fires("DWB-DP-004", "[in]\nexten => 1,1,System(/x ${STRREPLACE(UNIQUEID,.,-)})\n"));
}

TEST(CallersWords, VariablesAreKnownWhereTheCallGoesOn) {
  const std::string set = "[in]\nexten => 1,1,Set(D=${CALLERID(num)})\nsame => n,";
  EXPECT_TRUE(fires("DWB-DP-004", set + "Goto(b,s,1)\n[b]\nexten => s,1,System(/x ${D})\n"));
  EXPECT_TRUE(fires("DWB-DP-004", set + "Background(x)\nexten => 2,1,System(/x ${D})\n"));
  EXPECT_TRUE(fires("DWB-DP-004", set + "Dial(SIP/1)\nexten => h,1,System(/x ${D})\n"));
  EXPECT_TRUE(fires("DWB-DP-004",
                    "[in]\nexten => 1,1,Gosub(b,s,1)\nsame => n,System(/x ${D})\n[b]\n"
                    "exten => s,1,Set(D=${CALLERID(num)})\nsame => n,Return()\n"));
  EXPECT_FALSE(
      fires("DWB-DP-004", set + "Goto(b,s,1)\n[b]\nexten => s,1,Set(D=5)\nsame => n,System(/x ${D})\n"));
  EXPECT_FALSE(fires("DWB-DP-004",
                     set + "Goto(b,s,1)\n[b]\nexten => s,1,NoOp()\n[c]\nexten => s,1,System(/x ${D})\n"));
}

TEST(CallersWords, MessagesOfTelephonesAreTheirSenders) {
  for (const char* text : {"${SMS}", "${BASE64_DECODE(${SMS_BASE64})}", "${KSmsBody}", "${USSD}"})
    EXPECT_TRUE(fires("DWB-DP-004", std::string("[in]\nexten => sms,1,System(echo \"") + text + "\" >> /tmp/sms)\n")) << text;
}

// The exchange writes the number of an account that has one.
TEST(CallersWords, AGivenNumberIsNotTheCallers) {
  auto severity = [](const std::string& account) {
    return Audited({{"sip.conf", "[general]\nallowguest=no\n[a]\ntype=friend\nhost=dynamic\ncontext=in\nsecret=x\n" + account},
                    {"extensions.conf", "[in]\nexten => 1,1,System(/x ${CALLERID(num)})\n"}})
        .of("DWB-DP-004")
        .at(0)
        .severity;
  };
  EXPECT_EQ(severity("callerid=\"Ann\" <101>\n"), Severity::low);
  EXPECT_EQ(severity("callerid=\"Ann\" <101>\ntrustrpid=yes\n"), Severity::critical);
  EXPECT_EQ(severity(""), Severity::critical);
}

TEST(CallersWords, AtTheEndOfACallOnlyOpenPatternsLetAnythingIn) {
  const std::string rest = ",1,Set(D=${EXTEN})\nsame => n,Dial(SIP/1)\nexten => h,1,System(/x ${D})\n";
  EXPECT_TRUE(fires("DWB-DP-004", "[in]\nexten => _X." + rest));
  EXPECT_FALSE(fires("DWB-DP-004", "[in]\nexten => _XX" + rest));
}

TEST(CallersWords, WhatASubroutineDialsIsToldAtThePattern) {
  const std::string sub = "[trk]\nexten => s,1,Dial(${ARG1},${ARG2},g)\n";
  auto found = find("DWB-DP-002", "[in]\nexten => _7.,1,Gosub(trk,s,1(SIP/out/${EXTEN},30))\n" + sub);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.line, 2);
  ASSERT_FALSE(found[0].trail.empty());
  EXPECT_EQ(found[0].trail.back().line, 4);
  EXPECT_FALSE(fires("DWB-DP-002", "[in]\nexten => _7XXX,1,Gosub(trk,s,1(SIP/out/${EXTEN},30))\n" + sub));
  EXPECT_TRUE(
      fires("DWB-DP-002", "[in]\nexten => _4X.,1,ExecIf(${X}?Dial(SIP/out/sip:${EXTEN}@example.net,30))\n"));
}

TEST(CallersWords, QueriesOfFuncOdbcAreReadForTheirEscapes) {
  auto query = [](const std::string& section, const std::string& call) {
    return Audited({{"sip.conf", kGuests},
                    {"func_odbc.conf", section},
                    {"extensions.conf", "[in]\nexten => 1,1,Set(N=${" + call + "(${CALLERID(num)})})\n"}})
        .fires("DWB-DP-029");
  };
  EXPECT_TRUE(query("[BOOK]\nprefix=X\nreadsql=SELECT n FROM b WHERE t='${ARG1}'\n", "X_BOOK"));
  EXPECT_FALSE(query("[BOOK]\nprefix=X\nreadsql=SELECT n FROM b WHERE t='${SQL_ESC(${ARG1})}'\n", "X_BOOK"));
  EXPECT_FALSE(query("[BOOK]\nreadsql=SELECT n FROM b WHERE t='${SQL_ESC(${ARG1})}'\n", "ODBC_BOOK"));
  EXPECT_TRUE(query("", "ODBC_BOOK"));  // not seen: taken as unescaped
}

// What stands in a string of an expression comes out of it, whatever signs the string has; what is computed does not.
TEST(CallersWords, StringsOfExpressionsCarryWhatIsInThem) {
  auto asked = [](const std::string& query) {
    return fires("DWB-DP-029", "[in]\nexten => _[0-9a-z].,1,Set(q=" + query + ")\nsame => n,MYSQL(Query r ${c} ${q})\n");
  };
  EXPECT_TRUE(asked("$[\"SELECT d FROM r WHERE t='${EXTEN}'\"]"));
  EXPECT_TRUE(asked("$[\"SELECT d FROM r WHERE t='${EXTEN:1}'\"]"));
  EXPECT_FALSE(asked("$[\"${EXTEN}\" = \"1\"]"));
  EXPECT_FALSE(asked("$[${EXTEN} + 1]"));
}

TEST(CallersWords, FreePbxOwnCommandsAndForwardsAreToldToo) {
  const Audited audited(
      {{"extensions.conf", "#include extensions_additional.conf\n"},
       {"extensions_additional.conf",
        "[globals]\nAMPMGRUSER=admin\n[macro-x]\nexten => s,1,NoOp()\n"
        "exten => h,1,System(/v '${STRREPLACE(CALLERID(all),',\\\\')}')\n[app-cf]\n"
        "exten => _*72.,1,Set(DB(CF/${CALLERID(num)})=${EXTEN:3})\n[from-sip-external]\nexten => "
        "_.,1,NoOp()\n"}});
  EXPECT_TRUE(audited.fires("DWB-DP-001"));
  EXPECT_TRUE(audited.fires("DWB-DP-004"));
  EXPECT_TRUE(audited.fires("DWB-DP-023"));
}

}  // namespace
}  // namespace denwaban
