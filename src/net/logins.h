// SPDX-License-Identifier: GPL-3.0-or-later
// Who is logged in from where: systemd-logind, or utmp where there is none. Inner parts of read_host_facts.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "net/host_facts.h"

namespace denwaban::net {

// As logind tells it (sd-login(3)).
struct LogindSession {
  std::string id;
  std::string user;
  std::string state;          // "active", "online", "closing", "opening"
  std::string session_class;  // "user", "greeter", "lock-screen", "background"
  std::string remote_host;    // an address, or a name when sshd looks names up
};

// nullopt: no logind here. At most 1024 sessions.
std::optional<std::vector<LogindSession>> logind_sessions();

// Sessions of users, active or online, from an address. One that closes is over; what a greeter shows was
// never a login.
std::vector<LoginSession> logins_of(std::span<const LogindSession> sessions);

// Whether one of those shows a name instead of an address (sshd with UseDNS): utmp then knows the address.
bool has_named_hosts(std::span<const LogindSession> sessions);

// USER_PROCESS entries of utmp(5) with a remote address. An entry is stale, and left out, when its process is
// gone or began more than a minute after the login: then the process id belongs to somebody else now. At most
// 1024.
std::vector<LoginSession> utmp_logins(const std::string& utmp, const std::string& proc);

}  // namespace denwaban::net
