// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>

#include <fstream>
#include <sstream>

#include "notify/channel.h"
#include "notify/compose.h"
#include "temporary_folder.h"

namespace denwaban::notify {
namespace {

using test::TemporaryFolder;

std::string text_of(const std::string& path) {
  std::stringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

struct CommandChannel : ::testing::Test {
  CommandChannel() { ::signal(SIGPIPE, SIG_IGN); }
  Status run(std::vector<std::string> command, Seconds patience = Seconds(30)) {
    return command_channel({std::move(command), patience})->deliver(notice, stop);
  }
  Notice notice = trial(from_epoch_ms(1'800'000'000'000));
  std::atomic<bool> stop{false};
  TemporaryFolder folder;
};

TEST_F(CommandChannel, ReadsTheNoticeOnItsStandardInput) {
  notice.record = "{\"padding\":\"" + std::string(200'000, 'x') + "\"}";  // more than a pipe holds
  ASSERT_TRUE(run({"/bin/sh", "-c", "cat > \"$0\"; env > \"$0.env\"", folder / "got"}));
  EXPECT_EQ(text_of(folder / "got"), notice_json(notice) + "\n");
  EXPECT_EQ(text_of(folder / "got.env").find("padding"), std::string::npos);
}

TEST_F(CommandChannel, SaysHowItFailed) {
  EXPECT_NE(run({"/bin/sh", "-c", "exit 7"}).error().message.find("ended with 7"), std::string::npos);
  EXPECT_NE(run({"/bin/sh", "-c", "kill -9 $$"}).error().message.find("signal 9"), std::string::npos);
  EXPECT_NE(run({folder / "gone"}).error().message.find("No such file"), std::string::npos);
  notice.record = "{\"padding\":\"" + std::string(200'000, 'x') + "\"}";
  EXPECT_TRUE(run({"/bin/true"})) << "who does not listen was told all the same";
}

TEST_F(CommandChannel, WhoHangsIsKilledWithWhatItStarted) {
  const Status ran =
      run({"/bin/sh", "-c", "sleep 300 & echo $! > \"$0\"; wait", folder / "child"}, Seconds(1));
  ASSERT_FALSE(ran);
  EXPECT_NE(ran.error().message.find("was killed"), std::string::npos);
  const pid_t child = std::stoi(text_of(folder / "child"));
  // It is gone, or dead and waits for its parent to see it.
  auto is_dead = [&] {
    const std::string status = text_of("/proc/" + std::to_string(child) + "/stat");
    return status.empty() || status.find(") Z ") != std::string::npos;
  };
  for (int i = 0; i < 500 && !is_dead(); ++i) ::poll(nullptr, 0, 10);
  EXPECT_TRUE(is_dead());
}

TEST_F(CommandChannel, IsLeftWhenTheGuardEnds) {
  stop = true;
  EXPECT_FALSE(run({"/bin/sleep", "300"}));
}

}  // namespace
}  // namespace denwaban::notify
