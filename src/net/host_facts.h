// SPDX-License-Identifier: GPL-3.0-or-later
// What this machine itself is: addresses that must never be banned because the machine or its owner lives
// behind them. Each part can be read alone, from paths that tests may set. Blocking, but only on the kernel
// and small files.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/ip.h"
#include "base/result.h"

namespace denwaban::net {

// An authenticated login that lasts now, from a remote address. A mere TCP connection to sshd is none.
struct LoginSession {
  IpAddress address;
  std::string user;
  std::string id;  // logind's session, or the terminal line: for people
  friend bool operator==(const LoginSession&, const LoginSession&) = default;
};

struct HostFacts {
  std::vector<IpAddress> own;
  std::vector<IpAddress> gateways;
  std::vector<IpAddress> name_servers;
  std::vector<LoginSession> logins;
  std::vector<std::string> remarks;  // what could not be read, one sentence each
};

struct HostPaths {
  // systemd-resolved's file names the real servers when the first only names its stub.
  std::vector<std::string> resolv_confs = {"/etc/resolv.conf", "/run/systemd/resolve/resolv.conf"};
  std::string utmp = "/var/run/utmp";
  std::string proc = "/proc";
  bool ask_logind = true;
};

HostFacts read_host_facts(const HostPaths& paths = {});

// As gethostname(2) and so Asterisk's appendhostname have it; empty if the kernel does not tell.
std::string host_name();

// Addresses of all interfaces, loopback and link-local included; at most 1024.
Result<std::vector<IpAddress>> own_addresses();

// Next hops of all default routes, of all tables and both families (rtnetlink, RTM_GETROUTE); at most 64.
Result<std::vector<IpAddress>> default_gateways();

// The "nameserver" lines (resolv.conf(5)), without zones; at most 16 of each file. Missing files are passed
// over.
std::vector<IpAddress> read_name_servers(const std::vector<std::string>& resolv_confs);

}  // namespace denwaban::net
