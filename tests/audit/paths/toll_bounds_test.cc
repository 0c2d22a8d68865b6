// SPDX-License-Identifier: GPL-3.0-or-later
// Dialplans whose ways multiply: the search ends, tells that it is complete, and loses no way by what it forgets.
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "memory_files.h"
#include "audit/audit.h"
#include "audit/toll_paths.h"

namespace denwaban {
namespace {

struct Searched {
  std::vector<TollPath> paths;
  std::vector<std::string> bounds;
  size_t states = 0;

  bool reaches(const std::string& trunk) const {
    return std::any_of(paths.begin(), paths.end(), [&](const TollPath& path) { return path.trunk == trunk; });
  }
};

Searched search(const std::string& extensions) {
  test::MemoryFiles tree;
  tree.put("/etc/asterisk/sip.conf", "[general]\ncontext=default\n");
  tree.put("/etc/asterisk/extensions.conf", extensions);
  audit::Estate estate(tree, "/etc/asterisk", {});
  audit::TollAnalysis analysis = audit::find_toll_paths(estate);
  return {analysis.paths, *analysis.bounds, analysis.states};
}

// A search for a free number: as many turns as there are numbers.
TEST(TollBounds, ALoopThatCountsIsClosed) {
  const Searched found = search(
      "[default]\nexten => 7,1,Set(i=1000)\nsame => n(next),Set(i=$[${i} + 1])\n"
      "same => n,ExecIf($[${i} == 10000]?Set(i=0))\nsame => n,GotoIf($[${i} == 1000]?done)\n"
      "same => n,GotoIf(${DB_EXISTS(pin/${i})}?next)\nsame => n(done),Hangup()\n");
  EXPECT_TRUE(found.bounds.empty());
  EXPECT_TRUE(found.paths.empty());
}

TEST(TollBounds, CallsOfManyExtensionsPassALineAsOne) {
  std::string plan = "[default]\n";
  for (int number = 1000; number < 1400; ++number)
    plan += "exten => " + std::to_string(number) + ",1,Set(CALLED=${EXTEN})\n same => n,Goto(out,s,1)\n";
  plan += "[out]\nexten => s,1,NoOp()\n";
  for (int i = 0; i < 20; ++i) plan += " same => n,NoOp()\n";
  plan += " same => n,Dial(SIP/carrier/${CALLED})\n";
  Searched found = search(plan);
  EXPECT_TRUE(found.reaches("SIP/carrier"));
  EXPECT_LT(found.states, 2'000u);
}

TEST(TollBounds, TheProofOfCallsThatWereJoinedIsTheWayOfItsNumber) {
  Searched found = search(
      "[default]\nexten => 5,1,Set(N=${EXTEN})\n same => n,Goto(out,s,1)\n"
      "exten => 00123456789,1,Set(N=${EXTEN})\n same => n,Goto(out,s,1)\n"
      "[out]\nexten => s,1,Dial(SIP/carrier/${N})\n");
  ASSERT_EQ(found.paths.size(), 1u);
  EXPECT_EQ(found.paths[0].example, "00123456789");
  ASSERT_GE(found.paths[0].steps.size(), 2u);
  EXPECT_EQ(found.paths[0].steps[1].line, 5);
}

TEST(TollBounds, VariablesThatHaveSeveralValuesEachDoNotMultiply) {
  std::string plan = "[default]\nexten => _X.,1,NoOp()\n";
  for (int i = 0; i < 8; ++i) {
    std::string name = "V" + std::to_string(i);
    plan += " same => n,ExecIf($[${RAND(0,1)}]?Set(" + name + "=a):Set(" + name + "=b))\n";
  }
  for (int i = 0; i < 8; ++i) plan += " same => n,GotoIf($[\"${V" + std::to_string(i) + "}\"=\"c\"]?closed)\n";
  plan += " same => n,Dial(SIP/carrier/${EXTEN})\n same => n(closed),Hangup()\n";
  Searched found = search(plan);
  EXPECT_TRUE(found.bounds.empty());
  EXPECT_TRUE(found.reaches("SIP/carrier"));
}

TEST(TollBounds, AValuePerCallerIsNotForgotten) {
  std::string plan = "[default]\n";
  for (int i = 100; i < 350; ++i)
    plan += "exten => " + std::to_string(i) + ",1,Gosub(out,s,1(carrier" + std::to_string(i) + "))\n";
  plan += "[out]\nexten => s,1,Dial(SIP/${ARG1}/0123456)\n";
  Searched found = search(plan);
  std::set<std::string> trunks;
  for (const TollPath& path : found.paths) trunks.insert(path.trunk);
  EXPECT_EQ(trunks.size(), 250u);
  EXPECT_TRUE(found.bounds.empty());
}

TEST(TollBounds, NumbersThatGrowAtEveryTurnEnd) {
  Searched found = search(
      "[default]\nexten => _X.,1,GotoIf($[${RAND(0,1)}]?out,${EXTEN},1)\n same => n,Goto(default,1${EXTEN},1)\n"
      "[out]\nexten => _X.,1,Dial(SIP/carrier/${EXTEN})\n");
  EXPECT_TRUE(found.bounds.empty());
  EXPECT_TRUE(found.reaches("SIP/carrier"));
}

TEST(TollBounds, ThousandsOfExtensionsLeaveTheRestToThePatternBehindThem) {
  std::string plan = "[default]\ninclude => routes\n";
  for (int number = 10'000; number < 14'000; ++number)
    plan += "exten => " + std::to_string(number) + ",1,Hangup()\n";
  plan += "[routes]\nexten => _X.,1,Dial(SIP/carrier/${EXTEN})\n";
  Searched found = search(plan);
  EXPECT_TRUE(found.bounds.empty());
  EXPECT_TRUE(found.reaches("SIP/carrier"));
}

// Subroutines that call each other in so many ways that no search comes to their end: what is behind them is not known.
std::string too_much() {
  std::string plan = "[default]\nexten => _X.,1,Gosub(s1,s,1)\n same => n,Dial(SIP/carrier/${EXTEN})\n";
  for (int depth = 1; depth < 7; ++depth) {
    plan += "[s" + std::to_string(depth) + "]\nexten => s,1,NoOp()\n";
    for (int i = 0; i < 10; ++i) plan += " same => n,Gosub(s" + std::to_string(depth + 1) + ",s,1)\n";
    plan += " same => n,Return()\n";
  }
  return plan + "[s7]\nexten => s,1,Return()\n";
}

TEST(TollBounds, WhereTheSearchIsCutTheEntryIsToldAsNotKnown) {
  Searched found = search(too_much());
  ASSERT_FALSE(found.bounds.empty());
  ASSERT_EQ(found.paths.size(), 1u);
  EXPECT_EQ(found.paths[0].verdict, Verdict::opaque);
  EXPECT_EQ(found.paths[0].entry.context, "default");
  EXPECT_TRUE(found.paths[0].trunk.empty());
  EXPECT_EQ(found.paths[0].condition, "the search came to its bound");
}

TEST(TollBounds, WhereTheSearchIsCutSomebodyMayReachATrunk) {
  test::MemoryFiles tree;
  tree.put("/etc/asterisk/extensions.conf", too_much());
  audit::Estate estate(tree, "/etc/asterisk", {});
  EXPECT_TRUE(audit::find_toll_paths(estate).reach.reaches_trunk("default"));
}

// Ten ways to call at each level, all of them short; and a way to a trunk that is longer than any of those.
TEST(TollBounds, ALongWayToATrunkIsFoundBesideManyShortOnesToNothing) {
  std::string plan = "[default]\nexten => _1X.,1,Gosub(s1,s,1)\nexten => 5,1,NoOp()\n";
  for (int i = 0; i < 300; ++i) plan += " same => n,NoOp()\n";
  plan += " same => n,Dial(SIP/carrier/00123456789)\n";
  for (int depth = 1; depth < 7; ++depth) {
    std::string called = "Gosub(s" + std::to_string(depth + 1) + ",s,1)\n same => n,Return()\n";
    plan += "[s" + std::to_string(depth) + "]\nexten => s,1,NoOp()\n";
    for (int i = 0; i < 10; ++i) {
      std::string which = std::to_string(i);
      plan += " same => n,GotoIf($[\"${DIALSTATUS}\"=\"" + which + "\"]?c" + which + ")\n";
    }
    for (int i = 0; i < 10; ++i) plan += " same => n(c" + std::to_string(i) + ")," + called;
  }
  Searched found = search(plan + "[s7]\nexten => s,1,Return()\n");
  EXPECT_FALSE(found.bounds.empty());
  EXPECT_TRUE(found.reaches("SIP/carrier"));
}

TEST(TollBounds, AMacroThatAsksHowDeepItIsLetsTheCallThrough) {
  Searched found = search(
      "[default]\nexten => _X.,1,Macro(out,${EXTEN})\n"
      "[macro-out]\nexten => s,1,GotoIf($[${MACRO_DEPTH} < 6]?go:end)\n"
      " same => n(go),Dial(SIP/carrier/${ARG1})\n same => n(end),Hangup()\n");
  EXPECT_TRUE(found.reaches("SIP/carrier"));
}

TEST(TollBounds, AListThatGrowsInALoopIsForgotten) {
  Searched found = search(
      "[default]\nexten => _X.,1,Set(LEFT=${DB(line/all)})\n same => n,Set(I=1)\n same => n,Set(NEW=)\n"
      " same => n,While($[${I} <= ${FIELDQTY(LEFT,|)}])\n same => n,Set(ONE=${CUT(LEFT,|,${I})})\n"
      " same => n,ExecIf($[\"${ONE}\" != \"${EXTEN}\"]?Set(NEW=${NEW}|${ONE}))\n"
      " same => n,ExecIf($[\"${ONE}\" = \"1\"]?Set(LAST=${NEW}))\n"
      " same => n,Set(I=$[${I} + 1])\n same => n,EndWhile()\n"
      " same => n,GotoIf($[\"${NEW}${LAST}\" = \"\"]?out)\n same => n(out),Dial(SIP/carrier/${EXTEN})\n");
  EXPECT_TRUE(found.bounds.empty());
  EXPECT_TRUE(found.reaches("SIP/carrier"));
}

}  // namespace
}  // namespace denwaban
