// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/sources.h"

#include <gtest/gtest.h>

#include "audited.h"

namespace denwaban::audit {
namespace {

TEST(Sources, PathsAreShownFromTheFolderThatIsAudited) {
  test::MemoryFiles files;
  Sources sources(files, "/backup/pbx");
  EXPECT_EQ(sources.shown("/backup/pbx/sip.conf"), "sip.conf");
  EXPECT_EQ(sources.shown("/backup/pbx/sip.d/a.conf"), "sip.d/a.conf");
  EXPECT_EQ(sources.shown("/etc/asterisk/sip.conf"), "sip.conf") << "the copied folder stands for it";
  EXPECT_EQ(sources.shown("/backup/pbx2/sip.conf"), "/backup/pbx2/sip.conf") << "another folder whose name begins alike";
  EXPECT_EQ(sources.shown("/opt/extra.conf"), "/opt/extra.conf");
}

// One word stands as a secret of one account and within other texts: it is hidden wherever it is shown.
TEST(ShownSecrets, AreHiddenInPlacesFactsFixesAndWays) {
  const std::string word = "rK7mPq2wXz";
  const std::string account = "[a]\ntype=friend\nhost=dynamic\ncontext=in\nsecret=" + word + "\n";
  const std::string lines = "exten => _X.,1,Set(X=${CURL(http://h/?n=${CALLERID(num)}&password=" + word +
                            ")})\nsame => n,Dial(IAX2/a:" + word + "@192.0.2.1/${EXTEN})\n";
  test::Audited audited({{"sip.conf", "[general]\ncontext=in\nallowguest=yes\nrealm=" + word + "\n" + account},
                         {"extensions.conf", "[in]\n" + lines}});
  ASSERT_GT(audited.result().findings.size(), 5u);
  ASSERT_FALSE(audited.result().paths.empty());
  auto holds = [&](const std::string& text) { return text.find(word) != std::string::npos; };
  for (const ConfigFinding& f : audited.result().findings) {
    EXPECT_FALSE(holds(f.place.text) || holds(f.object) || holds(f.fix) || holds(f.value.value_or(""))) << f.rule;
    for (const auto& [name, value] : f.facts) EXPECT_FALSE(holds(value)) << f.rule << " " << name;
    for (const SourceLine& line : f.trail) EXPECT_FALSE(holds(line.text)) << f.rule;
  }
  for (const TollPath& path : audited.result().paths) {
    EXPECT_FALSE(holds(path.trunk) || holds(path.sent) || holds(path.condition));
    for (const SourceLine& step : path.steps) EXPECT_FALSE(holds(step.text));
  }
}

}  // namespace
}  // namespace denwaban::audit
