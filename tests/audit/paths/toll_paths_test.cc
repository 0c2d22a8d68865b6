// SPDX-License-Identifier: GPL-3.0-or-later
// Small dialplans with the verdict that follows from Asterisk's rules.
#include "audit/toll_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include <memory>

#include "../audited.h"

namespace denwaban {
namespace {

using test::Audited;

// Guests arrive in [default]; extensions.conf as given.
std::vector<TollPath> all_guest_paths(const std::string& extensions, const std::string& more = {}) {
  return Audited({{"sip.conf", "[general]\ncontext=default\n" + test::carrier("carrier")},
                  {"extensions.conf", extensions},
                  {"queues.conf", more}})
      .result()
      .paths;
}

std::vector<TollPath> guest_paths(const std::string& extensions, const std::string& more = {}) {
  auto paths = all_guest_paths(extensions, more);
  std::erase_if(paths, [](const TollPath& path) { return path.verdict == Verdict::not_reachable; });
  return paths;
}

TEST(TollPaths, GuestsReachATrunkThroughAnInclude) {
  auto paths = guest_paths(
      "[default]\ninclude => salientes\n[salientes]\nexten => _00X.,1,Dial(SIP/carrier/${EXTEN})\n");
  ASSERT_EQ(paths.size(), 1u);
  const TollPath& path = paths[0];
  EXPECT_EQ(path.trunk, "SIP/carrier");
  EXPECT_EQ(path.verdict, Verdict::reachable);
  EXPECT_EQ(path.gate, Gate::none);
  EXPECT_TRUE(path.international);
  EXPECT_EQ(path.numbers, "00X.");
  EXPECT_EQ(path.example, "00252615551234");
  EXPECT_EQ(path.sent, "00252615551234");
  ASSERT_EQ(path.steps.size(), 3u);
  EXPECT_EQ(path.steps[1].line, 2);
  EXPECT_EQ(path.steps[2].line, 4);
  EXPECT_EQ(path.steps[2].context, "salientes");
}

// The only way, or the test fails.
TollPath only(const std::string& extensions, const std::string& queues = {}) {
  auto paths = guest_paths(extensions, queues);
  // That further legs can be dialled stands beside it.
  auto injected = [](const TollPath& path) { return testing::Value(path.classes, testing::Contains("injection")); };
  if (paths.size() > 1) std::erase_if(paths, injected);
  EXPECT_EQ(paths.size(), 1u);
  return paths.empty() ? TollPath() : paths[0];
}

TEST(TollPaths, PrefixesAreTakenAwayAndPutInFront) {
  TollPath path = only("[default]\nexten => _9.,1,Dial(SIP/carrier/0${EXTEN:1})\n");
  EXPECT_TRUE(path.international);
  EXPECT_EQ(path.example, "90252615551234");
  EXPECT_EQ(path.sent, "00252615551234");
  EXPECT_FALSE(only("[default]\nexten => _9.,1,Dial(SIP/carrier/1${EXTEN:1})\n").international);
}

TEST(TollPaths, AGotoThatIsLeftNoExtensionStaysAtItsOwn) {
  EXPECT_EQ(only("[default]\nexten => _XX,1,Goto(out,${EXTEN:2},1)\n"
                 "[out]\nexten => _XX,1,Dial(SIP/carrier/${EXTEN})\n")
                .numbers,
            "XX");
}

TEST(TollPaths, AWeakPinIsAWeakGate) {
  TollPath path =
      only("[default]\nexten => _00X.,1,Authenticate(0173)\nexten => _00X.,2,Dial(SIP/carrier/${EXTEN})\n");
  EXPECT_EQ(path.gate, Gate::weak_pin);
  EXPECT_EQ(path.verdict, Verdict::weak);
}

// What nobody knows but the database does not vanish beside what is always so.
TEST(TollPaths, ExpressionsWithinExpressionsKeepWhatTheyAsk) {
  TollPath path = only("[default]\nexten => _9X.,1,GotoIf($[$[\"1\" != \"\"] & $[\"${DB(a/b)}\" != \"NO\"]]?pin,s,1)\n"
                       "exten => _9X.,n,Dial(SIP/carrier/${EXTEN:1})\n[pin]\nexten => s,1,Hangup\n");
  EXPECT_EQ(path.verdict, Verdict::conditional);
}

TEST(TollPaths, ASubroutineWithoutArgumentsSeesThoseOfItsMacro) {
  const std::string plan = "[macro-out]\nexten => s,1,Gosub(pin,s,1())\nexten => s,n,Dial(SIP/carrier/${ARG1})\n"
                           "[pin]\nexten => s,1,Authenticate(${ARG2})\nexten => s,n,Return()\n";
  EXPECT_EQ(only("[default]\nexten => _9X.,1,Macro(out,${EXTEN:1},1234)\n" + plan).gate, Gate::weak_pin);
}

TEST(TollPaths, ConstantsOfGlobalsAreFolded) {
  std::string plan =
      "exten => _X.,1,GotoIf($[\"${OPEN}\"!=\"yes\"]?no)\nexten => _X.,n,Dial(${OUT_${N}}/${EXTEN})\n"
      "exten => _X.,n(no),Hangup()\n";
  EXPECT_TRUE(guest_paths("[globals]\nOPEN=no\nN=1\nOUT_1=SIP/carrier\n[default]\n" + plan).empty());
  EXPECT_EQ(only("[globals]\nOPEN=yes\nN=1\nOUT_1=SIP/carrier\n[default]\n" + plan).trunk, "SIP/carrier");
}

TEST(TollPaths, AnEarlierPatternTakesItsNumbersAway) {
  EXPECT_FALSE(
      only("[default]\nexten => _00.,1,Hangup()\nexten => _+.,1,Hangup()\nexten => _011.,1,Hangup()\n"
           "exten => _X.,1,Dial(SIP/carrier/${EXTEN})\n")
          .international);
}

TEST(TollPaths, PrioritiesThatAreMissingBleedThrough) {
  TollPath path = only(
      "[default]\nexten => _00X.,1,NoOp()\nexten => _X.,1,Hangup()\nexten => "
      "_X.,2,Dial(SIP/carrier/${EXTEN})\n");
  EXPECT_EQ(path.trunk, "SIP/carrier");
  EXPECT_EQ(path.numbers, "00X.");
}

TEST(TollPaths, MacrosAndSubroutinesKnowTheirArguments) {
  EXPECT_EQ(only("[default]\nexten => _00X.,1,Macro(out,carrier,${EXTEN:2})\n"
                 "[macro-out]\nexten => s,1,Dial(SIP/${ARG1}/+${ARG2})\n")
                .trunk,
            "SIP/carrier");
  TollPath path = only(
      "[default]\nexten => _9X.,1,Gosub(sub,s,1(${EXTEN:1}))\nexten => _9X.,n,Dial(SIP/carrier/${NUMBER})\n"
      "[sub]\nexten => s,1,Set(NUMBER=00${ARG1})\nexten => s,n,Return()\n");
  EXPECT_TRUE(path.international);
  EXPECT_EQ(path.numbers, "9X.");
}

TEST(TollPaths, WhatASubroutineReturnsIsKnown) {
  const std::string plan = "[in]\nexten => _9X.,1,Gosub(sub,s,1(${EXTEN:1}))\n same => n,Dial(SIP/carrier/${GOSUB_RETVAL})\n";
  EXPECT_EQ(guest_paths("[default]\ninclude => in\n" + plan + "[sub]\nexten => s,1,Return(00${ARG1})\n")[0].sent.substr(0, 3),
            "002");
  EXPECT_TRUE(guest_paths("[default]\ninclude => in\n" + plan + "[sub]\nexten => s,1,Return()\n").empty());
}

TEST(TollPaths, TheEndOfANumberIsFollowed) {
  const std::string out = "[out]\nexten => _00XX,1,Dial(SIP/carrier/${EXTEN})\n";
  EXPECT_EQ(only("[default]\nexten => _XXXXXX,1,Goto(out,${EXTEN:-4},1)\n" + out).numbers, "XX00XX");
  EXPECT_EQ(only("[default]\nexten => _X.,1,Goto(out,${EXTEN:-4},1)\n" + out).example, "0000");
  EXPECT_EQ(only("[default]\nexten => _9XXXX#,1,Goto(out,${EXTEN:1:-1},1)\n" + out).numbers, "900XX#");
  EXPECT_TRUE(guest_paths("[default]\nexten => _XXX,1,Goto(out,${EXTEN:-4},1)\n" + out).empty());
}

TEST(TollPaths, ConditionsOnTheLengthDivideTheNumbers) {
  const std::string rest = "exten => _9X.,n,Hangup()\nexten => _9X.,n(out),Dial(SIP/carrier/${EXTEN})\n";
  EXPECT_EQ(only("[default]\nexten => _9X.,1,GotoIf($[${LEN(${EXTEN})} = 4]?out)\n" + rest).example, "9000");
  EXPECT_EQ(only("[default]\nexten => _9X.,1,GotoIf($[${LEN(${EXTEN:1})} > 4]?out)\n" + rest).example, "900000");
  EXPECT_TRUE(guest_paths("[default]\nexten => _9X.,1,GotoIf($[${LEN(${EXTEN})} < 3]?out)\n" + rest).empty());
}

TEST(TollPaths, LocalChannelsInheritWhatIsMarked) {
  std::string dial = "[out]\nexten => _X.,1,Dial(SIP/${TRUNK}/${FILTER(0-9,${EXTEN})})\n[default]\nexten => _9X.,1,Set(";
  std::string rest = "TRUNK=carrier)\nexten => _9X.,2,Dial(Local/${EXTEN:1}@out/n)\n";
  EXPECT_EQ(only(dial + "__" + rest).trunk, "SIP/carrier");
  EXPECT_TRUE(guest_paths(dial + rest).empty());
}

TEST(TollPaths, DigitsOfMenusAreAnotherNumber) {
  auto paths = guest_paths(
      "[default]\nexten => 100,1,Background(hello)\nexten => 100,2,Goto(menu,s,1)\n[menu]\n"
      "exten => s,1,WaitExten()\nexten => _00X.,1,Dial(SIP/carrier/${EXTEN})\n");
  ASSERT_EQ(paths.size(), 1u);
  EXPECT_THAT(paths[0].classes, testing::ElementsAre("ivr"));
}

TEST(TollPaths, ACallerIdIsNoGate) {
  EXPECT_EQ(only("[default]\nexten => _00X./100,1,Dial(SIP/carrier/${EXTEN})\n").gate, Gate::caller_id);
}

TEST(TollPaths, TelephonesAreNoTrunks) {
  EXPECT_TRUE(
      guest_paths("[default]\nexten => _1XX,1,Dial(SIP/${EXTEN},20)\nexten => 200,1,Dial(SIP/a&SIP/b)\n")
          .empty());
}

TEST(TollPaths, LoopsEnd) {
  EXPECT_EQ(
      only("[default]\nexten => _0X.,1,Set(I=1)\nexten => _0X.,2,While($[${I} < 100000])\nexten => "
           "_0X.,3,Set(I=$[${I}+1])\n"
           "exten => _0X.,4,EndWhile()\nexten => _0X.,5,Dial(SIP/carrier/${EXTEN})\ninclude => default\n")
          .trunk,
      "SIP/carrier");
  EXPECT_TRUE(guest_paths("[default]\nexten => _X.,1,Goto(default,${EXTEN}1,1)\n").empty());
}

TEST(TollPaths, AccountsAreAskedForTheirPassword) {
  auto verdict = [](const std::string& device) {
    auto paths =
        Audited({{"sip.conf",
                  "[general]\nallowguest=no\n[alice]\ntype=friend\nhost=dynamic\ncontext=in\n" + device},
                 {"extensions.conf", "[in]\nexten => _00X.,1,Dial(DAHDI/g1/${EXTEN})\n"}})
            .result()
            .paths;
    // Beside it stands that guests do not get there.
    EXPECT_EQ(paths.size(), 2u);
    return paths.empty() ? Verdict::not_reachable : paths[0].verdict;
  };
  EXPECT_EQ(verdict(""), Verdict::reachable);
  EXPECT_EQ(verdict("secret=1234\n"), Verdict::weak);
  EXPECT_EQ(verdict("secret=vK3-tq9Zr_Lw7xPd\n"), Verdict::authenticated);
}

// Of the one endpoint [desk] of pjsip.conf, which may dial abroad.
std::optional<Verdict> of_endpoint(const std::string& endpoint, const std::string& modules = "[modules]\nautoload=yes\n") {
  Audited audited({{"pjsip.conf", "[desk]\ntype=endpoint\ncontext=in\n" + endpoint},
                   {"modules.conf", modules},
                   {"extensions.conf", "[in]\nexten => _00X.,1,Dial(DAHDI/g1/${EXTEN})\n"}});
  if (audited.result().paths.empty()) return std::nullopt;
  return audited.result().paths[0].verdict;
}

// Seen on Asterisk 16 and 22: type=Endpoint makes nothing.
TEST(TollPaths, EndpointsAreWrittenSmall) {
  auto ways = [](const std::string& type) {
    return Audited({{"pjsip.conf", "[desk]\ntype=" + type + "\ncontext=in\n"},
                    {"extensions.conf", "[in]\nexten => _00X.,1,Dial(DAHDI/g1/${EXTEN})\n"}})
        .result()
        .paths.size();
  };
  EXPECT_EQ(ways("endpoint"), 1u);
  EXPECT_EQ(ways("Endpoint"), 0u);
}

// A user of iax.conf logs in with each password of each of his lines.
TEST(TollPaths, IaxUsersHaveAllTheirPasswords) {
  auto verdict = [](const std::string& secrets) {
    Audited audited({{"iax.conf", "[d]\ntype=friend\nhost=dynamic\ncontext=in\n" + secrets},
                     {"extensions.conf", "[in]\nexten => _00X.,1,Dial(DAHDI/g1/${EXTEN})\n"}});
    return audited.result().paths.empty() ? Verdict::not_reachable : audited.result().paths[0].verdict;
  };
  const std::string good = "secret=vK3-tq9Zr_Lw7xPd\n";
  EXPECT_EQ(verdict(good), Verdict::authenticated);
  EXPECT_EQ(verdict("secret=1234\n" + good), Verdict::weak);
  EXPECT_EQ(verdict(good + "secret=\n"), Verdict::weak) << "the empty one is among them";
}

TEST(TollPaths, EndpointsAreFoundByNameOrAddress) {
  const std::string login = "auth=desk\n[desk]\ntype=auth\nusername=desk\npassword=vK3-tq9Zr_Lw7xPd\n";
  EXPECT_EQ(of_endpoint(""), Verdict::reachable);
  EXPECT_EQ(of_endpoint(login), Verdict::authenticated);
  EXPECT_EQ(of_endpoint("identify_by=ip\n[i]\ntype=identify\nendpoint=desk\nmatch=192.0.2.7\n"), Verdict::weak);
  EXPECT_EQ(of_endpoint("identify_by=ip\n[i]\ntype=identify\nendpoint=desk\nmatch=0.0.0.0/0\n"), Verdict::reachable);
  EXPECT_EQ(of_endpoint("identify_by=auth_username\n[i]\ntype=identify\nendpoint=desk\nmatch=0.0.0.0/0\n"), Verdict::reachable)
      << "Asterisk does not ask identify_by before it compares addresses";
  EXPECT_EQ(of_endpoint("auth=slip\n" + login + "[slip]\ntype=auth\nusername=desk\npassword=1234\n"), Verdict::authenticated)
      << "the later line takes the earlier one's place";
  EXPECT_EQ(of_endpoint("auht=desk\n" + login), std::nullopt) << "Asterisk makes no endpoint of it";
  EXPECT_EQ(of_endpoint("@owner=me\nAuth=desk\n" + login), Verdict::authenticated);
  EXPECT_EQ(of_endpoint("identify_by=ip\n"), std::nullopt) << "no address is its own";
  EXPECT_EQ(of_endpoint("auth=slip\n"), Verdict::authenticated) << "the password is in a file that was not copied";
  EXPECT_EQ(of_endpoint(login, "[modules]\nautoload=yes\nnoload=res_pjsip_authenticator_digest.so\n"), Verdict::reachable);
  EXPECT_EQ(of_endpoint("[all]\ntype=acl\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n"), Verdict::weak);
}

TEST(TollPaths, OneOfSeveralSecretsIsEnough) {
  auto verdict = [](const std::string& user) -> std::optional<Verdict> {
    Audited audited({{"iax.conf", "[peer]\ntype=user\ncontext=in\n" + user},
                     {"extensions.conf", "[in]\nexten => _00X.,1,Dial(DAHDI/g1/${EXTEN})\n"}});
    if (audited.result().paths.empty()) return std::nullopt;
    return audited.result().paths[0].verdict;
  };
  EXPECT_EQ(verdict("secret=vK3-tq9Zr_Lw7xPd\n"), Verdict::authenticated);
  EXPECT_EQ(verdict("secret=1111\\;vK3-tq9Zr_Lw7xPd\n"), Verdict::weak);
  EXPECT_EQ(verdict("secret=1111\npermit=10.0.0.0/8\ndeny=0.0.0.0/0.0.0.0\n"), std::nullopt);
}

TEST(TollPaths, ASubroutineThatNeverReturnsEndsTheSearchAllTheSame) {
  auto result = Audited({{"sip.conf", "[general]\ncontext=default\n" + test::carrier("carrier")},
                         {"extensions.conf",
                          "[default]\nexten => s,1,Background(menu)\nexten => s,n,WaitExten\n"
                          "exten => 1,1,Gosub(go,s,1(${EXTEN}))\nexten => 2,1,Gosub(go,s,1(${EXTEN}))\n"
                          "exten => _X.,1,Dial(SIP/carrier/${EXTEN})\n"
                          "[go]\nexten => s,1,Set(LOCAL(last)=${ARG1})\nexten => s,n,GotoIf($[\"${last}\"=\"1\"]?default,s,1)\n"
                          "exten => s,n,Goto(default,1,1)\n"}});
  EXPECT_TRUE(result.result().bounds.empty());
  EXPECT_FALSE(result.result().paths.empty());
}

TEST(TollPaths, VariablesThatNobodyReadsAreNotToldApart) {
  std::string plan = "[default]\nexten => s,1,NoOp\n";
  for (int i = 0; i < 16; ++i)
    plan += "exten => s,n,ExecIf($[${DB(a/" + std::to_string(i) + ")}]?Set(NOTE" + std::to_string(i) + "=x))\n";
  plan += "exten => s,n,Dial(SIP/carrier/0123456789)\nexten => _X.,1,Goto(s,1)\n";
  auto result = Audited({{"sip.conf", "[general]\ncontext=default\n" + test::carrier("carrier")}, {"extensions.conf", plan}});
  EXPECT_TRUE(result.result().bounds.empty());
  ASSERT_FALSE(result.result().paths.empty());
  EXPECT_EQ(result.result().paths[0].verdict, Verdict::reachable);
}

TEST(TollPaths, APatternIsFoundByItsOwnName) {
  TollPath path = only(
      "[default]\nexten => _5X.,1,Set(number=${EXTEN})\nexten => _5X.,2,Goto(_5X.,3)\n"
      "exten => _5X.,3,Dial(SIP/carrier/${number})\n");
  EXPECT_EQ(path.numbers, "5X.");
}

TEST(TollPaths, AGosubWithoutItsLastParenthesisIsCalledAllTheSame) {
  EXPECT_EQ(only("[default]\nexten => _6.,1,Gosub(trunk,s,1(SIP/carrier/${EXTEN},30)\n"
                 "[trunk]\nexten => s,1,Dial(${ARG1},${ARG2})\n")
                .trunk,
            "SIP/carrier");
}

TEST(TollPaths, AnAtSignBehindTheSlashBelongsToTheNumber) {
  TollPath path = only("[default]\nexten => _4XXX.,1,Dial(SIP/carrier/sip:${EXTEN}@example.net,30)\n");
  EXPECT_EQ(path.trunk, "SIP/carrier");
  EXPECT_EQ(path.sent.find('@'), std::string::npos);
}

TEST(TollPaths, DigitsPlayedToAGatewayAreACall) {
  TollPath path = only("[default]\nexten => _XXXXX.,1,Dial(SIP/fxo1,60,D(w${EXTEN}))\n");
  EXPECT_EQ(path.trunk, "SIP/fxo1");
  EXPECT_TRUE(path.international);
  EXPECT_EQ(path.sent[0], '0');
  EXPECT_EQ(only("[default]\nexten => _9X.,1,Dial(SIP/spa3102,60,D(${EXTEN:1}))\n").trunk, "SIP/spa3102");
  EXPECT_TRUE(guest_paths("[default]\nexten => _XXXXX.,1,Dial(SIP/desk1,60,D(w${EXTEN}))\n").empty());
}

// What the records say where a target is not known: the condition of the one that is opaque.
std::string unseen(const std::string& plan) {
  for (const TollPath& path : guest_paths("[default]\nexten => 1,1,AGI(ask)\nexten => _2X.,1,Set(x=${DB(a/b)})\n" + plan))
    if (path.verdict == Verdict::opaque && path.condition != "agi(ask)") return path.condition;
  return {};
}

TEST(TollPaths, NoTargetThatIsNotKnownIsPassedOverInSilence) {
  EXPECT_EQ(unseen("exten => _2X.,2,Dial(${x})\n"), "Dial(${DB(a/b)})");
  EXPECT_EQ(unseen("exten => _2X.,2,Dial(SIP/${x},30)\n"), "Dial(SIP/${DB(a/b)})");
  EXPECT_EQ(unseen("exten => _2X.,2,Dial(SIP/100&${x})\n"), "Dial(${DB(a/b)})");
  EXPECT_EQ(unseen("exten => _2X.,2,Dial(Local/${x})\n"), "Dial(Local/${DB(a/b)})");
  EXPECT_EQ(unseen("exten => _2X.,2,Dial(Local/100@${x}/n)\n"), "Goto(${DB(a/b)})");
  EXPECT_EQ(unseen("exten => _2X.,2,Originate(${x},app,Playback,hello)\n"), "Dial(${DB(a/b)})");
  EXPECT_EQ(unseen("exten => _2X.,2,Originate(SIP/100,exten,${x},100,1)\n"), "Goto(${DB(a/b)})");
  EXPECT_EQ(unseen("exten => _2X.,2,Goto(${x},s,1)\n"), "Goto(${DB(a/b)})");
  EXPECT_NE(unseen("exten => _2X.,2,Goto(${x})\n"), "");
  EXPECT_EQ(unseen("exten => _2X.,2,ExecIf($[1]?${x}(SIP/100))\n"), "${x}(SIP/100)");
  EXPECT_EQ(unseen("exten => _2X.,2,Exec(Dial(${x}))\n"), "Dial(${DB(a/b)})");
}

TEST(TollPaths, WhatStandsBehindAPriorityDoesNotCount) {
  EXPECT_EQ(only("[default]\nexten => _0X.,1,Goto(out,${EXTEN},1(${EXTEN}))\n"
                 "[out]\nexten => _00X.,1,Dial(SIP/carrier/${EXTEN})\n")
                .verdict,
            Verdict::reachable);
}

TEST(TollPaths, WhatStandsInQuotesIsAText) {
  auto reached = [](const std::string& condition) {
    return !guest_paths("[default]\nexten => _00X.,1,GotoIf($[" + condition + "]?out)\nexten => _00X.,n,Hangup()\n"
                        "exten => _00X.,n(out),Dial(SIP/carrier/${EXTEN})\n").empty();
  };
  EXPECT_TRUE(reached("0 = 00"));
  EXPECT_FALSE(reached("\"0\" = \"00\""));
  EXPECT_FALSE(reached("\"10\" > 9"));
}

TEST(TollPaths, TheEndOfAnEndIsFollowed) {
  const std::string out = "[out]\nexten => _7XX,1,Dial(SIP/carrier/${EXTEN})\n";
  EXPECT_EQ(only("[default]\nexten => _X.,1,Set(end=${EXTEN:-4})\n same => n,Goto(out,${end:1},1)\n" + out).example, "0700");
  EXPECT_EQ(only("[default]\nexten => _X.,1,Set(end=9${EXTEN:-4})\n same => n,Goto(out,${end:2},1)\n" + out).example, "0700");
}

TEST(TollPaths, TargetsThatAreKnownToBeNoTrunksAreNotOpaque) {
  EXPECT_EQ(unseen("exten => _2X.,2,Dial(${PJSIP_DIAL_CONTACTS(100)})\n"), "");
  EXPECT_EQ(unseen("exten => _2X.,2,Dial(${nothing})\n"), "");
  EXPECT_EQ(unseen("exten => _2X.,2,Dial(Agent/${x})\n"), "");
  EXPECT_EQ(unseen("exten => _2X.,2,Dial(SIP/${EXTEN})\n"), "");
}

TEST(TollPaths, BehindAPasswordOneOpaqueWayIsTold) {
  auto paths = Audited({{"sip.conf", "[general]\nallowguest=no\n[alice]\ntype=friend\nhost=dynamic\ncontext=in\n"
                                     "secret=vK3-tq9Zr_Lw7xPd\n"},
                        {"extensions.conf", "[in]\nexten => 1,1,AGI(one)\nexten => 2,1,AGI(two)\n"}})
                   .result()
                   .paths;
  EXPECT_EQ(std::count_if(paths.begin(), paths.end(), [](const TollPath& p) { return p.verdict == Verdict::opaque; }), 1);
}

TEST(TollPaths, ANumberThatADatabaseKeepsIsConditionalForwarding) {
  TollPath path = only("[default]\nexten => _2X,1,Dial(SIP/carrier/${DB(forward/${EXTEN})})\n");
  EXPECT_EQ(path.verdict, Verdict::conditional);
  EXPECT_THAT(path.classes, testing::Contains("forward"));
  EXPECT_EQ(only("[default]\nexten => _2X,1,Dial(SIP/carrier/0${EXTEN})\n").verdict, Verdict::reachable);
}

// A dial tone behind a question about the caller.
Gate gate_of_list(const std::string& question) {
  auto paths = guest_paths("[default]\nexten => 5,1,GotoIf(" + question + "?tone:end)\nexten => 5,n(end),Hangup()\n"
                           "exten => 5,n(tone),DISA(no-password,out)\n[out]\nexten => _00X.,1,Dial(SIP/carrier/${EXTEN})\n");
  EXPECT_FALSE(paths.empty());
  return paths.empty() ? Gate::none : paths[0].gate;
}

TEST(TollPaths, AListOfCallerIdsIsAGateThatCanBeForged) {
  EXPECT_EQ(gate_of_list("$[\"${CALLERID(num)}\" = \"201\" | \"${CALLERID(num)}\" = \"202\"]"), Gate::caller_id);
  EXPECT_EQ(gate_of_list("$[\"${CALLERID(num)}\" =~ \"^20255501\"]"), Gate::caller_id);
  EXPECT_EQ(gate_of_list("${REGEX(\"^20255501\" ${CALLERID(num)})}"), Gate::caller_id);
  EXPECT_EQ(gate_of_list("${DB_EXISTS(friends/${CALLERID(num)})}"), Gate::caller_id);
  EXPECT_EQ(gate_of_list("$[\"${DB(friends/${CALLERID(num)})}\" != \"\"]"), Gate::caller_id);
  EXPECT_EQ(gate_of_list("$[\"${CALLERID(num)}\" != \"2025550101\"]"), Gate::none);
  EXPECT_EQ(gate_of_list("${DB_EXISTS(open/today)}"), Gate::unknown);
}

TEST(TollPaths, WildcardsLetFurtherLegsThrough) {
  auto injected = [](const std::string& plan) {
    auto paths = guest_paths("[default]\n" + plan + "[office]\nexten => _0X.,1,Dial(SIP/carrier/${EXTEN})\n");
    return std::any_of(paths.begin(), paths.end(), [](const TollPath& path) {
      return path.international && std::find(path.classes.begin(), path.classes.end(), "injection") != path.classes.end();
    });
  };
  EXPECT_TRUE(injected("exten => _8NX.,1,Dial(SIP/local/${EXTEN:1})\n"));
  EXPECT_TRUE(injected("exten => _1X.,1,Dial(SIP/${EXTEN})\n"));
  EXPECT_TRUE(injected("exten => 100,1,Dial(SIP/100-${CALLERID(num)})\n"));
  EXPECT_FALSE(injected("exten => _8NX.,1,Dial(SIP/local/${FILTER(0-9,${EXTEN:1})})\n"));
  EXPECT_FALSE(injected("exten => _8NXXXXXXXX,1,Dial(SIP/local/${EXTEN:1})\n"));
}

TEST(TollPaths, GuestsAreTurnedAwayWhereAGlobalSaysSo) {
  auto plan = [](const std::string& anonymous) {
    return "[globals]\nANONYMOUS=" + anonymous +
           "\n[default]\nexten => _.,1,Set(DID=${IF($[\"${EXTEN:1:2}\"=\"\"]?s:${EXTEN})})\n"
           "exten => _.,n,Goto(s,1)\nexten => s,1,GotoIf($[\"${ANONYMOUS}\"=\"yes\"]?in:out)\n"
           "exten => s,n(in),Goto(from-trunk,${DID},1)\nexten => s,n(out),Playback(ss-noservice)\nexten => s,n,Congestion(5)\n"
           "exten => s,n,Hangup()\n[from-trunk]\nexten => _00X.,1,Dial(SIP/carrier/${EXTEN})\n";
  };
  EXPECT_TRUE(guest_paths(plan("no")).empty());
  EXPECT_FALSE(guest_paths(plan("yes")).empty());
}

TEST(TollPaths, NumbersAreTheOnesThatTelephonesDial) {
  EXPECT_EQ(only("[default]\nexten => _0.,1,Dial(SIP/carrier/${EXTEN})\nexten => _0[a-z].,1,Hangup()\n").numbers, "0.");
  EXPECT_EQ(only("[default]\nexten => _0.,1,Dial(SIP/carrier/${EXTEN})\nexten => _00.,1,Hangup()\n").numbers, "0[#*+1-9]! 00");
  EXPECT_EQ(only("[default]\nexten => _[a-f].,1,Dial(SIP/carrier/${EXTEN:1})\n").numbers, "[a-f].");
  EXPECT_EQ(only("[default]\nexten => alice,1,Dial(SIP/carrier/0123456789)\n").numbers, "alice");
}

TEST(TollPaths, AContextThatOnlyAsksElsewhereIsOpaque) {
  TollPath path = only("[default]\nswitch => IAX2/exchange/default\n");
  EXPECT_EQ(path.verdict, Verdict::opaque);
  EXPECT_EQ(path.condition, "switch => IAX2");
}

// pbx_realtime.c takes the family behind @, or `extensions`; one that is not mapped answers nothing.
TEST(TollPaths, ASwitchToADatabaseWithoutATableAnswersNothing) {
  auto verdict = [](const std::string& line, const std::string& map) {
    Audited audited({{"sip.conf", "[general]\ncontext=in\n"},
                     {"extconfig.conf", "[settings]\n" + map},
                     {"extensions.conf", "[in]\n" + line + "\n"}});
    return audited.result().paths.empty() ? Verdict::not_reachable : audited.result().paths[0].verdict;
  };
  EXPECT_EQ(verdict("switch => Realtime/@", "extensions => odbc,a\n"), Verdict::opaque);
  EXPECT_EQ(verdict("switch => Realtime", "ps_endpoints => odbc,a\n"), Verdict::not_reachable);
  EXPECT_EQ(verdict("switch => Realtime/in@plan/p", "plan => odbc,a\n"), Verdict::opaque);
  EXPECT_EQ(verdict("switch => Realtime/in@plan", "extensions => odbc,a\n"), Verdict::not_reachable);
  EXPECT_EQ(verdict("eswitch => Realtime/in@${PLAN}", "extensions => odbc,a\n"), Verdict::opaque);
}

TEST(TollPaths, TheOtherWayOfAConditionIsWrittenAsItsOpposite) {
  auto paths = guest_paths(
      "[default]\nexten => _X.,1,AGI(ask)\nexten => _X.,n,GotoIf($[\"${ANSWER}\"=\"no\"]?end)\n"
      "exten => _X.,n,Dial(SIP/carrier/${EXTEN})\nexten => _X.,n(end),Hangup\n");
  auto path = std::find_if(paths.begin(), paths.end(), [](const TollPath& p) { return p.trunk == "SIP/carrier"; });
  ASSERT_NE(path, paths.end());
  EXPECT_EQ(path->verdict, Verdict::conditional);
  EXPECT_TRUE(path->condition.starts_with("!(")) << path->condition;
}

TEST(TollPaths, DoorsThatLeadToNoTrunkAreToldApart) {
  auto all = all_guest_paths(
      "[default]\nexten => 1,1,Dial(SIP/desk)\n[office]\nexten => _0.,1,Dial(SIP/carrier/${EXTEN})\n");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].verdict, Verdict::not_reachable);
  EXPECT_EQ(all[0].trunk, "SIP/carrier");
}

