// SPDX-License-Identifier: GPL-3.0-or-later
// Calls that a shell's command orders with a file in the spool.
#include <gtest/gtest.h>

#include "audit/dialplan/call_files.h"
#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

const std::string kCarrier =
    "[carrier]\ntype=endpoint\ncontext=in\nidentify_by=ip\naors=carrier\n[carrier]\ntype=aor\ncontact=sip:203.0.113.5\n"
    "[carrier]\ntype=identify\nendpoint=carrier\nmatch=203.0.113.5\n";

TEST(CallFiles, AreReadFromFilesAndFromCommandsThatPrintThem) {
  const audit::CallFile file = audit::call_file("Channel: SIP/a/1\nCONTEXT: gates\nExtension:open\nPriority: 2\n");
  EXPECT_EQ(file.channel, "SIP/a/1");
  EXPECT_EQ(file.context, "gates");
  EXPECT_EQ(file.extension, "open");
  EXPECT_EQ(file.priority, "2");
  EXPECT_EQ(audit::call_file(R"(printf "Channel: SIP/${A}\\nContext: b\n" > /tmp/x)").channel, "SIP/${A}");
  EXPECT_EQ(audit::call_file(R"(printf "Channel: SIP/${A}\\nContext: b\n" > /tmp/x)").context, "b");
  EXPECT_EQ(audit::call_file("echo Channel: SIP/a > /tmp/x").channel, "SIP/a");
  EXPECT_TRUE(audit::call_file("reboot").channel.empty());
  EXPECT_EQ(audit::named_call_file("cp /var/lib/a-1.call /tmp/b.call"), "a-1.call");
  EXPECT_TRUE(audit::named_call_file("echo .call").empty());
  EXPECT_TRUE(audit::orders_call("mv /tmp/x /var/spool/asterisk/outgoing/"));
  EXPECT_TRUE(audit::orders_call("mv /tmp/x ${ASTSPOOLDIR}/outgoing"));
  EXPECT_FALSE(audit::orders_call("cat /tmp/x"));
}

TollPath way(const std::string& lines, const std::string& file = {}) {
  const std::string plan = "[in]\nexten => _X.,1,Answer()\n" + lines;
  const auto paths = Audited({{"pjsip.conf", kCarrier}, {"extensions.conf", plan}, {"gate.call", file}}).result().paths;
  for (const TollPath& path : paths)
    if (path.entry.context == "in" && path.verdict != Verdict::not_reachable) return path;
  TollPath none;
  none.verdict = Verdict::not_reachable;
  return none;
}

TEST(CallFiles, AreCalls) {
  const std::string read = "same => n,Read(N,dial,15)\nsame => n,Set(N=${FILTER(0-9,${N})})\n";
  const std::string print = R"(same => n,System(printf "Channel: PJSIP/${N}@carrier\nContext: x\n" > /tmp/c)";
  const TollPath open = way(read + print + " && mv /tmp/c /var/spool/asterisk/outgoing/)\n");
  EXPECT_EQ(open.trunk, "PJSIP/carrier");
  EXPECT_TRUE(open.international);
  const TollPath in_steps = way(read + "same => n,System(echo 'Channel: PJSIP/${N}@carrier' > /tmp/c)\n"
                                       "same => n,TrySystem(mv /tmp/c /var/spool/asterisk/outgoing/)\n");
  EXPECT_EQ(in_steps.trunk, "PJSIP/carrier");
  const std::string moved = "same => n,System(cp /var/lib/gate.call /tmp/g && mv /tmp/g /var/spool/asterisk/outgoing/)\n";
  const TollPath fixed = way(moved, "Channel: PJSIP/442079460000@carrier\nContext: gates\n");
  EXPECT_EQ(fixed.trunk, "PJSIP/carrier");
  EXPECT_FALSE(fixed.international && fixed.example == "00252615551234");
  EXPECT_EQ(way("same => n,System(mv /tmp/g.call /var/spool/asterisk/outgoing/)\n").verdict, Verdict::opaque);
  EXPECT_EQ(way("same => n,System(touch /tmp/g)\n").verdict, Verdict::not_reachable);
}

// Nothing but a call file leads to [gates].
TEST(CallFiles, LeadToContexts) {
  const std::string plan = "[in]\nexten => 1,1,Answer()\n[gates]\nexten => open,1,Hangup()\n";
  auto unused = [&](const std::string& file) {
    const auto all = Audited({{"pjsip.conf", kCarrier}, {"extensions.conf", plan}, {"gate.call", file}}).of("DWB-DP-006");
    return std::ranges::any_of(all, [](const ConfigFinding& one) { return one.place.line == 3; });
  };
  EXPECT_TRUE(unused("Channel: PJSIP/1@carrier\n"));
  EXPECT_FALSE(unused("Channel: PJSIP/1@carrier\nContext: gates\nExtension: open\n"));
}

}  // namespace
}  // namespace denwaban
