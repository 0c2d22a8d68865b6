// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-AST: asterisk.conf.
#include "audit/host_facts.h"
#include "audit/refused_options.h"
#include "audit/rules/rewrite.h"
#include "audit/rules/system/checks.h"

namespace denwaban::audit::system {
namespace {

constexpr unsigned kOthers = 07;

Object options(Check& check) { return section_of(check, "asterisk.conf", "options"); }

// "775", "0660": octal. Nothing for what is none.
std::optional<unsigned> parse_mode(std::string_view text) {
  if (text.empty() || text.size() > 5 || text.find_first_not_of("01234567") != std::string_view::npos)
    return std::nullopt;
  unsigned mode = 0;
  for (char c : text) mode = mode * 8 + static_cast<unsigned>(c - '0');
  return mode;
}

}  // namespace

Object section_of(Check& check, std::string_view file, const char* section) {
  const parse::ConfigFile* config = check.estate().sources.file(file);
  const bool taken = config && !refused_option(check.estate(), file);
  return {section, section, config, taken ? config->first(section) : nullptr, nullptr};
}

// The service's unit may give another user: who looks at the machine knows.
void runs_as_root(Check& check) {
  Object section = options(check);
  if (!section.config) return;
  const HostFacts* host = check.estate().options.host;
  if (host && host->service_user && *host->service_user != "root") return;
  Option user = section.option("runuser");
  if (!user.value.empty() && user.value != "root") return;
  ConfigFinding& found = check.about(section, user);
  if (host && host->service_user) found.severity = Severity::high;
  fact(found, "seen", host && host->service_user ? "yes" : "");
  found.fix = "[options]\nrunuser=asterisk\nrungroup=asterisk";
}

// What came with 1.8 is unknown to older ones.
bool before_1_8(const AsteriskVersion& version) { return version.known && version.major == 1 && version.minor < 8; }

void live_dangerously(Check& check) {
  Object section = options(check);
  if (!section.config) return;
  const AsteriskVersion& version = check.estate().version();
  bool old = version.known && !version.at_least(12);
  Option option = section.option("live_dangerously", old ? "yes" : "no");
  if (!option.yes() || before_1_8(version)) return;
  ConfigFinding& found = check.about(section, option);
  found.fix = "[options]\nlive_dangerously=no";
  set_option(found, section, option, "no");
}

void runs_includes(Check& check) {
  Object section = options(check);
  Option option = section.option("execincludes", "no");
  if (!option.yes()) return;
  check.about(section, option).fix = "[options]\nexecincludes=no";
}

void no_limits(Check& check) {
  Object section = options(check);
  if (!section.config) return;
  Option calls = section.option("maxcalls");
  Option load = section.option("maxload");
  if (!calls.value.empty() || !load.value.empty()) return;
  check.about(section, calls).fix = "[options]\nmaxcalls=100\nmaxload=4";
}

void control_socket(Check& check) {
  Object files = section_of(check, "asterisk.conf", "files");
  if (!files.category) return;
  Option permissions = files.option("astctlpermissions");
  Option group = files.option("astctlgroup");
  auto mode = parse_mode(permissions.value);
  bool others = mode && (*mode & kOthers);
  bool web = false;
  for (std::string_view name : {"apache", "www-data", "nginx", "httpd", "users", "nobody"})
    web = web || group.value == name;
  if (!others && !web) return;
  ConfigFinding& found = check.about(files, others ? permissions : group);
  fact(found, others ? "mode" : "group", others ? permissions.value : group.value);
  found.fix = "[files]\nastctlpermissions=0660\nastctlowner=root\nastctlgroup=asterisk";
}

void hides_itself(Check& check) {
  Object section = options(check);
  for (const char* key : {"hideconnect", "lockconfdir"}) {
    Option option = section.option(key);
    if (!option.yes()) continue;
    ConfigFinding& found = check.about(section, option);
    fact(found, key, "yes");
    found.fix = "[options]\n" + std::string(key) + "=no";
  }
}

}  // namespace denwaban::audit::system
