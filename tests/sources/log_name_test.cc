// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/log_name.h"

#include <gtest/gtest.h>

namespace denwaban::sources {
namespace {

TEST(LogName, rotated_files_belong_to_their_log) {
  for (const char* path : {"/l/full", "/l/full.1", "/l/full.12.gz", "/l/full-20260105", "/l/full-20260105.xz",
                           "/l/full.2026-01-05", "/l/full.20260105-120000.zst", "/l/full-2026-01-05.gz"})
    EXPECT_EQ(log_name(path), "/l/full") << path;
  EXPECT_EQ(log_name("/l/messages.log.3"), "/l/messages.log");
}

TEST(LogName, different_logs_stay_different) {
  EXPECT_EQ(log_name("/l/messages.log"), "/l/messages.log");
  EXPECT_EQ(log_name("/l/security_json"), "/l/security_json");
  EXPECT_NE(log_name("/a/full.1"), log_name("/b/full.1"));
  EXPECT_EQ(log_name("/l/20260105"), "/l/20260105");
  EXPECT_EQ(log_name(""), "");
  EXPECT_EQ(log_name("full.1"), "full");
}

}  // namespace
}  // namespace denwaban::sources
