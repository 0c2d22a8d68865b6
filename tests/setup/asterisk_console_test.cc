// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/asterisk_console.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <fstream>

#include "temporary_folder.h"

namespace denwaban::setup {
namespace {

using testing::HasSubstr;

TEST(AsteriskVersion, IsReadFromWhatItSays) {
  EXPECT_EQ(major_in("Asterisk 16.28.0~dfsg-0+deb11u4 built by nobody @ buildd on a x86_64\n"), 16);
  EXPECT_EQ(major_in("Asterisk 22.10.1~dfsg+~cs6.17 built by x"), 22);
  EXPECT_EQ(major_in("Asterisk certified/18.9-cert1 built by x"), 18);
  EXPECT_EQ(major_in("Asterisk 1.8.32.3"), 1);
  EXPECT_EQ(major_in("Asterisk GIT-master-1234M"), std::nullopt);
  EXPECT_EQ(major_in(""), std::nullopt);
}

// A console in the place of Asterisk's, which cannot be made to hang on command.
class AConsole : public testing::Test {
 protected:
  void say(const std::string& script) {
    folder_.write("asterisk", "#!/bin/sh\n" + script);
    ::chmod(folder_.path("asterisk").c_str(), 0755);
    ::setenv("PATH", (folder_.path() + ":/usr/bin:/bin").c_str(), 1);
  }
  void TearDown() override { ::setenv("PATH", path_.c_str(), 1); }

  test::TemporaryFolder folder_;
  std::string path_ = ::getenv("PATH");
};

TEST_F(AConsole, IsAskedByTheConfigurationThatWasNamed) {
  say("echo \"$@\"\n");
  EXPECT_EQ(*AsteriskConsole("/etc/asterisk").run("core show version"), "-rx core show version\n");
  EXPECT_EQ(*AsteriskConsole("/srv/pbx").run("x"), "-C /srv/pbx/asterisk.conf -rx x\n");
}

TEST_F(AConsole, WithoutAnAsteriskBehindItSaysSo) {
  say("echo 'Unable to connect to remote asterisk' >&2; exit 1\n");
  auto said = AsteriskConsole("/etc/asterisk").run("core show version");
  ASSERT_FALSE(said);
  EXPECT_EQ(said.error().kind, ErrorKind::unavailable);
  EXPECT_THAT(said.error().message, HasSubstr("is it running"));
}

TEST_F(AConsole, ThatNeverEndsItsAnswerIsBounded) {
  say("head -c 10000000 /dev/zero\n");
  EXPECT_LE(AsteriskConsole("/etc/asterisk").run("x")->size(), AsteriskConsole::kAnswerMax + 4096);
}

}  // namespace
}  // namespace denwaban::setup
