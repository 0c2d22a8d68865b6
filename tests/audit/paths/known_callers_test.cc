// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a call before any line of the dialplan: its technology, and the caller's number where he
// cannot choose it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "../audited.h"

namespace denwaban {
namespace {

using test::Audited;

constexpr const char* kCarrier =
    "[carrier]\ntype=endpoint\naors=carrier\n[carrier]\ntype=aor\ncontact=sip:203.0.113.9\n";
constexpr const char* kForOne =
    "[in]\nexten => _00X.,1,GotoIf($[\"${CALLERID(num)}\" = \"5551234\"]?out)\n same => n,Hangup()\n"
    " same => n(out),Dial(PJSIP/${FILTER(0-9,${EXTEN})}@carrier)\n";

// The verdict of the device's best way; not_reachable: it has none.
Verdict verdict_of(const Audited& audited, const std::string& name) {
  Verdict best = Verdict::not_reachable;
  for (const TollPath& path : audited.result().paths)
    if (path.entry.name == name) best = std::min(best, path.verdict);
  return best;
}

Verdict desk(const std::string& options, const std::string& extensions = kForOne,
             const std::string& more = "") {
  Audited audited(
      {{"pjsip.conf", std::string(kCarrier) + "[desk]\ntype=endpoint\ncontext=in\n" + options + more},
       {"extensions.conf", extensions}});
  return verdict_of(audited, "desk");
}

// res/res_pjsip.c, ast_sip_set_id_from_invite.
TEST(KnownCallers, WhoIsFoundByHisNameShowsThatName) {
  EXPECT_EQ(desk(""), Verdict::not_reachable);
  EXPECT_EQ(desk("callerid=Desk <7>\n"), Verdict::not_reachable);
  EXPECT_EQ(desk("callerid=Desk <5551234>\n"), Verdict::reachable);
  EXPECT_EQ(desk("callerid=5551234\n"), Verdict::reachable);
  EXPECT_EQ(desk("callerid=Desk\n"), Verdict::not_reachable) << "a name without a number";
}

TEST(KnownCallers, WhoIsFoundOtherwiseWritesWhatHeLikes) {
  EXPECT_EQ(desk("trust_id_inbound=yes\n"), Verdict::weak);
  EXPECT_EQ(desk("identify_by=auth_username\n"), Verdict::weak);
  EXPECT_EQ(desk("", kForOne, "[i]\ntype=identify\nendpoint=desk\nmatch=198.51.100.7\n"), Verdict::weak);
  EXPECT_EQ(desk("callerid=Desk <7>\n", kForOne, "[i]\ntype=identify\nendpoint=desk\nmatch=198.51.100.7\n"),
            Verdict::not_reachable);
}

TEST(KnownCallers, AreTriedOnPatternsAndOnWhatTheDialplanMakesOfThem) {
  const std::string dial = ",Dial(PJSIP/${FILTER(0-9,${EXTEN})}@carrier)\n";
  EXPECT_EQ(desk("callerid=<7>\n", "[in]\nexten => _00X./5551234,1" + dial), Verdict::not_reachable);
  EXPECT_EQ(desk("callerid=<5551234>\n", "[in]\nexten => _00X./5551234,1" + dial), Verdict::weak);
  const std::string inner =
      "[inner]\nexten => _00X.,1,GotoIf($[\"${CALLERID(num)}\" = \"7\"]?out)\n same => n,Hangup()\n same => "
      "n(out)" +
      dial;
  EXPECT_EQ(desk("callerid=<7>\n", "[in]\nexten => _00X.,1,Dial(Local/${EXTEN}@inner)\n" + inner),
            Verdict::reachable);
  EXPECT_EQ(desk("callerid=<8>\n", "[in]\nexten => _00X.,1,Dial(Local/${EXTEN}@inner)\n" + inner),
            Verdict::not_reachable);
  EXPECT_EQ(desk("callerid=<8>\n",
                 "[in]\nexten => _00X.,1,Set(CALLERID(num)=7)\n same => n,Goto(inner,${EXTEN},1)\n" + inner),
            Verdict::reachable);
  EXPECT_EQ(desk("callerid=<8>\n",
                 "[in]\nexten => _00X.,1,Set(CALLERID(all)=${DB(x/y)})\n same => n,Goto(inner,${EXTEN},1)\n" +
                     inner),
            Verdict::weak);
}

TEST(KnownCallers, OfManyDevicesEachGoesItsOwnWay) {
  std::string sections = kCarrier;
  for (int i = 1; i <= 9; ++i) sections += "[20" + std::to_string(i) + "]\ntype=endpoint\ncontext=in\n";
  Audited audited({{"pjsip.conf", sections},
                   {"extensions.conf",
                    "[in]\nexten => _00X.,1,GotoIf($[${CALLERID(num)} = 203]?out)\n same => n,Hangup()\n"
                    " same => n(out),Dial(PJSIP/${FILTER(0-9,${EXTEN})}@carrier)\n"}});
  EXPECT_EQ(verdict_of(audited, "203"), Verdict::reachable);
  EXPECT_EQ(verdict_of(audited, "202"), Verdict::not_reachable);
  EXPECT_EQ(verdict_of(audited, "209"), Verdict::not_reachable);
}

// channels/chan_sip.c, check_peer_ok: a peer that registered is found by its address, whatever it writes into
// From.
TEST(KnownCallers, OfChanSipAreUsersAndThoseWithACallerId) {
  auto sip = [](const std::string& options) {
    Audited audited(
        {{"sip.conf",
          "[general]\nallowguest=no\n[desk]\ncontext=in\nhost=dynamic\nsecret=hR7!kQ2zLw\n" + options},
         {"pjsip.conf", kCarrier},
         {"extensions.conf", kForOne}});
    return verdict_of(audited, "desk");
  };
  EXPECT_EQ(sip("type=user\n"), Verdict::not_reachable);
  EXPECT_EQ(sip("type=friend\ncallerid=\"Desk\" <7>\n"), Verdict::not_reachable);
  EXPECT_EQ(sip("type=friend\n"), Verdict::authenticated);
  EXPECT_EQ(sip("type=friend\ncallerid=\"Desk\" <7>\ntrustrpid=yes\n"), Verdict::authenticated);
}

TEST(KnownCallers, ComeByOneTechnology) {
  auto by = [](const std::string& technology, const std::string& extensions) {
    return desk("", "[in]\nexten => _00X.,1,GotoIf($[\"${CHANNEL(channeltype)}\" = \"" + technology +
                        "\"]?out)\n same => n,Hangup()\n" + " same => n(out)," + extensions);
  };
  const std::string dial = "Dial(PJSIP/${FILTER(0-9,${EXTEN})}@carrier)\n";
  EXPECT_EQ(by("IAX2", dial), Verdict::not_reachable);
  EXPECT_EQ(by("PJSIP", dial), Verdict::reachable);
  const std::string inner =
      "Dial(Local/${EXTEN}@inner)\n[inner]\nexten => _00X.,1,GotoIf($[\"${CHANNEL(channeltype)}\" = "
      "\"Local\"]?out)\n"
      " same => n,Hangup()\n same => n(out)," +
      dial;
  EXPECT_EQ(by("PJSIP", inner), Verdict::reachable);
}

TEST(KnownCallers, DecideHowGraveAnOpenDoorIs) {
  Audited audited({{"pjsip.conf", std::string(kCarrier) + "[desk]\ntype=endpoint\ncontext=in\n"},
                   {"extensions.conf", kForOne}});
  EXPECT_EQ(audited.of("DWB-PJS-002").at(0).severity, Severity::high);
  Audited open(
      {{"pjsip.conf", std::string(kCarrier) + "[desk]\ntype=endpoint\ncontext=in\ncallerid=<5551234>\n"},
       {"extensions.conf", kForOne}});
  EXPECT_EQ(open.of("DWB-PJS-002").at(0).severity, Severity::critical);
}

TEST(KnownCallers, MakeTheNameOfTheirTrunk) {
  const std::string carriers = std::string(kCarrier) + "[by-7]\ntype=endpoint\naors=carrier\n";
  auto trunk = [&](const std::string& caller) {
    Audited audited({{"pjsip.conf", carriers + "[desk]\ntype=endpoint\ncontext=in\ncallerid=" + caller + "\n"},
                     {"extensions.conf", "[in]\nexten => _00X.,1,Dial(PJSIP/${FILTER(0-9,${EXTEN})}@by-${CALLERID(num)})\n"}});
    std::string best;
    for (const TollPath& path : audited.result().paths)
      if (path.entry.name == "desk" && path.verdict == Verdict::reachable) best = path.trunk;
    return best;
  };
  EXPECT_EQ(trunk("<7>"), "PJSIP/by-7");
  EXPECT_EQ(trunk("<8>"), "");
}

}  // namespace
}  // namespace denwaban
