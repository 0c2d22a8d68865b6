// SPDX-License-Identifier: GPL-3.0-or-later
// Variables that applications and functions leave: a condition on them depends on the run, and is never false
// for want of a value.
#include <gtest/gtest.h>

#include "../audited.h"
#include "model/names.h"

namespace denwaban {
namespace {

using test::Audited;

// Of a stranger, past `lines` and then a condition.
Verdict past(const std::string& lines, const std::string& condition) {
  Audited audited(
      {{"sip.conf", "[general]\ncontext=in\n"},
       {"extensions.conf",
        "[in]\nexten => _00X.,1,NoOp()\n" + lines + " same => n,GotoIf($[" + condition +
            "]?go)\n same => n(out),Hangup()\n same => n(go),Dial(DAHDI/g1/${FILTER(0-9,${EXTEN})})\n"}});
  return audited.result().paths.empty() ? Verdict::not_reachable : audited.result().paths[0].verdict;
}

TEST(LeftVariables, OfApplicationsAreNotEmpty) {
  const std::string yes = "\"${allowed}\" = \"yes\"";
  EXPECT_EQ(past("", yes), Verdict::not_reachable) << "nobody ever set it";
  for (const char* line : {"MYSQL(Fetch row ${result} name allowed)", "ReadFile(allowed=/etc/list,3)",
                           "ImportVar(allowed=SIP/1,x)"})
    EXPECT_EQ(past(std::string(" same => n,") + line + "\n", yes), Verdict::conditional) << line;
  EXPECT_EQ(past(" same => n,AudioSocket(40325ec2-5efd-4bd3-805f-53576e581d13,192.0.2.4:9092)\n", yes), Verdict::not_reachable)
      << "it hears and speaks, and sets nothing";
  EXPECT_EQ(past(" same => n,MeetMeCount(100,allowed)\n", "${allowed} > 2"), Verdict::reachable);
  EXPECT_EQ(past(" same => n,Set(R=${ODBC_R()})\n", "${ODBCROWS} > 0"), Verdict::conditional);
}

TEST(LeftVariables, OfReadAreAPinWhereDigitsAreWanted) {
  const std::string read = " same => n,Read(PIN,vm-password)\n";
  EXPECT_EQ(past(read, "\"${PIN}\" = \"7391845\""), Verdict::weak) << "one for all";
  EXPECT_EQ(past(read + " same => n,GotoIf($[\"${PIN}\" != \"7391845\"]?out)\n", "1"), Verdict::weak);
  EXPECT_EQ(past(read + " same => n,ExecIf($[\"${PIN}\" != \"7391845\"]?Hangup())\n", "1"), Verdict::weak);
  EXPECT_EQ(past(read, "\"${PIN}\" = \"1\""), Verdict::reachable) << "a menu";
  EXPECT_EQ(past(read, "\"${PIN}\" != \"\""), Verdict::reachable);
}

TEST(LeftVariables, OfOneAnswerAreAllUnknown) {
  const std::string yes = "\"${allowed}\" = \"yes\"";
  EXPECT_EQ(past(" same => n,Set(ARRAY(name,allowed)=${ODBC_ROUTE(1)})\n", yes), Verdict::conditional);
  EXPECT_EQ(past(" same => n,Set(ARRAY(name,allowed)=yes)\n", yes), Verdict::not_reachable);
  EXPECT_EQ(past(" same => n,Set(HASH(row)=${ODBC_ROUTE(1)})\n", "\"${HASH(row,allowed)}\" = \"yes\""),
            Verdict::conditional);
  EXPECT_EQ(past("", "\"${HASH(row,allowed)}\" = \"yes\""), Verdict::not_reachable);
}

// The trunk's name is put together by functions.
TEST(LeftVariables, ThatFunctionsMakeAreComputed) {
  auto trunk = [](const std::string& dial) {
    Audited audited(
        {{"sip.conf", "[general]\ncontext=in\n"},
         {"extensions.conf",
          "[globals]\nT=SIP/dst@carrier\nU=SIP/CARRIER\nV=S.I.P/carrier\n[in]\nexten => _00X.,1,Dial(" +
              dial + ")\n"}});
    return audited.result().paths.empty() ? std::string() : audited.result().paths[0].trunk;
  };
  EXPECT_EQ(trunk("${STRREPLACE(T,dst,${EXTEN})}"), "SIP/carrier");
  EXPECT_EQ(trunk("SIP/${TOLOWER(CARRIER)}/${EXTEN}"), "SIP/carrier");
  EXPECT_EQ(trunk("${REPLACE(V,.)}/${EXTEN}"), "SIP/carrier");
  EXPECT_EQ(trunk("${PASSTHRU(SIP/carrier)}/${EXTEN}"), "SIP/carrier");
}

TEST(LeftVariables, ChangeWithFunctions) {
  EXPECT_EQ(past(" same => n,Set(I=1)\n", "${I} >= 2"), Verdict::not_reachable);
  EXPECT_EQ(past(" same => n,Set(I=1)\n same => n,Set(J=${INC(I)})\n", "${I} >= 2"), Verdict::reachable);
  EXPECT_EQ(past(" same => n,Set(L=a,b)\n same => n,NoOp(${SHIFT(L)})\n", "\"${L}\" = \"b\""),
            Verdict::reachable);
  EXPECT_EQ(past(" same => n,Set(L=a)\n same => n,Set(PUSH(L)=b)\n", "\"${L}\" = \"a,b\""),
            Verdict::reachable);
}

TEST(LeftVariables, WhoseNameIsAValue) {
  const std::string named = " same => n,Set(WHICH=FLAG)\n same => n,Set(FLAG=";
  EXPECT_EQ(past(named + "yes)\n", "\"${${WHICH}}\" = \"yes\""), Verdict::reachable);
  EXPECT_EQ(past(named + "no)\n", "\"${${WHICH}}\" = \"yes\""), Verdict::not_reachable);
  EXPECT_EQ(past(" same => n,Set(WHICH=xFLAG)\n same => n,Set(FLAG=yes)\n", "\"${${WHICH:1}}\" = \"yes\""), Verdict::reachable);
}

// The numbers with which a stranger gets through the condition; empty: none does.
std::string through(const std::string& condition) {
  Audited audited({{"sip.conf", "[general]\ncontext=in\n"},
                   {"extensions.conf",
                    "[in]\nexten => _00X.,1,GotoIf(" + condition +
                        "?go)\n same => n,Hangup()\n same => n(go),Dial(DAHDI/g1/${FILTER(0-9,${EXTEN})})\n"
                        "[some]\nexten => _0049X.,1,NoOp()\nexten => 1,1,NoOp()\n[timed]\ninclude => some,9:00-17:00,*,*,*\n"}});
  return audited.result().paths.empty() ? std::string() : audited.result().paths[0].numbers;
}

TEST(WhatTheDialplanHas, IsAskedOfTheNumbersThatAreDialled) {
  EXPECT_EQ(through("${DIALPLAN_EXISTS(some,${EXTEN},1)}"), "0049X.");
  EXPECT_EQ(through("$[\"${VALID_EXTEN(some,${EXTEN},1)}\" = \"1\"]"), "0049X.");
  EXPECT_EQ(through("${DIALPLAN_EXISTS(some,${EXTEN:2})}"), "000049X.");
  EXPECT_EQ(through("${DIALPLAN_EXISTS(nowhere,${EXTEN},1)}"), "");
  EXPECT_EQ(through("${VALID_EXTEN(,${EXTEN},1)}"), "00X.") << "of the context that it is in";
  EXPECT_EQ(through("${DIALPLAN_EXISTS(timed,${EXTEN},1)}"), "00X.") << "at some times";
}

}  // namespace
}  // namespace denwaban
