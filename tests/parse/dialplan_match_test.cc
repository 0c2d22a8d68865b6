// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dialplan_story.h"

namespace denwaban::parse {
namespace {

using test::config_plan;
using testing::SizeIs;

std::string app_of(const ExtensionMatch& match) { return match ? match.priority->app : "none"; }

TEST(DialplanMatch, OwnExtensionsComeBeforeIncludedOnes) {
  Dialplan plan = config_plan("[a]\ninclude => b\nexten => _X.,1,Wide()\n[b]\nexten => 12,1,Narrow()\n");
  EXPECT_EQ(app_of(find_extension(plan, "a", "12", "", 1)), "Wide");
}

TEST(DialplanMatch, AWorseMatchGoesOnWhereTheBestHasNoMore) {
  Dialplan plan = config_plan(
      "[a]\ninclude => b\nexten => 12,1,Deny()\n[b]\nexten => _X.,1,Dial()\nexten => _X.,2,Bled()\n");
  EXPECT_EQ(app_of(find_extension(plan, "a", "12", "", 1)), "Deny");
  ExtensionMatch bled = find_extension(plan, "a", "12", "", 2);
  EXPECT_EQ(app_of(bled), "Bled");
  ASSERT_THAT(bled.through, SizeIs(1));
  EXPECT_EQ(bled.through[0]->context, "b");
  EXPECT_EQ(bled.context->name, "b");
}

TEST(DialplanMatch, EachContextIsLookedIntoOnceWithoutCase) {
  Dialplan plan = config_plan(
      "[a]\ninclude => b\ninclude => A\n[b]\ninclude => a\ninclude => c\n[c]\nexten => "
      "1,1,Deep()\n[A]\nexten => 2,1,X()\n");
  ExtensionMatch deep = find_extension(plan, "a", "1", "", 1);
  ASSERT_THAT(deep.through, SizeIs(2));
  EXPECT_EQ(deep.through[1]->context, "c");
  EXPECT_FALSE(find_extension(plan, "a", "2", "", 1));
}

TEST(DialplanMatch, LongChainsOfIncludesEndWhereAsteriskEnds) {
  std::string text;
  for (int i = 0; i < 200; ++i)
    text += "[c" + std::to_string(i) + "]\ninclude => c" + std::to_string(i + 1) + "\n";
  Dialplan plan = config_plan(text + "[c127]\nexten => 1,1,Last()\n[c128]\nexten => 2,1,Beyond()\n");
  EXPECT_TRUE(find_extension(plan, "c0", "1", "", 1));
  EXPECT_FALSE(find_extension(plan, "c0", "2", "", 1));
}

TEST(DialplanMatch, CallersDecideWhereTheyAreAsked) {
  Dialplan plan = config_plan("[a]\nexten => 1/_2X,1,Known()\nexten => 1/,1,Nobody()\nexten => 1,1,All()\n");
  EXPECT_EQ(app_of(find_extension(plan, "a", "1", "25", 1)), "Known");
  EXPECT_EQ(app_of(find_extension(plan, "a", "1", "", 1)), "Nobody");
  EXPECT_EQ(app_of(find_extension(plan, "a", "1", "35", 1)), "All");
}

TEST(DialplanMatch, TimesOfIncludesAreAnOption) {
  Dialplan plan = config_plan("[a]\ninclude => b,9:00-17:00,mon-fri,*,*\n[b]\nexten => 1,1,Office()\n");
  MatchOptions options;
  EXPECT_TRUE(find_extension(plan, "a", "1", "", 1, options));
  options.times = MatchOptions::Times::closed;
  EXPECT_FALSE(find_extension(plan, "a", "1", "", 1, options));
  options.times = MatchOptions::Times::at;
  options.time = {3, 3, 2, 10, 0};
  EXPECT_TRUE(find_extension(plan, "a", "1", "", 1, options));
  options.time.weekday = 0;
  EXPECT_FALSE(find_extension(plan, "a", "1", "", 1, options));
}

TEST(DialplanMatch, SwitchesThatAreAskedBeforeAreTold) {
  Dialplan plan =
      config_plan("[a]\nswitch => Realtime/a\ninclude => b\n[b]\nswitch => Lua\nexten => 1,1,X()\n");
  ExtensionMatch match = find_extension(plan, "a", "1", "", 1);
  ASSERT_THAT(match.switches, SizeIs(1));
  EXPECT_EQ(match.switches[0].asked->name, "Realtime");
  EXPECT_THAT(find_extension(plan, "a", "7", "", 1).switches, SizeIs(2));
}

TEST(DialplanMatch, LabelsAndHintsAreFoundTheSameWay) {
  Dialplan plan = config_plan("[a]\nexten => _X,1,A()\nsame => n(here),B()\nexten => 5,hint,SIP/5\n");
  EXPECT_EQ(find_label(plan, "a", "5", "", "here").priority->number, 2);
  EXPECT_EQ(app_of(find_extension(plan, "a", "5", "", -1)), "SIP/5");
  EXPECT_TRUE(find_extension(plan, "a", "5", "", 9).knows_number);
}

}  // namespace
}  // namespace denwaban::parse
