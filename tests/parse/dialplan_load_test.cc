// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialplan_story.h"

namespace denwaban::parse {
namespace {

using Kind = DialplanProblem::Kind;
using test::config_plan;
using test::lines_of;
using test::problems_of;
using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;

TEST(DialplanLoad, CountsPrioritiesThroughTheSection) {
  Dialplan plan = config_plan(
      "[a]\nexten => 1,1,Answer()\nsame => n(go),Dial(SIP/x,30)\nexten = 2,n,NoOp\nsame = "
      "n+101(far),Hangup()\n"
      "exten => 1,s,NoOp(again)\nexten => 1,go+1,Playback(x)\n");
  EXPECT_THAT(lines_of(plan, "a"),
              ElementsAre("1: 1 Answer() 2[go] Dial(SIP/x,30) 3 Playback(x) 105 NoOp(again)",
                          "2: 3 NoOp() 105[far] Hangup()"));
  ASSERT_THAT(problems_of(plan, Kind::no_first_priority), SizeIs(1));
  EXPECT_EQ(problems_of(plan, Kind::no_first_priority)[0].priority, 3);
}

TEST(DialplanLoad, TheFirstOfTwoStays) {
  Dialplan plan = config_plan("[a]\nexten => _X.,1,First()\n[b]\n[a]\nexten => _[0-9].,1,Second()\n");
  EXPECT_THAT(lines_of(plan, "a"), ElementsAre("_X.: 1 First()"));
  auto problems = problems_of(plan, Kind::duplicate_priority);
  ASSERT_THAT(problems, SizeIs(1));
  EXPECT_EQ(problems[0].place.line, 5);
  EXPECT_EQ(problems[0].other.line, 2);
  EXPECT_EQ(problems[0].extension, "_[0-9].");
}

TEST(DialplanLoad, NextAfterAHintIsDroppedSilentlyByAsteriskAndToldByUs) {
  Dialplan plan =
      config_plan("[a]\nexten => 1,hint,SIP/1\nexten => 1,n,Dial(SIP/1)\nexten => 1,1,Dial(SIP/1)\n");
  EXPECT_THAT(lines_of(plan, "a"), ElementsAre("1: hint SIP/1 1 Dial(SIP/1)"));
  EXPECT_THAT(problems_of(plan, Kind::dropped_after_hint), SizeIs(1));
}

TEST(DialplanLoad, LinesWithoutAPriorityAreDropped) {
  Dialplan plan = config_plan(
      "[a]\nsame => n,X()\nexten => 1,n,X()\nexten => 1,s,X()\nexten => 1,1(open,X()\nexten => 1,what,X()\n"
      "exten => 1,0,X()\nexten => ,1,X()\nexten => 1\n");
  EXPECT_THAT(lines_of(plan, "a"), IsEmpty());
  for (Kind kind : {Kind::same_without_extension, Kind::next_without_previous, Kind::same_without_previous,
                    Kind::label_unclosed, Kind::empty_extension}) {
    EXPECT_THAT(problems_of(plan, kind), SizeIs(1)) << static_cast<int>(kind);
  }
  EXPECT_THAT(problems_of(plan, Kind::invalid_priority), SizeIs(3));
}

TEST(DialplanLoad, ArgumentsEndAtTheLastParenthesis) {
  Dialplan plan =
      config_plan("[a]\nexten => 1,1,Foo(a)(b) lost\nexten => 2,1,Foo(never\nexten => 3,1,${APP}(x)\n");
  EXPECT_THAT(lines_of(plan, "a"), ElementsAre("1: 1 Foo(a)(b)", "2: 1 Foo(never)", "3: 1 ${APP}(x)()"));
  EXPECT_EQ(problems_of(plan, Kind::text_after_arguments)[0].what, " lost");
  EXPECT_EQ(problems_of(plan, Kind::arguments_unclosed)[0].what, "never");
}

TEST(DialplanLoad, ARepeatedLabelIsTakenOff) {
  Dialplan plan = config_plan("[a]\nexten => 1,1(x),A()\nsame => n(x),B()\n");
  EXPECT_THAT(lines_of(plan, "a"), ElementsAre("1: 1[x] A() 2 B()"));
  EXPECT_THAT(problems_of(plan, Kind::duplicate_label), SizeIs(1));
}

TEST(DialplanLoad, GlobalsAreReplacedInExtensionsOnly) {
  Dialplan plan = config_plan(
      "[globals]\nPRE=90\nNAME=PRE\nALL=${PRE}1-${${NAME}:0:1}-${NONE}\nPRE=80\nF=${CUT(x)}\n"
      "[a]\nexten => _${PRE}X,1,Dial(${PRE})\ninclude => in${PRE}\n");
  EXPECT_EQ(plan.global("ALL")->value, "901-9-");
  EXPECT_EQ(plan.global("PRE")->value, "80");
  EXPECT_FALSE(plan.global("F")->complete);
  EXPECT_EQ(plan.global("none"), nullptr);
  EXPECT_THAT(lines_of(plan, "a"), ElementsAre("_80X: 1 Dial(${PRE})"));
  EXPECT_EQ(plan.find("a")->includes[0].context, "in80");
}

TEST(DialplanLoad, CallerIdPartsComeFirst) {
  Dialplan plan =
      config_plan("[a]\nexten => 1,1,All()\nexten => 1/(12) 3-4,1,One()\nexten => 1/,1,Nobody()\n");
  EXPECT_THAT(lines_of(plan, "a"), ElementsAre("1/: 1 Nobody()", "1/1234: 1 One()", "1: 1 All()"));
}

TEST(DialplanLoad, IncludesKeepTimesAndAreCheckedForSense) {
  Dialplan plan = config_plan(
      "[a]\ninclude => b,9:00-17:00,mon-fri,*,*\ninclude => B,9:00-17:00,mon-fri,*,*\ninclude => a\n"
      "include => nowhere\ninclude => b|noon|*|*|*\n[b]\n");
  const Context& a = *plan.find("a");
  ASSERT_THAT(a.includes, SizeIs(4));
  EXPECT_EQ(a.includes[0].timing, "9:00-17:00,mon-fri,*,*");
  EXPECT_THAT(problems_of(plan, Kind::duplicate_include), SizeIs(1));
  EXPECT_THAT(problems_of(plan, Kind::include_of_itself), SizeIs(1));
  EXPECT_EQ(problems_of(plan, Kind::include_missing)[0].what, "nowhere");
  EXPECT_EQ(problems_of(plan, Kind::include_times_invalid)[0].what, "noon|*|*|*");
}

TEST(DialplanLoad, ExtensionLinesOutsideContextsAreTold) {
  Dialplan plan =
      config_plan("[general]\nexten => 1,1,A()\nautofallthrough=no\n[globals]\nexten => 2,1,B()\n");
  EXPECT_THAT(problems_of(plan, Kind::extension_in_general), SizeIs(1));
  EXPECT_THAT(problems_of(plan, Kind::extension_in_globals), SizeIs(1));
  EXPECT_TRUE(plan.contexts.empty());
  EXPECT_FALSE(plan.autofallthrough);
}

TEST(DialplanLoad, SwitchesAndIgnoredDigitsAreKeptOnce) {
  Dialplan plan = config_plan(
      "[a]\nswitch => IAX2/a@b/c\neswitch => IAX2/A@b/c\nignorepat => 9\nignorepat => 9\nodd => 1\n");
  const Context& a = *plan.find("a");
  ASSERT_THAT(a.switches, SizeIs(1));
  EXPECT_EQ(a.switches[0].name + " " + a.switches[0].data, "IAX2 a@b/c");
  EXPECT_THAT(a.ignore_patterns, SizeIs(1));
  EXPECT_THAT(problems_of(plan, Kind::unknown_directive), SizeIs(1));
}

TEST(DialplanLoad, UsersBecomeExtensions) {
  Dialplan plan = test::read_plan({{"/e/extensions.conf", "[general]\nuserscontext=phones\n"},
                                   {"/e/users.conf",
                                    "[general]\nhasiax=yes\nhasexten=yes\n[601]\nhassip=yes\n"
                                    "alternateexts=99\n[602]\nhasexten=no\n[603]\nhasvoicemail=yes\n"}});
  EXPECT_THAT(lines_of(plan, "phones"),
              ElementsAre("601: hint SIP/601&IAX2/601 1 Dial(${HINT})",
                          "603: hint IAX2/603 1 Gosub(603,stdexten(${HINT}))", "99: 1 Goto(601,1)"));
  const DialplanPlace place = plan.find("phones")->extensions[0].priorities[0].place;
  EXPECT_EQ(plan.files[place.file], "/e/users.conf");
  EXPECT_EQ(place.line, 4) << "the header of the section";
}

TEST(DialplanLoad, PlacesNameTheIncludedFile) {
  Dialplan plan = test::read_plan({{"/e/extensions.conf", "[a]\n#include \"more.conf\"\n"},
                                   {"/e/more.conf", "exten => 1,1,A()\nsame => n,B()\n"}});
  const Priority& second = plan.find("a")->extensions[0].priorities[1];
  EXPECT_EQ(plan.files[second.place.file], "/e/more.conf");
  EXPECT_EQ(second.place.line, 2);
}

TEST(DialplanLoad, BoundsAreKeptAndTold) {
  std::string text = "[a]\n";
  for (int i = 0; i < 300; ++i) text += "exten => " + std::to_string(i) + ",1,A()\n";
  DialplanLimits limits;
  limits.priorities_max = 100;
  Dialplan plan = test::read_plan({{"/e/extensions.conf", text}}, limits);
  EXPECT_THAT(plan.find("a")->extensions, SizeIs(100));
  EXPECT_THAT(problems_of(plan, Kind::limit), SizeIs(1));
}

TEST(DialplanLoad, NoDialplanAtAllIsAnError) {
  test::MemoryFiles nothing;
  EXPECT_FALSE(read_dialplan(nothing, "/e"));
}

}  // namespace
}  // namespace denwaban::parse
