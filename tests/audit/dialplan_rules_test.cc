// SPDX-License-Identifier: GPL-3.0-or-later
// Each rule DWB-DP on a dialplan where it must tell, and on the nearest one where it must not.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audit/catalogue.h"
#include "audited.h"
#include "text/message.h"

namespace denwaban {
namespace {

using test::Audited;

const std::string kTrunks = test::carrier("t") + test::carrier("trunk") + test::carrier("proveedor");
const std::string kGuests = "[general]\ncontext=default\nallowguest=yes\n" + kTrunks;
const std::string kNoGuests = "[general]\ncontext=default\nallowguest=no\n" + kTrunks;

// What one rule finds in one extensions.conf, with strangers let into [default] or not.
std::vector<ConfigFinding> find(const char* rule, std::string plan, bool guests = true,
                                const audit::EstateOptions& options = {}) {
  return Audited({{"sip.conf", guests ? kGuests : kNoGuests}, {"extensions.conf", std::move(plan)}}, options).of(rule);
}

bool fires(const char* rule, std::string plan, bool guests = true) { return !find(rule, std::move(plan), guests).empty(); }

struct Case {
  const char* rule;
  Severity severity;
  int line;
  const char* fires;
  const char* silent;
};

// Written so that the line of the finding is the fact that is tested.
constexpr Case kCases[] = {
    {"DWB-DP-001", Severity::medium, 2, "[default]\nexten => _.,1,Hangup()\n", "[default]\nexten => _X.,1,Hangup()\n"},
    {"DWB-DP-002", Severity::high, 2, "[out]\nexten => _9.,1,Dial(SIP/trunk/${EXTEN:1})\n",
     "[out]\nexten => _9.,1,Dial(SIP/trunk/${FILTER(0-9,${EXTEN:1})})\nexten => _8XXX,1,Dial(SIP/trunk/${EXTEN})\n"},
    {"DWB-DP-002", Severity::high, 3, "[out]\nexten => _9!,1,Set(N=${EXTEN:1})\nsame => n,Dial(SIP/trunk/${N})\n",
     "[out]\nexten => _9!,1,Set(N=${EXTEN:1:4})\nsame => n,Dial(SIP/trunk/${N})\n"},
    {"DWB-DP-003", Severity::high, 2, "[in]\nexten => 1,1,Dial(SIP/${SIP_HEADER(X-To)})\n",
     "[in]\nexten => 1,1,Dial(SIP/${FILTER(0-9,${SIP_HEADER(X-To)})})\n"},
    {"DWB-DP-004", Severity::critical, 2, "[in]\nexten => 1,1,System(log.sh ${CALLERID(name)})\n",
     "[in]\nexten => 1,1,System(log.sh ${FILTER(0-9,${CALLERID(num)})} ${EPOCH})\n"},
    {"DWB-DP-004", Severity::critical, 2, "[in]\nexten => _X.,1,Set(X=${SHELL(lookup ${EXTEN})})\n",
     "[in]\nexten => _XXX,1,Set(X=${SHELL(lookup ${EXTEN})})\n"},
    {"DWB-DP-012", Severity::high, 2, "[default]\nexten => _00X.,1,Dial(SIP/trunk/${FILTER(0-9,${EXTEN})})\n",
     "[default]\nexten => 77,1,Dial(SIP/trunk/0039061234567)\n"},
    {"DWB-DP-003", Severity::high, 3,
     "[in]\nexten => _+X.,1,Set(U=${ENUMLOOKUP(${FILTER(0-9+,${EXTEN})},sip)})\nsame => n,Dial(PJSIP/out/sip:${U},60)\n",
     "[in]\nexten => _+X.,1,Set(U=${ENUMLOOKUP(${FILTER(0-9+,${EXTEN})},sip)})\n"
     "same => n,Dial(PJSIP/out/sip:${FILTER(0-9,${U})},60)\n"},
    {"DWB-DP-004", Severity::high, 2, "[in]\nexten => _X.,1,MixMonitor(a.wav,r(${EXTEN}-r.wav))\n",
     "[in]\nexten => _XXX,1,MixMonitor(a.wav,r(${EXTEN}-r.wav))\n"},
    {"DWB-DP-019", Severity::low, 4, "[in]\nexten => 12,1,Ringing()\nexten => 12,2,Answer()\nexten => 12,4,Dial(SIP/a)\n",
     "[in]\nexten => 12,1,Ringing()\nexten => 12,2,Answer()\nexten => 12,4,Dial(SIP/a)\nexten => _X.,3,NoOp()\n"},
    {"DWB-DP-004", Severity::critical, 2, "[in]\nexten => 1,1,System(log.sh ${CDR(src)})\n",
     "[in]\nexten => 1,1,System(log.sh ${CDR(billsec)})\n"},
    {"DWB-DP-004", Severity::critical, 5,
     "[in]\nexten => 3,1,Gosub(say,s,1(number ${CALLERID(num)}))\n[say]\nexten => s,1,Set(U=http://x/?q=${ARG1})\n"
     "same => n,System(wget ${U})\n",
     "[in]\nexten => 3,1,Gosub(say,s,1(number ${FILTER(0-9,${CALLERID(num)})}))\n[say]\n"
     "exten => s,1,Set(U=http://x/?q=${ARG1})\nsame => n,System(wget ${U})\n"},
    {"DWB-DP-004", Severity::critical, 5,
     "[in]\nexten => 1,1,Set(WHO=${CALLERID(name)})\nsame => n,Set(CHANNEL(hangup_handler_push)=bye,h,1)\n[bye]\n"
     "exten => h,1,System(log.sh ${WHO})\n",
     "[in]\nexten => 1,1,Set(WHO=${FILTER(0-9,${CALLERID(num)})})\nsame => n,Set(CHANNEL(hangup_handler_push)=bye,h,1)\n[bye]\n"
     "exten => h,1,System(log.sh ${WHO})\n"},
    {"DWB-DP-004", Severity::critical, 4,
     "[in]\nexten => 1,1,Dial(SIP/a,60,U(up^${CALLERID(name)}))\n[up]\nexten => s,1,System(log.sh ${ARG1})\n",
     "[in]\nexten => 1,1,Dial(SIP/a,60,U(up^${CALLERID(num):0:0}))\n[up]\nexten => s,1,System(log.sh ${ARG2})\n"},
    {"DWB-DP-004", Severity::critical, 5,
     "[in]\nexten => 1,1,Set(__WHO=${CALLERID(name)})\nsame => n,Queue(help,t,,,60,,,up)\n[up]\n"
     "exten => s,1,System(log.sh ${WHO})\n",
     "[in]\nexten => 1,1,Set(__WHO=${CALLERID(name)})\nsame => n,Queue(help,t,,,60,,,other)\n[up]\n"
     "exten => s,1,System(log.sh ${WHO})\n"},
    {"DWB-DP-006", Severity::low, 2, "[default]\nexten => 1,1,Dial(SIP/a,9,b(default^gone^1))\nexten => i,1,Hangup()\n",
     "[default]\nexten => 1,1,Goto(default,gone,1)\nexten => i,1,Hangup()\n"},
    {"DWB-DP-012", Severity::high, 4,
     "[out]\nexten => _X.,1,Goto(paid,${EXTEN},5)\n[paid]\nexten => _00X.,5,Dial(DAHDI/g1/${EXTEN})\n",
     "[out]\nexten => _X.,1,Goto(paid,${EXTEN},5)\n[paid]\nexten => _0800X.,5,Dial(DAHDI/g1/${EXTEN})\n"},
    {"DWB-DP-019", Severity::low, 2, "[a]\nexten => 1,1,VoiceMailMain(${CALLERID(num)}\n",
     "[a]\nexten => 1,1,VoiceMailMain(${CALLERID(num)})\n"},
    {"DWB-DP-019", Severity::low, 2, "[a]\nexten => 1,1,Dial(SIP/$(EXTEN))\n", "[a]\nexten => 1,1,System(mail $(hostname))\n"},
    {"DWB-DP-019", Severity::low, 2, "[a]\nexten => 1,1,Playback(beep) // beeps\n", "[a]\nexten => 1,1,Playback(beep) ;beeps\n"},
    {"DWB-DP-019", Severity::low, 2, "[a]\nexten => 1,1,Playback(beep\n", "[a]\nexten => 1,1,Playback(beep)\n"},
    {"DWB-DP-006", Severity::low, 2, "[default]\nexten => 1,1,Goto(gone,s,1)\n",
     "[default]\nexten => 1,1,Goto(b,s,1)\n[b]\nexten => s,1,Hangup()\n"},
    {"DWB-DP-006", Severity::low, 1, "[opens]\ninclude => default\n[default]\nexten => 1,1,Hangup()\n",
     "[default]\ninclude => opens\n[opens]\nexten => 1,1,Hangup()\n"},
    {"DWB-DP-006", Severity::low, 2, "[default]\ninclude => gone\n", "[default]\ninclude => b\n[b]\nexten => s,1,Hangup()\n"},
    {"DWB-DP-007", Severity::critical, 3, "[default]\nexten => 9,1,Answer()\nsame => n,DISA(no-password,out)\n",
     "[default]\nexten => 9,1,Authenticate(/etc/asterisk/pins,,8)\nsame => n,DISA(no-password,out)\n"},
    {"DWB-DP-008", Severity::high, 2, "[default]\nexten => 9,1,DISA(1234,out)\n",
     "[default]\nexten => 9,1,DISA(58203917,out)\n"},
    {"DWB-DP-009", Severity::medium, 2, "[a]\nexten => 1,1,Authenticate(0173)\n", "[a]\nexten => 1,1,Authenticate(58203917)\n"},
    {"DWB-DP-010", Severity::high, 2, "[a]\nexten => 1,1,Authenticate(${PINCODE},a)\n",
     "[a]\nexten => 1,1,Set(PINCODE=${DB(pin/1)})\nsame => n,Authenticate(${PINCODE},a)\n"},
    {"DWB-DP-010", Severity::high, 2,
     "[a]\nexten => 1,1,GotoIf($[${CALLERID(num)} = 5]?no)\nsame => n,Dial(SIP/t/1)\nsame => n(no),Hangup()\n",
     "[a]\nexten => 1,1,GotoIf($[\"${CALLERID(num)}\" = \"5\"]?no)\nsame => n,Dial(SIP/t/1)\nsame => n(no),Hangup()\n"},
    {"DWB-DP-011", Severity::high, 2, "[default]\nexten => _9X.,1,Dial(SIP/t/${EXTEN:1},60,Tt)\n",
     "[default]\nexten => _9X.,1,Dial(SIP/t/${EXTEN:1},60,r)\n"},
    {"DWB-DP-012", Severity::high, 2, "[out]\nexten => _9X.,1,Dial(DAHDI/g1/${EXTEN:1})\n",
     "[out]\nexten => _9[2-9]X.,1,Dial(DAHDI/g1/${EXTEN:1})\n"},
    {"DWB-DP-012", Severity::high, 2, "[out]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n",
     "[out]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\nexten => _00.,1,Hangup()\nexten => _011.,1,Hangup()\n"},
    {"DWB-DP-012", Severity::high, 2, "[default]\nexten => _9+1X.,1,Dial(DAHDI/g1/${EXTEN:1})\n",
     "[default]\nexten => _9[2-9]X.,1,Dial(DAHDI/g1/${EXTEN:1})\n"},
    {"DWB-DP-012", Severity::low, 2, "[default]\nexten => _9005511[2-4]XXXXXXX,1,Dial(DAHDI/g1/${EXTEN:1})\n",
     "[default]\nexten => _9[2-9]X.,1,Dial(DAHDI/g1/${EXTEN:1})\n"},
    {"DWB-DP-013", Severity::low, 2, "[out]\nexten => _XXXXXX,1,Dial(DAHDI/g1/${EXTEN})\n",
     "[out]\nexten => _9XXXXXX,1,Dial(DAHDI/g1/${EXTEN:1})\n"},
    {"DWB-DP-015", Severity::medium, 2, "[out]\nexten => _9X,1,Dial(DAHDI/g1/${EXTEN})\n",
     "[out]\nexten => _9X,1,Dial(DAHDI/g1/${EXTEN},60,L(3600000))\nexten => _8X,1,Set(TIMEOUT(absolute)=60)\nsame => "
     "n,Dial(DAHDI/g1/1)\n"},
    {"DWB-DP-016", Severity::low, 2, "[out]\nexten => _9X,1,Dial(DAHDI/g1/${EXTEN})\n",
     "[out]\nexten => _9X,1,Set(GROUP()=out)\nsame => n,GotoIf($[${GROUP_COUNT(out)}>2]?busy)\nsame => n,Dial(DAHDI/g1/1)\n"
     "same => n(busy),Busy()\n"},
    {"DWB-DP-017", Severity::high, 2, "[default]\nexten => 9/5551234,1,Dial(DAHDI/g1/112)\n",
     "[default]\nexten => 9/5551234,1,Dial(SIP/100)\n"},
    {"DWB-DP-017", Severity::high, 2,
     "[default]\nexten => 9,1,GotoIf($[\"${CALLERID(num)}\"=\"5551234\"]?ok)\nsame => n,Hangup()\nsame => "
     "n(ok),DISA(no-password,out)\n",
     "[default]\nexten => 9,1,GotoIf($[\"${CALLERID(dnid)}\"=\"5551234\"]?ok)\nsame => n,Hangup()\nsame => "
     "n(ok),DISA(no-password,out)\n"},
    {"DWB-DP-017", Severity::high, 2,
     "[default]\nexten => 9,1,GotoIf($[\"${CALLERID(num)}\"=\"5551234\"]?ok)\nsame => n,Hangup()\nsame => "
     "n(ok),DISA(no-password,out)\n",
     "[default]\nexten => 9,1,GotoIf($[\"${CALLERID(num)}\"=\"5551234\"]?no)\nsame => n,Dial(SIP/100)\nsame => "
     "n(no),Hangup()\n"},
    {"DWB-DP-018", Severity::low, 2,
     "[a]\nexten => _1X,1,NoOp()\nexten => _XX,1,NoOp()\nexten => _XX,2,Dial(SIP/1)\nexten => _XX,3,Hangup()\n",
     "[a]\nexten => _1X,1,Hangup()\nexten => _XX,1,NoOp()\nexten => _XX,2,Hangup()\n"},
    {"DWB-DP-018", Severity::high, 2,
     "[a]\nexten => _00.,1,Playback(no)\nexten => _X.,1,NoOp()\nexten => _X.,2,Dial(DAHDI/g1/${EXTEN})\nexten => "
     "_X.,3,Hangup()\n",
     "[a]\nexten => _00.,1,Playback(no)\nexten => _00.,2,Hangup()\nexten => _X.,1,NoOp()\nexten => _X.,2,Hangup()\n"},
    {"DWB-DP-018", Severity::high, 5,
     "[a]\ninclude => deny\ninclude => out\n[deny]\nexten => _00.,1,Playback(no)\n[out]\nexten => _X.,1,NoOp()\nexten => "
     "_X.,2,Dial(DAHDI/g1/${EXTEN})\nexten => _X.,3,Hangup()\n",
     "[a]\ninclude => deny\n[b]\ninclude => out\n[deny]\nexten => _00.,1,Playback(no)\n[out]\nexten => _X.,1,NoOp()\nexten => "
     "_X.,2,Dial(DAHDI/g1/${EXTEN})\nexten => _X.,3,Hangup()\n"},
    {"DWB-DP-019", Severity::low, 2, "[a]\nexten => 5,2,Hangup()\n", "[a]\nexten => 5,1,Hangup()\n"},
    {"DWB-DP-019", Severity::low, 2, "[a]\nexten => 9X.,1,Hangup()\n", "[a]\nexten => _9X.,1,Hangup()\n"},
    {"DWB-DP-019", Severity::low, 2, "[a]\nexten => 5,1,Wait,1\n same => n,DigitTimeout(5)\n",
     "[a]\nexten => 5,hint,SIP/5\nexten => 5,1,Wait(1)\n same => n,OwnModule()\n"},
    {"DWB-DP-019", Severity::medium, 2, "[a]\nexten => 5,1,Authenticate (7391845)\n", 
     "[a]\nexten => 5,1,Authenticate(7391845)\n"},
    {"DWB-DP-019", Severity::low, 3, "[a]\nexten => 5,hint,SIP/5\nexten => 5,n,Dial(SIP/5)\n",
     "[a]\nexten => 5,hint,SIP/5\nexten => 5,1,Dial(SIP/5)\n"},
    {"DWB-DP-020", Severity::medium, 3, "[a]\nexten => 5,1,Dial(SIP/5)\nexten => 5,1,Hangup()\n",
     "[a]\nexten => 5,1,Dial(SIP/5)\nexten => 5,2,Hangup()\n"},
    {"DWB-DP-021", Severity::high, 5,
     "[a]\ninclude => no\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n[no]\nexten => _00.,1,Hangup()\n",
     "[a]\nexten => _00.,1,Hangup()\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n"},
    {"DWB-DP-022", Severity::info, 2, "[a]\ninclude => out,9:00-17:00,mon-fri,*,*\n[out]\nexten => _9X,1,Dial(DAHDI/g1/1)\n",
     "[a]\ninclude => out,9:00-17:00,mon-fri,*,*\n[out]\nexten => _9X,1,Dial(SIP/100)\n"},
    {"DWB-DP-023", Severity::high, 3, "[a]\nexten => *72,1,Read(TO,dial,20)\nsame => n,Set(DB(CF/${CALLERID(num)})=${TO})\n",
     "[a]\nexten => *72,1,Read(TO,dial,20)\nsame => n,GotoIf($[${LEN(${TO})}>4]?no)\nsame => "
     "n,Set(DB(CF/${CALLERID(num)})=${TO})\n"
     "same => n(no),Hangup()\n"},
    {"DWB-DP-024", Severity::medium, 2,
     "[a]\nexten => 5,1,Dial(Local/${DB(CF/5)}@out)\n[out]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n",
     "[a]\nexten => 5,1,Dial(Local/5@in)\n[in]\nexten => 5,1,Dial(SIP/5)\n"},
    {"DWB-DP-025", Severity::high, 2, "[default]\nexten => 55,1,ChanSpy(SIP)\n", "[inside]\nexten => 55,1,ChanSpy(SIP)\n"},
    {"DWB-DP-026", Severity::medium, 2, "[a]\nexten => _*78XXX,1,Set(DB(DND/${EXTEN:3})=YES)\n",
     "[a]\nexten => *78,1,Set(DB(DND/${CALLERID(num)})=YES)\n"},
    {"DWB-DP-027", Severity::high, 2, "[default]\nexten => _7X.,1,Originate(SIP/t/${EXTEN:1},exten,a,s,1)\n",
     "[default]\nexten => 7,1,Originate(SIP/100,exten,a,s,1)\n"},
    {"DWB-DP-028", Severity::medium, 2, "[default]\nswitch => IAX2/user@host/in\n", "[inside]\nswitch => IAX2/user@host/in\n"},
    {"DWB-DP-029", Severity::high, 2, "[a]\nexten => 1,1,Set(X=${CURL(http://a.example/?n=${CALLERID(name)})})\n",
     "[a]\nexten => 1,1,Set(X=${CURL(http://a.example/?n=${URIENCODE(${CALLERID(name)})})})\n"},
    {"DWB-DP-030", Severity::high, 2, "[a]\nexten => _9X.,1,Dial(SIP/${N}:geheim77@h/${EXTEN:1})\n",
     "[a]\nexten => _9X.,1,Dial(PJSIP/${FILTER(0-9,${EXTEN:1})}@carrier)\n same => n,Dial(SIP/${EXTEN:-10}@trunk${EXTEN:0:-10})\n"
     " same => n,Set(DEVICE_STATE(Custom:night@hints)=BUSY)\n"},
    {"DWB-DP-030", Severity::high, 2, "[globals]\nDBPASS=f3Kd92mmQ\n", "[globals]\nDBHOST=localhost\n"},
    {"DWB-DP-031", Severity::low, 2, "[a]\nexten => 1,1,Authenticate(58203917)\n",
     "[a]\nexten => 1,1,Authenticate(/etc/asterisk/pins)\n"},
    {"DWB-DP-032", Severity::low, 2, "[default]\nexten => _X.,1,MessageSend(pjsip:${EXTEN})\n",
     "[inside]\nexten => _X.,1,MessageSend(pjsip:${EXTEN})\n"},
    {"DWB-DP-033", Severity::medium, 2, "[a]\nexten => i,1,Dial(DAHDI/g1/${INVALID_EXTEN})\n",
     "[a]\nexten => i,1,Playback(invalid)\n"},
    {"DWB-DP-035", Severity::info, 2, "[general]\nextenpatternmatchnew=yes\n", "[general]\nextenpatternmatchnew=no\n"},
    {"DWB-DP-036", Severity::medium, 2, "[a]\nexten => 1,1,Set(GLOBAL(LAST)=${CALLERID(num)})\n",
     "[a]\nexten => 1,1,Set(GLOBAL(STATE)=night)\n"},
    {"DWB-DP-037", Severity::medium, 2, "[general]\nexten => 1,1,Hangup()\n", "[default]\nexten => 1,1,Hangup()\n"},
};

TEST(DialplanRules, EachTellsItsHoleAndNotItsNeighbour) {
  for (const Case& one : kCases) {
    SCOPED_TRACE(std::string(one.rule) + "\n" + one.fires);
    std::vector<ConfigFinding> found = find(one.rule, one.fires);
    if (found.empty()) {
      ADD_FAILURE() << "does not fire";
      continue;
    }
    EXPECT_EQ(found[0].severity, one.severity);
    EXPECT_EQ(found[0].place.line, one.line);
    EXPECT_EQ(found[0].place.file, "extensions.conf");
    EXPECT_FALSE(found[0].fix.empty());
    EXPECT_FALSE(fires(one.rule, one.silent)) << "fires at:\n" << one.silent;
  }
}

TEST(DialplanRules, HaveTheirSentences) {
  for (std::span<const audit::Rule> family : {audit::dialplan_rules(), audit::freepbx_rules()})
    for (const audit::Rule& rule : family)
      for (const char* part : {".title", ".why"})
        EXPECT_TRUE(text::find_pattern("rule." + std::string(rule.id) + part)) << rule.id << part;
}

// The example of the alert: guests arrive in [default], and that includes the way out.
TEST(DialplanRules, TellTheIncludeOfSinologicsExample) {
  const char* plan =
      "[default]\ninclude => locales\ninclude => salientes\n[locales]\nexten => _1XX,1,Dial(SIP/${EXTEN})\n"
      "[salientes]\nexten => _X.,1,Dial(SIP/proveedor/${EXTEN})\n";
  auto found = find("DWB-DP-005", plan);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::critical);
  EXPECT_EQ(found[0].place.line, 3);
  EXPECT_EQ(found[0].place.text, "include => salientes");
  ASSERT_EQ(found[0].trail.size(), 3u);
  EXPECT_EQ(found[0].trail[0].file, "sip.conf");
  EXPECT_EQ(found[0].trail[2].line, 7);
  EXPECT_FALSE(fires("DWB-DP-005", plan, false));
}

TEST(DialplanRules, ContextsThatLuaMayHave) {
  auto severity = [](const std::string& lua) {
    auto found = Audited({{"sip.conf", "[general]\ncontext=door\nallowguest=yes\n"},
                          {"extensions.conf", "[x]\nexten => 1,1,Hangup()\n"},
                          {"extensions.lua", lua}})
                     .of("DWB-SIP-001");
    return found.size() == 1 ? found[0].severity : Severity::info;
  };
  EXPECT_EQ(severity("extensions = { [\"door\"] = { [\"1\"] = function(c,e) app.dial(\"SIP/1\") end } }\n"), Severity::high);
  EXPECT_EQ(severity("extensions = { [\"other\"] = {} }\n"), Severity::medium);
}

TEST(DialplanRules, AnIncludeOfANumberThatIsAlwaysTheSame) {
  auto found = find("DWB-DP-005", "[default]\ninclude => taxi\n[taxi]\nexten => 77,1,Dial(SIP/proveedor/5551234)\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::medium);
}

TEST(DialplanRules, FollowIncludesToAnyDepthAndMindAGate) {
  const char* deep = "[default]\ninclude => a\n[a]\ninclude => b\n[b]\nexten => _X.,1,Dial(SIP/t/${EXTEN})\n";
  auto found = find("DWB-DP-005", deep);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.line, 2);
  EXPECT_FALSE(
      fires("DWB-DP-005", "[default]\ninclude => a\n[a]\nexten => _X.,1,Authenticate(0173)\nsame => n,Dial(SIP/t/${EXTEN})\n"));
}

// Sinologic's Authenticate(0173): a gate, and one that four digits open.
TEST(DialplanRules, KeepPinsOutOfTheReport) {
  auto found = find("DWB-DP-009", "[a]\nexten => _00.,1,Authenticate(0173)\nsame => n,Dial(SIP/t/${EXTEN})\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.text, "exten => _00.,1,Authenticate(***)");
  EXPECT_FALSE(found[0].value);
  for (const auto& [name, value] : found[0].facts) EXPECT_EQ(value.find("0173"), std::string::npos) << name;
}

TEST(DialplanRules, TellOnceForAContextWithTheOtherLinesOnTheTrail) {
  auto found = find(
      "DWB-DP-002",
      "[out]\nexten => _1.,1,Dial(SIP/t/${EXTEN})\nexten => _2.,1,Dial(SIP/t/${EXTEN})\nexten => _3.,1,Dial(SIP/t/${EXTEN})\n",
      false);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_THAT(found[0].facts, testing::Contains(std::make_pair(std::string("more"), std::string("2"))));
  EXPECT_EQ(found[0].trail.size(), 2u);
}

TEST(DialplanRules, KnowTheCarrierPrefixesOfJapan) {
  audit::EstateOptions japan;
  japan.country = "JP";
  EXPECT_EQ(find("DWB-DP-012", "[out]\nexten => _010.,1,Dial(DAHDI/g1/${EXTEN})\n", true, japan).size(), 1u);
  EXPECT_TRUE(find("DWB-DP-012", "[out]\nexten => _03XXXXXXXX,1,Dial(DAHDI/g1/${EXTEN})\n", true, japan).empty());
}

TEST(DialplanRules, MissEmergencyNumbersWhereTheCountryIsKnown) {
  audit::EstateOptions germany;
  germany.country = "DE";
  auto with = [&](const char* plan) {
    return Audited({{"sip.conf",
                     "[general]\nallowguest=no\n[100]\ntype=friend\nhost=dynamic\nsecret="
                     "kf8Dk29dkKqq1\ncontext=in\n"},
                    {"extensions.conf", plan}},
                   germany)
        .fires("DWB-DP-034");
  };
  EXPECT_TRUE(with("[in]\nexten => _0X.,1,Dial(DAHDI/g1/${EXTEN:1})\n"));
  EXPECT_TRUE(
      with("[in]\nexten => _0X.,1,Dial(DAHDI/g1/${EXTEN:1})\nexten => _1XX,1,Playback(pbx-invalid)\n"))
      << "an announcement";
  EXPECT_FALSE(
      with("[in]\nexten => _1X.,1,Dial(DAHDI/g1/${EXTEN})\nexten => _0X.,1,Dial(DAHDI/g1/${EXTEN:1})\n"));
  const std::string dials = "[in]\nexten => _0X.,1,Dial(DAHDI/g1/${EXTEN:1})\nexten => _11X,1,Goto(help,${EXTEN},1)\n";
  EXPECT_TRUE(with((dials + "[help]\nexten => _X.,1,Playback(invalid)\n").c_str())) << "an announcement elsewhere";
  EXPECT_TRUE(with((dials + "[help]\nexten => 5,1,Hangup()\n").c_str())) << "nothing takes it there";
  EXPECT_FALSE(with((dials + "[help]\nexten => _X.,1,Dial(DAHDI/g1/${EXTEN})\n").c_str()));
  germany.country = "US";
  EXPECT_FALSE(with("[in]\nexten => 911,1,Dial(DAHDI/g1/911)\n")) << "112 is of mobile networks there";
  EXPECT_TRUE(with("[in]\nexten => 912,1,Dial(DAHDI/g1/911)\n"));
  germany.country = "DE";
  const char* trunk =
      "[t]\ntype=endpoint\ncontext=in\nauth=a\noutbound_auth=a\n[a]\ntype=auth\nusername=t\npassword="
      "kf8Dk29dkKqq1\n"
      "[r]\ntype=registration\nendpoint=t\nclient_uri=sip:t@carrier.example\nserver_uri=sip:carrier."
      "example\nline=yes\n";
  EXPECT_FALSE(Audited({{"pjsip.conf", trunk},
                        {"extensions.conf", "[in]\nexten => _0X.,1,Dial(DAHDI/g1/${EXTEN:1})\n"}},
                       germany)
                   .fires("DWB-DP-034"))
      << "nobody's telephone";
}

TEST(DialplanRules, CountTelephonesOfOneContext) {
  std::string phones = "[general]\nallowguest=no\n";
  for (const char* name : {"a1", "a2", "a3"})
    phones += "[" + std::string(name) + "]\ntype=friend\nhost=dynamic\nsecret=kf8Dk29dkKqq1\ncontext=in\n";
  EXPECT_TRUE(Audited({{"sip.conf", phones}, {"extensions.conf", "[in]\nexten => _0X.,1,Dial(DAHDI/g1/${EXTEN:1})\n"}})
                  .fires("DWB-DP-014"));
  EXPECT_FALSE(
      Audited({{"sip.conf", phones}, {"extensions.conf", "[in]\nexten => _1XX,1,Dial(SIP/${EXTEN})\n"}}).fires("DWB-DP-014"));
}

TEST(DialplanRules, LookAtAnalogueLines) {
  const char* out = "[in]\nexten => _0X.,1,Dial(DAHDI/g1/${EXTEN:1})\n";
  EXPECT_TRUE(Audited({{"chan_dahdi.conf", "[channels]\nsignalling=fxo_ks\ncontext=in\ntransfer=yes\nchannel => 1\n"},
                       {"extensions.conf", out}})
                  .fires("DWB-DP-038"));
  EXPECT_FALSE(Audited({{"chan_dahdi.conf", "[channels]\nsignalling=fxo_ks\ncontext=in\ntransfer=no\nchannel => 1\n"},
                        {"extensions.conf", out}})
                   .fires("DWB-DP-038"));
}

TEST(DialplanRules, LeaveWhatStandsInCommentsAlone) {
  Audited plan(
      {{"sip.conf", kGuests},
       {"extensions.conf", "[default]\n;exten => _.,1,Dial(SIP/t/${EXTEN})\n;--\nexten => 1,1,DISA(no-password,out)\n--;\n"}});
  for (const ConfigFinding& found : plan.result().findings) EXPECT_NE(found.rule.substr(0, 6), "DWB-DP") << found.rule;
}

}  // namespace
}  // namespace denwaban
