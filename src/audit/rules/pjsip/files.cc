// SPDX-License-Identifier: GPL-3.0-or-later
// Slips in pjsip.conf, and settings of the whole driver.
#include <algorithm>

#include "audit/rules/pjsip/checks.h"
#include "audit/rules/pjsip/endpoints.h"
#include "pbx/host_spec.h"

namespace denwaban::audit::pjs {
namespace {

struct Naming {
  std::string_view option;
  const std::vector<Object> Pjsip::*named;
};

std::set<std::string_view> names_of(const std::vector<Object>& objects) {
  std::set<std::string_view> names;
  for (const Object& object : objects) names.insert(object.name);
  return names;
}

int number(std::string_view text) {
  int value = 0;
  for (char c : text) {
    if (c < '0' || c > '9' || value > 100'000) break;
    value = 10 * value + (c - '0');
  }
  return value;
}

// What stands in a file that is not there, DWB-CFG-002 tells.
bool lacks_include(const Estate& estate) {
  const parse::ConfigFile* config = estate.sources.file("pjsip.conf");
  return config && std::any_of(config->problems.begin(), config->problems.end(), [](const parse::ConfigProblem& one) {
    return one.kind == parse::ConfigProblem::Kind::missing_include;
  });
}

}  // namespace

void name_of_nothing(Check& check) {
  const Pjsip& pjsip = check.estate().pjsip;
  if (has_database(check.estate())) return;
  const bool lacking = lacks_include(check.estate());
  static constexpr Naming kNamings[] = {
      {"auth", &Pjsip::auths}, {"outbound_auth", &Pjsip::auths}, {"aors", &Pjsip::aors}};
  for (const Naming& naming : kNamings) {
    std::set<std::string_view> known = names_of(pjsip.*naming.named);
    for (const Object& endpoint : pjsip.endpoints)
      for (const ObjectReference& reference : pjsip.references(endpoint, naming.option)) {
        if (known.contains(reference.name)) continue;
        ConfigFinding& found = check.about(endpoint, reference.option);
        if (lacking) found.severity = Severity::low;
        fact(found, "name", reference.name);
        fact(found, "option", naming.option);
        found.fix = "[" + reference.name + "]\ntype=" + (naming.named == &Pjsip::aors ? "aor" : "auth");
      }
  }
}

void server_named(Check& check) {
  const Pjsip& pjsip = check.estate().pjsip;
  if (pjsip.endpoints.empty()) return;
  Option agent = pjsip.global.option("user_agent");
  if (agent.written() && agent.value.find("sterisk") == std::string::npos &&
      agent.value.find("PBX") == std::string::npos)
    return;
  ConfigFinding& found = check.about(pjsip.global, agent);
  if (found.place.file.empty()) found.place.file = "pjsip.conf";  // all of it comes from pjsip_wizard.conf
  found.fix = "[global]\ntype=global\nuser_agent=voice";
}

void scans_unseen(Check& check) {
  const Pjsip& pjsip = check.estate().pjsip;
  for (std::string_view key : {"unidentified_request_count", "unidentified_request_period"}) {
    Option option = pjsip.global.option(key, "5");
    if (option.written() && option.value == "0")
      check.about(pjsip.global, option).fix = "[global]\ntype=global\n" + std::string(key) + "=5";
  }
}

void many_contacts(Check& check) {
  for (const Object& aor : check.estate().pjsip.aors) {
    Option contacts = aor.option("max_contacts", "0");
    if (number(contacts.value) <= 2 || aor.option("remove_existing", "no").yes()) continue;
    fact(check.about(aor, contacts), "count", contacts.value).fix =
        in_section(aor, "max_contacts=1\nremove_existing=yes");
  }
}

namespace {

// Two drivers that both want it, and the later one gets nothing.
bool overlap(const std::string& bind, const Option& sip_bind, uint16_t sip_port) {
  const auto ours = pbx::parse_host(bind), theirs = pbx::parse_host(sip_bind.value);
  const auto our = ours ? IpAddress::parse(ours->host) : std::nullopt;
  const auto their = theirs ? IpAddress::parse(theirs->host) : std::nullopt;
  const uint16_t port = ours && ours->port ? ours->port : uint16_t{5060};
  if (!our || (theirs && !their) || port != (theirs && theirs->port ? theirs->port : sip_port)) return false;
  return our->is_unspecified() || !their || their->is_unspecified() || *our == *their;
}

}  // namespace

void port_of_both_drivers(Check& check) {
  const Estate& estate = check.estate();
  const AsteriskVersion& version = estate.version();
  const bool gone = version.known && version.major >= 21;
  if (!estate.chan_sip.has_file || !estate.modules.loaded("chan_sip") || gone) return;
  const Object& general = estate.chan_sip.general;
  const auto port = pbx::parse_port(general.option_of({"bindport", "port"}, "5060").value);
  for (const Object& transport : estate.pjsip.transports) {
    const Option bind = transport.option("bind");
    const bool udp = parse::same_name(transport.option("protocol", "udp").value, "udp");
    if (!udp || !bind.written() || !overlap(bind.value, general.option_of({"udpbindaddr", "bindaddr"}), port.value_or(5060)))
      continue;
    check.about(transport, bind).fix = "; in modules.conf, for the driver that is not used\nnoload = chan_sip.so";
    return;
  }
}

void defined_twice(Check& check) {
  for (const Object& object : check.estate().pjsip.overridden) {
    ConfigFinding& found = check.about(object);
    fact(found, "type", object.kind);
  }
}

}  // namespace denwaban::audit::pjs
