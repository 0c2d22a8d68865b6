// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/dialplan/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/dialplan/source_text.h"
#include "audit/dialplan/values_from_outside.h"

namespace denwaban::audit {
namespace {

using testing::ElementsAre;

TEST(DialplanArguments, CommasSeparateOnlyOutsideOfEverything) {
  EXPECT_THAT(split_arguments("SIP/a&SIP/b,${IF($[${X}=1]?10,20)},L(1,2)t"),
              ElementsAre("SIP/a&SIP/b", "${IF($[${X}=1]?10,20)}", "L(1,2)t"));
  EXPECT_THAT(split_arguments("a\\,b,\"c,d\",[e,f]"), ElementsAre("a\\,b", "\"c,d\"", "[e,f]"));
  EXPECT_THAT(split_arguments(""), ElementsAre(""));
  EXPECT_THAT(split_arguments("1,2,3,4", ',', 2), ElementsAre("1", "2,3,4"));
}

TEST(DialplanArguments, OldBarsSeparateWhereNoCommaDoes) {
  EXPECT_THAT(application_arguments("SIP/a|30|tT"), ElementsAre("SIP/a", "30", "tT"));
  EXPECT_THAT(application_arguments("SIP/a|b,30"), ElementsAre("SIP/a|b", "30"));
}

TEST(DialplanArguments, ReferencesNestAndKnowTheirParts) {
  auto all = references("8${EXTEN:1:-2}@${OUT_${TRUNK}}${FILTER(0-9*,${CALLERID(num)}):0:4}$[${A}+1]");
  ASSERT_EQ(all.size(), 7u);
  EXPECT_EQ(all[0].name, "EXTEN");
  EXPECT_EQ(all[0].offset, 1);
  EXPECT_EQ(all[0].length, -2);
  EXPECT_EQ(all[0].longest(), -1);
  EXPECT_EQ(all[1].name, "OUT_${TRUNK}");
  EXPECT_TRUE(all[1].computed());
  EXPECT_EQ(all[2].parent, 1);
  EXPECT_EQ(all[3].kind, Reference::Kind::function);
  EXPECT_EQ(all[3].name, "FILTER");
  EXPECT_EQ(all[3].arguments, "0-9*,${CALLERID(num)}");
  EXPECT_EQ(all[3].longest(), 4);
  EXPECT_EQ(all[4].arguments, "num");
  EXPECT_EQ(all[5].kind, Reference::Kind::expression);
  EXPECT_EQ(all[5].arguments, "${A}+1");
  EXPECT_EQ(all[6].parent, 5);
}

TEST(DialplanArguments, UnclosedAndDeepTextsEnd) {
  EXPECT_EQ(references("${EXTEN").at(0).name, "EXTEN");
  std::string deep;
  for (int i = 0; i < 10'000; ++i) deep += "${A";
  EXPECT_EQ(references(deep).size(), 40u);
  std::string wide;
  for (int i = 0; i < 10'000; ++i) wide += "${A}";
  EXPECT_EQ(references(wide).size(), 500u);
}

TEST(DialplanArguments, DialIsLegsTimeoutAndOptions) {
  DialCall call = dial_call("SIP/100&Local/${EXTEN:1}@out/n&${TRUNK}/${EXTEN},30,tL(60000:30000)G(a^b^1)");
  ASSERT_EQ(call.legs.size(), 3u);
  EXPECT_TRUE(call.legs[0].is("sip"));
  EXPECT_EQ(call.legs[0].resource, "100");
  EXPECT_EQ(local_target(call.legs[1])->context, "out");
  EXPECT_EQ(local_target(call.legs[1])->extension, "${EXTEN:1}");
  EXPECT_EQ(call.legs[2].technology, "");
  EXPECT_EQ(call.timeout, "30");
  EXPECT_NE(find_option(call.options, 't'), nullptr);
  EXPECT_EQ(find_option(call.options, 'T'), nullptr);
  EXPECT_EQ(find_option(call.options, 'L')->argument, "60000:30000");
  EXPECT_EQ(find_option(call.options, 'G')->argument, "a^b^1");
}

TEST(DialplanArguments, JumpsAreFoundWhereverTheyAreWritten) {
  auto target = [](std::string_view app, std::string_view text) { return jumps(app, text).at(0).target; };
  EXPECT_EQ(target("Goto", "out,s,1").context, "out");
  EXPECT_EQ(target("goto", "s,begin").extension, "s");
  EXPECT_EQ(target("Goto", "begin").priority, "begin");
  EXPECT_EQ(target("Macro", "dialout,${EXTEN}").context, "macro-dialout");
  EXPECT_EQ(target("Gosub", "sub-x,s,1(${EXTEN},2)").arguments, "${EXTEN},2");
  auto branches = jumps("GotoIf", "$[\"${X}\" = \"a:b\"]?yes,s,1:no");
  ASSERT_EQ(branches.size(), 2u);
  EXPECT_EQ(branches[0].target.context, "yes");
  EXPECT_EQ(branches[1].target.priority, "no");
  EXPECT_TRUE(branches[0].conditional);
  EXPECT_EQ(target("ExecIf", "$[${A}]?Goto(out,${EXTEN},1):NoOp()").context, "out");
  EXPECT_EQ(target("Dial", "SIP/a,,G(out^s^1)").context, "out");
  EXPECT_EQ(target("Dial", "SIP/a,,U(sub^1)").context, "sub");
  EXPECT_TRUE(jumps("NoOp", "Goto(out,s,1)").empty());
}

TEST(ValuesFromOutside, FlowsOutOfWhatPassesItOn) {
  auto open = [](std::string_view text) {
    auto all = inflows(text);
    return all.size() == 1 && !all[0].cleaned;
  };
  EXPECT_TRUE(open("SIP/trunk/${EXTEN:1}"));
  EXPECT_TRUE(open("${CUT(EXTEN,,2)}"));
  EXPECT_TRUE(open("${TOLOWER(${EXTEN})}"));
  EXPECT_TRUE(open("${SIP_HEADER(X-To)}"));
  EXPECT_FALSE(open("${FILTER(0-9*#+,${EXTEN})}"));
  EXPECT_FALSE(open("${EXTEN:0:3}"));
  EXPECT_FALSE(open("${LEN(${EXTEN})}"));
  EXPECT_FALSE(open("${DEVICE_${EXTEN}}"));
  EXPECT_FALSE(open("${IF($[${EXTEN}=1]?a:b)}"));
  EXPECT_TRUE(open("${IF($[${X}=1]?${EXTEN}:b)}"));
}

TEST(ValuesFromOutside, FollowVariablesFromLineToLine) {
  OutsideVariables variables;
  variables.line("Set", "__NUM=00${EXTEN:1}");
  variables.line("Set", "COPY=${NUM}");
  variables.line("Read", "PIN,beep,4");
  EXPECT_TRUE(has_inflow(inflows("${COPY}", variables), {Outside::dialled}));
  EXPECT_TRUE(has_inflow(inflows("${PIN}", variables), {Outside::digits}));
  variables.line("Set", "COPY=${FILTER(0-9,${NUM})}");
  EXPECT_FALSE(has_inflow(inflows("${COPY}", variables), {Outside::dialled}));
}

TEST(SourceText, HidesWhatProgramsQueriesAndComparisonsHoldOfSecrets) {
  EXPECT_EQ(without_secrets("System", "curl -u bob:hunter22 http://x/"), "curl -u bob:*** http://x/");
  EXPECT_EQ(without_secrets("System", "tool --password hunter22 -v"), "tool --password *** -v");
  EXPECT_EQ(without_secrets("System", "mysql -uroot -phunter22 db"), "mysql -uroot -p*** db");
  EXPECT_EQ(without_secrets("Set", "A=${CURL(http://x/?n=1&key=hunter22)}"), "A=${CURL(http://x/?n=1&key=***)}");
  EXPECT_EQ(without_secrets("GotoIf", "$[\"${PIN}\"=\"55443322\"]?ok"), "$[\"${PIN}\"=\"***\"]?ok");
  EXPECT_EQ(without_secrets("GotoIf", "$[\"${EXTEN}\"=\"55443322\"]?ok"), "$[\"${EXTEN}\"=\"55443322\"]?ok");
}

}  // namespace
}  // namespace denwaban::audit
