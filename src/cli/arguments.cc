// SPDX-License-Identifier: GPL-3.0-or-later
#include "cli/arguments.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>

#include "cli/misuse.h"
#include "cli/version.h"

namespace denwaban::cli {
namespace {

constexpr const char* kSeverities = "info low medium high critical";

// The tree and the values it fills. Each command, once chosen, puts its value into `chosen`.
struct Tree {
  CLI::App app{"denwaban guards a telephone exchange: it finds who attacks it and drops their packets.",
               "denwaban"};
  Global global;
  std::optional<Command> chosen;

  Tree();
  template <class T>
  std::pair<CLI::App*, std::shared_ptr<T>> add(const char* name, const char* what, const char* example,
                                               CLI::App* parent = nullptr);
  void add_global();
  void add_guarding();
  void add_deciding();
  void add_asking();
  void add_observing();
  void add_setup();
  void add_auditing();
  void add_fraud();
  void add_notify();
  void add_config();
};

template <class T>
std::pair<CLI::App*, std::shared_ptr<T>> Tree::add(const char* name, const char* what, const char* example,
                                                   CLI::App* parent) {
  auto value = std::make_shared<T>();
  CLI::App* command = (parent != nullptr ? parent : &app)->add_subcommand(name, what);
  command->fallthrough();
  command->footer(fmt::format("Example:\n  {}", example));
  command->final_callback([this, value] { chosen = *value; });
  return {command, value};
}

void Tree::add_global() {
  app.add_option("--config", global.config, "settings file")
      ->type_name("FILE")
      ->each([this](const std::string&) { global.config_given = true; });
  app.add_option("--set", global.set, "one setting, over what the file says (may be repeated)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  app.add_flag("--json", global.json, "one JSON object a line on standard output");
  app.add_option("--lang", global.language, "language of what people read")
      ->check(CLI::IsMember({"en", "ja", "es"}));
  app.add_option("--color", global.colour, "colours on a terminal; NO_COLOR is respected")
      ->type_name("WHEN")
      ->check(CLI::IsMember({"auto", "always", "never"}));
}

// Files of the past and how to read them, as several commands take them.
CLI::Option* add_past(CLI::App& command, Past& past, const char* name) {
  command.add_option("--timezone", past.timezone, "what a clock face without a zone means (Europe/Berlin, +0900)")
      ->type_name("ZONE");
  command.add_option("--year", past.year, "the year of the last line of logs that tell none")
      ->check(CLI::Range(1999, 2200));
  command
      .add_option("--threads", past.threads,
                  "how many cores to use (default: all); the result does not depend on it")
      ->check(CLI::Range(1, 256));
  return command.add_option(name, past.paths, "files and folders");
}

void Tree::add_guarding() {
  auto [watch, w] = add<Watch>("watch", "guard this PBX until stopped", "denwaban watch --dry-run");
  watch->add_flag("--dry-run", w->dry_run, "decide, but change nothing");
  watch->add_flag("--from-start", w->from_start,
                  "read the logs from their beginning when they are met for the first time");

  auto [replay, r] =
      add<Replay>("replay", "run the same detection over the past: logs, packed or not, and folders of them",
                  "denwaban replay /var/log/asterisk --fail-on high");
  add_past(*replay, r->past, "PATH")->required();
  replay
      ->add_option("--fail-on", r->fail_on,
                   "exit with 1 when there is a finding of this severity or above (default: never)")
      ->check(CLI::IsMember(CLI::detail::split(fmt::format("{} never", kSeverities), ' ')));
  replay->add_option("--severity", r->severity, "show findings of this severity and above; --json shows all")
      ->check(CLI::IsMember(CLI::detail::split(kSeverities, ' ')))
      ->capture_default_str();
  replay->add_flag("--calls", r->calls, "show the calls of recorded sessions of Asterisk's manager, too");
}

void Tree::add_deciding() {
  auto [ban, b] = add<Ban>("ban", "drop what an address or network sends to the guarded ports",
                           "denwaban ban 203.0.113.7 --for 1d --note \"asked by the carrier\"");
  ban->add_option("TARGET", b->target, "address or network")->required();
  ban->add_option("--for", b->span, "how long: 90s, 10m, 4h, 1d, 1w (default: until unbanned)")
      ->type_name("DURATION");
  ban->add_option("--port", b->port, "only this source port of the address")->check(CLI::Range(1, 65535));
  ban->add_option("--note", b->note, "why, for whoever asks later")->type_name("TEXT");

  auto [unban, u] = add<Unban>("unban", "lift bans and rate limits", "denwaban unban 203.0.113.7");
  auto* target = unban->add_option("TARGET", u->target, "address or network");
  auto* all = unban->add_flag("--all", u->all, "all of ours, and nothing else");
  target->excludes(all);

  auto [unlock, l] = add<Unlock>("unlock", "let an account call out again that was locked because of fraud",
                                 "denwaban unlock 104 --note \"new password\"");
  auto* account = unlock->add_option("ACCOUNT", l->account, "the account, as denwaban status names it");
  unlock->add_option("--trunk", l->trunk, "open a trunk again instead")->excludes(account);
  unlock->add_option("--note", l->note, "why, for whoever asks later")->type_name("TEXT");

  auto [allow, a] =
      add<Allow>("allow", "never ban this address or network", "denwaban allow 192.0.2.0/24 --note office");
  allow->add_option("PREFIX", a->prefix, "address or network")->required();
  allow->add_option("--note", a->note, "why, for whoever asks later")->type_name("TEXT");

  auto [disallow, d] = add<Disallow>("disallow", "take an address or network off the allow list",
                                     "denwaban disallow 192.0.2.0/24");
  disallow->add_option("PREFIX", d->prefix, "address or network, as it was allowed")->required();
}

void Tree::add_asking() {
  auto [calls, c] = add<Calls>("calls", "who calls whom now: account, address, number, trunk, and for how long",
                               "denwaban calls --all");
  calls->add_flag("--all", c->all, "those that ended lately, too");
  add<Bans>("bans", "what is banned, limited and allowed now", "denwaban bans");
  auto [findings, f] =
      add<Findings>("findings", "what was found", "denwaban findings --severity medium --since 1d");
  findings->add_option("--address", f->address, "only about this address");
  findings->add_option("--detector", f->detector, "only of this detector (auth_guessing, dial_probe …)");
  findings->add_option("--severity", f->severity, "this severity and above")
      ->check(CLI::IsMember(CLI::detail::split(kSeverities, ' ')));
  findings->add_option("--since", f->since, "a time, or a duration back from now")->type_name("WHEN");
  findings->add_option("--limit", f->limit, "at most so many, the latest")
      ->check(CLI::Range(1, 10000))
      ->capture_default_str();
  auto [why, w] = add<Why>("why", "why is this address blocked, or not? With the evidence and the way out",
                           "denwaban why 203.0.113.7");
  why->add_option("ADDRESS", w->address, "the address")->required();
  add<ShowStatus>("status", "what is guarded, from which sources, how fresh, what was dropped",
                  "denwaban status");
}

void Tree::add_observing() {
  auto [observe, o] = add<Observe>(
      "observe",
      "what was attempted here: methods, tools, ports, origins, names and passwords, month by month",
      "denwaban observe --by country --by network\n"
      "  denwaban observe --month 2026-11 --against 2026-10 --html report.html\n"
      "  denwaban observe --top 20 capture.pcap /var/log/asterisk");
  add_past(*observe, o->past, "FILES");
  observe->add_option("--month", o->month, "this month, in UTC (default: the latest that was counted)")
      ->type_name("YYYY-MM");
  observe->add_option("--against", o->against, "compare with this month (default: the one before)")
      ->type_name("YYYY-MM");
  observe->add_option("--by", o->by, "only this (may be repeated); left out: all")
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"kind", "service", "method", "transport", "port", "tool", "country", "network",
                             "account", "extension", "ami_user", "ami_password"}));
  observe->add_option("--top", o->top, "so many rows of each")->check(CLI::Range(1, 500))->capture_default_str();
  observe->add_flag("--rare", o->rare,
                    "FILES only: show names and passwords of AMI logins that too few tried, too: they may be what an "
                    "honest person mistyped");
  auto* csv = observe->add_flag("--csv", o->csv, "comma-separated values");
  observe->add_option("--html", o->html, "one self-contained page into this file (-: standard output)")
      ->type_name("FILE")
      ->excludes(csv);
}

