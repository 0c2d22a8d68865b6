// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/disk_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "temporary_folder.h"

namespace denwaban::net {
namespace {

TEST(DiskFiles, ReadsAndTellsWhatIsMissing) {
  test::TemporaryFolder folder;
  DiskFiles disk;
  EXPECT_EQ(*disk.read(folder.write("a.conf", std::string("x\0y", 3))), std::string("x\0y", 3));
  auto missing = disk.read(folder.path("b.conf"));
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind, ErrorKind::not_found);
}

TEST(DiskFiles, NeverWaitsAtAPipeOrReadsAFolder) {
  test::TemporaryFolder folder;
  ASSERT_EQ(::mkfifo(folder.path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(DiskFiles().read(folder.path("pipe")).error().kind, ErrorKind::input);
  EXPECT_FALSE(DiskFiles().read(folder.path()));
}

TEST(DiskFiles, RefusesAFileThatNeverEnds) {
  test::TemporaryFolder folder;
  auto path = folder.write("big", "");
  std::filesystem::resize_file(path, DiskFiles::kBytesMax + 1);
  EXPECT_EQ(DiskFiles().read(path).error().kind, ErrorKind::full);
}

TEST(DiskFiles, GlobsSortedWithBraces) {
  test::TemporaryFolder folder;
  for (const char* name : {"d/b.conf", "d/a.conf", "d/c.txt", "d/d.ini"}) folder.write(name, "");
  EXPECT_THAT(DiskFiles().glob(folder.path("d/*.{conf,ini}")),
              testing::ElementsAre(folder.path("d/a.conf"), folder.path("d/b.conf"), folder.path("d/d.ini")));
  EXPECT_THAT(DiskFiles().glob(folder.path("e/*")), testing::IsEmpty());
}

}  // namespace
}  // namespace denwaban::net
