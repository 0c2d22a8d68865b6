// SPDX-License-Identifier: GPL-3.0-or-later
// What is said of a way: the number that proves it, what is dialled first and what then, and what is no way at all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "../audited.h"

namespace denwaban {
namespace {

using test::Audited;
using testing::ElementsAre;
using testing::IsEmpty;

const char* const kOpen = "[general]\ncontext=in\n";

std::vector<TollPath> ways_in(const Audited& audited) {
  std::vector<TollPath> paths = audited.result().paths;
  std::erase_if(paths, [](const TollPath& path) { return path.verdict == Verdict::not_reachable; });
  return paths;
}

TEST(Witness, LooksLikeANumberOfAnotherCountry) {
  auto example = [](const std::string& extension, const std::string& sent) {
    const std::string line = "[in]\nexten => " + extension + ",1,Dial(DAHDI/g1/" + sent + ")\n";
    Audited audited({{"sip.conf", kOpen}, {"extensions.conf", line}});
    auto paths = ways_in(audited);
    return paths.size() == 1 ? paths[0].example + " " + paths[0].sent : std::string("?");
  };
  EXPECT_EQ(example("_X.", "${EXTEN}"), "00252615551234 00252615551234");
  EXPECT_EQ(example("_9X.", "${EXTEN:1}"), "900252615551234 00252615551234");
  EXPECT_EQ(example("_X.", "+${EXTEN}"), "252615551234 +252615551234");
  EXPECT_EQ(example("_0900XXXXXX", "${EXTEN}"), "0900123456 0900123456");
  EXPECT_EQ(example("_NXXXX", "${EXTEN}"), "20000 20000") << "nothing dear gets through";
}

TEST(Witness, GetsThroughConditionsThatNobodyCanTurnBack) {
  auto plan = [](const std::string& condition) {
    return "[in]\nexten => _X.,1,GotoIf(" + condition + "?no)\n same => n,Dial(DAHDI/g1/${EXTEN})\n same => n(no),Hangup()\n";
  };
  Audited small({{"sip.conf", kOpen}, {"extensions.conf", plan("$[${EXTEN} > 9999]")}});
  EXPECT_FALSE(small.fires("DWB-TP-001"));
  ASSERT_TRUE(small.fires("DWB-TP-002"));
  ASSERT_EQ(ways_in(small).size(), 1u);
  EXPECT_FALSE(ways_in(small)[0].international);
  EXPECT_LE(ways_in(small)[0].example.size(), 4u);
  Audited large({{"sip.conf", kOpen}, {"extensions.conf", plan("$[${EXTEN} < 9999]")}});
  EXPECT_TRUE(large.fires("DWB-TP-001"));
}

TEST(Witness, OfAreasIsNoneAbroad) {
  auto dear = [](const std::string& extension) {
    const std::string line = "[in]\nexten => " + extension + ",1,Dial(DAHDI/g1/${EXTEN})\n";
    Audited audited({{"sip.conf", kOpen}, {"extensions.conf", line}});
    return audited.fires("DWB-TP-001");
  };
  EXPECT_FALSE(dear("_0[1-5]XXXXXXXX")) << "0113 is a town where 0213 is one";
  EXPECT_TRUE(dear("_0[01]XXXXXXXXX"));
  EXPECT_TRUE(dear("_011XXXXXXXXX"));
}

TEST(TwoStages, TellWhatIsDialledFirstAndWhatThen) {
  Audited audited({{"sip.conf", kOpen},
                   {"extensions.conf", "[in]\nexten => 700,1,Answer()\n same => n,Read(N,tone)\n"
                                      " same => n,Dial(DAHDI/g1/${N})\n"}});
  auto paths = ways_in(audited);
  ASSERT_EQ(paths.size(), 1u);
  EXPECT_EQ(paths[0].numbers, "700");
  EXPECT_EQ(paths[0].example, "700");
  EXPECT_EQ(paths[0].then_example, "00252615551234");
  EXPECT_EQ(paths[0].sent, "00252615551234");
  EXPECT_FALSE(paths[0].then_numbers.empty());
}

TEST(TwoStages, AreNotToldOfOne) {
  Audited audited({{"sip.conf", kOpen}, {"extensions.conf", "[in]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n"}});
  ASSERT_EQ(ways_in(audited).size(), 1u);
  EXPECT_EQ(ways_in(audited)[0].then_numbers + ways_in(audited)[0].then_example, "");
}

TEST(Menus, AreToldOnlyWhereOneIsHeard) {
  const std::string to = "[in]\nexten => 1,1,Goto(inner,s,1)\n[inner]\nexten => _00X.,1,Dial(DAHDI/g1/${EXTEN})\n";
  Audited menu({{"sip.conf", kOpen}, {"extensions.conf", to + "exten => s,1,Background(welcome)\n same => n,WaitExten()\n"}});
  EXPECT_TRUE(menu.fires("DWB-TP-005"));
  Audited silent({{"sip.conf", kOpen},
                  {"extensions.conf", "[general]\nautofallthrough=no\n" + to + "exten => s,1,NoOp()\n"}});
  EXPECT_FALSE(silent.fires("DWB-TP-005"));
  EXPECT_TRUE(silent.fires("DWB-TP-001"));
}

TEST(OwnDevices, AreNoTrunksUnderTheirNumbers) {
  const std::string iax = "[general]\n[desk]\ntype=friend\nhost=dynamic\nsecret=k8Jq0Zr5Tn3Lw7Xc\ncontext=none\n";
  auto trunks = [&](const std::string& line) {
    Audited audited({{"sip.conf", kOpen}, {"iax.conf", iax}, {"extensions.conf", "[in]\n" + line}});
    return std::count_if(audited.result().paths.begin(), audited.result().paths.end(),
                         [](const TollPath& path) { return path.trunk == "IAX2/desk"; });
  };
  EXPECT_EQ(trunks("exten => 14245550150,1,Dial(IAX2/desk/${EXTEN})\n"), 0);
  EXPECT_EQ(trunks("exten => 200,1,Dial(IAX2/desk/s)\n"), 0);
  EXPECT_GT(trunks("exten => _9X.,1,Dial(IAX2/desk/${EXTEN:1})\n"), 0) << "a gateway gets numbers of its callers";
  EXPECT_GT(trunks("exten => 200,1,Dial(IAX2/desk/0015551234567)\n"), 0) << "and a dear one is none of a desk";
}

// Whoever hangs up has the exchange call somebody back, who gets a dial tone.
TEST(HangUp, RunsWhatIsWrittenForIt) {
  const std::string tail =
      "[out]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n[menu]\nexten => s,1,Read(N)\n same => n,Goto(out,${N},1)\n";
  Audited back({{"sip.conf", kOpen},
                {"extensions.conf", "[in]\nexten => 1,1,Set(WHO=${CALLERID(num)})\n same => n,Busy(20)\n"
                                    "exten => h,1,Originate(Local/${WHO}@out,exten,menu,s,1)\n" + tail}});
  auto paths = ways_in(back);
  ASSERT_FALSE(paths.empty());
  EXPECT_EQ(paths[0].trunk, "DAHDI/g1");
  EXPECT_EQ(paths[0].gate, Gate::none);
  Audited quiet({{"sip.conf", kOpen},
                 {"extensions.conf", "[in]\nexten => 1,1,Busy(20)\nexten => h,1,Dial(Local/1@out)\n" + tail}});
  EXPECT_THAT(ways_in(quiet), IsEmpty()) << "nobody is there to be connected";
}

TEST(MissingContexts, ThatCallsGetToAreTold) {
  Audited holes({{"sip.conf", kOpen}, {"extensions.conf", "[in]\ninclude => local\nexten => 1,1,Goto(away,1,1)\n"}});
  EXPECT_THAT(holes.result().missing, ElementsAre("away", "local"));
  Audited whole({{"sip.conf", kOpen},
                 {"extensions.conf", "[in]\ninclude => in-custom\nexten => 1,1,Goto(in,1,1)\n[off]\ninclude => no\n"}});
  EXPECT_THAT(whole.result().missing, IsEmpty());
}

TEST(UnnamedTrunks, AreNotToBeSeenFromHere) {
  Audited audited({{"sip.conf", kOpen},
                   {"extensions.conf", "[in]\nexten => _X.,1,Dial(SIP/${ODBC_PEER(1)}/${FILTER(0-9,${EXTEN})})\n"}});
  auto paths = ways_in(audited);
  ASSERT_EQ(paths.size(), 1u);
  EXPECT_EQ(paths[0].verdict, Verdict::opaque);
  EXPECT_TRUE(audited.fires("DWB-TP-012"));
  EXPECT_FALSE(audited.fires("DWB-TP-001"));
}

TEST(KeptTexts, AreFollowedLikeVariables) {
  auto sent = [](const std::string& kept) {
    Audited audited({{"sip.conf", kOpen},
                     {"extensions.conf", "[in]\nexten => _00X.,1,Set(" + kept + "=${EXTEN})\n" +
                                              " same => n,Dial(DAHDI/g1/${" + kept + "})\n"}});
    auto paths = ways_in(audited);
    return paths.empty() ? std::string() : paths[0].sent;
  };
  for (const char* kept : {"CDR(to)", "SHARED(to)", "HASH(call,to)"}) EXPECT_EQ(sent(kept), "00252615551234") << kept;
  EXPECT_NE(sent("DB(to/x)"), "00252615551234");
}

// Of one extensions.conf that strangers come into.
std::vector<TollPath> of_strangers(const std::string& lines) {
  auto paths = Audited({{"sip.conf", "[general]\ncontext=in\n"}, {"extensions.conf", "[in]\n" + lines}}).result().paths;
  std::erase_if(paths, [](const TollPath& path) { return path.verdict == Verdict::not_reachable; });
  return paths;
}

TEST(TollVerdicts, DoNotHangOnAConditionWhoseWaysBothGoOn) {
  const std::string dial = "Dial(DAHDI/g1/${FILTER(0-9,${EXTEN})})\n";
  auto both = of_strangers("exten => _X.,1,GotoIf($[${DB(a/b)} = 7]?a:b)\n same => n(a),NoOp()\n same => n(b)," + dial);
  ASSERT_EQ(both.size(), 1u);
  EXPECT_EQ(both[0].verdict, Verdict::reachable);
  auto after = of_strangers("exten => _X.,1,ExecIf($[${DB(a/b)} = 7]?Playback(x))\n same => n,Answer()\n same => n," + dial);
  ASSERT_EQ(after.size(), 1u);
  EXPECT_EQ(after[0].verdict, Verdict::reachable);
  auto one = of_strangers("exten => _X.,1,GotoIf($[${DB(a/b)} = 7]?a)\n same => n,Hangup()\n same => n(a)," + dial);
  ASSERT_EQ(one.size(), 1u);
  EXPECT_EQ(one[0].verdict, Verdict::conditional);
  auto inner = of_strangers("exten => _X.,1,GotoIf($[${DB(a/b)} = 7]?a)\n same => n,GotoIf($[${DB(c/d)} = 7]?b)\n"
                            " same => n,Hangup()\n same => n(a),GotoIf($[${DB(e/f)} = 7]?b)\n same => n,Hangup()\n"
                            " same => n(b)," + dial);
  ASSERT_EQ(inner.size(), 1u);
  EXPECT_EQ(inner[0].verdict, Verdict::conditional);
}

}  // namespace
}  // namespace denwaban
