// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/arguments.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::cli {
namespace {

using ::testing::HasSubstr;

std::variant<Arguments, Leave> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "denwaban");
  return parse_arguments(static_cast<int>(words.size()), words.data());
}

template <class T>
T command(std::vector<const char*> words, Global* global = nullptr) {
  auto parsed = parse(std::move(words));
  auto* arguments = std::get_if<Arguments>(&parsed);
  if (arguments == nullptr) {
    ADD_FAILURE() << std::get<Leave>(parsed).text;
    return {};
  }
  if (global != nullptr) *global = arguments->global;
  return std::get<T>(arguments->command);
}

TEST(Arguments, global_options_stand_before_or_after_the_command) {
  Global before, after;
  command<Bans>({"--json", "--config", "/x", "bans"}, &before);
  command<Bans>({"bans", "--json", "--config", "/x"}, &after);
  for (const Global& global : {before, after}) {
    EXPECT_TRUE(global.json);
    EXPECT_TRUE(global.config_given);
    EXPECT_EQ(global.config, "/x");
  }
}

TEST(Arguments, who_mistypes_is_told_the_word_and_what_may_have_been_meant) {
  struct Case {
    std::vector<const char*> words;
    const char* said;
  };
  const Case cases[] = {
      {{"bann", "192.0.2.1"}, "denwaban: unknown command bann: did you mean ban? see denwaban --help\n"},
      {{"config", "chek"}, "denwaban: unknown command chek: did you mean check? see denwaban config --help\n"},
      {{"config"}, "denwaban: denwaban config needs a command: see denwaban config --help\n"},
      {{}, "denwaban: denwaban needs a command: see denwaban --help\n"},
      {{"--jsonn", "status"}, "denwaban: unknown option --jsonn: did you mean --json? see denwaban status --help\n"},
      {{"audit", "--formt=x"}, "denwaban: unknown option --formt=x: did you mean --format? see denwaban audit --help\n"},
      {{"xylophone"}, "denwaban: unknown command xylophone: see denwaban --help\n"},
      {{"status", "extra"}, "denwaban: denwaban status takes no further extra: see denwaban status --help\n"},
      {{"--config"}, "denwaban: --config: 1 required FILE missing: see denwaban --help\n"},
      {{"ban"}, "denwaban: TARGET is required: see denwaban ban --help\n"},
      {{"ban", "192.0.2.1", "--port", "70000"},
       "denwaban: --port: Value 70000 not in range 1 to 65535: see denwaban ban --help\n"},
  };
  for (const Case& one : cases) {
    auto parsed = parse(one.words);
    ASSERT_TRUE(std::holds_alternative<Leave>(parsed)) << one.said;
    EXPECT_EQ(std::get<Leave>(parsed).text, one.said);
    EXPECT_EQ(std::get<Leave>(parsed).status, 2);
  }
}

TEST(Arguments, setup_either_only_shows_or_does_not_ask) {
  cli::Setup setup = command<cli::Setup>({"setup", "--undo", "--yes"});
  EXPECT_TRUE(setup.undo && setup.yes && !setup.dry_run);
  EXPECT_EQ(setup.logrotate_dir, "/etc/logrotate.d");
  auto both = parse({"setup", "--dry-run", "--yes"});
  ASSERT_TRUE(std::holds_alternative<Leave>(both));
  EXPECT_EQ(std::get<Leave>(both).status, 2);
}

TEST(Arguments, replay_takes_paths_and_options) {
  Replay replay = command<Replay>(
      {"replay", "/a", "/b", "--timezone", "+0900", "--year", "2025", "--threads", "3", "--fail-on", "high"});
  EXPECT_EQ(replay.past.paths, (std::vector<std::string>{"/a", "/b"}));
  EXPECT_EQ(replay.past.timezone, "+0900");
  EXPECT_EQ(replay.past.year, 2025);
  EXPECT_EQ(replay.past.threads, 3);
  EXPECT_EQ(replay.fail_on, "high");
}

TEST(Arguments, observe_takes_months_dimensions_and_files) {
  Observe observe = command<Observe>({"observe", "--month", "2026-11", "--against", "2026-10", "--by", "country", "--by",
                                      "tool", "--top", "20", "--html", "out.html", "a.pcap", "b"});
  EXPECT_EQ(observe.month, "2026-11");
  EXPECT_EQ(observe.against, "2026-10");
  EXPECT_EQ(observe.by, (std::vector<std::string>{"country", "tool"}));
  EXPECT_EQ(observe.top, 20);
  EXPECT_EQ(observe.html, "out.html");
  EXPECT_EQ(observe.past.paths, (std::vector<std::string>{"a.pcap", "b"}));
  EXPECT_TRUE(command<Observe>({"observe"}).past.paths.empty());
}

TEST(Arguments, set_may_be_repeated_and_does_not_eat_the_next_word) {
  Global global;
  Replay replay = command<Replay>({"--set", "a=1", "--set", "b=2", "replay", "/log"}, &global);
  EXPECT_EQ(global.set, (std::vector<std::string>{"a=1", "b=2"}));
  EXPECT_EQ(replay.past.paths, std::vector<std::string>{"/log"});
}

TEST(Arguments, every_command_has_help_with_an_example) {
  for (const char* name : {"watch", "replay", "ban", "unban", "bans", "allow", "disallow", "findings", "why", "observe",
                           "status", "completion"}) {
    auto parsed = parse({name, "--help"});
    ASSERT_TRUE(std::holds_alternative<Leave>(parsed)) << name;
    EXPECT_EQ(std::get<Leave>(parsed).status, 0);
    EXPECT_THAT(std::get<Leave>(parsed).text, HasSubstr("Example:\n  denwaban ")) << name;
  }
}

TEST(Arguments, wrong_usage_is_status_two) {
  for (std::vector<const char*> words : {std::vector<const char*>{},
                                         {"fly"},
                                         {"replay"},
                                         {"why"},
                                         {"bans", "--fast"},
                                         {"replay", "/x", "--threads", "0"},
                                         {"--color", "green", "bans"}}) {
    auto parsed = parse(words);
    ASSERT_TRUE(std::holds_alternative<Leave>(parsed));
    EXPECT_EQ(std::get<Leave>(parsed).status, 2);
  }
}

TEST(Arguments, the_completion_knows_every_command) {
  std::string script = bash_completion();
  for (const char* name : {"watch", "replay", "ban", "unban", "bans", "allow", "disallow", "findings", "why",
                           "status", "config"})
    EXPECT_THAT(script, HasSubstr(std::string("    ") + name + ") words="));
  EXPECT_THAT(script, HasSubstr("--timezone"));
}

}  // namespace
}  // namespace denwaban::cli
