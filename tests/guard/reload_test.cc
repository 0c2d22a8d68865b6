// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/reload.h"

#include <gtest/gtest.h>

namespace denwaban::guard {
namespace {

TEST(Reload, LeavesWhatOnlyAStartReadsAsItRunsAndNamesIt) {
  settings::Settings running, fresh;
  fresh.firewall.backend = "none";
  fresh.store.path = "/elsewhere";
  fresh.store.ledger.durable_within = Milliseconds(7);
  fresh.control.socket = "/elsewhere/socket";
  fresh.policy.dry_run = true;
  fresh.log.level = "debug";
  fresh.firewall.reconcile = Seconds(7);
  EXPECT_EQ(keep_until_restart(running, fresh),
            (std::vector<std::string_view>{"policy.dry_run", "firewall.backend", "store.path",
                                           "control.socket", "store.durable_within"}));
  EXPECT_EQ(fresh.firewall.backend, "nftables");
  EXPECT_EQ(fresh.store.path, running.store.path);
  EXPECT_EQ(fresh.store.ledger.durable_within, running.store.ledger.durable_within);
  EXPECT_EQ(fresh.control.socket, running.control.socket);
  EXPECT_FALSE(fresh.policy.dry_run);
  EXPECT_EQ(fresh.log.level, "debug");
  EXPECT_EQ(fresh.firewall.reconcile, Seconds(7));
  EXPECT_TRUE(keep_until_restart(running, fresh).empty());
}

}  // namespace
}  // namespace denwaban::guard