void Tree::add_setup() {
  auto [setup, s] = add<Setup>("setup", "let Asterisk tell the guard all that it can: shows what it will change, and does it",
                               "denwaban setup\n  denwaban setup --undo\n  denwaban setup --restrict 101 --to 192.0.2.0/24");
  auto* dry = setup->add_flag("--dry-run", s->dry_run, "only show it");
  setup->add_flag("--yes", s->yes, "do it without asking")->excludes(dry);
  setup->add_flag("--undo", s->undo, "take all of it back");
  auto* gate = setup->add_flag("--gate", s->gate, "let the dialplan ask the guard before a call leaves; with --undo: no more");
  setup->add_option("--gate-down", s->gate_down, "what becomes of calls while no guard answers; emergency calls always pass")
      ->check(CLI::IsMember({"allow", "refuse"}))
      ->needs(gate)
      ->capture_default_str();
  auto* restrict = setup->add_option("--restrict", s->restrict, "let this account log in from the networks it is known from alone")
                       ->type_name("ACCOUNT");
  setup->add_option("--to", s->to, "… or from these instead (may be repeated)")
      ->type_name("PREFIX")
      ->allow_extra_args(false)
      ->needs(restrict);
  setup->add_option("--unrestrict", s->unrestrict, "let it log in from everywhere again")
      ->type_name("ACCOUNT")
      ->excludes(restrict);
  setup->add_option("--logrotate-dir", s->logrotate_dir, "where logrotate looks for files about logs")
      ->type_name("DIR")
      ->capture_default_str();
}