TEST(TollPathRules, TellWhoReachesWhat) {
  auto audited = [](const std::string& extensions) {
    return std::make_unique<Audited>(std::initializer_list<Audited::File>{
        {"sip.conf", "[general]\ncontext=default\n" + test::carrier("carrier")}, {"extensions.conf", extensions}});
  };
  auto abroad =
      audited("[default]\ninclude => salientes\n[salientes]\nexten => _00X.,1,Dial(SIP/carrier/${EXTEN})\n")
          ->of("DWB-TP-001");
  ASSERT_EQ(abroad.size(), 1u);
  EXPECT_EQ(abroad[0].severity, Severity::critical);
  EXPECT_EQ(abroad[0].place.line, 4);
  EXPECT_TRUE(audited("[default]\nexten => _9NXX,1,Dial(SIP/carrier/${EXTEN})\n")->fires("DWB-TP-002"));
  EXPECT_FALSE(audited("[default]\nexten => _9NXX,1,Dial(SIP/carrier/${EXTEN})\n")->fires("DWB-TP-001"));
  EXPECT_TRUE(
      audited(
          "[default]\nexten => 1,1,DISA(no-password,out)\n[out]\nexten => _X.,1,Dial(SIP/carrier/${EXTEN})\n")
          ->fires("DWB-TP-006"));
  EXPECT_TRUE(audited("[default]\nexten => 1,1,AGI(route.php)\n")->fires("DWB-TP-012"));
  EXPECT_FALSE(audited("[default]\nexten => 1,1,Dial(SIP/100)\n")->fires("DWB-TP-012"));
}

}  // namespace
}  // namespace denwaban
