// SPDX-License-Identifier: GPL-3.0-or-later
// The command line as values. The library that reads it stays in the .cc.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/result.h"

namespace denwaban::cli {

struct Global {
  std::string config = "/etc/denwaban/denwaban.toml";
  bool config_given = false;
  std::vector<std::string> set;  // "key=value", over what the file says
  bool json = false;
  std::string language = "en";
  std::string colour = "auto";  // auto, always, never
};

struct Watch {
  bool dry_run = false;
  bool from_start = false;
};
// Files of the past, and how to read them.
struct Past {
  std::vector<std::string> paths;
  std::string timezone;
  int year = 0;     // 0: inferred
  int threads = 0;  // 0: all cores
};
struct Replay {
  Past past;
  std::string fail_on;           // a severity, or "never"
  std::string severity = "low";  // the mildest that people are shown
  bool calls = false;
};
struct Observe {
  Past past;  // no paths: what the guard has counted
  std::string month, against;  // YYYY-MM
  std::vector<std::string> by;
  int top = 10;
  bool csv = false;
  bool rare = false;
  std::string html;  // a file; "-": standard output
};
struct Setup {
  bool yes = false, undo = false, dry_run = false;
  bool gate = false;
  std::string gate_down = "allow";
  std::string restrict, unrestrict;  // accounts
  std::vector<std::string> to;       // networks
  std::string logrotate_dir = "/etc/logrotate.d";
};
// What `audit` and `toll-paths` look at, and how.
struct AuditSubject {
  std::string dir;           // empty: where the settings say that the PBX's configuration is
  std::string version;       // of Asterisk, "18" or "20.6.0"; empty: not known
  std::string country;       // ISO 3166; empty: what the settings or the files say
  std::string fail_on = "high";
  bool all = false;
  bool follow_links = false;
  bool host = false;
  std::string suppressions;  // a file; empty: .denwaban-audit.toml in the folder, if it is there
  std::string baseline;      // a file with an earlier --json output
};
struct Audit {
  AuditSubject subject;
  std::string format;  // text, json, sarif, html; empty: text, or what --json says
  bool fix = false;
  bool rules = false;
};
struct TollPaths {
  AuditSubject subject;
};
struct Bans {};
struct Calls {
  bool all = false;
};
struct Ban {
  std::string target, span, note;
  int port = 0;
};
struct Unlock {
  std::string account, trunk, note;
};

struct Unban {
  std::string target;
  bool all = false;
};
struct Allow {
  std::string prefix, note;
};
struct Disallow {
  std::string prefix;
};
struct Findings {
  std::string address, detector, severity, since;
  int limit = 50;
};
struct Why {
  std::string address;
};
struct ShowStatus {};
// What a number is and what it costs; with a time, how long a call.
struct FraudCheck {
  std::string number;
  uint32_t seconds = 60;
};
// Prices of numbers that begin so; all of the deck when left out.
struct FraudRates {
  std::string prefix;
};
// What the calls of these records cost.
struct FraudSpend {
  Past past;
  std::vector<std::string> by;  // empty: all
  int top = 10;
};
// What is ordinary by these records.
struct FraudBaseline {
  Past past;
  std::vector<std::string> accounts;  // empty: the exchange, and all accounts in a line each
};
// The PIN that the gate asks an account for; read from the terminal, never an argument.
struct FraudPin {
  std::string account;
  bool remove = false;
};
// A notice to everybody that the settings name.
struct NotifyTest {};
struct ConfigCheck {};
struct ConfigShow {};
struct ConfigExplain {
  std::string key;
};
struct ConfigReference {};
struct Completion {};

using Command = std::variant<Watch, Replay, Observe, Setup, Audit, TollPaths, Bans, Calls, Ban, Unban, Unlock, Allow,
                             Disallow, Findings, Why, ShowStatus, FraudCheck, FraudRates, FraudSpend, FraudBaseline, FraudPin,
                             NotifyTest, ConfigCheck, ConfigShow, ConfigExplain, ConfigReference, Completion>;

struct Arguments {
  Global global;
  Command command;
};

// What to do, or what to print instead (help, version) and leave with: status 0 for those, 2 for wrong usage.
struct Leave {
  std::string text;
  int status = 0;
};
std::variant<Arguments, Leave> parse_arguments(int argc, const char* const* argv);

// A bash completion made from the very tree that reads the command line.
std::string bash_completion();

}  // namespace denwaban::cli
