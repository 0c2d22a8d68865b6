// SPDX-License-Identifier: GPL-3.0-or-later
// Rules DWB-FPX on small pieces in the shape that FreePBX writes.
#include <gtest/gtest.h>

#include "audit/host_facts.h"
#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

constexpr const char* kFrame =
    "[from-internal-xfer]\ninclude => from-internal-additional\n[from-internal-additional]\ninclude => outbound-allroutes\n"
    "[outbound-allroutes]\ninclude => outrt-1\n";

bool fires(const char* rule, const std::string& plan) {
  return Audited({{"sip.conf", "[general]\nallowguest=no\n"}, {"extensions.conf", plan + kFrame}}).fires(rule);
}

std::string route(const char* pattern, const char* number, const char* pin) {
  return "[outrt-1]\nexten => " + std::string(pattern) + ",1,Macro(user-callerid,LIMIT,EXTERNAL,)\nexten => " + pattern +
         ",n,Macro(dialout-trunk,1," + number + "," + pin + ",off)\n";
}

TEST(FreepbxRules, TellAnonymousCalls) {
  EXPECT_TRUE(fires("DWB-FPX-001", "[globals]\nALLOW_SIP_ANON = yes\n"));
  EXPECT_FALSE(fires("DWB-FPX-001", "[globals]\nALLOW_SIP_ANON = no\n"));
}

TEST(FreepbxRules, TellGuestsInAnotherContext) {
  auto with = [](const char* sip) { return Audited({{"sip.conf", sip}, {"extensions.conf", kFrame}}).fires("DWB-FPX-002"); };
  EXPECT_TRUE(with("[general]\nallowguest=yes\ncontext=from-internal\n"));
  EXPECT_FALSE(with("[general]\nallowguest=yes\ncontext=from-sip-external\n"));
  EXPECT_FALSE(with("[general]\nallowguest=no\ncontext=from-internal\n"));
}

TEST(FreepbxRules, TellThePasswordsOfTheInstallation) {
  EXPECT_TRUE(fires("DWB-FPX-003", "[globals]\nAMPMGRPASS = amp111\n"));
  EXPECT_FALSE(fires("DWB-FPX-003", "[globals]\nAMPMGRPASS = f83kd9Dkf\n"));
}

TEST(FreepbxRules, TellRoutesThatTakeEverything) {
  EXPECT_TRUE(fires("DWB-FPX-004", route("_X.", "${EXTEN}", "")));
  EXPECT_FALSE(fires("DWB-FPX-004", route("_0X.", "${EXTEN}", "")));
}

TEST(FreepbxRules, TellRoutesAbroadWithoutAPin) {
  EXPECT_TRUE(fires("DWB-FPX-005", route("_900.", "${EXTEN:1}", "")));
  EXPECT_FALSE(fires("DWB-FPX-005", route("_900.", "${EXTEN:1}", "58203917")));
  EXPECT_FALSE(fires("DWB-FPX-005", route("_9NXXXXXX", "${EXTEN:1}", "")));
}

TEST(FreepbxRules, TellWhoMayTransfer) {
  const std::string globals = "[globals]\nDIAL_OPTIONS = Ttr\nTRANSFER_CONTEXT = from-internal-xfer\n";
  const std::string strips =
      "[macro-dial-one]\nexten => s,1,ExecIf($[\"${DIRECTION}\" = "
      "\"INBOUND\"]?Set(DIAL_OPTIONS=${STRREPLACE(DIAL_OPTIONS,T)}))\n";
  const std::string direct = "[from-pstn]\ninclude => from-did-direct\n[from-did-direct]\nexten => 100,1,Dial(SIP/100)\n";
  const std::string out = route("_0X.", "${EXTEN}", "");
  EXPECT_TRUE(fires("DWB-FPX-006", globals + out));
  EXPECT_FALSE(fires("DWB-FPX-006", globals + strips + out));
  EXPECT_FALSE(fires("DWB-FPX-006", "[globals]\nDIAL_OPTIONS = tr\nTRANSFER_CONTEXT = from-internal-xfer\n" + out));
  EXPECT_TRUE(fires("DWB-FPX-007", globals + strips + direct + out));
  EXPECT_FALSE(fires("DWB-FPX-007", globals + strips + out));
}

TEST(FreepbxRules, TellDisaWithoutAPin) {
  const std::string open = "exten => 1,n,Set(_DISACONTEXT=from-internal)\nexten => 1,n,DISA(no-password,disa-dial)\n";
  EXPECT_TRUE(fires("DWB-FPX-008", "[disa]\nexten => 1,1,Answer()\n" + open));
  EXPECT_FALSE(fires("DWB-FPX-008", "[disa]\nexten => 1,1,Authenticate(/etc/asterisk/disa-1.conf)\n" + open));
}

TEST(FreepbxRules, TellWhatHandWrittenFilesShadow) {
  auto with = [](const char* custom) {
    return Audited({{"extensions.conf",
                     "#include extensions_override_freepbx.conf\n[app-x]\nexten => *60,1,Hangup()\n" + std::string(kFrame)},
                    {"extensions_override_freepbx.conf", custom}})
        .fires("DWB-FPX-009");
  };
  EXPECT_TRUE(with("[app-x]\nexten => *60,1,Dial(SIP/1)\n"));
  EXPECT_FALSE(with("[app-y]\nexten => *61,1,Dial(SIP/1)\n"));
}

TEST(FreepbxRules, TellSecretsInGlobalsWithoutShowingThem) {
  auto found = Audited({{"extensions.conf", std::string("[globals]\nAMPDBPASS = kd93kfKw\n") + kFrame}}).of("DWB-FPX-010");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.line, 2);
  EXPECT_EQ(found[0].place.text, "AMPDBPASS=***");
  EXPECT_FALSE(fires("DWB-FPX-010", "[globals]\nAMPDBUSER = freepbx\n"));
}

TEST(FreepbxRules, TellCustomTrunksAndDirectDialling) {
  EXPECT_TRUE(fires("DWB-FPX-012", "[globals]\nOUT_3 = AMP:SIP/$OUTNUM$@other\n"));
  EXPECT_TRUE(fires("DWB-FPX-012", "[ivr-1]\ninclude => from-did-direct-ivr\n"));
  EXPECT_FALSE(fires("DWB-FPX-012", "[globals]\nOUT_3 = SIP/other\n[ivr-1]\nexten => 1,1,Hangup()\n"));
}

TEST(FreepbxRules, TellAWebInterfaceThatEverybodyReaches) {
  audit::HostFacts host;
  audit::EstateOptions options;
  options.host = &host;
  auto tells = [&](const char* address) {
    host.sockets.emplace().push_back({true, *IpAddress::parse(address), 443});
    return Audited({{"extensions.conf", kFrame}}, options).fires("DWB-FPX-011");
  };
  EXPECT_TRUE(tells("192.0.2.1"));
  EXPECT_FALSE(tells("127.0.0.1"));
  host.firewall.emplace().drops_by_default = true;
  EXPECT_FALSE(tells("192.0.2.1"));
}

}  // namespace
}  // namespace denwaban
