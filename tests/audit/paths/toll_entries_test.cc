// SPDX-License-Identifier: GPL-3.0-or-later
// Ways that begin elsewhere than with a call that comes in: orders to the manager, contexts that callers choose, transfers and
// forwards by who is called, lines that run beside a call.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../audited.h"
#include "model/names.h"

namespace denwaban {
namespace {

using test::Audited;

const std::string kOut = "[out]\nexten => _00X.,1,Dial(DAHDI/g1/${EXTEN})\n";

std::vector<TollPath> of_kind(std::initializer_list<Audited::File> files, EntryKind kind) {
  auto paths = Audited(files).result().paths;
  std::erase_if(paths, [&](const TollPath& path) {
    return path.entry.kind != kind || path.verdict == Verdict::not_reachable;
  });
  return paths;
}

TEST(TollEntries, WhoMayOrderCallsReachesEveryTrunk) {
  auto ordered = [](const std::string& user, const std::string& general = "enabled=yes\n") {
    return of_kind({{"extensions.conf", kOut}, {"manager.conf", "[general]\n" + general + "[boss]\n" + user}},
                   EntryKind::originate);
  };
  auto paths = ordered("secret=boss\nwrite=call,originate\n");
  ASSERT_EQ(paths.size(), 1u);
  EXPECT_EQ(paths[0].trunk, "DAHDI/g1");
  EXPECT_EQ(paths[0].verdict, Verdict::weak);
  EXPECT_TRUE(paths[0].international);
  EXPECT_EQ(ordered("secret=vK3-tq9Zr_Lw7xPd\nwrite=all\n").at(0).verdict, Verdict::authenticated);
  EXPECT_TRUE(ordered("secret=boss\nwrite=user,reporting\n").empty());
  EXPECT_TRUE(ordered("secret=boss\nwrite=all\n", "enabled=no\n").empty());
  EXPECT_TRUE(ordered("secret=boss\nwrite=all\n", "enabled=yes\nbindaddr=127.0.0.1\n").empty());
  const std::string here = "secret=boss\nwrite=all\ndeny=0.0.0.0/0\npermit=127.0.0.1/255.255.255.255\n";
  EXPECT_TRUE(ordered(here).empty());
  EXPECT_EQ(ordered(here + "permit=203.0.113.7/32\n").size(), 1u) << "one other machine is enough";
}

// So does a carrier in sip.conf, whether a line dials it by its name or not.
TEST(TollEntries, WhoMayOrderCallsReachesCarriersOfSipConf) {
  auto ordered = [](const std::string& host) {
    return of_kind({{"extensions.conf", "[nobody]\nexten => 1,1,Hangup()\n"},
                    {"sip.conf", "[general]\nallowguest=no\n[second]\ntype=peer\nhost=" + host + "\n"},
                    {"manager.conf", "[general]\nenabled=yes\n[boss]\nsecret=boss\nwrite=originate\n"}},
                   EntryKind::originate)
        .size();
  };
  EXPECT_EQ(ordered("sip.second.example"), 1u);
  EXPECT_EQ(ordered("dynamic"), 0u);
  EXPECT_EQ(ordered("192.168.1.7"), 0u) << "a box in the house";
}

// Originate names the trunk itself: no line of the dialplan is needed, nor does a FILTER keep it from anything.
TEST(TollEntries, WhoMayOrderCallsNeedsNoDialplan) {
  const std::string manager = "[general]\nenabled=yes\n[boss]\nsecret=boss\nwrite=originate\n";
  auto trunks = [&](const std::string& extensions, const std::string& contact) {
    const auto paths = of_kind({{"extensions.conf", extensions},
                                {"manager.conf", manager},
                                {"pjsip.conf", "[carrier]\ntype=endpoint\ncontext=in\naors=carrier\n[carrier]\ntype=aor\n"
                                               "contact=sip:" + contact + "\n"}},
                               EntryKind::originate);
    std::vector<std::string> all;
    for (const TollPath& path : paths) all.push_back(path.trunk);
    return all;
  };
  const std::string none = "[in]\nexten => 1,1,Hangup()\n";
  EXPECT_THAT(trunks(none, "gw.example.com"), testing::ElementsAre("PJSIP/carrier"));
  EXPECT_THAT(trunks(none, "u@192.0.2.1:5060;transport=tcp"), testing::ElementsAre("PJSIP/carrier"));
  EXPECT_TRUE(trunks(none, "10.0.0.7:5060").empty()) << "a box in the house";
  EXPECT_THAT(trunks("[in]\nexten => _00X.,1,Dial(DAHDI/1&DAHDI/g1/${FILTER(0-9,${EXTEN})},30)\n", "10.0.0.7"),
              testing::ElementsAre("DAHDI/g1"));
}

// The kernel drops what comes over a wire from 127.0.0.0/8.
TEST(TollEntries, NoStrangerComesFromThisMachine) {
  auto verdict = [](const std::string& host, const std::string& type) {
    const auto paths = of_kind({{"extensions.conf", kOut},
                                {"sip.conf", "[general]\nallowguest=no\n[local]\ntype=" + type + "\nhost=" + host +
                                                 "\ninsecure=invite,port\ncontext=out\n"}},
                               type == "peer" ? EntryKind::sip_peer : EntryKind::sip_user);
    return paths.empty() ? Verdict::not_reachable : paths[0].verdict;
  };
  EXPECT_EQ(verdict("127.0.0.1", "peer"), Verdict::authenticated);
  EXPECT_EQ(verdict("localhost", "peer"), Verdict::authenticated);
  EXPECT_EQ(verdict("192.168.1.7", "peer"), Verdict::weak);
  EXPECT_EQ(verdict("127.0.0.1", "friend"), Verdict::reachable)
      << "found by the name in From, wherever it comes from";

  auto endpoint = [](const std::string& match, const std::string& by) {
    const auto paths =
        of_kind({{"extensions.conf", kOut},
                 {"pjsip.conf", "[local]\ntype=endpoint\ncontext=out\nidentify_by=" + by +
                                    "\n[local]\ntype=identify\nendpoint=local\nmatch=" + match + "\n"}},
                EntryKind::pjsip_endpoint);
    return paths.empty() ? Verdict::not_reachable : paths[0].verdict;
  };
  EXPECT_EQ(endpoint("127.0.0.1", "ip"), Verdict::authenticated);
  EXPECT_EQ(endpoint("127.0.0.1,192.168.1.7", "ip"), Verdict::weak);
  EXPECT_EQ(endpoint("127.0.0.1", "username,ip"), Verdict::reachable);
}

TEST(TollEntries, WhoCallsThroughACarrierKnowsNoPassword) {
  auto audited = [](const std::string& host) {
    return Audited({{"iax.conf", "[general]\n[carrier]\ntype=friend\nhost=" + host +
                                     "\nsecret=kUx83hdTbQ92mLpw\ncontext=in\n"},
                    {"extensions.conf",
                     "[in]\nexten => 5551234,1,DISA(no-password,out)\n[out]\nexten => "
                     "_X.,1,Dial(IAX2/carrier/${EXTEN})\n"}});
  };
  auto verdict = [&](const std::string& host, EntryKind kind) {
    const std::vector<TollPath> paths = audited(host).result().paths;
    for (const TollPath& path : paths)
      if (path.entry.kind == kind) return path.verdict;
    return Verdict::not_reachable;
  };
  EXPECT_EQ(verdict("203.0.113.9", EntryKind::did), Verdict::reachable);
  EXPECT_EQ(verdict("iax.carrier.example", EntryKind::did), Verdict::reachable);
  EXPECT_EQ(verdict("dynamic", EntryKind::iax_user), Verdict::authenticated);
  EXPECT_EQ(verdict("192.168.1.9", EntryKind::iax_user), Verdict::authenticated);
  EXPECT_TRUE(audited("203.0.113.9").fires("DWB-TP-006"));
}

TEST(TollEntries, AnIaxUserMayChooseAnyContextWhereAStarStands) {
  auto paths = [](const std::string& context) {
    return of_kind({{"extensions.conf", "[default]\nexten => 1,1,Answer()\n" + kOut},
                    {"iax.conf", "[general]\n[peer]\ntype=user\n" + context}},
                   EntryKind::iax_user);
  };
  ASSERT_EQ(paths("context=*\n").size(), 1u);
  EXPECT_EQ(paths("context=*\n")[0].entry.context, "out");
  EXPECT_TRUE(paths("").empty());
}

std::vector<TollPath> sent_on(const std::string& options, const std::string& more = {}, const std::string& features = {},
                              EntryKind kind = EntryKind::transfer) {
  return of_kind({{"sip.conf", "[general]\nallowguest=yes\ncontext=default\n"
                               "[carrier]\ntype=peer\nhost=203.0.113.50\ncontext=from-carrier\n"
                               "[desk]\ntype=friend\nhost=dynamic\ncontext=desks\nsecret=vK3-tq9Zr_Lw7xPd\n"},
                  {"features.conf", features},
                  {"extensions.conf", more + "[desks]\nexten => _5X,1,Dial(SIP/desk,30," + options + ")\n" + kOut +
                                          "[default]\nexten => 1,1,Set(TRANSFER_CONTEXT=out)\n same => n,Dial(SIP/desk,30," +
                                          options + ")\n"}},
                 kind);
}

TEST(TollEntries, WhoIsCalledMaySendTheCallOnWithSmallT) {
  auto paths = sent_on("t");
  ASSERT_EQ(paths.size(), 1u);
  EXPECT_EQ(paths[0].entry.name, "desk");
  EXPECT_EQ(paths[0].entry.context, "out");
  EXPECT_EQ(paths[0].verdict, Verdict::authenticated);
  EXPECT_THAT(paths[0].classes, testing::Contains("transfer"));
  EXPECT_TRUE(sent_on("r").empty());
  EXPECT_TRUE(sent_on("t", {}, "[featuremap]\nblindxfer=\n").empty());
}

TEST(TollEntries, WhoIsCalledOutsideDialsInTheTrunksContext) {
  const std::string dial = "[desks]\nexten => _7X.,1,Dial(SIP/carrier/${EXTEN},,t)\n";
  auto paths = sent_on("r", dial + "[from-carrier]\ninclude => out\n");
  ASSERT_EQ(paths.size(), 1u);
  EXPECT_EQ(paths[0].entry.name, "carrier");
  EXPECT_EQ(paths[0].verdict, Verdict::reachable);
  EXPECT_TRUE(sent_on("r", dial + "[from-carrier]\nexten => 1,1,Answer()\n").empty());
}

TEST(TollEntries, ForwardsGoWhereAVariableSays) {
  const std::string plan = "[default]\nexten => 2,1,Set(FORWARD_CONTEXT=out)\n same => n,Dial(SIP/desk,30,";
  EXPECT_EQ(sent_on("r", plan + "r)\n", {}, EntryKind::forward).size(), 1u);
  EXPECT_TRUE(sent_on("r", plan + "i)\n", {}, EntryKind::forward).empty());
}

// Whether guests get out by what the options of a Dial to a telephone say.
bool gets_out(const std::string& options, const std::string& more) {
  auto paths = of_kind({{"sip.conf", "[general]\ncontext=default\n"},
                        {"extensions.conf", "[default]\nexten => _00X.,1,Dial(SIP/desk,30," + options + ")\n" + more + kOut}},
                       EntryKind::sip_guest);
  return !paths.empty();
}

TEST(TollEntries, LinesBesideACallAreFollowed) {
  EXPECT_TRUE(gets_out("gU(side^${EXTEN})", "[side]\nexten => s,1,Goto(out,${ARG1},1)\n"));
  EXPECT_FALSE(gets_out("gU(side^${EXTEN})", "[side]\nexten => s,1,Return()\n"));
  EXPECT_TRUE(gets_out("M(side^${EXTEN})", "[macro-side]\nexten => s,1,Set(MACRO_RESULT=GOTO:out^${ARG1}^1)\n"));
  EXPECT_TRUE(gets_out("b(side^s^1(${EXTEN}))", "[side]\nexten => s,1,Goto(out,${ARG1},1)\n"));
  EXPECT_TRUE(gets_out("G(side^${EXTEN}^1)", "[side]\nexten => _X.,1,Hangup()\nexten => _X.,2,Goto(out,${EXTEN},1)\n"));
  EXPECT_FALSE(gets_out("G(side^${EXTEN}^1)", "[side]\nexten => _X.,1,Hangup()\nexten => _X.,3,Goto(out,${EXTEN},1)\n"));
  EXPECT_TRUE(gets_out("F(out^${EXTEN}^1)", ""));
}

// chan_mgcp.c, chan_skinny.c, chan_unistim.c and chan_ooh323.c know no password.
TEST(TollEntries, OfProtocolsWithoutPasswordsAreOpen) {
  auto found = [](const char* file, const std::string& text, const std::string& modules = "[modules]\nautoload=yes\n") {
    auto paths = of_kind({{"extensions.conf", kOut}, {"modules.conf", modules}, {file, text}}, EntryKind::keyless_device);
    return paths.empty() ? std::string() : paths[0].entry.name + " " + std::string(name_of(paths[0].verdict));
  };
  const std::string mgcp = "[general]\n[dlink]\nhost=dynamic\ncontext=out\nline => aaln/1\n";
  EXPECT_EQ(found("mgcp.conf", mgcp), "MGCP/dlink reachable");
  EXPECT_EQ(found("mgcp.conf", "[dlink]\nhost=192.0.2.7\ncontext=out\nline => aaln/1\n"), "MGCP/dlink weak");
  EXPECT_EQ(found("mgcp.conf", "[dlink]\nline => aaln/1\ncontext=out\n"), "") << "the line stands before its context";
  EXPECT_EQ(found("mgcp.conf", mgcp, "[modules]\nautoload=yes\nnoload=chan_mgcp.so\n"), "MGCP/dlink inert");
  EXPECT_EQ(found("unistim.conf", "[general]\nport=5000\n[desk]\ndevice=001daffe7ed4\ncontext=out\nline => 120\n"),
            "USTM/desk reachable");
  EXPECT_EQ(found("skinny.conf", "[lines]\n[100]\ncontext=out\n[devices]\n[dev1]\ntype=device\nline=100\ncontext=out\n"),
            "Skinny/100 reachable");
  EXPECT_EQ(found("ooh323.conf", "[general]\n[far]\ntype=user\nip=192.0.2.9\ncontext=out\n"), "OOH323/far weak");
  EXPECT_EQ(found("ooh323.conf", "[general]\n[myfriend1]\ntype=friend\nip=192.0.2.9\ncontext=out\n"), "OOH323/myfriend1 weak");
  EXPECT_EQ(found("ooh323.conf", "[general]\n[myfriend1]\ntype=friend\nip=10.0.0.82\ncontext=out\n"), "") << "the sample's";
}

}  // namespace
}  // namespace denwaban
