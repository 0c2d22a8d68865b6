// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/snapshot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "store/test_files.h"

namespace denwaban::store {
namespace {

using testing::HasSubstr;

Snapshot sample() {
  Snapshot snapshot;
  snapshot.time = from_epoch_ms(1700000000123);
  snapshot.ledger_sequence = 42;
  snapshot.files = {{3, true, "/var/log/asterisk/full", 8, 1234, 99999, 256, "0123456789abcdef"}};
  snapshot.sections = {{"policy", std::string("\0state\xff", 7)}, {"tracker", ""}};
  return snapshot;
}

TEST(Snapshot, GivesBackWhatWasSaved) {
  TestFolder folder;
  SystemFiles files;
  ASSERT_TRUE(save_snapshot(files, folder / "snapshot", sample()));
  auto loaded = load_snapshot(files, folder / "snapshot");
  ASSERT_TRUE(loaded);
  EXPECT_EQ(loaded->time, sample().time);
  EXPECT_EQ(loaded->ledger_sequence, 42u);
  EXPECT_EQ(loaded->files, sample().files);
  ASSERT_NE(loaded->section("policy"), nullptr);
  EXPECT_EQ(*loaded->section("policy"), sample().sections[0].bytes);
  EXPECT_EQ(loaded->section("detectors"), nullptr);
}

TEST(Snapshot, AnyDamagedBitIsNoticed) {
  const std::string bytes = encode_snapshot(sample());
  for (size_t at = 0; at < bytes.size(); ++at) {
    std::string damaged = bytes;
    damaged[at] = static_cast<char>(damaged[at] ^ 4);
    EXPECT_FALSE(decode_snapshot(damaged)) << at;
  }
  for (size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(decode_snapshot(std::string_view(bytes).substr(0, length))) << length;
}

TEST(Snapshot, ANewerVersionIsNamed) {
  TestFolder folder;
  SystemFiles files;
  std::string bytes = encode_snapshot(sample());
  bytes[8] = 7;
  spill(folder / "snapshot", bytes);
  auto loaded = load_snapshot(files, folder / "snapshot");
  ASSERT_FALSE(loaded);
  EXPECT_EQ(loaded.error().kind, ErrorKind::input);
  EXPECT_THAT(loaded.error().message, HasSubstr("/snapshot has version 7, this program reads version 1"));
}

TEST(Snapshot, IsOldOrNewWhicheverOperationFails) {
  TestFolder folder;
  const std::string path = folder / "snapshot";
  Snapshot old = sample();
  SystemFiles files;
  ASSERT_TRUE(save_snapshot(files, path, old));
  Snapshot fresh = sample();
  fresh.ledger_sequence = 43;
  FailingFiles failing;
  bool saved = false;
  for (int fail_at = 1; !saved; ++fail_at) {
    failing = FailingFiles();
    failing.error = ENOSPC;
    failing.fail_at = fail_at;
    saved = save_snapshot(failing, path, fresh).has_value();
    auto loaded = load_snapshot(files, path);
    ASSERT_TRUE(loaded) << fail_at;
    EXPECT_TRUE(loaded->ledger_sequence == 42 || loaded->ledger_sequence == 43);
  }
  EXPECT_EQ(load_snapshot(files, path)->ledger_sequence, 43u);
}

}  // namespace
}  // namespace denwaban::store
