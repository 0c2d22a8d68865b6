// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a jump, a door or a dialplan that cannot be seen in full.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <memory>

#include "../audited.h"
#include "audit/paths/number_set.h"

namespace denwaban {
namespace {

using audit::NumberSet;
using audit::NumberSets;
using audit::Slice;
using test::Audited;

// Strangers come into [in].
std::vector<TollPath> ways(const std::string& extensions) {
  Audited audited({{"sip.conf", "[general]\ncontext=in\n"}, {"extensions.conf", extensions}});
  std::vector<TollPath> paths = audited.result().paths;
  std::erase_if(paths, [](const TollPath& path) { return path.verdict == Verdict::not_reachable; });
  return paths;
}

TEST(JumpTargets, LabelsOfTheWordsThatAsteriskSetsAreOfTheExtension) {
  const std::string plan = "[in]\nexten => 1,1,Goto(st-${DIALSTATUS})\nsame => n(st-BUSY),Playback(busy)\nsame => n,Hangup()\n"
                           "same => n(st-NOANSWER),";
  EXPECT_TRUE(ways(plan + "Hangup()\n").empty()) << "nothing leaves the dialplan";
  EXPECT_EQ(ways(plan + "Dial(DAHDI/g1/0015551234567)\n").size(), 1u);
  const std::string away = "[in]\nexten => 1,1,Goto(s,st-${DIALSTATUS})\nexten => s,1,Hangup()\n";
  EXPECT_EQ(ways(away + "same => n(st-BUSY),Dial(DAHDI/g1/0015551234567)\n").size(), 1u);
  const std::string asked = "[in]\nexten => 1,1,GotoIf($[${DB(a/b)} = 1]?st-${DIALSTATUS})\nsame => n,Hangup()\n";
  EXPECT_EQ(ways(asked + "same => n(st-BUSY),Dial(DAHDI/g1/0015551234567)\n").size(), 1u);
  EXPECT_EQ(ways("[in]\nexten => 1,1,Goto(${DB(a/b)})\n").at(0).verdict, Verdict::opaque) << "it may name a context";
}

// What stands in the same times is open or shut together: a pattern that refuses there refuses.
TEST(Includes, WithTimesAreOpenAsAWhole) {
  const std::string refuse = "exten => _9[01]XXXX,1,Congestion()\n", call = "exten => _9XXXXX,1,Dial(DAHDI/g1/${EXTEN:1})\n";
  const auto same = ways("[in]\ninclude => out,09:00-17:00,mon-fri,*,*\n[out]\n" + call + refuse);
  ASSERT_EQ(same.size(), 1u);
  EXPECT_EQ(same[0].numbers, "9NXXXX");
  const auto other = ways("[in]\ninclude => shut,00:00-09:00,*,*,*\ninclude => out,09:00-17:00,mon-fri,*,*\n[out]\n" + call +
                          "[shut]\n" + refuse);
  ASSERT_EQ(other.size(), 1u);
  EXPECT_EQ(other[0].numbers, "9XXXXX");
}

TEST(Slices, ThatThePatternFixesNameADevice) {
  const std::string pjsip = "[71]\ntype=endpoint\ncontext=none\naors=71\n[71]\ntype=aor\ncontact=sip:203.0.113.9\n";
  auto trunk = [&](const std::string& pattern) {
    const Audited audited({{"sip.conf", "[general]\ncontext=in\n"},
                           {"pjsip.conf", pjsip},
                           {"extensions.conf", "[in]\nexten => " + pattern + ",1,Dial(PJSIP/${EXTEN}@${EXTEN:0:2})\n"}});
    for (const TollPath& path : audited.result().paths)
      if (path.entry.context == "in" && path.verdict != Verdict::not_reachable) return path.trunk;
    return std::string();
  };
  EXPECT_EQ(trunk("_71XX"), "PJSIP/71");
  EXPECT_EQ(trunk("_54XX"), "") << "no endpoint is named 54";
}

// Both of what IF() chooses between are gone through, each with what the condition lets to it.
TEST(Alternatives, OfIfAreFollowedEach) {
  const auto dialled = ways("[in]\nexten => _9X.,1,Dial(${IF($[\"${EXTEN:1:1}\"=\"0\"]?DAHDI/g1/${EXTEN:1}:SIP/desk)})\n");
  ASSERT_EQ(dialled.size(), 1u);
  EXPECT_EQ(dialled[0].trunk, "DAHDI/g1");
  EXPECT_EQ(dialled[0].numbers, "90.");
  const std::string set = "[in]\nexten => _0X.,1,Set(T=${IF($[${DB(a/b)} = 1]?\"DAHDI/g1\":\"DAHDI/g2\")})\n";
  const auto kept = ways(set + "same => n,Dial(${T}/${FILTER(0-9,${EXTEN})})\n");
  ASSERT_EQ(kept.size(), 2u);
  for (const TollPath& path : kept)  // g2 as long as nobody has put anything there
    EXPECT_EQ(path.verdict, path.trunk == "DAHDI/g1" ? Verdict::conditional : Verdict::reachable) << path.trunk;
  EXPECT_NE(kept[0].trunk, kept[1].trunk);
}

// pbx_ael makes MSet(LOCAL(num)=${ARG1}) of a macro's parameter.
TEST(Variables, OfAelMacrosHaveTheirValues) {
  const Audited audited({{"sip.conf", "[general]\ncontext=in\n"},
                         {"extensions.ael", "macro out(num) { Dial(DAHDI/g1/${num}); }\n"
                                            "context in { _00X. => { &out(${FILTER(0-9,${EXTEN})}); } }\n"}});
  ASSERT_FALSE(audited.result().paths.empty());
  EXPECT_EQ(audited.result().paths[0].verdict, Verdict::reachable);
  EXPECT_TRUE(audited.result().paths[0].international);
  EXPECT_TRUE(audited.fires("DWB-TP-001"));
  const auto several = ways("[in]\nexten => _00X.,1,MSet(LOCAL(a)=g1,b=${FILTER(0-9,${EXTEN})})\n"
                            "same => n,Dial(DAHDI/${a}/${b})\n");
  ASSERT_EQ(several.size(), 1u);
  EXPECT_EQ(several[0].trunk, "DAHDI/g1");
}

TEST(JumpTargets, AreOfTheWordsThatAsteriskSets) {
  auto jump = [](const std::string& target, const std::string& pattern) {
    return ways("[in]\nexten => 1,1,Goto(deep," + target + ",1)\n[deep]\nexten => " + pattern +
                ",1,Dial(DAHDI/g1/0015551234567)\n");
  };
  EXPECT_TRUE(jump("s-${DIALSTATUS}", "_4XXX").empty());
  EXPECT_TRUE(jump("${DIALSTATUS}", "_X.").empty());
  EXPECT_TRUE(jump("${HANGUPCAUSE}", "_XXXX").empty());
  EXPECT_TRUE(jump("s-${OTHERSTATUS}", "_4XXX").empty());
  EXPECT_EQ(jump("s-${DIALSTATUS}", "s-BUSY").size(), 1u);
  EXPECT_EQ(jump("s-${DIALSTATUS}", "_s-.").size(), 1u);
  EXPECT_EQ(jump("${HANGUPCAUSE}", "_1X").size(), 1u);
  EXPECT_FALSE(jump("s-${OTHERSTATUS}", "_s-4XXX").empty());
  EXPECT_FALSE(jump("${CALLERID(num)}", "_4XXX").empty());
  EXPECT_TRUE(jump("${RAND(200,260)}", "_00X.").empty());
  EXPECT_TRUE(jump("${RAND(100,150)}", "_9X.").empty());
  EXPECT_EQ(jump("${RAND(200,260)}", "_26X").size(), 1u);
  EXPECT_TRUE(jump("${RAND(1000,999999)}", "_0.").empty());
  EXPECT_TRUE(jump("${RAND(1000,999999)}", "_XXX").empty());
  EXPECT_EQ(jump("${RAND(1000,999999)}", "_9XXXXX").size(), 1u);
}

TEST(JumpTargets, AreNotThoseOfAnEarlierJump) {
  const std::string in = "[in]\nexten => _X.,1,Goto(menu,${CALLERID(num)},1)\n";
  const std::string deep = "[deep]\nexten => _s-.,1,NoOp()\nexten => _X.,1,Dial(DAHDI/g1/0015551234567)\n";
  EXPECT_TRUE(ways(in + "[menu]\nexten => _X.,1,Goto(deep,s-${DIALSTATUS},1)\n" + deep).empty());
  EXPECT_TRUE(ways(in + "[menu]\nexten => _X.,1,Set(KEPT=${EXTEN})\n same => n,Goto(deep,s-${DIALSTATUS},1)\n"
                        "[deep]\nexten => _s-.,1,GotoIf($[\"${KEPT:0:1}\" = \"s\"]?dear)\n same => n,Hangup()\n"
                        " same => n(dear),Dial(DAHDI/g1/0015551234567)\n").empty());
  EXPECT_EQ(ways(in + "[menu]\nexten => _X.,1,Goto(deep,${EXTEN},1)\n" + deep).size(), 1u);
}

TEST(JumpTargets, AreTheContextsThatHaveSuchAName) {
  const std::string in = "[in]\nexten => _0803X,1,Goto(to,${EXTEN},1)\nexten => _1331X,1,Goto(to,${EXTEN},1)\n"
                         "[to]\nexten => _XXXXX,1,Goto(loc-${EXTEN:0:4},1,1)\n";
  const std::string hall = "[loc-0803]\nexten => 1,1,Playback(hello)\n";
  EXPECT_TRUE(ways(in + hall + "[loc-1331]\nexten => 1,1,Playback(hello)\n").empty());
  const auto open = ways(in + hall + "[loc-1331]\nexten => 1,1,Dial(DAHDI/g1/0015551234567)\n");
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].numbers, "1331X");
  std::string crowd;
  for (int i = 0; i < 300; ++i) crowd += "[loc-x" + std::to_string(i) + "]\nexten => 1,1,NoOp()\n";
  const auto many = ways(in + crowd);
  ASSERT_FALSE(many.empty());
  EXPECT_EQ(many[0].verdict, Verdict::opaque) << "bounded, and said so";
  EXPECT_TRUE(ways(in + "[loc-9999]\nexten => 1,1,Dial(DAHDI/g1/0015551234567)\n").empty());
}

