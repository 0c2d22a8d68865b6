// SPDX-License-Identifier: GPL-3.0-or-later
// Whom chan_sip believes without asking for a password.
#include <algorithm>

#include "audit/rules/chan_sip/checks.h"
#include "audit/rules/chan_sip/devices.h"
#include "audit/rules/severity.h"
#include "base/ip.h"

namespace denwaban::audit::sip {
namespace {

// Before 1.6 these words meant port and invite; later ones do not know them.
bool is_old_insecure(const AsteriskVersion& version, const Option& option) {
  bool old = version.known && version.major == 1 && version.minor < 6;
  return old && (parse::same_name(option.value, "very") || parse::same_name(option.value, "yes"));
}

// The line that spares the device the password; unwritten: none.
Option sparing(const Estate& estate, const SipDevice& device) {
  Option insecure = device.insecure();
  if (insecure.written()) return insecure;
  Option last = device.object.option("insecure");
  return is_old_insecure(estate.version(), last) ? last : Option{};
}

bool is_peer_only_trunk(const SipDevice& device) { return is_static(device) && !device.is_user; }

void insecure_general(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  SipDevice anyone;
  anyone.object = sip.general;
  Option insecure = sparing(check.estate(), anyone);
  if (!insecure.written()) return;
  ConfigFinding& found = check.about(sip.general, insecure);
  fact(found, "device", "[general]");
  fact(found, "all", "yes");
  found.fix = in_general("insecure=no");
}

// What somebody gets who is not asked for a password; unknown without a dialplan.
Severity severity_of_spared(const Check& check, const SipDevice& device, Severity most) {
  if (check.estate().dialplan.files.empty()) return most;
  return std::min(most, severity_of_open_door(check.survey().reach.of(device.context(), "SIP/" + device.object.name)));
}

bool reaches_trunk(const Check& check, const SipDevice& device) {
  return check.survey().reach.reaches_trunk(device.context(), "SIP/" + device.object.name);
}

}  // namespace

void insecure_devices(Check& check) {
  insecure_general(check);
  for (const SipDevice& device : check.estate().chan_sip.devices) {
    Option insecure = sparing(check.estate(), device);
    if (!insecure.written() || insecure.origin == Origin::inherited || !is_entered_by_name(device)) continue;
    ConfigFinding& found = check.about(device.object, insecure);
    const bool restricted = access_of(check.estate(), device).restricts();
    found.severity = severity_of_spared(check, device, restricted ? Severity::high : Severity::critical);
    fact(found, "device", device.object.title());
    found.fix = in_section(device.object, "insecure=no");
  }
}

void insecure_trunks(Check& check) {
  for (const SipDevice& device : check.estate().chan_sip.devices) {
    if (!is_peer_only_trunk(device)) continue;
    Option insecure = sparing(check.estate(), device);
    bool spared = insecure.written() && insecure.origin != Origin::inherited;
    bool out = reaches_trunk(check, device);
    bool never_asked = !device.has_secret() && out;  // without a password there is nothing to ask for
    if (!spared && !never_asked) continue;
    ConfigFinding& found = spared ? check.about(device.object, insecure)
                                  : check.about_secret(device.object, device.object.own("secret"));
    if (out) found.severity = Severity::high;
    fact(found, "host", device.host());
    fact(found, "context", device.context());
    // A name there makes Asterisk drop the peer.
    const bool address = IpAddress::parse(device.host()).has_value();
    const std::string from = address ? device.host() : "<each address of " + device.host() + ", as a number>";
    found.fix = in_section(device.object, "deny=0.0.0.0/0.0.0.0\npermit=" + from + "\ncontext=from-" + device.object.name);
  }
}

void transfers_by_trunks(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  if (!sip.has_file) return;
  for (const SipDevice& device : sip.devices) {
    Option allowed = device.object.option("allowtransfer", "yes");
    if (!is_peer_only_trunk(device) || !allowed.yes()) continue;
    ConfigFinding& found = check.about(device.object, allowed);
    found.key = "allowtransfer";
    if (reaches_trunk(check, device)) found.severity = Severity::medium;
    fact(found, "context", device.context());
    found.fix = in_section(device.object, "allowtransfer=no");
  }
  Option general = sip.general.option("allowtransfer", "yes");
  if (!sip.guests || !general.yes()) return;
  ConfigFinding& found = check.about(sip.general, general);
  fact(found, "context", sip.guest_context);
  found.fix = in_general("allowtransfer=no");
}

void redirected_anywhere(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  auto look = [&](const Object& object) {
    Option option = object.own("promiscredir");
    if (option.yes()) check.about(object, option).fix = in_section(object, "promiscredir=no");
  };
  look(sip.general);
  for (const SipDevice& device : sip.devices) look(device.object);
}

void trunk_found_by_name(Check& check) {
  for (const SipDevice& device : check.estate().chan_sip.devices) {
    if (!is_static(device) || !device.is_user) continue;
    bool open = !device.has_secret() || sparing(check.estate(), device).written();
    bool is_protected = access_of(check.estate(), device).restricts();
    if ((!open || is_protected) && is_private_host(device)) continue;
    ConfigFinding& found = check.about(device.object, device.object.own("type"));
    found.severity = open && !is_protected ? severity_of_spared(check, device, Severity::high) : Severity::low;
    fact(found, "device", device.object.title());
    fact(found, "name", device.object.name);
    fact(found, "open", open ? "yes" : "");
    found.fix = in_section(device.object, "type=peer");
  }
}

namespace {

// Telephones in a database have what [general] says as well.
bool has_devices_elsewhere(const Estate& estate) {
  const parse::ConfigFile* config = estate.sources.file("extconfig.conf");
  const parse::ConfigCategory* settings = config ? config->first("settings") : nullptr;
  if (!settings) return false;
  return std::any_of(settings->variables.begin(), settings->variables.end(), [](const parse::ConfigVariable& v) {
    return parse::same_name(v.name, "sippeers") || parse::same_name(v.name, "sipusers");
  });
}

}  // namespace

void caller_id_believed(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  auto is_telephone = [](const SipDevice& device) { return !is_peer_only_trunk(device); };
  Option general = sip.general.option("trustrpid", "no");
  bool silent = std::any_of(sip.devices.begin(), sip.devices.end(), [&](const SipDevice& device) {
    return is_telephone(device) && !device.object.own("trustrpid").written();
  });
  bool inherited = silent || sip.guests || sip.devices.empty() || has_devices_elsewhere(check.estate());
  if (general.yes() && inherited) check.about(sip.general, general).fix = in_general("trustrpid=no");
  for (const SipDevice& device : sip.devices) {
    Option own = device.object.own("trustrpid");
    if (own.yes() && is_telephone(device))
      check.about(device.object, own).fix = in_section(device.object, "trustrpid=no");
  }
}

void register_anywhere(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  bool dynamic =
      std::any_of(sip.devices.begin(), sip.devices.end(), [](const SipDevice& d) { return d.dynamic(); });
  bool trunks = std::any_of(sip.devices.begin(), sip.devices.end(), is_peer_only_trunk);
  Option excluded = sip.general.option("dynamic_exclude_static", "no");
  if (!dynamic || !trunks || excluded.yes() ||
      AccessList(sip.general, check.estate().access_lists, kContactAccess).written())
    return;
  ConfigFinding& found = check.about(sip.general, excluded);
  found.key = "dynamic_exclude_static";
  found.fix = in_general("dynamic_exclude_static=yes");
}

void extensions_by_registering(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  Option context = sip.general.option("regcontext");
  if (!context.written() || context.value.empty()) return;
  ConfigFinding& found = check.about(sip.general, context);
  fact(found, "context", context.value);
}

}  // namespace denwaban::audit::sip
