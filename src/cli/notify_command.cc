// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban notify test`: whether a notice would reach anybody.
#include <fmt/format.h>
#include <signal.h>

#include <atomic>

#include "base/time.h"
#include "cli/commands.h"
#include "cli/config.h"
#include "cli/terminal.h"
#include "engine/assemble_notify.h"
#include "model/json_text.h"
#include "notify/compose.h"
#include "text/message.h"

namespace denwaban::cli {
namespace {

std::string json_of(std::string_view channel, const Status& sent) {
  JsonText json(200);
  json.open('{').key("type").string("notify_test");
  json.key("channel").string(channel);
  json.key("sent").word(sent ? "true" : "false");
  json.key("problem").string(sent ? std::string() : sent.error().message);
  return json.close('}').take();
}

}  // namespace

int run(const Global& global, const NotifyTest&) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  ::signal(SIGPIPE, SIG_IGN);  // a program that does not read what it is told
  const auto channels = engine::notify_channels(loaded->settings.notify);
  if (channels.empty()) complain(text::say("notify.test.none"));
  bool failed = channels.empty();
  const notify::Notice notice = notify::trial(SystemClock().now());
  const std::atomic<bool> stop{false};
  for (const auto& channel : channels) {
    const Status sent = channel->deliver(notice, stop);
    const std::string name(channel->name());
    failed = failed || !sent;
    if (global.json)
      print(json_of(name, sent) + "\n");
    else if (sent)
      print(text::say("notify.test.sent", {{"channel", name}}) + "\n");
    else
      complain(text::say("notify.test.failed", {{"channel", name}, {"problem", sent.error().message}}));
  }
  return failed ? 3 : 0;
}

}  // namespace denwaban::cli
