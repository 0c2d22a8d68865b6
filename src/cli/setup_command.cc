// SPDX-License-Identifier: GPL-3.0-or-later
// `denwaban setup`.
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include <cstdio>
#include <iostream>

#include "cli/commands.h"
#include "cli/config.h"
#include "cli/restrict_account.h"
#include "cli/terminal.h"
#include "engine/assemble.h"
#include "engine/assemble_fraud.h"
#include "model/json.h"
#include "net/disk_files.h"
#include "net/secret_file.h"
#include "serve/control_client.h"
#include "setup/carry_out.h"
#include "setup/gate_plan.h"
#include "setup/surroundings.h"
#include "setup/verify.h"
#include "text/printable.h"

namespace denwaban::cli {
namespace {

using setup::Change;

void show(const Change& change, size_t number, const Look& look) {
  const char* verb = !change.after ? "remove" : change.before ? "change" : "write";
  print(fmt::format("\n{}. {} {}: {}\n", number, verb, look.style.paint(text::Role::heading, change.path),
                    change.what));
  for (const std::string& line : change.lines)
    print(
        fmt::format("   {} {}\n", change.after && !change.taken_out ? "+" : "-", text::printable(line, 200)));
}

void show_json(const Change& change) {
  print(fmt::format("{{\"type\":\"change\",\"path\":{},\"action\":\"{}\",\"what\":{}}}\n",
                    json_string(change.path),
                    !change.after   ? "remove"
                    : change.before ? "change"
                                    : "write",
                    json_string(change.what)));
}

void show(const setup::Plan& plan, const Global& global, const Look& look) {
  size_t number = 0;
  for (const Change& change : plan.changes) {
    if (global.json)
      show_json(change);
    else
      show(change, ++number, look);
  }
  for (const std::string& remark : plan.remarks) {
    if (global.json)
      print(fmt::format("{{\"type\":\"note\",\"text\":{}}}\n", json_string(remark)));
    else
      print(fmt::format("\nnote: {}\n", remark));
  }
}

Result<setup::Plan> plan_gate_of(net::DiskFiles& files, const setup::Surroundings& here, const settings::Settings& settings,
                                 const pbx::Exchange& exchange, const Setup& command) {
  if (command.undo) return setup::plan_gate_undo(files, here);
  auto options = engine::fraud_options(settings, exchange, SystemClock().now());
  if (!options) return tl::unexpected(options.error());
  setup::GateWanted wanted;
  wanted.server = settings.gate.listen;
  wanted.refuse_when_down = command.gate_down == "refuse";
  wanted.habits = options->habits;
  wanted.trunks = options->trunks;
  return setup::plan_gate(files, here, wanted);
}

bool confirmed() {
  print("\nDo this? [y/N] ");
  std::fflush(stdout);
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

// What Asterisk is told after its files have changed. True: it was told, or there was nothing to tell.
bool reload(const setup::Plan& plan, const setup::AsteriskConsole& console) {
  bool good = true;
  for (auto [needed, command] :
       {std::pair(plan.manager, "manager reload"), std::pair(plan.logger, "logger reload"),
        std::pair(plan.dialplan, "dialplan reload"),
        std::pair(plan.sip, "sip reload"), std::pair(plan.pjsip, "module reload res_pjsip.so")}) {
    if (!needed) continue;
    auto said = console.run(command);
    if (said) continue;
    complain(
        fmt::format("{}; what was written counts once \"{} -rx '{}'\" has run, or Asterisk has started anew",
                    said.error().message, console.call(), command));
    good = false;
  }
  return good;
}

net::Endpoint manager_of(const settings::Settings& settings, const pbx::Exchange& exchange) {
  uint16_t port = settings.ami.port;
  for (const pbx::Listener& listener : exchange.listeners)
    if (port == 0 && listener.service == "ami" && listener.transport == "tcp") port = listener.port;
  return {IpAddress::parse(settings.ami.address).value_or(IpAddress()), port != 0 ? port : uint16_t{5038}};
}

// A running guard reads its settings and Asterisk's anew.
void tell_guard(const settings::Settings& settings, bool json) {
  auto told = serve::reload_guard(settings.control.socket);
  if (json) return;
  if (told)
    print("\nThe running guard was told to look again.\n");
  else if (told.error().kind == ErrorKind::not_found)
    print("\nNo guard runs: start one with \"denwaban watch\" or \"systemctl start denwaban\".\n");
  else
    print(fmt::format("\n{}\n", told.error().message));
}

int prove(const settings::Settings& settings, const Global& global, const Look& look) {
  pbx::Exchange exchange = engine::read_exchange(settings);
  auto secret = net::read_secret(settings.ami.secret_file);
  if (!secret) return complain(secret.error());
  setup::VerifyOptions options;
  options.manager = manager_of(settings, exchange);
  options.user = settings.ami.user;
  options.secret = *secret;
  options.logs = exchange.logs;
  ::signal(SIGPIPE, SIG_IGN);  // a manager that hangs up is an answer
  if (!global.json) print("\nA made-up login that must fail, and who tells of it:\n");
  bool all = true;
  for (const setup::Witness& witness : setup::verify(options)) {
    all &= witness.told;
    if (global.json)
      print(fmt::format("{{\"type\":\"witness\",\"name\":{},\"told\":{},\"why\":{}}}\n",
                        json_string(witness.name), witness.told, json_string(witness.why)));
    else
      print(fmt::format("  {} {}{}\n",
                        witness.told ? look.style.paint(text::Role::good, "yes")
                                     : look.style.paint(text::Role::danger, "no "),
                        witness.name, witness.told ? "" : ": " + text::printable(witness.why, 200)));
  }
  return all ? 0 : 3;
}

}  // namespace

int run(const Global& global, const Setup& command) {
  auto loaded = load_settings(global);
  if (!loaded) return 2;
  const settings::Settings& settings = loaded->settings;
  Look look = look_of(global);
  pbx::Exchange exchange = engine::read_exchange(settings);
  setup::AsteriskConsole console(exchange.config_dir);
  setup::Surroundings here = setup::look_around(exchange, console, command.logrotate_dir);
  here.ami_user = settings.ami.user;
  here.secret_file = settings.ami.secret_file;
  if (command.undo || settings.fraud.act == "act") here.acting_user = settings.ami.acting.user;
  here.acting_secret_file = settings.ami.acting.secret_file;
  net::DiskFiles files;
  bool access = !command.restrict.empty() || !command.unrestrict.empty();
  auto plan = command.gate   ? plan_gate_of(files, here, settings, exchange, command)
              : access       ? plan_access(files, here, settings, command)
              : command.undo ? setup::plan_undo(files, here)
                             : setup::plan_setup(files, here);
  if (!plan) return complain(plan.error());
  show(*plan, global, look);
  if (plan->changes.empty() && !global.json)
    print(command.undo ? "Nothing of ours is left.\n" : "Everything is in place; nothing was changed.\n");
  if (!plan->changes.empty() && !command.dry_run) {
    bool asks = !command.yes && !global.json && ::isatty(STDIN_FILENO) == 1;
    if (!command.yes && !asks) {
      complain("nothing was changed: say --yes to do this");
      return 2;
    }
    if (asks && !confirmed()) {
      print("Nothing was changed.\n");
      return 0;
    }
    auto done = setup::carry_out(*plan, setup::owner_of_configuration(exchange.config_dir, "/run/asterisk"));
    if (!done) return complain(done.error());
    bool told = reload(*plan, console);
    if (!access) tell_guard(settings, global.json);
    if (!told) return 3;
  }
  if (command.dry_run || command.undo || access || command.gate) return 0;
  return prove(settings, global, look);
}

}  // namespace denwaban::cli