// Carriers that want E.164 make this the form of every call at home.
TEST(OwnCountry, IsNotAbroadBehindAPlus) {
  auto international = [](const char* country, const char* pattern) {
    audit::EstateOptions options;
    options.country = country;
    Audited audited({{"sip.conf", "[general]\ncontext=in\n"},
                     {"extensions.conf", std::string("[in]\nexten => ") + pattern +
                                             ",1,Dial(DAHDI/g1/${FILTER(0-9+,${EXTEN})})\n"}},
                    options);
    bool abroad = false;
    for (const TollPath& path : audited.result().paths) abroad = abroad || path.international;
    return abroad;
  };
  EXPECT_FALSE(international("DE", "_+4930X."));
  EXPECT_TRUE(international("DE", "_+33X."));
  EXPECT_TRUE(international("DE", "_+X."));
  EXPECT_FALSE(international("US", "_+1212NXXXXXX"));
  EXPECT_TRUE(international("US", "_+1809NXXXXXX")) << "the Dominican Republic";
  EXPECT_TRUE(international("US", "_+44X."));
}

// apps/app_macro.c: arguments and MACRO_EXTEN come back however the macro ends, the place only where it ends in its context.
TEST(Macros, GiveBackWhatTheyFound) {
  const std::string menu = "[in]\nexten => _X.,1,Goto(menu,${CALLERID(num)},1)\n"
                           "[menu]\nexten => _X.,1,Macro(ring,100)\n same => n,Goto(out,${EXTEN},1)\n"
                           "[macro-ring]\nexten => s,1,Dial(SIP/${ARG1})\nexten => s,2,Goto(s-${DIALSTATUS},1)\n"
                           "exten => _s-.,1,NoOp()\n";
  EXPECT_TRUE(ways(menu + "[out]\nexten => _s-.,1,Dial(DAHDI/g1/0015551234567)\n").empty());
  EXPECT_EQ(ways(menu + "[out]\nexten => _X.,1,Dial(DAHDI/g1/0015551234567)\n").size(), 1u);
}

