// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-HOST: the machine, as far as somebody looked (audit/host_facts.h).
#include "audit/host_facts.h"

#include <algorithm>
#include <chrono>

#include "audit/catalogue.h"
#include "knowledge/advisories.h"

namespace denwaban::audit {
namespace {

const HostFacts* facts(Check& check) { return check.estate().options.host; }

ConfigFinding& about(Check& check, std::string what, std::string key = {}) {
  ConfigFinding& found = check.about(SourceLine{}, std::move(what), std::move(key));
  found.origin = Origin::missing;
  return found;
}

void service_user(Check& check) {
  const HostFacts* host = facts(check);
  if (!host || host->service_user != "root") return;
  about(check, "asterisk", "user").fix = "[options]\nrunuser=asterisk\nrungroup=asterisk";
}

struct Port {
  uint16_t number;
  bool tcp_too;
  std::string_view service;
};
// What strangers look for, and what only few should reach.
constexpr Port kPorts[] = {{5060, true, "SIP"},   {5061, true, "SIP"},  {4569, false, "IAX2"},
                           {5038, true, "AMI"},   {8088, true, "HTTP"}, {8089, true, "HTTPS"},
                           {4520, false, "DUNDi"}};

void unfiltered_ports(Check& check) {
  const HostFacts* host = facts(check);
  if (!host || !host->firewall || !host->sockets || host->firewall->drops_by_default) return;
  for (const Port& port : kPorts) {
    bool open = std::any_of(host->sockets->begin(), host->sockets->end(), [&](const HostSocket& s) {
      return s.port == port.number && !s.address.is_loopback();
    });
    if (!open || host->firewall->ports.count(port.number)) continue;
    ConfigFinding& found = about(check, std::string(port.service), std::to_string(port.number));
    fact(found, "service", port.service);
    fact(found, "port", std::to_string(port.number));
  }
}

void nobody_bans(Check& check) {
  const HostFacts* host = facts(check);
  if (!host || !host->jails || host->guarded) return;
  bool enabled = false;
  for (const HostJail& jail : *host->jails) {
    if (jail.filter != "asterisk" || !jail.enabled) continue;
    enabled = true;
    for (const std::string& log : jail.missing_logs) {
      ConfigFinding& found = about(check, jail.name, "logpath");
      fact(found, "jail", jail.name);
      fact(found, "log", log);
    }
  }
  if (enabled) return;
  ConfigFinding& found = about(check, "fail2ban");
  fact(found, "nobody", "yes");
  found.fix = "denwaban setup";
}

void file_modes(Check& check) {
  const HostFacts* host = facts(check);
  if (!host) return;
  constexpr unsigned kOthersWrite = 02;
  for (const HostFile& file : host->files) {
    if (!(file.mode & kOthersWrite)) continue;
    ConfigFinding& found = about(check, file.path, "mode");
    found.place.file = check.estate().sources.shown(file.path);
    fact(found, "file", file.path);
    found.fix = "chmod o-w " + file.path;
  }
}

void remote_login(Check& check) {
  const HostFacts* host = facts(check);
  if (!host || !host->ssh) return;
  if (host->ssh->passwords) {
    ConfigFinding& found = about(check, "sshd", "PasswordAuthentication");
    fact(found, "passwords", "yes");
    found.fix = "PasswordAuthentication no";
  }
  if (host->ssh->root == "yes") {
    ConfigFinding& found = about(check, "sshd", "PermitRootLogin");
    fact(found, "root", "yes");
    found.fix = "PermitRootLogin prohibit-password";
  }
}

void carrier_block(Check& check) {
  if (!facts(check)) return;
  bool abroad = std::any_of(check.survey().paths.begin(), check.survey().paths.end(),
                            [](const TollPath& path) { return path.international; });
  if (abroad) about(check, "carrier");
}

void unused_accounts(Check& check) {
  const HostFacts* host = facts(check);
  if (!host || !host->registered) return;
  for (const SipDevice& device : check.estate().chan_sip.devices) {
    if (!device.dynamic() || host->registered->count(device.object.name) ||
        !check.estate().modules.loaded("chan_sip"))
      continue;
    ConfigFinding& found = check.about(device.object);
    fact(found, "account", device.object.name);
  }
  for (const Object& aor : check.estate().pjsip.aors) {
    bool registers = !aor.option("max_contacts").value.empty() && aor.option("max_contacts").value != "0";
    if (!registers || host->registered->count(aor.name) || !check.estate().modules.loaded("res_pjsip"))
      continue;
    ConfigFinding& found = check.about(aor);
    fact(found, "account", aor.name);
  }
}

std::optional<std::chrono::sys_days> parse_day(std::string_view text) {
  auto number = [&](size_t at, size_t size) {
    int value = 0;
    for (char c : text.substr(at, size)) value = c >= '0' && c <= '9' ? value * 10 + (c - '0') : -100'000;
    return value;
  };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  std::chrono::year_month_day day{std::chrono::year{number(0, 4)},
                                  std::chrono::month{static_cast<unsigned>(number(5, 2))},
                                  std::chrono::day{static_cast<unsigned>(number(8, 2))}};
  if (!day.ok()) return std::nullopt;
  return std::chrono::sys_days{day};
}

bool concerns(const Estate& estate, const HostFacts& host, std::string_view modules) {
  if (modules.empty()) return true;
  while (!modules.empty()) {
    size_t end = std::min(modules.find(' '), modules.size());
    std::string_view module = modules.substr(0, end);
    bool installed = !host.installed || host.installed->count(std::string(module));
    if (!module.empty() && installed && estate.modules.loaded(module)) return true;
    modules.remove_prefix(std::min(end + 1, modules.size()));
  }
  return false;
}

void known_holes(Check& check) {
  const HostFacts* host = facts(check);
  auto version = host ? knowledge::parse_version(host->version) : std::nullopt;
  if (!version) return;
  if (auto today = parse_day(check.estate().options.today);
      today && knowledge::support_of(*version, *today) == knowledge::Support::ended) {
    ConfigFinding& found = about(check, "asterisk", "support");
    fact(found, "version", host->version);
    fact(found, "ended", "yes");
  }
  for (const knowledge::Advisory* advisory : knowledge::open_advisories(*version)) {
    if (!concerns(check.estate(), *host, advisory->modules)) continue;
    ConfigFinding& found = about(check, "asterisk", std::string(advisory->id));
    if (version->packaged) found.severity = Severity::medium;
    fact(found, "version", host->version);
    fact(found, "advisory", advisory->id);
    fact(found, "hole", advisory->title);
    fact(found, "fixed", advisory->fixed);
    if (version->packaged) fact(found, "packaged", "yes");
  }
}

void default_passwords(Check& check) {
  const HostFacts* host = facts(check);
  if (!host) return;
  for (const std::string& where : host->default_passwords) fact(about(check, where), "where", where);
}

constexpr Rule kRules[] = {
    {"DWB-HOST-001", Severity::high, "", "JPCERT-AT-2010-0032, Q&A secure an Asterisk server", service_user},
    {"DWB-HOST-002", Severity::high, "", "JPCERT-AT-2010-0032, Q&A, Sinologic", unfiltered_ports},
    {"DWB-HOST-003", Severity::medium, "", "Q&A secure an Asterisk server, Sinologic", nobody_bans},
    {"DWB-HOST-004", Severity::high, "", "Q&A secure an Asterisk server", file_modes},
    {"DWB-HOST-005", Severity::medium, "", "JPCERT-AT-2010-0032", remote_login},
    {"DWB-HOST-006", Severity::info, "", "JPCERT-AT-2010-0032, Q&A secure an Asterisk server", carrier_block},
    {"DWB-HOST-007", Severity::low, "", "JPCERT-AT-2010-0032", unused_accounts},
    {"DWB-HOST-008", Severity::high, "", "NPA-2015-12-28, NPA-2016-03-10", known_holes},
    {"DWB-HOST-009", Severity::critical, "", "Q&A secure an Asterisk server", default_passwords},
};

}  // namespace

std::span<const Rule> host_rules() { return kRules; }

}  // namespace denwaban::audit
