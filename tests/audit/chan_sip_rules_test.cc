// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

constexpr char kGood[] = "[general]\nallowguest=no\n";
constexpr char kStrong[] = "secret=vK8!qz-Wm2xR7u#pL4\n";

// What a rule finds in a sip.conf.
std::vector<ConfigFinding> in_sip(const char* rule, const std::string& text) {
  return Audited({{"sip.conf", text}}).of(rule);
}
std::vector<ConfigFinding> device(const char* rule, const std::string& section) {
  return in_sip(rule, kGood + section);
}

TEST(ChanSipRules, GuestsAreAllowedWhenNothingIsWritten) {
  auto found = in_sip("DWB-SIP-001", "[general]\ncontext=public\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].origin, Origin::missing);
  EXPECT_EQ(found[0].severity, Severity::medium);
  ASSERT_TRUE(found[0].edit.has_value());
  EXPECT_EQ(found[0].edit->kind, SafeEdit::Kind::insert_after);
  EXPECT_EQ(found[0].edit->line, 1);
  EXPECT_EQ(in_sip("DWB-SIP-001", "").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-001", kGood).empty());
  EXPECT_TRUE(Audited({{"iax.conf", "[general]\n"}}).of("DWB-SIP-001").empty());
}

TEST(ChanSipRules, WrittenGuestsAreReplacedInTheirLine) {
  auto found = in_sip("DWB-SIP-001", "[general]\nallowguest=no\nallowguest=yes\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.line, 3);
  ASSERT_TRUE(found[0].edit.has_value());
  EXPECT_EQ(found[0].edit->line, 3);
  EXPECT_EQ(found[0].edit->text, "allowguest=no");
}

TEST(ChanSipRules, ContextOfStrangersIsToldUnlessItIsADeadEnd) {
  EXPECT_EQ(in_sip("DWB-SIP-002", "[general]\n").size(), 1u);
  auto domains = in_sip("DWB-SIP-002", "[general]\ncontext=a\ndomain=x.example,b\n");
  ASSERT_EQ(domains.size(), 2u);
  EXPECT_TRUE(in_sip("DWB-SIP-002", kGood).empty());
}

TEST(ChanSipRules, AlwaysAuthRejectCountsWhenItIsSwitchedOff) {
  auto found = in_sip("DWB-SIP-003", "[general]\nalwaysauthreject=no\n[a]\ntype=peer\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::high);
  EXPECT_TRUE(in_sip("DWB-SIP-003", "[general]\n").empty());
  audit::EstateOptions old;
  old.version = {1, 6, 2, true};
  EXPECT_TRUE(Audited({{"sip.conf", "[general]\n"}}, old).fires("DWB-SIP-003"));
}

TEST(ChanSipRules, DevicesWithoutPassword) {
  auto found = device("DWB-SIP-004", "[a]\ntype=friend\nhost=dynamic\nsecret=\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.line, 6);
  EXPECT_FALSE(found[0].value.has_value());
  EXPECT_EQ(device("DWB-SIP-004", "[a]\ntype=user\n").size(), 1u);
  EXPECT_TRUE(device("DWB-SIP-004", "[a]\ntype=peer\nhost=192.0.2.1\n").empty());
  EXPECT_TRUE(
      device("DWB-SIP-004", "[a]\ntype=friend\nhost=dynamic\nmd5secret=0123456789abcdef0123456789abcdef\n")
          .empty());
  auto inside = device("DWB-SIP-004", "[a]\ntype=friend\nhost=dynamic\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n");
  ASSERT_EQ(inside.size(), 1u);
  EXPECT_EQ(inside[0].severity, Severity::high);
}

TEST(ChanSipRules, PasswordsThatCanBeGuessed) {
  auto found = device("DWB-SIP-005", "[t](!)\nsecret=welcome1\n[phone](t)\ntype=friend\nhost=dynamic\n");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].origin, Origin::templated);
  EXPECT_EQ(found[0].place.line, 4);
  EXPECT_FALSE(found[0].value.has_value());
  EXPECT_EQ(found[0].place.text.find("welcome1"), std::string::npos);
  auto word = [](const std::string& secret) {
    return device("DWB-SIP-005", "[a]\ntype=friend\nhost=dynamic\nsecret=" + secret + "\n");
  };
  ASSERT_EQ(word("zembliprok17").size(), 1u);
  EXPECT_EQ(word("zembliprok17")[0].severity, Severity::medium) << "a word or two, and a number";
  EXPECT_EQ(word("Zembliprok").size(), 1u);
  for (const char* good : {"ze17mbliprok", "zemBliProk17", "zembliprok12345"}) EXPECT_TRUE(word(good).empty()) << good;
  EXPECT_EQ(device("DWB-SIP-005", "[4711]\ntype=friend\nhost=dynamic\nsecret=4711\n").size(), 1u);
  EXPECT_TRUE(device("DWB-SIP-005", std::string("[a]\ntype=friend\nhost=dynamic\n") + kStrong).empty());
}

TEST(ChanSipRules, DigestsAreTriedToo) {
  // MD5 of "100:asterisk:" with a strong password, and with 100.
  EXPECT_EQ(
      device("DWB-SIP-005", "[100]\ntype=friend\nhost=dynamic\nmd5secret=2b81c415881764e0f4bcdcb64b3e8ff3\n")
          .size(),
      0u);
  EXPECT_EQ(
      device("DWB-SIP-005", "[100]\ntype=friend\nhost=dynamic\nmd5secret=aa25a0d97c9a1a5243d8e9d0b9bd1c43\n")
          .size(),
      1u);
}

TEST(ChanSipRules, OnePasswordForSeveral) {
  std::string two =
      std::string("[a]\ntype=friend\nhost=dynamic\n") + kStrong + "[b]\ntype=friend\nhost=dynamic\n";
  auto shared = device("DWB-SIP-006", two + kStrong);
  ASSERT_EQ(shared.size(), 1u) << "one finding for all who share it";
  EXPECT_EQ(shared[0].trail.size(), 1u);
  EXPECT_TRUE(device("DWB-SIP-006", two + "secret=other\n").empty());
}

TEST(ChanSipRules, NamesThatAreNumbers) {
  auto weak = device("DWB-SIP-007", "[100]\ntype=friend\nhost=dynamic\nsecret=100\n");
  ASSERT_EQ(weak.size(), 1u);
  EXPECT_EQ(weak[0].severity, Severity::medium);
  auto strong = device("DWB-SIP-007", std::string("[100]\ntype=friend\nhost=dynamic\n") + kStrong);
  ASSERT_EQ(strong.size(), 1u);
  EXPECT_EQ(strong[0].severity, Severity::low);
  EXPECT_TRUE(device("DWB-SIP-007", "[desk-100]\ntype=friend\nhost=dynamic\n").empty());
  EXPECT_TRUE(device("DWB-SIP-007", "[100]\ntype=peer\nhost=192.0.2.1\n").empty());
}

TEST(ChanSipRules, InsecureDevicesAndTrunks) {
  EXPECT_EQ(device("DWB-SIP-008", "[a]\ntype=friend\nhost=dynamic\ninsecure=port,invite\n").size(), 1u);
  EXPECT_TRUE(device("DWB-SIP-008", "[a]\ntype=friend\nhost=dynamic\ninsecure=port\n").empty());
  EXPECT_TRUE(device("DWB-SIP-008", "[a]\ntype=friend\nhost=dynamic\ninsecure=very\n").empty());
  auto all = in_sip("DWB-SIP-008", "[general]\ninsecure=invite\n[a]\ntype=friend\nhost=dynamic\n");
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].object, "[general]");
  std::string trunk = "[t]\ntype=peer\nhost=192.0.2.1\ninsecure=port,invite\n";
  EXPECT_TRUE(device("DWB-SIP-008", trunk).empty());
  auto found = device("DWB-SIP-009", trunk);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::medium);
  EXPECT_TRUE(device("DWB-SIP-009", "[t]\ntype=peer\nhost=192.0.2.1\n").empty());
}