TEST(Macros, LeftByAJumpTakeTheirArgumentsAlong) {
  auto sent = [](const std::string& number) {
    return ways("[in]\nexten => _X.,1,Macro(leave,0015551234567)\n"
                "[macro-leave]\nexten => s,1,Set(KEPT=${ARG1})\n same => n,Goto(out,s,1)\n"
                "[out]\nexten => s,1,Dial(DAHDI/g1/" + number + ")\n").size();
  };
  EXPECT_EQ(sent("${ARG1}"), 0u);
  EXPECT_EQ(sent("${MACRO_EXTEN}"), 0u);
  EXPECT_EQ(sent("${KEPT}"), 1u);
}

TEST(Macros, MayBeLeftForTheMacroThatCalledThem) {
  const std::string plan = "[in]\nexten => _X.,1,Macro(outer)\n same => n,Dial(DAHDI/g1/0015551234567)\n"
                           "[macro-outer]\nexten => s,1,Macro(inner)\n same => n,Hangup()\nexten => back,1,NoOp()\n";
  EXPECT_EQ(ways(plan + "[macro-inner]\nexten => s,1,Goto(macro-outer,back,1)\n").size(), 1u);
  EXPECT_TRUE(ways(plan + "[macro-inner]\nexten => s,1,NoOp()\n").empty());
}

