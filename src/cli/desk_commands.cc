// SPDX-License-Identifier: GPL-3.0-or-later
// The commands that ask the running guard, or the store when none runs.
#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/terminal.h"
#include "guard/line_numbers.h"
#include "guard/offline.h"
#include "model/names.h"
#include "serve/control_client.h"

namespace denwaban::cli {
namespace {

using nlohmann::ordered_json;
using Lines = std::vector<std::string>;
using Shown = Result<std::string> (*)(std::span<const std::string>, const Look&);

enum class Effect { asks, decides };

Result<Lines> ask_store(const settings::Settings& settings, const std::string& request, Effect effect) {
  static const SystemClock clock;
  auto office = guard::open_offline(settings, clock, effect == Effect::decides);
  if (!office) return tl::unexpected(office.error());
  return serve::read_answer(
      serve::Desk(**office).answer(request, geteuid() == 0 ? "root" : fmt::format("uid {}", geteuid())));
}

// `without_guard`: the exit status when the store had to answer.
int ask(const Global& global, const ordered_json& request, Effect effect, Shown show, int without_guard = 0) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  std::string text = request.dump(-1, ' ', true, ordered_json::error_handler_t::replace);
  auto lines = serve::ask_guard(loaded->settings.control.socket, text);
  int status = 0;
  if (!lines && lines.error().kind == ErrorKind::not_found) {
    status = without_guard;
    if (!global.json)
      complain(fmt::format("{}: answering from {}", lines.error().message, loaded->settings.store.path));
    lines = ask_store(loaded->settings, text, effect);
  }
  if (!lines) return complain(lines.error());
  guard::number_lines(*lines);
  if (global.json) {
    for (const std::string& line : *lines) print(line + "\n");
    return status;
  }
  auto shown = show(*lines, look_of(global));
  if (!shown) return complain(shown.error());
  print(*shown);
  return status;
}

// "4h" to seconds; nothing means for ever.
Result<ordered_json> seconds_of(const std::string& span) {
  if (span.empty()) return ordered_json(nullptr);
  auto seconds = parse_duration(span);
  if (!seconds) return tl::unexpected(seconds.error());
  if (seconds->count() == 0) return fail(ErrorKind::usage, "a ban of no time is none: give a longer one");
  return ordered_json(seconds->count());
}

// "1d" (back from now) or a time.
Result<std::string> since_of(const std::string& since) {
  if (auto span = parse_duration(since)) return to_rfc3339(SystemClock().now() - *span);
  auto time = parse_rfc3339(since);
  if (!time)
    return fail(
        ErrorKind::usage,
        fmt::format("not a time or duration: \"{}\": write it like 1d or 2026-11-21T19:30:00Z", since));
  return to_rfc3339(*time);
}

}  // namespace

int run(const Global& global, const Bans&) {
  return ask(global, {{"command", "bans"}}, Effect::asks, show_bans);
}

int run(const Global& global, const Calls& command) {
  return ask(global, {{"command", "calls"}, {"all", command.all}}, Effect::asks, show_calls);
}

int run(const Global& global, const Ban& command) {
  auto seconds = seconds_of(command.span);
  if (!seconds) return complain(seconds.error());
  ordered_json request{
      {"command", "ban"}, {"target", command.target}, {"seconds", *seconds}, {"note", command.note}};
  if (command.port != 0) request["port"] = command.port;
  return ask(global, request, Effect::decides, show_carried_out);
}

int run(const Global& global, const Unban& command) {
  if (command.target.empty() && !command.all)
    return complain(Error{ErrorKind::usage, "unban whom? Name an address or network, or --all"});
  return ask(global, {{"command", "unban"}, {"target", command.target}, {"all", command.all}},
             Effect::decides, show_carried_out);
}

int run(const Global& global, const Unlock& command) {
  if (command.account.empty() && command.trunk.empty())
    return complain(Error{ErrorKind::usage, "unlock whom? Name an account, or --trunk and a trunk"});
  return ask(global,
             {{"command", "unlock"}, {"account", command.account}, {"trunk", command.trunk}, {"note", command.note}},
             Effect::decides, show_carried_out);
}

int run(const Global& global, const Allow& command) {
  return ask(global, {{"command", "allow"}, {"prefix", command.prefix}, {"note", command.note}},
             Effect::decides, show_carried_out);
}

int run(const Global& global, const Disallow& command) {
  return ask(global, {{"command", "disallow"}, {"prefix", command.prefix}}, Effect::decides,
             show_carried_out);
}

// Who asks for nothing in particular is not shown the crowd of those that nobody need look at: it would take all
// the places. Programs are told everything.
int run(const Global& global, const Findings& command) {
  bool anything = command.address.empty() && command.detector.empty() && command.severity.empty();
  bool leave_out = anything && !global.json;
  ordered_json request{{"command", "findings"},
                       {"address", command.address},
                       {"detector", command.detector},
                       {"severity", leave_out ? std::string(name_of(Severity::low)) : command.severity},
                       {"limit", command.limit}};
  if (!command.since.empty()) {
    auto since = since_of(command.since);
    if (!since) return complain(since.error());
    request["since"] = *since;
  }
  return ask(global, request, Effect::asks, leave_out ? show_found_that_matter : show_found);
}

int run(const Global& global, const Why& command) {
  return ask(global, {{"command", "why"}, {"address", command.address}}, Effect::asks, show_why);
}

// As systemctl does, status 3 says that nobody is running.
int run(const Global& global, const ShowStatus&) {
  return ask(global, {{"command", "status"}}, Effect::asks, show_status, 3);
}

}  // namespace denwaban::cli
