// SPDX-License-Identifier: GPL-3.0-or-later
// Looks at the machine for the rules that go beyond the configuration. Reads only; runs `nft list ruleset`
// and asks Asterisk for its version. What cannot be read stays unknown and is remarked.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/host_facts.h"
#include "base/result.h"

namespace denwaban::setup {

using RunProgram = std::function<Result<std::string>(std::vector<std::string>)>;

struct HostPlaces {
  std::string root;  // before every path below, for tests: a folder that looks like a machine
  std::string config_dir = "/etc/asterisk";
  std::string proc = "/proc";
  std::string spool = "/var/spool/asterisk";
  std::vector<std::string> module_dirs = {"/usr/lib/asterisk/modules", "/usr/lib64/asterisk/modules",
                                          "/usr/lib/x86_64-linux-gnu/asterisk/modules",
                                          "/usr/lib/aarch64-linux-gnu/asterisk/modules"};
  std::vector<std::string> databases = {"/var/lib/asterisk/astdb.sqlite3"};
  std::string control_socket = "/run/denwaban/control.sock";
};

audit::HostFacts survey_host(const HostPlaces& places, const RunProgram& run);
// This machine, with its own programs.
audit::HostFacts survey_host(const std::string& config_dir);

// What `nft list ruleset` says of incoming packets.
audit::HostFirewall firewall_in(std::string_view ruleset);
// sshd_config(5): the first value of a keyword counts; what stands behind Match is of somebody else.
audit::HostSsh ssh_in(std::string_view config);

}  // namespace denwaban::setup
