// SPDX-License-Identifier: GPL-3.0-or-later
// Small dialplans with the verdict that follows from Asterisk's rules.
#include "audit/toll_paths.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../audited.h"

namespace denwaban {
namespace {

using test::Audited;

// Guests arrive in [default]; extensions.conf as given.
std::vector<TollPath> guest_paths(const std::string& extensions, const std::string& more = {}) {
  return Audited({{"sip.conf", "[general]\ncontext=default\n"}, {"extensions.conf", extensions}, {"queues.conf", more}}).result().paths;
}

TEST(TollPaths, GuestsReachATrunkThroughAnInclude) {
  auto paths = guest_paths("[default]\ninclude => salientes\n[salientes]\nexten => _00X.,1,Dial(SIP/carrier/${EXTEN})\n");
  ASSERT_EQ(paths.size(), 1u);
  const TollPath& path = paths[0];
  EXPECT_EQ(path.trunk, "SIP/carrier");
  EXPECT_EQ(path.verdict, Verdict::reachable);
  EXPECT_EQ(path.gate, Gate::none);
  EXPECT_TRUE(path.international);
  EXPECT_EQ(path.numbers, "00X.");
  EXPECT_EQ(path.example, "0000");
  EXPECT_EQ(path.sent, "0000");
  ASSERT_EQ(path.steps.size(), 3u);
  EXPECT_EQ(path.steps[1].line, 2);
  EXPECT_EQ(path.steps[2].line, 4);
  EXPECT_EQ(path.steps[2].context, "salientes");
}

}  // namespace
}  // namespace denwaban
