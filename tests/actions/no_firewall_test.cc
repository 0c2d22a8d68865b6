// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/no_firewall.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actions/fake_firewall.h"

namespace denwaban::actions {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

TEST(NoFirewall, shows_what_would_be_dropped_until_its_span_is_over) {
  FakeClock clock;
  NoFirewall firewall(clock);
  ASSERT_TRUE(firewall.install({}));
  FirewallChange ban;
  ban.entry.prefix = IpPrefix::parse("192.0.2.1").value();
  ban.entry.span = Seconds(60);
  ASSERT_TRUE(firewall.apply({&ban, 1}));
  clock.time += Seconds(59);
  ASSERT_THAT(firewall.list().value(), SizeIs(1));
  EXPECT_EQ(firewall.list()->front().span, Seconds(1));
  clock.time += Seconds(1);
  EXPECT_THAT(firewall.list().value(), IsEmpty());
}

TEST(NoFirewall, says_that_nothing_is_dropped) {
  FakeClock clock;
  EXPECT_THAT(NoFirewall(clock).describe(), testing::HasSubstr("nothing is dropped"));
}

}  // namespace
}  // namespace denwaban::actions
