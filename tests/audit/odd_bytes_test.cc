// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "audited.h"

namespace denwaban {
namespace {

TEST(OddBytes, PatternsWithLettersBeyondAsciiAreReadAndMatchNothing) {
  test::Audited audited(
      {{"sip.conf", "[general]\n"},
       {"extensions.conf", "[default]\nexten => _\xe9X.,1,Dial(SIP/a)\nexten => _[\xe0-\xff]!,1,Dial(SIP/b)\n"}});
  EXPECT_EQ(audited.result().files, 2u);
  for (const TollPath& path : audited.result().paths) EXPECT_EQ(path.verdict, Verdict::not_reachable);
}

TEST(OddBytes, RangesThatHoldNothingMatchNothing) {
  test::Audited audited({{"sip.conf", "[general]\n"},
                         {"extensions.conf", "[default]\nexten => _[9-1]!,1,Goto(x)\nexten => _[=-\xff]X,1,Dial(SIP/b)\n"}});
  EXPECT_EQ(audited.result().files, 2u);
  for (const TollPath& path : audited.result().paths) EXPECT_EQ(path.verdict, Verdict::not_reachable);
}

}  // namespace
}  // namespace denwaban
