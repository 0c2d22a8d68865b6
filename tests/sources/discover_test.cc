// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/discover.h"

#include <gmock/gmock.h>

#include "sources/archive_files.h"

namespace denwaban::sources {
namespace {

using parse::InputKind;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::string_view kLog =
    "[Nov 21 20:03:44] Asterisk 16.28.0~dfsg-0+deb11u4 built by nobody @ buildhost.example on a unknown "
    "running Linux "
    "on 2024-01-04 17:58:50 UTC\n"
    "[Nov 21 20:03:48] NOTICE[22821] chan_sip.c: Registration from '<sip:103@10.99.16.1>' failed for "
    "'192.0.2.40:56894' - Wrong password\n";
constexpr std::string_view kJson =
    R"({"timestamp":"Nov 21 20:03:44","identifiers":{"lwp":22758},"logmsg":{"location":{"filename":"loader.c","function":"load_modules","line":2399},"level":"NOTICE","message":"346 modules will be loaded."}})"
    "\n";
constexpr std::string_view kCapture(
    "\xd4\xc3\xb2\xa1\x02\x00\x04\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x04\x00\x01\x00\x00\x00", 24);

std::vector<std::string> names(const Discovery& discovery) {
  std::vector<std::string> result;
  for (const auto& input : discovery.inputs) {
    const std::string& path = input.info.path;
    result.push_back(path.substr(path.find_last_of('/') + 1));
  }
  return result;
}

std::string said_of(const Discovery& discovery, const std::string& path, bool failed) {
  for (const auto& skipped : discovery.skipped)
    if (skipped.path == path && skipped.failed == failed) return skipped.message;
  return "nothing";
}

TEST(Discover, FindsLogsByTheirContentPackedOrNot) {
  TestFolder folder;
  folder.write("b.pcap", kLog);
  folder.write("a.gz", gzip(kJson));
  folder.write("deep/er/c", xz(kLog));
  auto discovery = discover({folder.path()});
  EXPECT_THAT(names(discovery), ElementsAre("a.gz", "b.pcap", "c"));
  EXPECT_EQ(discovery.inputs[0].kind, InputKind::json_log);
  EXPECT_EQ(discovery.inputs[1].kind, InputKind::asterisk_log);
  EXPECT_EQ(discovery.inputs[2].info.compression, Compression::xz);
  EXPECT_THAT(discovery.skipped, IsEmpty());
}

TEST(Discover, FindsCapturesBesideLogs) {
  TestFolder folder;
  folder.write("sip.pcap", kCapture);
  folder.write("messages", kLog);
  auto found = discover({folder.path()});
  ASSERT_THAT(names(found), ElementsAre("messages", "sip.pcap"));
  EXPECT_FALSE(is_capture(found.inputs[0].kind));
  EXPECT_TRUE(is_capture(found.inputs[1].kind));
}

TEST(Discover, SkipsInAFolderWhatItRefusesByName) {
  TestFolder folder;
  auto notes = folder.write("notes.txt", "Dear diary,\ntoday nothing rang.\n");
  folder.write("messages", kLog);

  auto in_folder = discover({folder.path()});
  EXPECT_THAT(names(in_folder), ElementsAre("messages"));
  EXPECT_THAT(said_of(in_folder, notes, false), HasSubstr(notes + ": skipped: not recognised"));

  auto by_name = discover({notes, folder.path("missing")});
  EXPECT_THAT(said_of(by_name, notes, true), HasSubstr("cannot be replayed: not recognised"));
  EXPECT_THAT(said_of(by_name, folder.path("missing"), true), HasSubstr("no such file"));
}

TEST(Discover, StaysInTheTreeAndEndsWhereLinksGoInCircles) {
  TestFolder folder, elsewhere;
  folder.write("logs/messages", kLog);
  elsewhere.write("messages", kLog);
  std::filesystem::create_directory_symlink(folder.path("logs"), folder.path("logs/again"));
  std::filesystem::create_symlink(elsewhere.path("messages"), folder.path("logs/other"));
  ASSERT_EQ(::mkfifo(folder.path("logs/pipe").c_str(), 0600), 0);
  auto discovery = discover({folder.path()});
  EXPECT_THAT(names(discovery), ElementsAre("messages"));
  EXPECT_THAT(said_of(discovery, folder.path("logs/again"), false), HasSubstr("symbolic link"));
  EXPECT_THAT(said_of(discovery, folder.path("logs/pipe"), false), HasSubstr("a pipe"));
}

TEST(Discover, FollowsALinkThatAPersonNamed) {
  TestFolder folder;
  folder.write("messages", kLog);
  std::filesystem::create_symlink(folder.path("messages"), folder.path("link"));
  EXPECT_THAT(names(discover({folder.path("link")})), ElementsAre("link"));
}

TEST(Discover, TakesEachFileOnceHoweverOftenItIsNamed) {
  TestFolder folder;
  auto path = folder.write("messages", kLog);
  std::filesystem::create_hard_link(path, folder.path("same"));
  EXPECT_THAT(names(discover({path, folder.path(), path, folder.path() + "/"})), ElementsAre("messages"));
}

TEST(Discover, SaysThatAnEmptyFileIsEmpty) {
  TestFolder folder;
  auto path = folder.write("messages", "");
  EXPECT_THAT(said_of(discover({path}), path, false), HasSubstr("it is empty"));
}

TEST(Discover, BoundsDepthAndNumber) {
  TestFolder folder;
  auto deep = folder.write("1/2/3/messages", kLog);
  folder.write("a", kLog);
  folder.write("b", std::string(kLog) + "\n");
  auto discovery = discover({folder.path()}, {.depth_max = 2, .files_max = 1});
  EXPECT_THAT(names(discovery), ElementsAre("a"));
  EXPECT_THAT(said_of(discovery, folder.path("1/2/3"), true), HasSubstr("more than 2 folders deep"));
  EXPECT_THAT(said_of(discovery, folder.path("b"), true), HasSubstr("more than 1 files"));
}

TEST(Discover, ReadsACutArchiveAsFarAsItGoes) {
  TestFolder folder;
  std::string text;
  for (int i = 0; i < 3000; ++i) text += std::string(kLog) + std::to_string(i * i) + "\n";
  auto packed = gzip(text);
  packed.resize(packed.size() / 2);
  folder.write("messages.1.gz", packed);
  EXPECT_THAT(names(discover({folder.path()})), ElementsAre("messages.1.gz"));
}

TEST(Discover, FailsOnWhatCannotBeReadAtAll) {
  auto discovery = discover({"/proc/self/mem"});
  EXPECT_THAT(said_of(discovery, "/proc/self/mem", true), HasSubstr("input/output error"));
}

}  // namespace
}  // namespace denwaban::sources
