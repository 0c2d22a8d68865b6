// SPDX-License-Identifier: GPL-3.0-or-later
// What was found on the machine on which Asterisk runs, for the rules that look beyond its configuration. A value; who gathers it
// is to the right. What could not be found out is not there, and no rule speaks of it.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/ip.h"

namespace denwaban::audit {

struct HostFile {
  std::string path;
  unsigned mode = 0;  // permission bits
  std::string owner, group;
  bool holds_secrets = false;  // a configuration file with passwords in it
};

struct HostSocket {
  bool tcp = false;
  IpAddress address;  // unspecified: all
  uint16_t port = 0;
};

// What filters incoming packets.
struct HostFirewall {
  bool drops_by_default = false;  // an input hook with the policy drop, or a last rule that drops
  std::set<uint16_t> ports;       // that a rule names
};

struct HostSsh {
  bool passwords = true;         // PasswordAuthentication
  std::string root = "prohibit-password";  // PermitRootLogin
};

struct HostJail {
  std::string name;
  bool enabled = false;
  std::string filter;
  std::vector<std::string> missing_logs;  // of logpath: patterns that match no file
};

struct HostFacts {
  std::optional<std::string> service_user;  // whom the running Asterisk belongs to
  std::vector<HostFile> files;
  std::optional<std::vector<HostSocket>> sockets;
  std::optional<HostFirewall> firewall;
  std::optional<HostSsh> ssh;
  std::optional<std::set<std::string>> registered;  // accounts with a registration in AstDB
  std::string version;                              // "Asterisk 20.6.0"; empty: not known
  std::optional<std::set<std::string>> installed;   // modules, without ".so"
  std::optional<std::vector<HostJail>> jails;       // of fail2ban; empty when it is not installed
  bool guarded = false;  // this program watches here
  std::vector<std::string> default_passwords;       // where one was found: "AMPDBPASS in /etc/freepbx.conf"
  std::vector<std::string> remarks;                 // what could not be looked at, sentences
};

}  // namespace denwaban::audit
