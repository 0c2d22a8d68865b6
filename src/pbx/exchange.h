// SPDX-License-Identifier: GPL-3.0-or-later
// What we know of *this* exchange, read from its configuration: replaced as a value on reload.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ip.h"

namespace denwaban::pbx {

// Where a fact stands: "sip.conf", line 12; line 0: Asterisk's default.
struct Where {
  std::string file;
  int line = 0;
};

struct Listener {
  std::string service;    // "sip", "pjsip", "iax2", "ami", "http"
  std::string transport;  // "udp", "tcp", "tls", "ws", "wss"
  IpAddress address;      // unspecified: all
  uint16_t port = 0;
  Where where;
};

// Another exchange that ours talks to by configuration: never banned.
struct TrunkHost {
  std::string service;  // "sip", "pjsip", "iax2"
  std::string name;     // of the peer or endpoint
  std::string host;     // a name or an address, as written, without port and parameters
  uint16_t port = 0;    // 0: not given (then SRV is asked too)
  std::string transport;
  std::vector<IpPrefix> prefixes;  // when written as an address or network (identify match=)
  Where where;
};

struct PortRange {
  uint16_t first = 0;
  uint16_t last = 0;
  bool contains(uint16_t port) const { return first <= port && port <= last; }
};

struct LogFile {
  std::string path;                 // absolute
  std::vector<std::string> levels;  // "notice", "security" …
  std::string format;               // "default", "plain", "json"
  Where where;
};

// A channel of logger.conf that hands its lines to syslog: in which file they end up only the daemon knows.
struct SyslogChannel {
  std::string facility;  // "local0"
  std::vector<std::string> levels;
  Where where;
};

// Who may log in at the manager, without the secret.
struct ManagerUser {
  std::string name;
  std::string read;  // the classes of events it is told, as written
  Where where;
};

struct Exchange {
  std::string config_dir;
  std::string log_dir;
  std::string date_format;  // of logger.conf; empty: Asterisk's "%b %e %T"
  std::string run_user;     // of asterisk.conf, whom Asterisk becomes; empty: it does not say
  std::vector<LogFile> logs;
  std::vector<SyslogChannel> syslog;
  std::vector<Listener> listeners;
  std::vector<ManagerUser> manager_users;
  bool manager_enabled = false;  // manager.conf says so
  std::vector<TrunkHost> trunks;
  std::vector<IpPrefix> local_networks;  // localnet=, local_net=
  // From where manager.conf permits somebody to log in whom it denies the rest of the world.
  std::vector<IpPrefix> manager_networks;
  std::vector<PortRange> media;  // rtp.conf, udptl.conf: never guarded, unless a listener is configured there
  std::vector<std::string> remarks;  // what could not be read or is missing, one sentence each
};

}  // namespace denwaban::pbx
