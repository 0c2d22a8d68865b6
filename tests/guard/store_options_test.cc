// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include "guard/offline.h"

namespace denwaban::guard {
namespace {

TEST(StoreOptions, TheStoreForgetsWhenTheSettingsSay) {
  settings::Settings settings;
  settings.store.ledger.retention = Seconds(7 * 86400);
  store::StoreOptions options = store_options(settings);
  EXPECT_EQ(options.ledger.retention, Seconds(7 * 86400));
  EXPECT_EQ(options.archive.retention.age_max, Seconds(7 * 86400));
}

}  // namespace
}  // namespace denwaban::guard