TEST(JumpTargets, ContextsNamedByWhatAllNumbersHaveAlikeAreKnown) {
  const std::string plan = "[local-49301]\nexten => _XX,1,Playback(beep)\n";
  EXPECT_TRUE(ways("[in]\nexten => _+49301XX,1,Goto(local-${EXTEN:1:5},${EXTEN:6},1)\n" + plan).empty());
  EXPECT_TRUE(ways("[in]\nexten => _+4930XXX,1,Goto(local-${EXTEN:1:5},${EXTEN:6},1)\n" + plan).empty());
  auto open = ways("[in]\nexten => _+4930XXX,1,Goto(local-${DB(town/here)},${EXTEN:6},1)\n" + plan);
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].verdict, Verdict::opaque);
}

TEST(CommonPart, TellsThePartThatAllHaveAlike) {
  NumberSets sets;
  NumberSet numbers = sets.of_extension("_+0424X.");
  EXPECT_EQ(sets.common_part(numbers, Slice{1, 4}), "0424");
  EXPECT_EQ(sets.common_part(numbers, Slice{1, 5}), std::nullopt);
  EXPECT_EQ(sets.common_part(numbers, Slice{1}), std::nullopt);
  EXPECT_EQ(sets.common_part(sets.of_text("200"), Slice{1}), "00");
  EXPECT_EQ(sets.common_part(sets.of_text("20"), Slice{1, 4}), std::nullopt) << "it ends before";
}

// main/ast_expr2.y: an operator without one of its sides is an error, the text empty, the branch false.
TEST(Gates, AComparisonWithNothingRefusesEverybody) {
  auto gated = [](const std::string& condition) {
    return ways("[globals]\nALLOWED=\n[in]\nexten => _X.,1,GotoIf($[" + condition +
                "]?out,${EXTEN},1)\n same => n,Hangup()\n[out]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n");
  };
  for (const char* condition :
       {"${EXTEN}=${ALLOWED}", "${ALLOWED} = ${EXTEN}", "${CALLERID(num)}=", "${CALLERID(num)} & ${ALLOWED}"})
    EXPECT_TRUE(gated(condition).empty()) << condition;
  EXPECT_EQ(gated("\"${CALLERID(num)}\"=\"${ALLOWED}\"").size(), 1u)
      << "quoted, an empty caller ID is the empty text";
  EXPECT_EQ(gated("-1 = ${CALLERID(num)}").size(), 1u);
}

TEST(DialTone, OfAnAnalogueLineIsAWayToAnyNumber) {
  auto dialled = [](const std::string& leg, const std::string& signalling) {
    Audited audited({{"sip.conf", "[general]\ncontext=in\n"},
                     {"chan_dahdi.conf", "[channels]\nsignalling=" + signalling + "\ncontext=line\ngroup=1\nchannel => 1\n"},
                     {"extensions.conf", "[in]\nexten => 888,1,Dial(" + leg + ",30)\n"}});
    std::vector<TollPath> paths = audited.result().paths;
    std::erase_if(paths, [](const TollPath& path) { return path.verdict == Verdict::not_reachable; });
    return paths;
  };
  for (const char* leg : {"DAHDI/1", "DAHDI/g1", "DAHDI/g1/", "Zap/1"}) {
    const auto paths = dialled(leg, "fxs_ks");
    ASSERT_EQ(paths.size(), 1u) << leg;
    EXPECT_EQ(paths[0].verdict, Verdict::reachable) << leg;
    EXPECT_TRUE(paths[0].international) << leg;
    EXPECT_EQ(paths[0].example, "888") << leg;
    EXPECT_FALSE(paths[0].then_example.empty()) << leg;
  }
  EXPECT_TRUE(dialled("DAHDI/1", "fxo_ks").empty()) << "a telephone";
  EXPECT_TRUE(dialled("DAHDI/g1", "pri_cpe").empty()) << "no number, no call";
  EXPECT_TRUE(dialled("DAHDI/2", "fxs_ks").empty()) << "no channel of ours";
}

