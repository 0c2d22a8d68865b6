// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/carry_out.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "net/disk_files.h"
#include "temporary_folder.h"

namespace denwaban::setup {
namespace {

using testing::HasSubstr;

class CarryOut : public testing::Test {
 protected:
  std::string text(const std::string& name) {
    return net::DiskFiles().read(folder_.path(name)).value_or("(none)");
  }
  mode_t mode(const std::string& name) {
    struct stat status = {};
    return ::stat(folder_.path(name).c_str(), &status) == 0 ? status.st_mode & 07777 : 0;
  }
  Status write(const std::string& name, std::optional<std::string> before, std::optional<std::string> after,
               Change::For readers = Change::For::everybody) {
    Plan plan;
    plan.changes.push_back({folder_.path(name), std::move(before), std::move(after), "", {}, readers});
    return carry_out(plan, {::getuid(), ::getgid()});
  }

  test::TemporaryFolder folder_;
};

TEST_F(CarryOut, MakesFilesForThoseWhoMayReadThem) {
  ASSERT_TRUE(write("new/ami.secret", std::nullopt, "x\n", Change::For::guard));
  ASSERT_TRUE(write("manager.d/denwaban.conf", std::nullopt, "x\n", Change::For::asterisk));
  ASSERT_TRUE(write("rotate", std::nullopt, "x\n"));
  EXPECT_EQ(mode("new/ami.secret"), 0600u);
  EXPECT_EQ(mode("manager.d/denwaban.conf"), 0640u);
  EXPECT_EQ(mode("rotate"), 0644u);
}

TEST_F(CarryOut, KeepsTheModeAndFollowsALink) {
  folder_.write("real.conf", "old\n");
  ::chmod(folder_.path("real.conf").c_str(), 0604);
  std::filesystem::create_symlink(folder_.path("real.conf"), folder_.path("manager.conf"));
  ASSERT_TRUE(write("manager.conf", "old\n", "new\n"));
  EXPECT_EQ(text("real.conf"), "new\n");
  EXPECT_EQ(mode("real.conf"), 0604u);
  EXPECT_TRUE(std::filesystem::is_symlink(folder_.path("manager.conf")));
}

TEST_F(CarryOut, LeavesWhatSomebodyElseHasJustChanged) {
  folder_.write("logger.conf", "theirs\n");
  auto done = write("logger.conf", "old\n", "new\n");
  ASSERT_FALSE(done);
  EXPECT_THAT(done.error().message, HasSubstr("changed by somebody else"));
  EXPECT_EQ(text("logger.conf"), "theirs\n");
  EXPECT_FALSE(write("logger.conf", std::nullopt, "new\n"));
}

TEST_F(CarryOut, RemovesAndLeavesNothingBeside) {
  ASSERT_TRUE(write("a", std::nullopt, "x\n"));
  ASSERT_TRUE(write("a", "x\n", std::nullopt));
  EXPECT_TRUE(std::filesystem::is_empty(folder_.path()));
}

TEST_F(CarryOut, DoesNotWriteThroughAFileThatSomebodyPutInItsWay) {
  folder_.write("victim", "safe\n");
  std::filesystem::create_symlink(folder_.path("victim"), folder_.path("a.denwaban-new"));
  ASSERT_TRUE(write("a", std::nullopt, "x\n"));
  EXPECT_EQ(text("victim"), "safe\n");
  EXPECT_EQ(text("a"), "x\n");
}

}  // namespace
}  // namespace denwaban::setup