void add_audit_subject(CLI::App& command, AuditSubject& subject) {
  command.add_option("DIR", subject.dir, "a folder with Asterisk's configuration (default: pbx.config_dir of the settings)");
  command.add_option("--asterisk", subject.version, "the version of Asterisk that reads it: 18, 20.6.0 (default: not known)")
      ->type_name("VERSION");
  command.add_option("--country", subject.country, "whose numbers it dials: two letters of ISO 3166")->type_name("CC");
  command.add_option("--fail-on", subject.fail_on, "exit with 1 when something is as severe as this or more")
      ->check(CLI::IsMember(CLI::detail::split(fmt::format("{} never", kSeverities), ' ')))
      ->capture_default_str();
  command.add_flag("--follow-links", subject.follow_links, "read links and includes that lead out of DIR, too");
  command.add_option("--baseline", subject.baseline, "tell only what an earlier --json output in this file has not")->type_name("FILE");
}

void Tree::add_auditing() {
  auto [audit, a] = add<Audit>("audit", "find the holes in a PBX's configuration: reads it, runs nothing, changes nothing",
                               "denwaban audit\n  denwaban audit ./etc/asterisk --asterisk 20 --country DE --format html > audit.html");
  add_audit_subject(*audit, a->subject);
  audit->add_flag("--all", a->subject.all, "every finding in full, those without effect and ways that lead nowhere, too");
  audit->add_option("--format", a->format, "text, json, sarif (for code review) or html (one page to print)")
      ->check(CLI::IsMember({"text", "json", "sarif", "html"}));
  audit->add_option("--suppress", a->subject.suppressions, "accepted findings (default: .denwaban-audit.toml in DIR, if it is there)")
      ->type_name("FILE");
  audit->add_flag("--host", a->subject.host,
                  "look at this machine, too: service user, file modes, sockets, firewall, sshd, fail2ban, registrations");
  audit->add_flag("--fix", a->fix, "print a patch of what can be mended safely, for patch -p1 -d /; changes nothing itself");
  audit->add_flag("--rules", a->rules, "the page of all rules, in Markdown");

  auto [ways, t] = add<TollPaths>("toll-paths", "who can reach which trunk with which numbers, with the way as proof",
                                  "denwaban toll-paths --country JP");
  add_audit_subject(*ways, t->subject);
  ways->add_flag("--all", t->subject.all, "those that lead nowhere, too");
}

