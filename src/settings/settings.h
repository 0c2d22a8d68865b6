// SPDX-License-Identifier: GPL-3.0-or-later
// Everything that can be set, as one value that never changes after loading; a reload makes another. Composed
// of the rooms' own Options, so that no room knows where its options come from.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "detect/options.h"
#include "policy/options.h"
#include "store/ledger.h"
#include "track/tracker.h"
#include "track/trust.h"

namespace denwaban::settings {

struct PbxSettings {
  std::string config_dir = "/etc/asterisk";
  std::string log_dir;            // empty: asterisk.conf's astlogdir
  std::vector<std::string> logs;  // paths; empty: found in logger.conf
  // Whom syslog and the journal believe beside root; empty: asterisk.conf's runuser, and asterisk
  std::vector<std::string> users;
};

struct JournalSettings {
  std::string enabled = "auto";  // "auto": where Asterisk logs to syslog, or to no file; "on", "off"
  std::string folder;            // empty: this machine's
  std::vector<std::string> units = {"asterisk.service"};
  std::vector<std::string> identifiers = {"asterisk"};
};

struct SyslogSettings {
  std::string socket;  // path; empty: none
  std::string group;   // of the socket; empty: root's
  std::string listen;  // "127.0.0.1:5140"; empty: no UDP
  bool beyond_loopback = false;
};

// Guessing settings as fail2ban has them; only with `preset` "fail2ban".
struct DetectPreset {
  std::string preset = "denwaban";
  uint32_t maxretry = 10;
  Seconds findtime{600};
};

struct FirewallSettings {
  std::string backend = "nftables";  // or "none"
  std::vector<std::string> ports;    // "5060/udp", "5061/tcp", "5060" for both; empty: found
  Seconds reconcile{60};
};

struct WireSettings {
  bool capture = true;
  std::string interface = "any";
  std::string hep_listen;    // "127.0.0.1:9060"; empty: no
  std::string hep_key_file;  // empty: no key is asked for
};

// Who may end calls; everything else is as with the user who listens.
struct AmiActingSettings {
  std::string user = "denwaban-acting";
  std::string secret_file = "/etc/denwaban/ami-acting.secret";
};

struct AmiSettings {
  std::string enabled = "auto";  // "auto": when there is a secret; "on", "off"
  std::string address = "127.0.0.1";
  uint16_t port = 0;  // 0: as manager.conf says
  std::string user = "denwaban";
  std::string secret_file = "/etc/denwaban/ami.secret";
  bool tls = false;
  std::string certificate;  // whom to believe; with tls
  std::string tls_name;     // that an authority's certificate must bear; empty: the address
  AmiActingSettings acting;
};

struct StoreSettings {
  std::string path = "/var/lib/denwaban";
  store::LedgerOptions ledger;
};

struct NumberingSettings {
  std::string country;         // ISO 3166-1 alpha-2
  std::string outside_prefix;  // digits dialled to reach the public network
  std::string area_code;       // without the national prefix, of numbers that are dialled without one
};

struct FraudSettings {
  std::string currency;  // ISO 4217
  std::string euro;      // what one EUR is worth in it; empty: as is known
  std::string rates_file;
  std::string timezone;  // empty: this machine's
  std::string act = "act";  // off, notify, act
  Seconds watch_for{14 * 86400};
  Seconds lock_for{0};
  std::vector<std::string> records;  // folders and files; empty: cdr-csv and cdr-custom of the logs' folder
};

// Sums in the currency of the rate deck; empty: no limit.
struct SpendLimits {
  std::string hour, day, month;
};
struct FraudLimitSettings {
  SpendLimits account, trunk, total;
};

struct FraudListSettings {
  std::vector<std::string> files;
  uint32_t oldest_days = 730;
};

struct CdrSettings {
  std::vector<std::string> databases;  // addresses, as pbx::parse_record_place takes them; empty: found
  Seconds poll{15};                    // how often records are read where no manager tells of calls; 0: never
};

struct GateSettings {
  std::string enabled = "auto";  // "auto": where "setup --gate" has written to the dialplan; "on", "off"
  std::string listen = "127.0.0.1:4573";
  bool beyond_loopback = false;
  std::vector<std::string> rules;  // fraud/gate_rules.h
  std::string alarm = "pin", doubt = "pin";
  std::string sound = "cannot-complete-as-dialed";
  std::string pins_file = "/etc/denwaban/gate.pins";
  uint32_t pin_failures = 5;
  Seconds pin_lock{3600};
};

struct NotifySettings {
  std::string from = "high";  // severity
  uint32_t an_hour = 20;
  std::vector<std::string> command;
  std::string webhook, webhook_secret_file;
  std::string smtp = "smtp://127.0.0.1:25", smtp_tls = "auto", smtp_user, smtp_password_file;
  std::string certificate;
  std::string mail_from;  // empty: denwaban@ and this machine's name
  std::vector<std::string> mail_to;
};

struct KnowledgeSettings {
  std::string country;  // files in MaxMind's format; empty: found where script/knowledge puts them
  std::string network;
};

struct ControlSettings {
  std::string socket = "/run/denwaban/control.sock";
};

struct LogSettings {
  std::string level = "info";  // error, warning, info, debug
};

struct Settings {
  PbxSettings pbx;
  track::TrackerOptions tracker;
  track::TrustOptions trust;
  DetectPreset preset;
  detect::Options detect;
  policy::Options policy;
  FirewallSettings firewall;
  WireSettings wire;
  AmiSettings ami;
  JournalSettings journal;
  SyslogSettings syslog;
  StoreSettings store;
  NumberingSettings numbering;
  FraudSettings fraud;
  FraudLimitSettings fraud_limits;
  FraudListSettings fraud_lists;
  CdrSettings cdr;
  GateSettings gate;
  NotifySettings notify;
  KnowledgeSettings knowledge;
  ControlSettings control;
  LogSettings log;
};

// One of [firewall] ports, as the loader has checked it.
struct GuardedPort {
  uint16_t port = 0;
  bool udp = false;
  bool tcp = false;
};
// "5060/udp", "5061/tcp" or "5060" for both. Error{usage} else.
Result<GuardedPort> parse_guarded_port(std::string_view text);

}  // namespace denwaban::settings
