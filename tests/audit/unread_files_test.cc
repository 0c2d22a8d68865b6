// SPDX-License-Identifier: GPL-3.0-or-later
// Files and options that nothing reads, and passwords that are poor or none at all.
#include <gtest/gtest.h>

#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

TEST(UnreadFiles, APartThatNothingIncludes) {
  auto told = [](const std::string& include) {
    return Audited({{"sip.conf", "[general]\n" + include},
                    {"sip_trunks.conf", "[t]\ntype=peer\n"},
                    {"sip_notify.conf", "[reboot]\nEvent=>check-sync\n"}})
        .of("DWB-CFG-013");
  };
  const auto found = told("");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].place.file, "sip_trunks.conf");
  EXPECT_EQ(found[0].severity, Severity::info);
  EXPECT_TRUE(told("#include sip_trunks.conf\n").empty());
}

TEST(UnreadFiles, ByCapitalsInTheName) {
  const Audited audited({{"PJSIP.conf", "[d]\ntype=endpoint\n"}});
  ASSERT_EQ(audited.of("DWB-CFG-013").size(), 1u);
  EXPECT_EQ(audited.of("DWB-CFG-013")[0].severity, Severity::medium);
  EXPECT_FALSE(Audited({{"pjsip.conf", "[d]\ntype=endpoint\n"}}).fires("DWB-CFG-013"));
}

TEST(UnreadFiles, WithoutTheFileThatIncludesThem) {
  EXPECT_TRUE(Audited({{"pjsip_additional.conf", "[d]\ntype=endpoint\n"}}).fires("DWB-CFG-013"));
  EXPECT_FALSE(Audited({{"pjsip.conf", "#include pjsip_additional.conf\n"},
                        {"pjsip_additional.conf", "[d]\ntype=endpoint\n"}})
                   .fires("DWB-CFG-013"));
}

TEST(UnreadFiles, AelIncludesThatAreNotThere) {
  const Audited audited({{"extensions.ael", "#include \"gone.ael\"\ncontext a { 1 => NoOp(); };\n"}});
  ASSERT_EQ(audited.of("DWB-CFG-002").size(), 1u);
  EXPECT_EQ(audited.of("DWB-CFG-002")[0].place.line, 1);
  EXPECT_FALSE(Audited({{"extensions.ael", "#include \"there.ael\"\ncontext a { 1 => NoOp(); };\n"},
                        {"there.ael", "context b { 1 => NoOp(); };\n"}})
                   .fires("DWB-CFG-002"));
}

TEST(UnreadFiles, AelOfRemarksAloneLosesNothing) {
  EXPECT_FALSE(Audited({{"extensions.ael", "// nothing\n/* here\n */\n"}}).fires("DWB-CFG-001"));
  EXPECT_TRUE(
      Audited({{"extensions.ael", "// something\ncontext a { incluldes { b; }; };\n"}}).fires("DWB-CFG-001"));
}

TEST(UnreadOptions, FeatureCodesInTheGeneralSection) {
  EXPECT_TRUE(Audited({{"features.conf", "[general]\nblindxfer=##\n"}}).fires("DWB-CFG-006"));
  EXPECT_FALSE(Audited({{"features.conf", "[general]\n[featuremap]\nblindxfer=##\n"}}).fires("DWB-CFG-006"));
}

TEST(UnreadOptions, PasswordOfChanSipMeansSecret) {
  auto found =
      Audited({{"sip.conf", "[general]\n[a]\ntype=friend\nhost=dynamic\npassword=x\n"}}).of("DWB-CFG-006");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].fix.find("secret="), std::string::npos);
}

TEST(UnreadFiles, OutsideOfTheFolder) {
  test::MemoryFiles tree;
  tree.put("/etc/asterisk/sip.conf", "[general]\n#include /var/www/sip.inc\n");
  tree.put("/var/www/sip.inc", "allowguest=no\n");
  audit::AuditResult result = audit::audit(tree, "/etc/asterisk", {});
  EXPECT_TRUE(std::any_of(result.findings.begin(), result.findings.end(),
                          [](const ConfigFinding& finding) { return finding.rule == "DWB-CFG-016"; }));
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\n#include sip.inc\n"}, {"sip.inc", "allowguest=no\n"}})
                   .fires("DWB-CFG-016"));
}

std::string two_phones(const std::string& secret, const std::string& other) {
  return "[general]\nallowguest=no\n[a](!)\ntype=friend\nhost=dynamic\n[one](a)\nsecret=" + secret +
         "\n[two](a)\nsecret=" + other + "\n";
}

