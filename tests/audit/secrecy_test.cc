// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/secrecy.h"

#include <gtest/gtest.h>

namespace denwaban::audit {
namespace {

std::string shown(std::string_view text) { return Concealer().text(text); }

TEST(Secrecy, HidesWhatIsSecretAndNothingElse) {
  EXPECT_EQ(shown("Dial(IAX2/bob:pw99@h/1)"), "Dial(IAX2/bob:***@h/1)");
  EXPECT_EQ(shown("Set(DEVICE_STATE(Custom:night@hints)=BUSY)"), "Set(DEVICE_STATE(Custom:night@hints)=BUSY)");
  EXPECT_EQ(shown("Dial(PJSIP/out/sip:100@h:5060,30,tT)"), "Dial(PJSIP/out/sip:100@h:5060,30,tT)");
  EXPECT_EQ(shown("Dial(SIP/${EXTEN:1}@out)"), "Dial(SIP/${EXTEN:1}@out)");
  EXPECT_EQ(shown("http://h/?n=1&key=abc&token=x1&to=5"), "http://h/?n=1&key=***&token=***&to=5");
  EXPECT_EQ(shown("System(curl -u bob:pw99 http://h/)"), "System(curl -u bob:*** http://h/)");
  EXPECT_EQ(shown("System(mkdir -p /tmp/x)"), "System(mkdir -p /tmp/x)");
  EXPECT_EQ(shown("GotoIf($[\"${PIN}\"=\"5544\"]?ok:no)"), "GotoIf($[\"${PIN}\"=\"***\"]?ok:no)");
  EXPECT_EQ(shown("GotoIf($[\"5544\" = \"${PIN}\"]?ok)"), "GotoIf($[\"***\" = \"${PIN}\"]?ok)");
  EXPECT_EQ(shown("GotoIf($[\"${DIALSTATUS}\"=\"BUSY\"]?busy)"), "GotoIf($[\"${DIALSTATUS}\"=\"BUSY\"]?busy)");
  EXPECT_EQ(shown("ExecIf(c?Authenticate(1234))"), "ExecIf(c?Authenticate(***))");
  EXPECT_EQ(shown("VMAuthenticate(1234@default)"), "VMAuthenticate(1234@default)");
  EXPECT_EQ(shown("Set(PASSWORD=${DB(a/b)})"), "Set(PASSWORD=${DB(a/b)})");
  EXPECT_EQ(shown("MeetMe(100,,4321)"), "MeetMe(100,,***)");
}

TEST(Secrecy, KnowsLinesOfOptions) {
  auto line = [](std::string_view text) { return Concealer().line(text); };
  EXPECT_EQ(line("secret=a b,c"), "secret=***");
  EXPECT_EQ(line("secert => abc"), "secert => ***");
  EXPECT_EQ(line(";passwrd = abc"), ";passwrd = ***");
  EXPECT_EQ(line("register => bob:pw:auth@h/1"), "register => bob:***@h/1");
  EXPECT_EQ(line("minpassword=6"), "minpassword=6");
  EXPECT_EQ(line("insecure=port,invite"), "insecure=port,invite");
  EXPECT_EQ(line("requirecalltoken=no"), "requirecalltoken=no");
  EXPECT_EQ(line("100 => 4321,Name,a@b"), "100 => ***,Name,a@b");
  EXPECT_EQ(line("exten => 100,1,Dial(SIP/100,30)"), "exten => 100,1,Dial(SIP/100,30)");
}

}  // namespace
}  // namespace denwaban::audit
