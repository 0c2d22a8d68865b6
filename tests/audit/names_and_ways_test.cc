// SPDX-License-Identifier: GPL-3.0-or-later
// Rules on names that are not there, on contexts that nothing leads to, and on ways that an earlier line
// closes.
#include <gtest/gtest.h>

#include "audited.h"
#include "text/message.h"

namespace denwaban {
namespace {

using test::Audited;

constexpr const char* kGuests =
    "[general]\ncontext=default\nallowguest=yes\n[out]\ntype=peer\nhost=sip.example.net\n";

std::vector<ConfigFinding> find(const char* rule, const std::string& plan, const std::string& sip = kGuests) {
  return Audited({{"sip.conf", sip}, {"extensions.conf", plan}}).of(rule);
}
bool fires(const char* rule, const std::string& plan) { return !find(rule, plan).empty(); }

std::string fact_of(const ConfigFinding& finding, std::string_view name) {
  for (const auto& [key, value] : finding.facts)
    if (key == name) return value;
  return {};
}

// pbx_config opens extensions.conf and what it includes, and no copy beside it.
TEST(MissingNames, ACopyThatNobodyReadsLeadsNowhere) {
  const std::string plan = "[default]\nexten => 1,1,Hangup()\n[old]\nexten => 1,1,Hangup()\n";
  auto dead = [&](const char* file) {
    const std::string named = "[x]\ncontext = old\nexten => 1,1,Goto(old,1,1)\n";
    const auto found = Audited({{"sip.conf", kGuests}, {"extensions.conf", plan}, {file, named}}).of("DWB-DP-006");
    return found.size() == 1 ? fact_of(found[0], "dead") : std::string();
  };
  EXPECT_EQ(dead("extensions_old.conf"), "old");
  EXPECT_EQ(dead("sip_old.conf"), "old");
  EXPECT_EQ(dead("chan_mobile.conf"), "") << "a driver that has contexts of its own";
}

TEST(MissingNames, LabelsAndExtensions) {
  EXPECT_TRUE(fires("DWB-DP-006", "[default]\nexten => 1,1,GotoIf($[1=${X}]?day)\nsame => n,Hangup()\n"));
  for (const char* option : {"subscribecontext=gone", "outofcall_message_context=gone"})
    EXPECT_EQ(Audited({{"sip.conf", std::string("[general]\n") + option + "\n"},
                       {"extensions.conf", "[default]\n"}})
                  .of("DWB-DP-006")
                  .size(),
              1u)
        << option;
  EXPECT_TRUE(fires("DWB-DP-006", "[default]\ninclude => parking_redirect\nexten => 1,1,Hangup()\n"));
  EXPECT_FALSE(fires("DWB-DP-006", "[default]\ninclude => parkedcalls\nexten => 1,1,Hangup()\n"));
  const std::string parked = "[default]\nexten => 801,1,Goto(lot1,805,1)\n";
  EXPECT_TRUE(fires("DWB-DP-006", parked));
  EXPECT_FALSE(Audited({{"extensions.conf", parked},
                        {"res_parking.conf", "[first]\ncontext => lot1\nparkext => 801\n"}})
                   .fires("DWB-DP-006"));
  EXPECT_FALSE(
      fires("DWB-DP-006", "[default]\nexten => 1,1,GotoIf($[1=${X}]?day)\nsame => n(day),Hangup()\n"));
  EXPECT_TRUE(fires("DWB-DP-006", "[default]\nexten => 1,1,Goto(black,1)\n"));
  EXPECT_FALSE(fires("DWB-DP-006", "[default]\nexten => 1,1,Goto(black,1)\nexten => i,1,Hangup()\n"));
  EXPECT_FALSE(fires("DWB-DP-006", "[default]\nexten => 1,1,Goto(22,1)\nexten => _2X,1,Hangup()\n"));
  EXPECT_FALSE(
      fires("DWB-DP-006", "[default]\nexten => _X!,1,Gosub(s,_X!,1)\n[s]\nexten => _X!,1,Return()\n"));
}

TEST(MissingNames, ContextsWhoseDevicesAreNotAtHandAreNotCalledDead) {
  auto fires = [](const std::string& pjsip) {
    return Audited({{"pjsip.conf", pjsip}, {"extensions.conf", "[internal]\nexten => 1,1,Hangup()\n"}}).fires("DWB-DP-006");
  };
  EXPECT_TRUE(fires("[x]\ntype=aor\n"));
  EXPECT_FALSE(fires("#include phones.conf\n[x]\ntype=aor\n"));
}

TEST(MissingNames, AContextWhereNoCallArrivesMayBeMissing) {
  auto fires = [](const std::string& guests) {
    return Audited({{"sip.conf", "[general]\ncontext=gone\nallowguest=" + guests +
                                     "\n[a]\ntype=friend\nhost=dynamic\nsecret=vK3-tq9Zr_Lw7xPd\ncontext=in\n"},
                    {"extensions.conf", "[in]\nexten => 1,1,Hangup()\n"}})
        .fires("DWB-DP-006");
  };
  EXPECT_TRUE(fires("yes"));
  EXPECT_FALSE(fires("no"));
}

TEST(MissingNames, DevicesAndQueues) {
  EXPECT_EQ(fact_of(find("DWB-DP-006", "[default]\nexten => 1,1,Dial(SIP/ghost,20)\n").at(0), "missing"),
            "SIP/ghost");
  EXPECT_FALSE(
      fires("DWB-DP-006",
            "[default]\nexten => 1,1,Dial(SIP/out/5,20)\nexten => 2,1,Dial(SIP/5@out&SIP/${EXTEN})\n"));
  EXPECT_FALSE(fires("DWB-DP-006", "[default]\nexten => 1,1,Dial(SIP/5@sip.example.org)\n"));  // a host
  const std::string plan = "[default]\nexten => 1,1,Queue(sales)\n";
  EXPECT_FALSE(fires("DWB-DP-006", plan));  // no queues.conf was there to look at
  Audited queues(
      {{"sip.conf", kGuests}, {"queues.conf", "[support]\nstrategy=ringall\n"}, {"extensions.conf", plan}});
  EXPECT_TRUE(queues.fires("DWB-DP-006"));
  Audited known(
      {{"sip.conf", kGuests}, {"queues.conf", "[sales]\nstrategy=ringall\n"}, {"extensions.conf", plan}});
  EXPECT_FALSE(known.fires("DWB-DP-006"));
}

TEST(MissingNames, ContextsOfAccounts) {
  const std::string plan = "[default]\nexten => 1,1,Hangup()\n";
  EXPECT_EQ(find("DWB-DP-006", plan, "[general]\ncontext=gone\n").size(), 1u);
  EXPECT_TRUE(find("DWB-DP-006", plan, "[general]\ncontext=default\n").empty());
  EXPECT_TRUE(find("DWB-DP-006", plan, "[general]\ncontext=nobody\n").empty());  // meant so
}

TEST(DeadContexts, OneFindingNamesThem) {
  auto found = find(
      "DWB-DP-006",
      "[default]\nexten => 1,1,Hangup()\n[old]\nexten => 1,1,Hangup()\n[older]\nexten => 1,1,Hangup()\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(fact_of(found[0], "dead"), "old, older");
  EXPECT_TRUE(fires("DWB-DP-006", "[default]\nexten => 1,1,Hangup()\n[lone]\nexten => 1,1,Goto(lone,1,1)\n"));
}

TEST(DeadContexts, NamedAnywhereIsLive) {
  EXPECT_FALSE(fires(
      "DWB-DP-006",
      "[default]\nexten => 1,1,Set(X=next)\nsame => n,Goto(${X},1,1)\n[next]\nexten => 1,1,Hangup()\n"));
  EXPECT_FALSE(
      fires("DWB-DP-006", "[default]\nexten => 1,1,Goto(day-${D},1,1)\n[day-1]\nexten => 1,1,Hangup()\n"));
  EXPECT_FALSE(fires("DWB-DP-006", "[default]\nexten => 1,1,Macro(m)\n[macro-m]\nexten => s,1,Hangup()\n"));
  Audited dongle(
      {{"sip.conf", kGuests},
       {"dongle.conf", "[dongle0]\ncontext=mobile ; calls in\n"},
       {"extensions.conf", "[default]\nexten => 1,1,Hangup()\n[mobile]\nexten => s,1,Hangup()\n"}});
  EXPECT_FALSE(dongle.fires("DWB-DP-006"));
  Audited nobody({{"extensions.conf", "[old]\nexten => 1,1,Hangup()\n"}});  // who may call is not known
  EXPECT_FALSE(nobody.fires("DWB-DP-006"));
}

TEST(DeadContexts, OfTheSampleAreLow) {
  const std::string line = "exten => _9011.,1,Dial(DAHDI/g1/${EXTEN:1})\n";
  EXPECT_EQ(find("DWB-DP-002", "[default]\nexten => 1,1,Hangup()\n[trunkint]\n" + line).at(0).severity,
            Severity::low);
  EXPECT_EQ(find("DWB-DP-002", "[default]\ninclude => trunkint\n[trunkint]\n" + line).at(0).severity,
            Severity::high);
}

TEST(OpenIncludes, CountWhereNothingCatchesTheCallBefore) {
  const std::string before = "[default]\ninclude => a\ninclude => b\n[a]\nexten => s,1,Hangup()\n[b]\n";
  EXPECT_FALSE(fires("DWB-DP-005", before + "exten => s,1,Dial(SIP/out/${EXTEN})\n"));
  EXPECT_TRUE(fires("DWB-DP-005", before + "exten => _X.,1,Dial(SIP/out/${EXTEN})\n"));
}

TEST(OneContextForAll, CountsWhereATrunkIsReached) {
  std::string sip = kGuests;
  for (const char* name : {"201", "202"})
    sip += std::string("[") + name + "]\ntype=friend\nhost=dynamic\nsecret=u7Gh2kLw9QpZx4" + name + "\n";
  const std::string before = "[default]\ninclude => a\ninclude => b\n[a]\nexten => s,1,Hangup()\n[b]\n";
  EXPECT_TRUE(find("DWB-DP-014", before + "exten => s,1,Dial(SIP/out/${EXTEN})\n", sip).empty());
  EXPECT_FALSE(find("DWB-DP-014", before + "exten => _X.,1,Dial(SIP/out/${EXTEN})\n", sip).empty());
}

TEST(CallerIdAsGate, IsWhereTheBranchesDiffer) {
  const std::string head = "[default]\nexten => s,1,GotoIf($[${LEN(${CALLERID(num)})}=10]?add:on)\n";
  EXPECT_FALSE(fires("DWB-DP-017", head + "same => n(add),Set(CALLERID(num)=1${CALLERID(num)})\n"
                                          "same => n(on),Dial(SIP/out/5551234567)\n"));
  EXPECT_TRUE(
      fires("DWB-DP-017",
            head + "same => n(add),Dial(SIP/out/5551234567)\nsame => n,Hangup()\nsame => n(on),Hangup()\n"));
  EXPECT_TRUE(fires("DWB-DP-017",
                    "[default]\nexten => 1,1,ExecIf($[${CALLERID(num)}=5]?DISA(no-password,default))\n"));
  EXPECT_FALSE(fires("DWB-DP-017", "[default]\nexten => 1,1,ExecIf($[${CALLERID(num)}=5]?Set(A=1))\n"));
}

TEST(ExecIf, RunsWhatTheRulesLookFor) {
  auto found = find("DWB-DP-008", "[default]\nexten => 1,1,ExecIf($[${X}=1]?DISA(8,default):Hangup())\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].place.text.find("ExecIf"), std::string::npos);  // as it is written
  EXPECT_TRUE(fires("DWB-DP-004", "[default]\nexten => 1,1,ExecIf($[${X}=1]?System(x ${CALLERID(name)}))\n"));
  EXPECT_TRUE(
      fires("DWB-VM-006", "[default]\nexten => 1,1,ExecIf($[${X}=1]?VoiceMailMain(${CALLERID(num)}))\n"));
  EXPECT_FALSE(fires("DWB-VM-006", "[default]\nexten => 1,1,ExecIf($[${X}=1]?VoiceMailMain())\n"));
  EXPECT_TRUE(fires("DWB-DP-015", "[default]\nexten => _X.,1,ExecIf($[${X}=1]?Dial(SIP/out/${EXTEN}))\n"));
}

TEST(MissingNames, ChannelsThatArriveNowhere) {
  auto found = [](const char* lines) {
    return Audited({{"extensions.conf", "[in]\nexten => s,1,Hangup()\n"},
                    {"chan_dahdi.conf", std::string("[channels]\nsignalling=fxs_ks\n") + lines}})
        .of("DWB-DP-006");
  };
  auto gone = found("context=from-pstn\nchannel => 1\ncontext=in\nchannel => 2\n");
  ASSERT_EQ(gone.size(), 1u);
  EXPECT_EQ(gone[0].place.line, 4);
  EXPECT_TRUE(found("context=in\nchannel => 1\ncontext=unread\n").empty()) << "no channel is behind the second";
}

TEST(MissingNames, DigitsInFrontAreAPriority) {
  EXPECT_FALSE(fires("DWB-DP-006", "[default]\nexten => a,1,Goto(b,1:)\nexten => b,1,Hangup()\n"));
  EXPECT_TRUE(fires("DWB-DP-006", "[default]\nexten => a,1,Goto(b,end)\nexten => b,1,Hangup()\n"));
}

TEST(CallerIdAsGate, NotWhereOneOnlyMustBeThere) {
  auto plan = [](const char* condition) {
    return std::string("[default]\nexten => 9,1,GotoIf($[") + condition +
           "]?no)\nsame => n,Dial(DAHDI/g1/5551234)\nsame => n(no),Hangup()\n";
  };
  EXPECT_TRUE(fires("DWB-DP-017", plan("\"${CALLERID(num)}\" != \"5551234\"")));
  EXPECT_FALSE(fires("DWB-DP-017", plan("${ISNULL(${CALLERID(num)})}")));
  EXPECT_FALSE(fires("DWB-DP-017", plan("${EXISTS(${CALLERID(num)})} = 0")));
}

TEST(Order, AnInternalNumberThatGoesOnOverATrunk) {
  auto plan = [](const char* device) {
    return std::string("[default]\ninclude => in\ninclude => out\n[in]\nexten => 100,1,Dial(") + device +
           ")\n[out]\nexten => _X.,1,NoOp()\nsame => n,Dial(DAHDI/g1/${EXTEN})\nsame => n,Hangup()\n";
  };
  EXPECT_TRUE(fires("DWB-DP-018", plan("SIP/100")));
  EXPECT_FALSE(fires("DWB-DP-018", plan("DAHDI/g2/5551234"))) << "it is out already";
}

TEST(QueueMembers, OnlyWhoseNumberGoesOut) {
  auto fires_for = [](const char* member) {
    return Audited({{"extensions.conf", "[in]\nexten => 100,1,Dial(SIP/100)\nexten => 200,1,Goto(out,5551234,1)\ninclude => out\n"
                                        "[out]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n"},
                    {"queues.conf", std::string("[sales]\nmember => ") + member + "\n"}})
        .fires("DWB-DP-024");
  };
  EXPECT_FALSE(fires_for("Local/100@in/n,0"));
  EXPECT_TRUE(fires_for("Local/5551234@in/n,0"));
  EXPECT_TRUE(fires_for("Local/200@in"));
  EXPECT_FALSE(fires_for("SIP/100"));
}

TEST(CallFiles, ThatNameTheCallersNumber) {
  auto plan = [](const std::string& lines) { return "[default]\nexten => _X.,1,NoOp()\n" + lines; };
  const std::string moved = "same => n,System(mv /tmp/a /var/spool/asterisk/outgoing)\n";
  EXPECT_TRUE(fires("DWB-DP-027", plan("same => n,System(printf \"Channel: SIP/t/${CALLERID(num)}\" > /tmp/a)\n" + moved)));
  EXPECT_TRUE(fires("DWB-DP-027", plan("same => n,TrySystem(gen ${EXTEN} > /var/spool/asterisk/outgoing/a)\n")));
  EXPECT_TRUE(fires("DWB-DP-027", plan("same => n,Set(X=${SHELL(echo Channel: SIP/t/${EXTEN} > /tmp/a)})\n" + moved)));
  EXPECT_FALSE(fires("DWB-DP-027", plan("same => n,System(printf \"Channel: SIP/100\" > /tmp/a)\n" + moved)));
  EXPECT_FALSE(fires("DWB-DP-027", plan("same => n,System(echo ${CALLERID(num)} > /tmp/log)\n" + moved)));
}

TEST(DialTones, CountWhateverRunsThem) {
  for (const char* run : {"DISA(no-password,out)", "ExecIf($[${EXTEN}=1]?DISA(no-password,out))",
                          "ExecIfTime(9:00-17:00,*,*,*?DISA(no-password,out))",
                          "TryExec(DISA(no-password,out))", "Exec(DISA(no-password,out))",
                          "ExecIf($[${EXTEN}=1]?TryExec(DISA(no-password,out)))"}) {
    const std::string plan = "[default]\nexten => 1,1,Answer()\n same => n," + std::string(run) +
                             "\n[out]\nexten => 7,1,ChanSpy()\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n";
    EXPECT_TRUE(fires("DWB-DP-007", plan)) << run;
    EXPECT_TRUE(fires("DWB-TP-006", plan)) << run;
    EXPECT_TRUE(fires("DWB-DP-025", plan)) << run << ", which leads there from outside";
  }
  for (const char* run : {"ExecIf($[${EXTEN}=1]?DISA(58203917,out))", "TryExec(DISA(58203917,out))"}) {
    const std::string plan = "[default]\nexten => 1,1,Answer()\n same => n," + std::string(run) +
                             "\n[out]\nexten => 1,1,Hangup()\n";
    EXPECT_TRUE(fires("DWB-DP-031", plan)) << run;
    EXPECT_FALSE(fires("DWB-DP-007", plan)) << run;
  }
}

TEST(StateOfOthers, MembersAndDeletedKeys) {
  EXPECT_TRUE(fires("DWB-DP-026", "[default]\nexten => 1,1,AddQueueMember(q,SIP/100)\n"));
  EXPECT_FALSE(fires(
      "DWB-DP-026",
      "[default]\nexten => 1,1,AddQueueMember(q,SIP/${CALLERID(num)})\nexten => 2,1,AddQueueMember(q)\n"));
  EXPECT_TRUE(fires("DWB-DP-026", "[default]\nexten => _*73.,1,Set(X=${DB_DELETE(CF/${EXTEN:3})})\n"));
  EXPECT_FALSE(fires("DWB-DP-026", "[default]\nexten => *73,1,Set(X=${DB_DELETE(CF/${CALLERID(num)})})\n"));
}

TEST(Transfers, OfAnExchangeThatIsCalledByIax) {
  auto plan = [](const char* options) {
    return std::string(
               "[from-other]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n[lan]\nexten => "
               "_1XX,1,Dial(IAX2/other/${EXTEN},30,") +
           options + ")\n";
  };
  const char* iax =
      "[general]\n[other]\ntype=friend\nhost=192.0.2.4\nsecret=Kj8sdf7sdf7sdf\ncontext=from-other\n";
  EXPECT_TRUE(Audited({{"iax.conf", iax}, {"extensions.conf", plan("tr")}}).fires("DWB-DP-011"));
  EXPECT_FALSE(Audited({{"iax.conf", iax}, {"extensions.conf", plan("r")}}).fires("DWB-DP-011"));
}

TEST(Trunks, ThatNoFileHasAreNoGreatDanger) {
  auto severity = [](const char* rule, const char* iax) {
    const std::string phone = "[general]\n[peer1]\ntype=friend\nhost=dynamic\nsecret=Kq7wNz4pVx2mLt9s\ncontext=out\n";
    auto found = Audited({{"iax.conf", phone + iax},
                          {"extensions.conf", "[out]\nexten => _X.,1,Dial(IAX2/SRV-2/${FILTER(0-9,${EXTEN})})\n"}})
                     .of(rule);
    return found.size() == 1 ? std::optional(found[0].severity) : std::nullopt;
  };
  const char* there = "[SRV-2]\ntype=peer\nhost=192.0.2.7\n";
  EXPECT_EQ(severity("DWB-DP-012", there), Severity::high);
  EXPECT_EQ(severity("DWB-DP-012", ""), Severity::low) << "DWB-DP-006 says that its calls fail";
  EXPECT_EQ(severity("DWB-DP-015", there), Severity::medium);
  EXPECT_EQ(severity("DWB-DP-015", ""), Severity::low);
  EXPECT_EQ(severity("DWB-DP-006", ""), Severity::low);
}

// Its password is the box's own; who calls in over its line of the telephone network gave none.
TEST(Transfers, OfCallersWhomAGatewayBrings) {
  const std::string plan =
      "[in]\ninclude => out\nexten => 200,1,Dial(PJSIP/desk,,T)\n[out]\nexten => _0.,1,Dial(PJSIP/${FILTER(0-9,${EXTEN})}@";
  auto told = [&](const std::string& name, const char* aor) {
    return Audited({{"extensions.conf", plan + name + ")\n"},
                    {"pjsip.conf", "[" + name + "]\ntype=endpoint\ncontext=in\nauth=a\naors=" + name + "\n[" + name +
                                       "]\ntype=aor\n" + aor + "\n[a]\ntype=auth\nusername=b\npassword=Kq7wNz4pVx2mLt9s\n"}})
        .fires("DWB-DP-011");
  };
  EXPECT_TRUE(told("ht813", "contact=sip:192.0.2.4:5062"));
  EXPECT_FALSE(told("ht813", "max_contacts=1")) << "which of its lines it is, nothing tells";
  EXPECT_FALSE(told("branch", "contact=sip:192.0.2.4:5062")) << "another exchange, whose telephones these are";
}

TEST(MailboxMenu, IsReachedByAnIaxGuestToo) {
  const char* iax = "[general]\n[guest]\ntype=user\ncontext=in\n";
  const char* boxes = "[default]\n100 => 1234,A\n";
  auto plan = [](const char* context) {
    return std::string("[") + context + "]\nexten => 8,1,VoiceMailMain()\n";
  };
  EXPECT_TRUE(Audited({{"iax.conf", iax}, {"voicemail.conf", boxes}, {"extensions.conf", plan("in")}})
                  .fires("DWB-VM-007"));
  EXPECT_FALSE(Audited({{"iax.conf", iax}, {"voicemail.conf", boxes}, {"extensions.conf", plan("x")}})
                   .fires("DWB-VM-007"));
}

TEST(LatePriorities, AreToldOncePerContextUnlessSomethingGoesThere) {
  EXPECT_TRUE(
      find("DWB-DP-019", "[default]\nexten => 1,1,Goto(in,0,5)\n[in]\nexten => 0,5,Answer()\n").empty());
  EXPECT_EQ(find("DWB-DP-019", "[default]\nexten => 1,5,Answer()\nexten => 2,5,Answer()\n").size(), 1u);
}

TEST(CatchAll, WithMoreBehindTheDot) {
  EXPECT_TRUE(fires("DWB-DP-001", "[default]\nexten => _.!,1,Hangup()\n"));
  EXPECT_FALSE(fires("DWB-DP-001", "[default]\nexten => _X.!,1,Hangup()\n"));
}

TEST(Passwords, KeysInGlobalsAndAddressesOfMessages) {
  EXPECT_TRUE(
      fires("DWB-DP-030", "[globals]\nbillingkey=9f8a7b6c5d4e3f2a\n[default]\nexten => 1,1,Hangup()\n"));
  EXPECT_FALSE(
      fires("DWB-DP-030",
            "[globals]\nmenukey=5\n[default]\nexten => 1,1,Set(MESSAGE(from)=\"O\" <sip:+0424@pbx>)\n"));
}

TEST(MissingNames, OnePinIsToldOnce) {
  const char* weak = "[globals]\nDISA_PIN=1234\n[a]\nexten => 1,1,Authenticate(${DISA_PIN})\n";
  EXPECT_TRUE(fires("DWB-DP-009", weak));
  EXPECT_FALSE(fires("DWB-DP-030", weak));
  EXPECT_FALSE(fires("DWB-DP-031", weak));
  const char* good = "[globals]\nDISA_PIN=58203917\n[a]\nexten => 1,1,Authenticate(${DISA_PIN})\n";
  EXPECT_TRUE(fires("DWB-DP-031", good));
  EXPECT_FALSE(fires("DWB-DP-030", good));
  EXPECT_TRUE(fires("DWB-DP-030", "[globals]\nDISA_PASSWORD=58203917\n[a]\nexten => 1,1,Hangup()\n"));
}

TEST(MissingNames, CostlyNumbersThatNobodyCanDial) {
  const std::string world = "[world]\nexten => _00.,1,Hangup()\nexten => _X.,1,Dial(SIP/out/${EXTEN},60)\n";
  EXPECT_FALSE(fires("DWB-DP-012", "[default]\nexten => _0[2-8]XXXXX,1,Goto(world,${EXTEN},1)\n" + world));
  EXPECT_TRUE(fires("DWB-DP-012", "[default]\nexten => _0X.,1,Goto(world,${EXTEN},1)\n" + world));
}

}  // namespace
}  // namespace denwaban
