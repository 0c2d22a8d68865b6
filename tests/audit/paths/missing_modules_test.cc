// SPDX-License-Identifier: GPL-3.0-or-later
// Applications and functions whose module modules.conf leaves out: the call ends there (main/pbx.c,
// pbx_extension_helper).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "../audited.h"

namespace denwaban {
namespace {

using test::Audited;

constexpr const char* kPjsip =
    "[anonymous]\ntype=endpoint\ncontext=in\n[carrier]\ntype=endpoint\naors=carrier\n[carrier]\ntype=aor\n"
    "contact=sip:203.0.113.9\n";
constexpr const char* kDial = "[in]\nexten => _00X.,1,Dial(PJSIP/${FILTER(0-9,${EXTEN})}@carrier)\n";
constexpr const char* kPin =
    "[in]\nexten => _00X.,1,Authenticate(1234)\n same => n,Dial(PJSIP/${FILTER(0-9,${EXTEN})}@carrier)\n";
constexpr const char* kDisa =
    "[in]\nexten => 100,1,DISA(no-password,out)\n[out]\nexten => "
    "_00X.,1,Dial(PJSIP/${FILTER(0-9,${EXTEN})}@carrier)\n";

bool reaches(const std::string& modules, const char* extensions) {
  Audited audited(
      {{"modules.conf", "[modules]\n" + modules}, {"pjsip.conf", kPjsip}, {"extensions.conf", extensions}});
  const auto& paths = audited.result().paths;
  return std::any_of(paths.begin(), paths.end(),
                     [](const TollPath& path) { return path.verdict <= Verdict::weak; });
}

TEST(MissingModules, EndTheCallAtTheirApplications) {
  EXPECT_TRUE(reaches("autoload=yes\n", kDisa));
  EXPECT_FALSE(reaches("autoload=yes\nnoload=app_disa.so\n", kDisa));
  EXPECT_TRUE(reaches("autoload=yes\n", kDial));
  EXPECT_FALSE(reaches("autoload=yes\nnoload=app_dial.so\n", kDial));
  EXPECT_TRUE(reaches("autoload=yes\n", kPin));
  EXPECT_FALSE(reaches("autoload=yes\nnoload=app_authenticate.so\n", kPin))
      << "nobody gets past a gate that is not there";
  const std::string few =
      "autoload=no\nload=pbx_config.so\nload=chan_pjsip.so\nload=res_pjsip.so\nload=func_strings.so\n"
      "load=res_pjsip_endpoint_identifier_anonymous.so\n";
  EXPECT_FALSE(reaches(few, kDial));
  EXPECT_TRUE(reaches(few + "load=app_dial.so\n", kDial));
}

Verdict verdict_of(const std::string& first, int major = 0, int minor = 0) {
  audit::EstateOptions options;
  options.version = {.major = major, .minor = minor, .known = major > 0};
  Audited audited({{"pjsip.conf", kPjsip},
                   {"extensions.conf", "[in]\nexten => _00X.,1," + first +
                                           "\nexten => _00X.,2,Dial(PJSIP/${FILTER(0-9,${EXTEN})}@carrier)\n"}},
                  options);
  if (audited.result().paths.empty()) return Verdict::not_reachable;
  return audited.result().paths[0].verdict;
}

// Seen on Asterisk 16 and 22, where NoOp,1 and NoOp (1) are no applications.
TEST(MissingApplications, EndTheCall) {
  EXPECT_EQ(verdict_of("Wait(1)"), Verdict::reachable);
  for (const char* line : {"Wait,1", "Wait (1)", "DigitTimeout(5)", "SetVar(a=b)", "ExecIf(1?Wait,1)", "Exec(DigitTimeout(5))"})
    EXPECT_EQ(verdict_of(line), Verdict::not_reachable) << line;
  EXPECT_EQ(verdict_of("TryExec(DigitTimeout(5))"), Verdict::reachable);
  EXPECT_EQ(verdict_of("Wibble(1)"), Verdict::conditional) << "somebody's own module may have it";
}

TEST(MissingApplications, WereThereInOldReleases) {
  EXPECT_EQ(verdict_of("DigitTimeout(5)", 1, 4), Verdict::reachable);
  EXPECT_EQ(verdict_of("DigitTimeout(5)", 1, 8), Verdict::not_reachable);
  EXPECT_EQ(verdict_of("Authenticate,7391845", 1, 4), Verdict::weak) << "a PIN for all";
}

TEST(MissingModules, OfVoicemailHaveThreeNames) {
  const char* main = "[in]\nexten => 1,1,VoiceMailMain()\nexten => 1,n,Dial(PJSIP/0015551234567@carrier)\n";
  EXPECT_TRUE(reaches("autoload=yes\nnoload=app_voicemail.so\n", main)) << "app_voicemail_imap may be there";
  const std::string few =
      "autoload=no\nload=pbx_config.so\nload=chan_pjsip.so\nload=res_pjsip.so\nload=app_dial.so\n"
      "load=res_pjsip_endpoint_identifier_anonymous.so\n";
  EXPECT_FALSE(reaches(few, main));
  EXPECT_TRUE(reaches(few + "load=app_voicemail_odbc.so\n", main));
}

TEST(MissingModules, MakeFindingsOfDisaInert) {
  Audited there(
      {{"modules.conf", "[modules]\nautoload=yes\n"}, {"pjsip.conf", kPjsip}, {"extensions.conf", kDisa}});
  Audited gone({{"modules.conf", "[modules]\nautoload=yes\nnoload=app_disa.so\n"},
                {"pjsip.conf", kPjsip},
                {"extensions.conf", kDisa}});
  EXPECT_FALSE(there.of("DWB-DP-007").at(0).inert);
  EXPECT_TRUE(gone.of("DWB-DP-007").at(0).inert);
  EXPECT_TRUE(there.fires("DWB-TP-006"));
  EXPECT_FALSE(gone.fires("DWB-TP-006"));
}

TEST(MissingModules, LeaveEndpointsThatNothingFinds) {
  const std::string desk = std::string("[desk]\ntype=endpoint\ncontext=in\n") + kPjsip;
  auto found = [&](const std::string& modules, const std::string& pjsip) {
    Audited audited({{"modules.conf", "[modules]\nautoload=yes\n" + modules},
                     {"pjsip.conf", pjsip},
                     {"extensions.conf", kDial}});
    const auto& paths = audited.result().paths;
    return std::any_of(paths.begin(), paths.end(), [](const TollPath& path) {
      return path.entry.name == "desk" && path.verdict <= Verdict::weak;
    });
  };
  const std::string no_names = "noload=res_pjsip_endpoint_identifier_user.so\n";
  EXPECT_TRUE(found("", desk));
  EXPECT_FALSE(found(no_names, desk));
  EXPECT_FALSE(found("", std::string("[desk]\nidentify_by=header\ntype=endpoint\ncontext=in\n") + kPjsip));
  EXPECT_TRUE(found(no_names, desk + "[i]\ntype=identify\nendpoint=desk\nmatch=198.51.100.7\n"));
}

TEST(MissingModules, OfFunctionsSetNoLimit) {
  const char* limited =
      "[in]\nexten => _00X.,1,Set(TIMEOUT(absolute)=300)\n same => "
      "n,Dial(PJSIP/${FILTER(0-9,${EXTEN})}@carrier)\n";
  auto told = [&](const char* modules) {
    return Audited({{"modules.conf", modules}, {"pjsip.conf", kPjsip}, {"extensions.conf", limited}})
        .fires("DWB-DP-015");
  };
  EXPECT_FALSE(told("[modules]\nautoload=yes\n"));
  EXPECT_TRUE(told("[modules]\nautoload=yes\nnoload=func_timeout.so\n"));
}

}  // namespace
}  // namespace denwaban
