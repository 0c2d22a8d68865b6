// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "audited.h"

namespace denwaban {
namespace {

using test::Audited;

TEST(ChanSipRules, GuestsAreAllowedWhenNothingIsWritten) {
  auto found = Audited({{"sip.conf", "[general]\ncontext=public\n"}}).of("DWB-SIP-001");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].origin, Origin::missing);
  EXPECT_EQ(found[0].severity, Severity::medium);
  EXPECT_FALSE(Audited({{"sip.conf", "[general]\nallowguest=no\n"}}).fires("DWB-SIP-001"));
}

}  // namespace
}  // namespace denwaban
