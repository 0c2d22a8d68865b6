// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/load.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "temporary_folder.h"

namespace denwaban::settings {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

LoadResult read(std::string_view toml, std::vector<std::string> overrides = {}) {
  return load_text(toml, "d.toml", overrides);
}

std::vector<std::string> problems(std::string_view toml, std::vector<std::string> overrides = {}) {
  auto result = read(toml, overrides);
  std::vector<std::string> sentences;
  if (!result)
    for (const Error& error : result.error()) sentences.push_back(error.message);
  return sentences;
}

Origin origin_of(const Loaded& loaded, std::string_view name) {
  auto keys = schema();
  for (size_t i = 0; i < keys.size(); ++i)
    if (keys[i]->name == name) return loaded.origins[i];
  ADD_FAILURE() << name;
  return {};
}

TEST(Load, TheEmptyFileIsAllDefaults) {
  auto result = read("");
  ASSERT_TRUE(result);
  EXPECT_EQ(result->settings.pbx.config_dir, "/etc/asterisk");
  EXPECT_EQ(result->settings.store.path, "/var/lib/denwaban");
  EXPECT_EQ(result->settings.control.socket, "/run/denwaban/control.sock");
  EXPECT_EQ(result->settings.firewall.backend, "nftables");
  EXPECT_EQ(result->settings.policy.ban_seconds.front(), Seconds(3600));
}

TEST(Load, TakesEveryKindOfValue) {
  auto result = read(R"(
[pbx]
logs = ["/var/log/asterisk/full"]
[policy]
allow = ["192.0.2.0/24", "2001:db8::1"]
ban_seconds = ["1h", 14400, "forever-not"]
)");
  EXPECT_FALSE(result);
  result = read(R"(
pbx.logs = ["/var/log/asterisk/full"]
[policy]
allow = ["192.0.2.0/24", "2001:db8::1"]
ban_seconds = ["1h", 14400]
peace = "2w"
dry_run = true
claimed_bans_per_minute = 0
[detect.shared_front]
share = 0.5
[track]
merge_window = "2500ms"
[firewall]
backend = "none"
ports = ["5060/udp", "5061"]
)");
  ASSERT_TRUE(result) << result.error().front().message;
  const Settings& s = result->settings;
  EXPECT_THAT(s.pbx.logs, ElementsAre("/var/log/asterisk/full"));
  EXPECT_THAT(s.policy.allow,
              ElementsAre(*IpPrefix::parse("192.0.2.0/24"), *IpPrefix::parse("2001:db8::1/128")));
  EXPECT_THAT(s.policy.ban_seconds, ElementsAre(Seconds(3600), Seconds(14400)));
  EXPECT_EQ(s.policy.peace, Seconds(14 * 86400));
  EXPECT_TRUE(s.policy.dry_run);
  EXPECT_EQ(s.policy.claimed_bans_per_minute, 0u);
  EXPECT_EQ(s.detect.shared_front.share, 0.5);
  EXPECT_EQ(s.tracker.merge_window, Milliseconds(2500));
  EXPECT_EQ(s.firewall.backend, "none");
}

TEST(Load, SaysWhereEachValueComesFrom) {
  auto result = read("[policy]\ndry_run = true\npeace = \"1w\"\n", {"policy.peace=2w"});
  ASSERT_TRUE(result);
  EXPECT_EQ(origin_of(*result, "policy.dry_run").from, Origin::From::file);
  EXPECT_EQ(origin_of(*result, "policy.dry_run").line, 2);
  EXPECT_EQ(origin_of(*result, "policy.peace").from, Origin::From::command_line);
  EXPECT_EQ(origin_of(*result, "policy.allow").from, Origin::From::default_value);
  EXPECT_EQ(result->settings.policy.peace, Seconds(14 * 86400));
}

TEST(Load, NamesTheNearestKeyOfOneThatIsUnknown) {
  EXPECT_THAT(problems("[policy]\nban_secnods = [60]\n"),
              ElementsAre("d.toml:2:1: unknown key policy.ban_secnods: did you mean policy.ban_seconds?"));
  EXPECT_THAT(problems("[polcy]\nallow = []\n"),
              ElementsAre("d.toml:2:1: unknown key polcy.allow: did you mean policy.allow?"));
  EXPECT_THAT(problems("  backend = \"none\"\n"),
              ElementsAre("d.toml:1:3: unknown key backend: did you mean firewall.backend?"));
  EXPECT_THAT(problems("completely.different = 1\n"),
              ElementsAre("d.toml:1:12: unknown key completely.different: see denwaban config explain"));
}

TEST(Load, TellsEverythingThatIsWrongAtOnce) {
  EXPECT_THAT(problems("[policy]\n"
                       "dry_run = \"yes\"\n"
                       "claimed_bans_per_minute = -1\n"
                       "peace = \"soon\"\n"
                       "allow = [\"192.0.2.1/24\"]\n"
                       "[firewall]\n"
                       "backend = \"iptables\"\n"
                       "ports = [\"5060/sctp\"]\n"
                       "[log]\n"
                       "level = 3\n",
                       {"pbx.config_dir=etc", "nonsense"}),
              testing::UnorderedElementsAre(
                  "d.toml:2:11: policy.dry_run is \"yes\": write true or false",
                  "d.toml:3:27: policy.claimed_bans_per_minute is -1: allowed is 0 to 100000",
                  "d.toml:4:9: policy.peace is \"soon\": write a duration like \"90s\", \"10m\", \"4h\" or "
                  "\"1d\", or a "
                  "number of seconds",
                  "d.toml:5:9: policy.allow: element 1 is \"192.0.2.1/24\": write an address "
                  "or a network "
                  "whose host bits are zero, like \"192.0.2.0/24\"",
                  "d.toml:7:11: firewall.backend is \"iptables\": write \"nftables\" or \"none\"",
                  "d.toml:8:9: firewall.ports: element 1 is \"5060/sctp\": write a port like "
                  "\"5060/udp\", \"5061/tcp\" or \"5060\"",
                  "d.toml:10:9: log.level is 3: write text in quotes",
                  "--set pbx.config_dir: pbx.config_dir is \"etc\": write a path that begins with /",
                  "--set nonsense: write it like --set policy.dry_run=true"));
}

TEST(Load, AllowsNothingThatTheFirewallCannotHold) {
  for (const char* wide : {"0.0.0.0/0", "0.0.0.0/1", "::/0"}) {
    auto loaded = load_text(std::string("[policy]\nallow = [\"") + wide + "\"]\n", "d.toml", {});
    ASSERT_FALSE(loaded) << wide;
    EXPECT_THAT(loaded.error().at(0).message, testing::HasSubstr("too wide for the firewall")) << wide;
  }
  EXPECT_TRUE(load_text("[policy]\nallow = [\"10.0.0.0/8\", \"fd00::/8\"]\n", "d.toml", {}));
}

TEST(Load, PointsAtTheLineThatIsNotToml) {
  EXPECT_THAT(problems("[policy]\nallow = [\n"), ElementsAre(HasSubstr("d.toml:2:")));
  EXPECT_THAT(problems("[?policy]\n"), ElementsAre(HasSubstr("d.toml:1:2: not TOML")));
  EXPECT_THAT(problems("# caf\xc3\xa9\n[\xef\xbb\x9f=\n"), ElementsAre(HasSubstr("d.toml:2:2: not TOML")));
  EXPECT_THAT(problems("a = 1\na = 2\n"), ElementsAre(HasSubstr("d.toml:2:")));
  EXPECT_THAT(problems("x = \"\x1b[31m\"\n"), ElementsAre(HasSubstr("not TOML")));
}

TEST(Load, RefusesTablesWhereValuesBelongAndTheOtherWayRound) {
  EXPECT_THAT(problems("policy = 3\n"),
              ElementsAre("d.toml:1:1: policy is a table: write [policy] and its keys below it"));
  EXPECT_THAT(problems("[policy.dry_run]\nx = 1\n"), ElementsAre(HasSubstr("unknown key policy.dry_run.x")));
  EXPECT_THAT(problems("[polcy]\n"),
              ElementsAre("d.toml:1:2: unknown table polcy: see denwaban config explain"));
  EXPECT_TRUE(read("[policy]\n"));
}

TEST(Load, SurvivesKeysOfAbsurdDepth) {
  std::string deep = "a";
  for (int i = 0; i < 200'000; ++i) deep += ".a";
  EXPECT_THAT(problems(deep + " = 1\n"), ElementsAre("d.toml:1:1: a key of so many parts is not known"));
  EXPECT_THAT(problems("x = " + std::string(100'000, '[')), ElementsAre(HasSubstr("not TOML")));
  EXPECT_THAT(problems(std::string(2 << 20, '#')), ElementsAre(HasSubstr("is no settings file")));
}

TEST(Load, OverridesSplitListsAtCommas) {
  auto result =
      read("", {"policy.ban_seconds=1h, 4h,86400", "policy.allow=192.0.2.0/24", "policy.dry_run=true",
                "firewall.ports=[\"5060/udp\"]", "detect.shared_front.share=0.75"});
  ASSERT_TRUE(result) << result.error().front().message;
  EXPECT_THAT(result->settings.policy.ban_seconds,
              ElementsAre(Seconds(3600), Seconds(14400), Seconds(86400)));
  EXPECT_EQ(result->settings.policy.allow.size(), 1u);
  EXPECT_THAT(result->settings.firewall.ports, ElementsAre("5060/udp"));
  EXPECT_EQ(result->settings.detect.shared_front.share, 0.75);
}

TEST(Load, OverridesAreCheckedLikeTheFile) {
  EXPECT_THAT(problems("", {"policy.dryrun=true"}),
              ElementsAre("--set policy.dryrun: unknown key policy.dryrun: did you mean policy.dry_run?"));
  EXPECT_THAT(
      problems("", {"numbering.country=Germany", "fraud.currency=eur", "fraud.timezone=Mars/Base"}).size(),
      3u);
}

TEST(Preset, IsTheGroundOnWhichOtherKeysStand) {
  auto result = read("[detect.limits]\nsuspects = 9000\n[detect]\npreset = \"fail2ban\"\nmaxretry = 5\n");
  ASSERT_TRUE(result) << result.error().front().message;
  EXPECT_TRUE(result->settings.policy.claims_suffice);
  EXPECT_EQ(result->settings.detect.count_lines, detect::like_fail2ban(5, Seconds(600)).count_lines);
  EXPECT_EQ(result->settings.detect.limits.suspects, 9000u);
  EXPECT_EQ(origin_of(*result, "policy.claims_suffice").from, Origin::From::preset);
  EXPECT_FALSE(
      read("", {"detect.preset=fail2ban", "policy.claims_suffice=false"})->settings.policy.claims_suffice);
  EXPECT_TRUE(read("", {"detect.preset=fail2ban"})->settings.policy.claims_suffice);
}

class LoadFile : public testing::Test {
 protected:
  std::string file() const { return folder_ / "d.toml"; }
  test::TemporaryFolder folder_;
};

TEST_F(LoadFile, AMissingFileMeansDefaultsUnlessItWasAskedFor) {
  auto result = load(file(), {}, IfMissing::use_defaults);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->file, "");
  EXPECT_THAT(load(file(), {}, IfMissing::is_error).error().front().message,
              HasSubstr("there is no such file"));
}

TEST_F(LoadFile, ReadsAFile) {
  std::ofstream(file()) << "[log]\nlevel = \"debug\"\n";
  auto result = load(file(), {}, IfMissing::is_error);
  ASSERT_TRUE(result);
  EXPECT_EQ(result->settings.log.level, "debug");
  EXPECT_EQ(result->file, file());
}

TEST_F(LoadFile, WhatIsNoFileIsRefused) {
  EXPECT_THAT(load(folder_.path(), {}, IfMissing::use_defaults).error().front().message, HasSubstr("it is no file"));
  EXPECT_THAT(load("/dev/zero", {}, IfMissing::use_defaults).error().front().message,
              HasSubstr("it is no file"));
}

TEST_F(LoadFile, AnUnreadableFileIsNamed) {
  ASSERT_EQ(::symlink(file().c_str(), file().c_str()), 0);
  auto result = load(file(), {}, IfMissing::use_defaults);
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().front().message.find("cannot read " + file() + ": "), 0u);
}

}  // namespace
}  // namespace denwaban::settings
