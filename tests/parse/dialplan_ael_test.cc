// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialplan_story.h"

namespace denwaban::parse {
namespace {

using Kind = DialplanProblem::Kind;
using test::ael_plan;
using test::lines_of;
using testing::ElementsAre;
using testing::SizeIs;

TEST(DialplanAel, ExtensionsAreCountedThroughTheirBlocks) {
  Dialplan plan = ael_plan(
      "context c {\n // a remark\n 12 => { Answer(); here: Dial(SIP/x, 30); x=${A}+1; goto here; };\n"
      " hint(SIP/1&SIP/2) _1X/_2X => NoOp;\n}\n");
  EXPECT_THAT(lines_of(plan, "c"),
              ElementsAre("12: 1 Answer() 2[here] Dial(SIP/x, 30) 3 MSet(x=$[${A}+1]) 4 Goto(here)",
                          "_1X/_2X: hint SIP/1&SIP/2 1 NoOp()"));
  EXPECT_EQ(plan.find("c")->registrar, "pbx_ael");
  EXPECT_EQ(plan.find("c")->extensions[0].priorities[1].place.line, 3);
}

TEST(DialplanAel, ConditionsBecomeJumps) {
  Dialplan plan = ael_plan("context c { 1 => { if (${A}=1) { B(); } else { C(); } D(); } }");
  EXPECT_THAT(lines_of(plan, "c"), ElementsAre("1: 1 GotoIf($[${A}=1]?2:4) 2 B() 3 Goto(5) 4 C() "
                                               "5 NoOp(Finish if_c_1) 6 D()"));
}

TEST(DialplanAel, LoopsJumpBack) {
  Dialplan plan =
      ael_plan("context c { 1 => { for (i=0; ${i}<3; i=${i}+1) { if (x) break; } while (y) continue; } }");
  EXPECT_THAT(lines_of(plan, "c"),
              ElementsAre("1: 1 MSet(i=$[0]) 2 GotoIf($[ ${i}<3]?3:8) 3 GotoIf($[x]?4:5) 4 Goto(8) "
                          "5 NoOp(Finish if_for_c_1_2) 6 MSet(i=$[${i}+1]) 7 Goto(2) 8 NoOp(Finish for_c_1) "
                          "9 GotoIf($[y]?10:12) 10 Goto(9) 11 Goto(9) 12 NoOp(Finish while_c_3)"));
}

TEST(DialplanAel, SwitchesBecomeExtensionsThatNobodyDials) {
  Dialplan plan = ael_plan(
      "context c { _X => { switch (${EXTEN}) { case 1: A(); pattern [23]X: B(${EXTEN}); break; default: C(); "
      "} } }");
  EXPECT_THAT(
      lines_of(plan, "c"),
      ElementsAre("sw_1_: 10 Goto(sw_1_.,10)", "sw_1_1: 10 A() 11 Goto(sw_1_29,10)",
                  "_sw_1_[23]X: 10 B(${~~EXTEN~~}) 11 Goto(_X,3)", "_sw_1_.: 10 C() 11 Goto(_X,3)",
                  "_X: 1 MSet(~~EXTEN~~=${EXTEN}) 2 Goto(sw_1_${~~EXTEN~~},10) 3 NoOp(Finish switch_c_1)"));
}

TEST(DialplanAel, ASwitchWithoutADefaultGetsOne) {
  Dialplan plan = ael_plan("context c { 1 => { switch (${A}) { case 1: A(); } } }");
  EXPECT_THAT(lines_of(plan, "c"), testing::Contains("sw_1_1: 10 A() 11 Goto(sw_1_.,10)"));
  EXPECT_THAT(lines_of(plan, "c"), testing::Contains("_sw_1_.: 10 Goto(1,3)"));
}

TEST(DialplanAel, MacrosAreCalledByGosub) {
  Dialplan plan =
      ael_plan("macro m(a, b) { Dial(${a}); catch i { Hangup(); } }\ncontext c { 1 => &m(SIP/1,x); }");
  EXPECT_THAT(lines_of(plan, "m"), ElementsAre("i: 1 Hangup()",
                                               "~~s~~: 1 MSet(LOCAL(a)=${ARG1}) "
                                               "2 MSet(LOCAL(b)=${ARG2}) 3 Dial(${a}) 4 Return()"));
  EXPECT_THAT(lines_of(plan, "c"), ElementsAre("1: 1 Gosub(m,~~s~~,1(SIP/1,x))"));
  EXPECT_EQ(plan.find("m")->includes[0].context, "ael-builtin-h-bubble");
}

TEST(DialplanAel, ContextsHaveIncludesSwitchesAndGlobals) {
  Dialplan plan = ael_plan(
      "globals { A = \"x\"; }\ncontext c { includes { d; e|9:00-17:00|mon-fri|*|*; } switches { IAX2/k@h/c; "
      "} "
      "ignorepat => 9; ifx => jump 2@d; }\ncontext d { 2 => NoOp; }");
  const Context& c = *plan.find("c");
  ASSERT_THAT(c.includes, SizeIs(2));
  EXPECT_EQ(c.includes[1].written, "e,9:00-17:00,mon-fri,*,*");
  EXPECT_EQ(c.switches[0].data, "k@h/c");
  EXPECT_EQ(c.ignore_patterns[0].pattern, "9");
  EXPECT_EQ(plan.global("A ") == nullptr ? "none" : plan.global("A ")->value, "none");
  EXPECT_THAT(lines_of(plan, "c"), ElementsAre("ifx: 1 Goto(d,2,1)"));
}

TEST(DialplanAel, TheSecondModuleStaysWhereBothHaveSomething) {
  Dialplan plan = test::read_plan(
      {{"/e/extensions.conf", "[c]\nexten => 1,1,Old()\nexten => 2,1,Two()\ninclude => d\n[d]\n"},
       {"/e/extensions.ael", "context c { 1 => New(); }"}});
  EXPECT_THAT(lines_of(plan, "c"), ElementsAre("1: 1 New()", "2: 1 Two()"));
  EXPECT_THAT(plan.find("c")->includes, SizeIs(1));
}

TEST(DialplanAel, WhatAsteriskRefusesIsLeftOutAndTold) {
  for (const char* text :
       {"context c { 1 => Dial(a; }", "", "context c { 1 => { break; } }", "context c { 1 => goto nowhere; }",
        "macro m(a) { A(); } context c { 1 => &m(); }", "context c { 1 => { x: A(); x: B(); } }"}) {
    Dialplan plan = ael_plan(text);
    EXPECT_TRUE(plan.ael_refused) << text;
    EXPECT_TRUE(plan.contexts.empty()) << text;
    EXPECT_EQ(plan.problems.size(), 1U) << text;
  }
}

TEST(DialplanAel, IncludedFilesAreReadInPlace) {
  Dialplan plan = test::read_plan(
      {{"/e/extensions.conf", ""},
       {"/e/extensions.ael", "#include \"a.ael\"\n#include \"none.ael\"\ncontext c { 1 => A(); }"},
       {"/e/a.ael", "#include \"a.ael\"\ncontext b { 2 => B(); }"}});
  EXPECT_FALSE(plan.ael_refused);
  EXPECT_THAT(lines_of(plan, "b"), ElementsAre("2: 1 B()"));
  EXPECT_THAT(test::problems_of(plan, Kind::ael_include), SizeIs(2));
}

TEST(DialplanAel, DeepNestingIsRefusedNotFollowed) {
  std::string text = "context c { 1 => ";
  for (int i = 0; i < 100'000; ++i) text += "{";
  EXPECT_TRUE(ael_plan(text).ael_refused);
}

}  // namespace
}  // namespace denwaban::parse