void Tree::add_fraud() {
  CLI::App* fraud = app.add_subcommand("fraud", "what calls are and cost: check, rates, spend, baseline; who may make them: pin");
  fraud->require_subcommand(1)->fallthrough();
  auto [check, c] = add<FraudCheck>("check", "what a number is as it is dialled here, how often fraud goes there, what a call costs",
                                    "denwaban fraud check 0025261234567", fraud);
  check->add_option("NUMBER", c->number, "as it is dialled here, or as +252…")->required();
  check->add_option("--seconds", c->seconds, "how long a call the price is of")->check(CLI::Range(1, 86'400))->capture_default_str();
  auto [rates, r] = add<FraudRates>("rates", "prices: of your rate deck, else what such calls usually cost",
                                    "denwaban fraud rates 252", fraud);
  rates->add_option("PREFIX", r->prefix, "country code and digits that the number begins with; all when left out");
  auto [spend, s] = add<FraudSpend>("spend", "what outside calls cost, by account, trunk, country and month",
                                    "denwaban fraud spend --by account --top 20", fraud);
  add_past(*spend, s->past, "PATH")->description("files, folders and tables; this machine's own call records when left out");
  spend->add_option("--by", s->by, "only this (may be repeated); left out: all")
      ->allow_extra_args(false)
      ->check(CLI::IsMember({"total", "account", "trunk", "country", "month"}));
  spend->add_option("--top", s->top, "so many rows of each; --json has all")->check(CLI::Range(1, 20'000))->capture_default_str();
  auto [baseline, b] = add<FraudBaseline>("baseline", "what is ordinary by the call records: whereto, how often, how much, when",
                                          "denwaban fraud baseline --account 104", fraud);
  add_past(*baseline, b->past, "PATH")->description("files, folders and tables; this machine's own call records when left out");
  baseline->add_option("--account", b->accounts, "only this account, in full (may be repeated)")->type_name("NAME")->allow_extra_args(false);
  auto [pin, p] = add<FraudPin>("pin", "set the PIN that the gate asks an account for; it is read from the terminal",
                                "denwaban fraud pin 101", fraud);
  pin->add_option("ACCOUNT", p->account, "whose")->required();
  pin->add_flag("--remove", p->remove, "the account has none from now on");
}

void Tree::add_notify() {
  CLI::App* notify = app.add_subcommand("notify", "who is told of what is found: test");
  notify->require_subcommand(1)->fallthrough();
  add<NotifyTest>("test", "send a trial to everybody whom [notify] names, and say what became of it", "denwaban notify test", notify);
}

void Tree::add_config() {
  CLI::App* config = app.add_subcommand("config", "the settings: check, explain, show");
  config->require_subcommand(1)->fallthrough();
  add<ConfigCheck>("check", "is the settings file right?", "denwaban config check --config new.toml", config);
  add<ConfigShow>("show",
                  "the settings in force, what was found by looking at the PBX, and where each comes from",
                  "denwaban config show", config);
  auto [explain, e] = add<ConfigExplain>("explain", "what a setting means, and why its default is what it is",
                                         "denwaban config explain policy.ban_seconds", config);
  explain->add_option("KEY", e->key, "a setting; all of them when left out");
  add<ConfigReference>("reference", "the reference page of all settings, in Markdown",
                       "denwaban config reference > docs/configuration.md", config);
  add<Completion>("completion", "the bash completion of these commands",
                  "denwaban completion > /etc/bash_completion.d/denwaban");
}

Tree::Tree() {
  app.require_subcommand(1);
  app.set_version_flag("--version", fmt::format("denwaban {}", kVersion));
  app.footer("`denwaban COMMAND --help` explains a command and gives an example. `man denwaban` has it all.");
  add_global();
  add_guarding();
  add_deciding();
  add_asking();
  add_observing();
  add_setup();
  add_auditing();
  add_fraud();
  add_notify();
  add_config();
}

// "--json --config" … of one command, for the completion.
std::string words_of(const CLI::App& app) {
  std::string words;
  for (const CLI::Option* option : app.get_options())
    for (const std::string& name : option->get_lnames()) words += "--" + name + " ";
  for (const CLI::App* command : app.get_subcommands({})) words += command->get_name() + " ";
  return words;
}

}  // namespace

std::variant<Arguments, Leave> parse_arguments(int argc, const char* const* argv) {
  Tree tree;
  try {
    tree.app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const CLI::App* asked = &tree.app;
    while (!asked->get_subcommands().empty()) asked = asked->get_subcommands().front();
    return Leave{asked->help(), 0};
  } catch (const CLI::CallForVersion&) {
    return Leave{fmt::format("denwaban {}\n", kVersion), 0};
  } catch (const CLI::ParseError& error) {
    return Leave{misuse(tree.app, error), 2};
  }
  return Arguments{tree.global, *tree.chosen};
}

std::string bash_completion() {
  Tree tree;
  std::string cases;
  for (const CLI::App* command : tree.app.get_subcommands({})) {
    std::string inner;
    for (const CLI::App* part : command->get_subcommands({})) inner += words_of(*part);
    cases +=
        fmt::format("    {}) words=\"{}{}$global\" ;;\n", command->get_name(), words_of(*command), inner);
  }
  return fmt::format(
      "# bash completion of denwaban: made by `denwaban completion`\n"
      "_denwaban() {{\n"
      "  local current=${{COMP_WORDS[COMP_CWORD]}} global=\"{}\" command= word words\n"
      "  for word in \"${{COMP_WORDS[@]:1:COMP_CWORD-1}}\"; do\n"
      "    case $word in -*) ;; *) command=$word; break ;; esac\n"
      "  done\n"
      "  case $command in\n{}    *) words=$global ;;\n  esac\n"
      "  COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
      "}}\n"
      "complete -o default -F _denwaban denwaban\n",
      words_of(tree.app), cases);
}

}  // namespace denwaban::cli