TEST(SharedPasswords, OfATemplateAndOfAForm) {
  auto fires = [](const std::string& sip) { return Audited({{"sip.conf", sip}}).fires("DWB-SIP-006"); };
  EXPECT_TRUE(fires(two_phones("u7Gh2kLw9QpZx4", "u7Gh2kLw9QpZx4")));
  EXPECT_FALSE(fires(two_phones("u7Gh2kLw9QpZx4", "x4u7Gh2kLw9QpZ")));
  EXPECT_FALSE(fires(two_phones("<password>", "<password>")));
  const char* by_template =
      "[general]\n[a](!)\ntype=friend\nhost=dynamic\nsecret=u7Gh2kLw9QpZx4\n[one](a)\n[two](a)\n";
  EXPECT_TRUE(fires(by_template));
}

TEST(PoorPasswords, AWordOfLettersIsMedium) {
  auto found = Audited({{"sip.conf", two_phones("meadowlark", "u7Gh2kLw9QpZx4")}}).of("DWB-SIP-005");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].severity, Severity::medium);
  EXPECT_FALSE(Audited({{"sip.conf", two_phones("Meadow7lark", "u7Gh2kLw9QpZx4")}}).fires("DWB-SIP-005"));
}

TEST(Pickup, GuestsNeedAGroupOfTheirs) {
  auto fires = [](const char* group) {
    return Audited({{"features.conf", "[general]\npickupexten=*8\n"},
                    {"sip.conf", std::string("[general]\nallowguest=yes\n") + group},
                    {"extensions.conf", "[default]\nexten => 1,1,Dial(SIP/1)\n"}})
        .fires("DWB-FEAT-004");
  };
  EXPECT_TRUE(fires("pickupgroup=1\n"));
  EXPECT_FALSE(fires(""));
}

TEST(OldReleases, AreNotAskedForWhatTheyDoNotKnow) {
  audit::EstateOptions old;
  old.version = {1, 4, 0, true};
  const Audited before({{"logger.conf", "[logfiles]\nmessages => notice\n"},
                        {"asterisk.conf", "[options]\nlive_dangerously=yes\n"}},
                       old);
  EXPECT_FALSE(before.fires("DWB-LOG-001"));
  EXPECT_FALSE(before.fires("DWB-AST-002"));
  const Audited now({{"logger.conf", "[logfiles]\nmessages => notice\n"},
                     {"asterisk.conf", "[options]\nlive_dangerously=yes\n"}});
  EXPECT_TRUE(now.fires("DWB-LOG-001"));
  EXPECT_TRUE(now.fires("DWB-AST-002"));
}

// main/config_options.c gives up a file at the first option that it does not know.
TEST(RefusedOptions, TakeTheirFileAway) {
  const std::string plan = "[in]\nexten => 1,1,Dial(SIP/a,20,T)\n[out]\nexten => _00X.,1,Dial(DAHDI/g1/${EXTEN})\n";
  auto transfers = [&](const std::string& features, const audit::EstateOptions& options = {}) {
    const Audited audited({{"sip.conf", "[general]\ncontext=in\n"},
                           {"features.conf", features},
                           {"extensions.conf", "[globals]\nTRANSFER_CONTEXT=out\n" + plan}},
                          options);
    return std::ranges::any_of(audited.result().paths, [](const TollPath& path) { return path.verdict == Verdict::reachable; });
  };
  EXPECT_FALSE(transfers("[featuremap]\nblindxfer=\n"));
  EXPECT_TRUE(transfers("[general]\ncolour=blue\n[featuremap]\nblindxfer=\n")) << "# transfers when nothing is taken";
  audit::EstateOptions old;
  old.version = {11, 0, 0, true};
  EXPECT_FALSE(transfers("[general]\ncolour=blue\n[featuremap]\nblindxfer=\n", old));
  const std::string records = "unanswered=yes\ncongestion=yes\n";
  EXPECT_FALSE(Audited({{"cdr.conf", "[general]\n" + records}}).fires("DWB-CDR-002"));
  const Audited refused({{"cdr.conf", "[general]\nenabled=yes\n" + records}});
  EXPECT_TRUE(refused.fires("DWB-CDR-002"));
  EXPECT_TRUE(refused.fires("DWB-CFG-006"));
}

}  // namespace
}  // namespace denwaban