TEST(NumbersAbroad, AreThatWithoutTheirPrefixToo) {
  auto sent = [](const std::string& pattern, int skipped) {
    const auto all = ways("[in]\nexten => " + pattern + ",1,Dial(DAHDI/g1/${EXTEN:" + std::to_string(skipped) + "})\n");
    return all.size() == 1 && all[0].international ? all[0].example + " " + all[0].sent : std::string();
  };
  EXPECT_EQ(sent("_00ZX.", 2), "00252615551234 252615551234");
  EXPECT_EQ(sent("_+X.", 1), "+252615551234 252615551234");
  EXPECT_EQ(sent("_+7XXXXXXXXXX", 1), "+70000000000 70000000000");
  EXPECT_EQ(sent("_900ZX.", 3), "900252615551234 252615551234");
  EXPECT_EQ(sent("_500ZX.", 3), "") << "no digit for a line";
  EXPECT_EQ(sent("_0ZXXXXXXXX", 1), "");
}

TEST(Examples, AreCostlyWhereOnlyNorthAmericaIsCalled) {
  auto america = ways("[in]\nexten => _1NXXNXXXXXX,1,Dial(DAHDI/g1/+${EXTEN})\n");
  ASSERT_EQ(america.size(), 1u);
  EXPECT_EQ(america[0].sent, "+18765551234") << "Jamaica, of all that +1 is";
}

TEST(CallRecord, CarriesWhatTheDialplanWroteThere) {
  auto sent = [](const std::string& written) {
    auto paths = ways("[in]\nexten => _00X.,1,Set(CDR(B-Number)=" + written +
                      ")\nexten => _00X.,n,Goto(out,s,1)\n[out]\nexten => s,1,Dial(DAHDI/g1/${CDR(B-Number)})\n");
    return paths.empty() ? TollPath() : paths[0];
  };
  EXPECT_TRUE(sent("${EXTEN}").international);
  EXPECT_EQ(sent("${EXTEN}").sent, "00252615551234");
  EXPECT_FALSE(sent("4711").international);
}

TEST(SpecialExtensions, AreNotDialled) {
  EXPECT_TRUE(ways("[in]\nexten => h,1,AGI(bill.php)\n").empty());
  EXPECT_EQ(ways("[in]\nexten => _X.,1,AGI(bill.php)\n").size(), 1u);
  auto paths = ways("[in]\nexten => h,1,Dial(DAHDI/g1/0015551234567)\nexten => _X.,1,Dial(DAHDI/g1/0015551234567)\n");
  ASSERT_FALSE(paths.empty());
  EXPECT_NE(paths[0].example, "h");
}

TEST(InertWays, OutOfTheDialplanLeadToNoTrunk) {
  auto audited = [](const std::string& modules) {
    return std::make_unique<Audited>(std::initializer_list<Audited::File>{
        {"modules.conf", modules},
        {"sip.conf", "[general]\ncontext=in\n"}, {"extensions.conf", "[in]\nexten => _X.,1,AGI(a.php)\n"}});
  };
  auto inert = audited("[modules]\nautoload=yes\nnoload=chan_sip.so\n"), live = audited("[modules]\nautoload=yes\n");
  EXPECT_FALSE(inert->fires("DWB-TP-002"));
  EXPECT_TRUE(live->fires("DWB-TP-012"));
  for (const ConfigFinding& found : inert->of("DWB-TP-012")) EXPECT_TRUE(found.inert);
}

TEST(LuaDialplan, MayAnswerWhereNoOtherFileDoes) {
  auto opaque = [](const std::string& extensions, const std::string& modules, const std::string& more = "") {
    Audited audited({{"sip.conf", "[general]\ncontext=in\n"},
                     {"modules.conf", "[modules]\nautoload=yes\n" + modules},
                     {"extensions.conf", extensions},
                     {"extensions.lua", "extensions = { [\"inner\"] = { [\"_X.\"] = dial } }\n" + more}});
    const auto& paths = audited.result().paths;
    return std::any_of(paths.begin(), paths.end(), [](const TollPath& path) {
      return path.verdict == Verdict::opaque && path.condition == "extensions.lua";
    });
  };
  const std::string other = "[other]\nexten => s,1,Hangup()\n", maker = "extensions[name] = {}\n";
  EXPECT_TRUE(opaque(other, "", maker));
  EXPECT_TRUE(opaque(other, "", "extensions.inner.include = {'in'}\n"));
  EXPECT_FALSE(opaque(other, "", "-- [in] is made by require('other')\n")) << "it has no such context and can make none";
  EXPECT_FALSE(opaque(other, "noload=pbx_lua.so\n", maker));
  EXPECT_FALSE(opaque("[in]\nexten => s,1,Hangup()\n", "")) << "the program does not name it";
}

}  // namespace
}  // namespace denwaban
