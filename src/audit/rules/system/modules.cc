// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-MOD: modules.conf.
#include <algorithm>

#include "audit/host_facts.h"
#include "audit/rules/system/checks.h"

namespace denwaban::audit::system {
namespace {

using parse::same_name;

// Modules with a door to the network, and the file without which nobody has set them up.
struct Door {
  std::string_view module, file;
};
constexpr Door kDoors[] = {{"chan_skinny", "skinny.conf"},   {"chan_mgcp", "mgcp.conf"},
                           {"chan_unistim", "unistim.conf"}, {"pbx_dundi", "dundi.conf"},
                           {"chan_iax2", "iax.conf"},        {"chan_sip", "sip.conf"},
                           {"chan_ooh323", "ooh323.conf"},   {"res_phoneprov", "phoneprov.conf"}};

SourceLine place_of(Check& check) {
  const parse::ConfigFile* config = check.estate().sources.file("modules.conf");
  const parse::ConfigCategory* section = config ? config->first("modules") : nullptr;
  return section ? check.estate().sources.line_of(*config, *section) : SourceLine{"modules.conf", 0, {}, {}};
}

bool has_devices(Check& check, std::string_view module) {
  const Estate& estate = check.estate();
  if (module == "chan_iax2") return !estate.iax.devices.empty();
  if (module == "chan_sip")
    return !estate.chan_sip.devices.empty() || !estate.chan_sip.registrations.empty() ||
           estate.sources.file("extconfig.conf");
  return false;
}

// Some of the file stands elsewhere, where we did not look: devices may be there.
bool is_incomplete(const parse::ConfigFile& config) {
  return std::any_of(config.problems.begin(), config.problems.end(),
                     [](const parse::ConfigProblem& p) { return p.hides(); });
}

bool is_installed(Check& check, std::string_view module) {
  const HostFacts* host = check.estate().options.host;
  return !host || !host->installed || host->installed->count(std::string(module));
}

bool speaks_pjsip(const Estate& estate) {
  bool in_database = estate.sources.file("sorcery.conf") || estate.sources.file("extconfig.conf");
  return estate.modules.loaded("chan_pjsip") && estate.pjsip.has_file &&
         (!estate.pjsip.endpoints.empty() || in_database);
}

// What the exchange cannot do without when it takes calls from the network.
struct Needed {
  std::string_view module;
  Severity severity;
  std::string_view effect;  // argument of the sentence
};
constexpr Needed kNeeded[] = {{"res_pjsip_authenticator_digest", Severity::critical, "digest"},
                              {"res_pjsip_acl", Severity::high, "acl"},
                              {"res_pjsip_endpoint_identifier_user", Severity::low, "identifier"},
                              {"res_pjsip_endpoint_identifier_ip", Severity::low, "identifier"}};

bool uses_acl(const Pjsip& pjsip) {
  auto has = [](const Object& o) {
    return !o.list({"permit", "deny", "acl", "contact_permit", "contact_deny", "contact_acl"}).empty();
  };
  return !pjsip.acls.empty() || std::any_of(pjsip.endpoints.begin(), pjsip.endpoints.end(), has);
}

bool is_used(const Estate& estate, const Needed& needed) {
  if (needed.module == "res_pjsip_acl") return uses_acl(estate.pjsip);
  if (needed.module == "res_pjsip_endpoint_identifier_ip") return !estate.pjsip.identifies.empty();
  return true;
}

}  // namespace

// Only where nothing is written for it that somebody could use.
void unused_network_modules(Check& check) {
  const Estate& estate = check.estate();
  if (!estate.modules.known() || !estate.modules.autoload()) return;
  for (const Door& door : kDoors) {
    bool wanted = estate.modules.named_to_load(door.module) || has_devices(check, door.module);
    const parse::ConfigFile* config = estate.sources.file(door.file);
    bool set_up = config && !is_incomplete(*config);
    if (wanted || !set_up || !estate.modules.loaded(door.module) || !is_installed(check, door.module))
      continue;
    bool gone = door.module == "chan_sip" && estate.version().known && estate.version().at_least(21);
    if (gone) continue;
    ConfigFinding& found = check.about(place_of(check), "[modules]", "noload");
    fact(found, "module", door.module);
    found.origin = Origin::missing;
    found.fix = "[modules]\nnoload=" + std::string(door.module) + ".so";
  }
}

namespace {

// Where it is decided that a module stays out: its noload line, else autoload.
ConfigFinding& about_absence(Check& check, std::string_view module) {
  Object section = section_of(check, "modules.conf", "modules");
  for (const Option& noload : section.list({"noload"}))
    if (same_name(noload.value.substr(0, noload.value.rfind(".so")), module)) return check.about(section, noload);
  Option autoload = section.option("autoload");
  return autoload.written() && !autoload.yes() ? check.about(section, autoload) : check.about(place_of(check), "[modules]");
}

}  // namespace

void missing_modules(Check& check) {
  const Estate& estate = check.estate();
  if (!estate.modules.known()) return;
  auto report = [&](std::string_view module, Severity severity, std::string_view effect) {
    if (estate.modules.loaded(module) && is_installed(check, module)) return;
    ConfigFinding& found = about_absence(check, module);
    found.key = std::string(module);
    found.severity = severity;
    found.origin = estate.modules.named_not_to_load(module) ? Origin::written : Origin::missing;
    fact(found, "module", module);
    fact(found, effect, "yes");
    found.fix = "[modules]\nload=" + std::string(module) + ".so";
  };
  if (speaks_pjsip(estate))
    for (const Needed& needed : kNeeded)
      if (is_used(estate, needed)) report(needed.module, needed.severity, needed.effect);
  report("res_security_log", Severity::medium, "log");
}

void call_files(Check& check) {
  const Estate& estate = check.estate();
  const HostFacts* host = estate.options.host;
  if (!host || !estate.modules.loaded("pbx_spool")) return;
  constexpr unsigned kOthersWrite = 02;
  for (const HostFile& file : host->files) {
    if (!file.path.ends_with("/outgoing") || !(file.mode & kOthersWrite)) continue;
    ConfigFinding& found = check.about(SourceLine{file.path, 0, {}, {}});
    fact(found, "folder", file.path);
    found.fix = "chmod 0750 " + file.path;
  }
}

void no_macro(Check& check) {
  const Estate& estate = check.estate();
  bool gone = estate.version().known && estate.version().at_least(21);
  if (!gone && (!estate.modules.known() || !estate.modules.named_not_to_load("app_macro"))) return;
  const parse::Dialplan& plan = estate.dialplan;
  for (const parse::Context& context : plan.contexts)
    for (const parse::Extension& extension : context.extensions)
      for (const parse::Priority& priority : extension.priorities) {
        if (!same_name(priority.app, "Macro") || priority.place.file >= plan.files.size()) continue;
        ConfigFinding& found = check.about(
            SourceLine{
                estate.sources.shown(plan.files[priority.place.file]), priority.place.line, context.name, {}},
            extension.name + "@" + context.name);
        fact(found, "context", context.name);
        found.fix = "GoSub(...)";
        return;  // one tells of all
      }
}

}  // namespace denwaban::audit::system
