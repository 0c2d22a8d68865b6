// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/contained_files.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include "temporary_folder.h"

namespace denwaban::net {
namespace {

using Links = ContainedFiles::Links;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class Contained : public ::testing::Test {
 protected:
  Contained() {
    outside = folder.write("outside/secret.conf", "secret");
    folder.write("pbx/sip.conf", "sip");
    folder.link("pbx/inner.conf", "sip.conf");
    folder.link("pbx/absolute.conf", folder.path("pbx/sip.conf"));
    folder.link("pbx/outer.conf", outside);
    folder.link("pbx/up", "..");
    folder.link("pbx/dangling.conf", "nowhere.conf");
  }
  Result<ContainedFiles> open(Links links = Links::stay_inside) {
    return ContainedFiles::open(folder.path("pbx"), links);
  }

  test::TemporaryFolder folder;
  std::string outside;
};

TEST_F(Contained, ReadsWhatLiesInsideAlsoThroughLinks) {
  auto files = open();
  ASSERT_TRUE(files);
  for (const char* name : {"sip.conf", "inner.conf", "absolute.conf", "../pbx/sip.conf"})
    EXPECT_EQ(*files->read(files->root() + "/" + name), "sip") << name;
  EXPECT_THAT(files->left_out(), IsEmpty());
}

TEST_F(Contained, LeavesOutWhatLinksDotsAndNamesLeadTo) {
  auto files = open();
  for (const std::string& path : {files->root() + "/outer.conf", files->root() + "/up/outside/secret.conf",
                                  files->root() + "/../outside/secret.conf", outside}) {
    auto text = files->read(path);
    ASSERT_FALSE(text) << path;
    EXPECT_EQ(text.error().kind, ErrorKind::permission) << path;
    EXPECT_THAT(files->left_out().at(path), HasSubstr("--follow-links"));
  }
}

TEST_F(Contained, FollowsLinksWhenAsked) {
  auto files = open(Links::follow);
  EXPECT_EQ(*files->read(files->root() + "/outer.conf"), "secret");
}

TEST_F(Contained, TellsOfALinkToNothingButNotOfAFileThatIsNotThere) {
  auto files = open();
  EXPECT_EQ(files->read(files->root() + "/dangling.conf").error().kind, ErrorKind::not_found);
  EXPECT_EQ(files->read(files->root() + "/absent.conf").error().kind, ErrorKind::not_found);
  ASSERT_EQ(files->left_out().size(), 1u);
  EXPECT_THAT(files->left_out().begin()->second, HasSubstr("a link to a file that is not there"));
}

TEST_F(Contained, TakesEtcAsteriskForTheCopiedFolder) {
  auto files = open();
  EXPECT_EQ(*files->read("/etc/asterisk/sip.conf"), "sip");
  EXPECT_EQ(files->locate("/etc/asterisk/sip.conf"), files->root() + "/sip.conf");
  EXPECT_THAT(files->glob("/etc/asterisk/s*.conf"), ElementsAre(files->root() + "/sip.conf"));
}

TEST_F(Contained, NeverWaitsAtAPipe) {
  ASSERT_EQ(::mkfifo(folder.path("pbx/pipe.conf").c_str(), 0600), 0);
  auto files = open();
  EXPECT_EQ(files->read(files->root() + "/pipe.conf").error().kind, ErrorKind::input);
}

TEST_F(Contained, GlobsInsideOnlyAndNoPatternThatMultiplies) {
  auto files = open();
  EXPECT_THAT(files->glob(files->root() + "/s*.conf"), ElementsAre(files->root() + "/sip.conf"));
  std::string braces = files->root() + "/";
  for (int i = 0; i < 40; ++i) braces += "{a,b}";
  for (const std::string& pattern : {folder.path("outside") + "/*.conf", files->root() + "/../outside/*",
                                     files->root() + "/*/*/*/*.conf", braces})
    EXPECT_THAT(files->glob(pattern), IsEmpty()) << pattern;
  EXPECT_EQ(files->left_out().size(), 4u);
}

TEST_F(Contained, RefusesWhatIsNoFolder) {
  EXPECT_FALSE(ContainedFiles::open(outside, Links::stay_inside));
  EXPECT_FALSE(ContainedFiles::open(folder.path("nowhere"), Links::stay_inside));
}

}  // namespace
}  // namespace denwaban::net
