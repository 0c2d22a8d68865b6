// SPDX-License-Identifier: GPL-3.0-or-later
// Slips in pjsip.conf, and settings of the whole driver.
#include <algorithm>

#include "audit/rules/pjsip/checks.h"
#include "audit/rules/pjsip/endpoints.h"

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

void defined_twice(Check& check) {
  for (const Object& object : check.estate().pjsip.overridden) {
    ConfigFinding& found = check.about(object);
    fact(found, "type", object.kind);
  }
}

}  // namespace denwaban::audit::pjs