TEST(ChanSipRules, AccessLists) {
  EXPECT_EQ(device("DWB-SIP-010", "[a]\ntype=friend\nhost=dynamic\n").size(), 1u);
  EXPECT_TRUE(
      device("DWB-SIP-010", "[a]\ntype=friend\nhost=dynamic\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n").empty());
  auto inside = in_sip("DWB-SIP-010", "[general]\nbindaddr=192.168.0.2\n[a]\ntype=friend\nhost=dynamic\n");
  ASSERT_EQ(inside.size(), 1u);
  EXPECT_EQ(inside[0].severity, Severity::medium);
  auto fault = device("DWB-SIP-011", "[a]\ntype=friend\nhost=dynamic\npermit=10.0.0.0/8\n");
  ASSERT_EQ(fault.size(), 1u);
  EXPECT_EQ(fault[0].place.line, 6);
  EXPECT_TRUE(
      device("DWB-SIP-011", "[a]\ntype=friend\nhost=dynamic\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n").empty());
  std::string limited = "[a]\ntype=friend\nhost=dynamic\ndeny=0.0.0.0/0\npermit=10.0.0.0/8\n";
  EXPECT_EQ(in_sip("DWB-SIP-012", "[general]\nudpbindaddr=[::]:5060\n" + limited).size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-012", "[general]\nudpbindaddr=::\n" + limited + "deny=::/0\n").empty());
  EXPECT_TRUE(in_sip("DWB-SIP-012", "[general]\n" + limited).empty());
}

TEST(ChanSipRules, DomainsAndPeersOfStrangers) {
  EXPECT_EQ(in_sip("DWB-SIP-013", "[general]\ndomain=a.example\n").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-013", "[general]\ndomain=a.example\nallowexternaldomains=no\n").empty());
  EXPECT_TRUE(in_sip("DWB-SIP-013", "[general]\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-014", "[general]\nautocreatepeer=persist\n").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-014", "[general]\nautocreatepeer=no\n").empty());
}

TEST(ChanSipRules, TransfersAndRedirections) {
  EXPECT_EQ(in_sip("DWB-SIP-015", "[general]\nallowguest=no\n[t]\ntype=peer\nhost=192.0.2.1\n").size(), 1u);
  EXPECT_EQ(in_sip("DWB-SIP-015", "[general]\n").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-015", "[general]\nallowtransfer=no\n[t]\ntype=peer\nhost=192.0.2.1\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-016", "[general]\npromiscredir=yes\n[t]\ntype=peer\n").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-016", "[general]\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-017", "[general]\nmatch_auth_username=yes\n").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-017", "[general]\n").empty());
}

TEST(ChanSipRules, AnOpenDeviceIsAsGraveAsWhatItReaches) {
  auto severity = [](const char* rule, const std::string& plan) {
    const std::string device = "[general]\nallowguest=no\n[a]\ntype=friend\nhost=203.0.113.9\ninsecure=port,invite\ncontext=in\n";
    const auto found = Audited({{"sip.conf", device}, {"extensions.conf", plan}}).of(rule);
    return found.size() == 1 ? found[0].severity : Severity::info;
  };
  const std::string trunk = "[in]\nexten => _X.,1,Dial(SIP/a/${EXTEN})\n", telephone = "[in]\nexten => 100,1,Dial(SIP/100)\n",
                    elsewhere = "[other]\nexten => 1,1,Hangup()\n";
  EXPECT_EQ(severity("DWB-SIP-008", trunk), Severity::critical);
  EXPECT_EQ(severity("DWB-SIP-008", telephone), Severity::high);
  EXPECT_EQ(severity("DWB-SIP-008", elsewhere), Severity::medium);
  EXPECT_EQ(severity("DWB-SIP-018", trunk), Severity::high);
  EXPECT_EQ(severity("DWB-SIP-018", elsewhere), Severity::medium);
}

TEST(ChanSipRules, GuestsSendMessagesWhereverTheyAreAsked) {
  auto told = [](const std::string& general) {
    return Audited({{"sip.conf", "[general]\n" + general},
                    {"extensions.conf", "[msg]\nexten => _X.,1,MessageSend(sip:${EXTEN},${MESSAGE(from)})\n"}});
  };
  const std::string context = "outofcall_message_context=msg\n";
  EXPECT_TRUE(told(context).fires("DWB-SIP-025"));
  EXPECT_TRUE(told(context).fires("DWB-DP-032"));
  EXPECT_FALSE(told("allowguest=no\n" + context).fires("DWB-SIP-025"));
  EXPECT_TRUE(told("allowguest=no\nauth_message_requests=no\n" + context).fires("DWB-SIP-025"));
  EXPECT_FALSE(told("context=msg\n" + context).fires("DWB-SIP-025")) << "where guests' calls arrive, too";
}

TEST(ChanSipRules, TrunksFoundByName) {
  auto open = device("DWB-SIP-018", "[t]\ntype=friend\nhost=sip.example.net\n");
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].severity, Severity::high);
  auto closed = device("DWB-SIP-018", std::string("[t]\ntype=friend\nhost=sip.example.net\n") + kStrong);
  ASSERT_EQ(closed.size(), 1u);
  EXPECT_EQ(closed[0].severity, Severity::low);
  EXPECT_TRUE(device("DWB-SIP-018", "[t]\ntype=peer\nhost=sip.example.net\n").empty());
  EXPECT_TRUE(
      device("DWB-SIP-018", std::string("[desk]\ntype=friend\nhost=192.168.0.9\n") + kStrong).empty());
}

TEST(ChanSipRules, CallerIdOfDevices) {
  EXPECT_EQ(device("DWB-SIP-019", "[a]\ntype=friend\nhost=dynamic\ntrustrpid=yes\n").size(), 1u);
  EXPECT_TRUE(device("DWB-SIP-019", "[t]\ntype=peer\nhost=192.0.2.1\ntrustrpid=yes\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-019", "[general]\ntrustrpid=yes\n").size(), 1u);
}

TEST(ChanSipRules, WhereItListens) {
  EXPECT_EQ(in_sip("DWB-SIP-020", "[general]\nbindaddr=0.0.0.0\n").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-020", "[general]\nudpbindaddr=127.0.0.1:5060\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-021", "[general]\nbindport=5080\n").size(), 1u);
  EXPECT_EQ(in_sip("DWB-SIP-021", "[general]\nudpbindaddr=0.0.0.0:5070\n").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-021", "[general]\nbindport=5060\n").empty());
}

TEST(ChanSipRules, HabitsOfTheWholeDriver) {
  EXPECT_EQ(in_sip("DWB-SIP-022", "[general]\n").size(), 1u);
  EXPECT_EQ(
      in_sip("DWB-SIP-022", "[general]\ntlsenable=yes\ntlsdontverifyserver=yes\ntlsclientmethod=tlsv1\n")
          .size(),
      2u);
  EXPECT_TRUE(in_sip("DWB-SIP-022", "[general]\ntlsenable=yes\n").empty());
  EXPECT_TRUE(in_sip("DWB-SIP-023", "[general]\nuseragent=voice\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-023", "[general]\nuseragent=Asterisk PBX 1.8\n").size(), 1u);
  EXPECT_EQ(in_sip("DWB-SIP-024", "[general]\n").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-024", "[general]\nauth_options_requests=yes\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-025", "[general]\nauth_message_requests=no\n").size(), 1u);
  EXPECT_TRUE(
      in_sip("DWB-SIP-025", "[general]\nauth_message_requests=no\naccept_outofcall_message=no\n").empty());
  EXPECT_EQ(device("DWB-SIP-027", "[a]\ntype=friend\nhost=dynamic\n").size(), 1u);
  EXPECT_TRUE(device("DWB-SIP-027", "[a]\ntype=friend\nhost=dynamic\ncall-limit=2\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-028", "[general]\n").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-028", "[general]\nrtptimeout=60\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-031", "[general]\n").size(), 1u);
  audit::EstateOptions old;
  old.version = {13, 0, 0, true};
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\n"}}, old).fires("DWB-SIP-031"));
  audit::EstateOptions without;
  without.version = {21, 0, 0, true};
  EXPECT_TRUE(Audited({{"sip.conf", "[general]\n"}}, without).of("DWB-SIP-001").at(0).inert);
}

TEST(ChanSipRules, HintsAreShownWhereThereAreSome) {
  std::string plan = "[default]\nexten => 100,hint,SIP/a\nexten => 100,1,Dial(SIP/a)\n";
  EXPECT_TRUE(Audited({{"sip.conf", kGood}, {"extensions.conf", plan}}).fires("DWB-SIP-026"));
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\nallowsubscribe=no\n"}, {"extensions.conf", plan}})
                   .fires("DWB-SIP-026"));
  EXPECT_FALSE(Audited({{"sip.conf", kGood}}).fires("DWB-SIP-026"));
}

TEST(ChanSipRules, DevicesThatNobodyCalls) {
  std::string devices =
      std::string(kGood) + "[anna]\ntype=friend\nhost=dynamic\n[old]\ntype=friend\nhost=dynamic\n";
  auto found = Audited({{"sip.conf", devices}, {"extensions.conf", "[d]\nexten => 1,1,Dial(SIP/anna,20)\n"}})
                   .of("DWB-SIP-029");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].object, "[old]");
  Audited other({{"sip.conf", devices}, {"extensions.conf", "[d]\nexten => 1,1,Dial(SIP/anna&PJSIP/old,20)\n"}});
  EXPECT_EQ(other.of("DWB-SIP-029").size(), 1u) << "another driver's device of that name";
  Audited unknown({{"sip.conf", devices}, {"extensions.conf", "[d]\nexten => _X,1,Dial(SIP/${NAME},20)\n"}});
  EXPECT_FALSE(unknown.fires("DWB-SIP-029"));
  Audited through_a_trunk(
      {{"sip.conf", devices}, {"extensions.conf", "[d]\nexten => _X,1,Dial(SIP/${EXTEN}@old,20)\n"}});
  ASSERT_EQ(through_a_trunk.of("DWB-SIP-029").size(), 1u);
  EXPECT_EQ(through_a_trunk.of("DWB-SIP-029")[0].object, "[anna]");
  EXPECT_EQ(device("DWB-SIP-029", "[grandstream1]\ntype=friend\nhost=dynamic\n").size(), 1u);
  Audited own({{"sip.conf", std::string(kGood) + "[grandstream]\ntype=friend\nhost=dynamic\n"},
               {"extensions.conf", "[d]\nexten => _.,1,Dial(SIP/${EXTEN},20)\n"}});
  EXPECT_FALSE(own.fires("DWB-SIP-029"));  // not the sample's name, and it may be dialled
}

TEST(ChanSipRules, DevicesWhoseNumberNoPatternGives) {
  auto unused = [](const std::string& plan) {
    const std::string two = std::string(kGood) + "[101]\ntype=friend\nhost=dynamic\n[501]\ntype=friend\nhost=dynamic\n";
    std::string names;
    for (const auto& one : Audited({{"sip.conf", two}, {"extensions.conf", "[d]\n" + plan}}).of("DWB-SIP-029"))
      names += one.object;
    return names;
  };
  EXPECT_EQ(unused("exten => _1XX,1,Dial(SIP/${EXTEN},20)\nexten => 501,1,Dial(SIP/101)\n"), "[501]");
  EXPECT_EQ(unused("exten => _XXX,1,Dial(SIP/${EXTEN},20)\n"), "");
  EXPECT_EQ(unused("exten => 501,1,Dial(SIP/${EXTEN},20)\n"), "[101]");
  EXPECT_EQ(unused("exten => _9[1-4]XX,1,Dial(SIP/${EXTEN:1},20)\n"), "[501]");
  EXPECT_EQ(unused("exten => _X,1,Dial(SIP/10${EXTEN},20)\n"), "[501]");
  EXPECT_EQ(unused("exten => _1XX,1,Dial(SIP/${EXTEN}${X},20)\n"), "") << "what X holds, nothing tells";
}

TEST(ChanSipRules, TelephonesThatRegisterAsTheTrunk) {
  std::string both = "[a]\ntype=friend\nhost=dynamic\n[t]\ntype=peer\nhost=192.0.2.1\n";
  EXPECT_EQ(in_sip("DWB-SIP-030", "[general]\n" + both).size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-030", "[general]\ndynamic_exclude_static=yes\n" + both).empty());
}

TEST(ChanSipRules, NatThatDiffers) {
  EXPECT_EQ(device("DWB-SIP-032", "[a]\ntype=friend\nnat=force_rport,comedia\n").size(), 1u);
  EXPECT_TRUE(device("DWB-SIP-032", "[a]\ntype=friend\nnat=no\n").empty());
  EXPECT_TRUE(device("DWB-SIP-032", "[a]\ntype=friend\nnat=comedia\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-032", "[general]\nnat=yes\n[a]\ntype=friend\nnat=no\n").size(), 1u);
}

TEST(ChanSipRules, PasswordsInClear) {
  EXPECT_EQ(device("DWB-SIP-033", std::string("[a]\ntype=friend\nhost=dynamic\n") + kStrong).size(), 1u);
  EXPECT_TRUE(device("DWB-SIP-033", "[a]\ntype=friend\nhost=dynamic\n").empty());
  auto line = in_sip("DWB-SIP-035", "[general]\nregister => user:topSecret9@sip.example.net/100\n");
  ASSERT_EQ(line.size(), 1u);
  EXPECT_FALSE(line[0].value.has_value());
  EXPECT_EQ(line[0].fix.find("topSecret9"), std::string::npos);
  EXPECT_TRUE(
      in_sip("DWB-SIP-035", "[general]\nregister => tls://user:topSecret9@sip.example.net\n").empty());
  EXPECT_EQ(in_sip("DWB-SIP-034", "[general]\nregcontext=there\n").size(), 1u);
  EXPECT_TRUE(in_sip("DWB-SIP-034", "[general]\n").empty());
}

TEST(ChanSipRules, APeerWithoutAPasswordThatReachesATrunkIsBelievedByItsAddress) {
  auto found = [](const char* more) {
    return Audited({{"sip.conf", std::string(kGood) + "[out]\ntype=peer\nhost=192.0.2.9\n" + kStrong +
                                     "[in]\ntype=peer\nhost=192.0.2.1\ncontext=way\n" + more},
                    {"extensions.conf", "[way]\nexten => _X.,1,Dial(SIP/out/${EXTEN})\n"}})
        .of("DWB-SIP-009");
  };
  auto open = found("secret=\n");
  ASSERT_EQ(open.size(), 1u);
  EXPECT_EQ(open[0].severity, Severity::high);
  EXPECT_TRUE(found(kStrong).empty());
}

TEST(ChanSipRules, APasswordThatIsOnlySentWeighsLittle) {
  auto sent = device("DWB-SIP-005", "[t]\ntype=peer\nhost=192.0.2.1\nsecret=welcome1\n");
  ASSERT_EQ(sent.size(), 1u);
  EXPECT_EQ(sent[0].severity, Severity::low);
  EXPECT_TRUE(
      device("DWB-SIP-005", "[t]\ntype=peer\nhost=192.0.2.1\nsecret=welcome1\ninsecure=port,invite\n").empty());
  auto carrier = device("DWB-SIP-005", "[t]\ntype=friend\nhost=192.0.2.1\nsecret=welcome1\ninsecure=invite\n");
  ASSERT_EQ(carrier.size(), 1u);
  EXPECT_EQ(carrier[0].severity, Severity::low) << "neither calls nor registrations need it";
}

TEST(ChanSipRules, CallerIdInGeneralCountsForDevicesInADatabase) {
  auto fires = [](const char* rpid, const char* config) {
    return Audited({{"sip.conf", std::string(kGood) + rpid + "[t]\ntype=peer\nhost=192.0.2.1\n" + kStrong},
                    {"extconfig.conf", config}})
        .fires("DWB-SIP-019");
  };
  EXPECT_TRUE(fires("trustrpid=yes\n", "[settings]\nsippeers => odbc,asterisk\n"));
  EXPECT_FALSE(fires("trustrpid=yes\n", "[settings]\nqueues => odbc,asterisk\n"));
  EXPECT_FALSE(fires("", "[settings]\nsippeers => odbc,asterisk\n"));
}

TEST(ChanSipRules, GuestsWhoseContextADatabaseDecidesAreNotCalledHarmless) {
  auto severity = [](const char* plan) {
    auto found = Audited({{"sip.conf", "[general]\ncontext=in\n"},
                          {"extensions.conf", plan},
                          {"extconfig.conf", "[settings]\nextensions => odbc,asterisk\n"}})
                     .of("DWB-SIP-001");
    return found.empty() ? Severity::info : found[0].severity;
  };
  EXPECT_EQ(severity("[in]\nswitch => Realtime\n"), Severity::high);
  EXPECT_EQ(severity("[in]\nexten => x,1,Hangup()\n"), Severity::medium);
}

}  // namespace
}  // namespace denwaban
