// SPDX-License-Identifier: GPL-3.0-or-later
// DWB-ACL: named access lists.
#include <algorithm>
#include <map>
#include <set>

#include "audit/access_list.h"
#include "audit/catalogue.h"
#include "pbx/host_spec.h"

namespace denwaban::audit {
namespace {

using enum Severity;

struct Holder {
  const Object* object;
  std::string_view module;
  AccessKeys keys;
};

// Every object whose section may name a list.
std::vector<Holder> holders(const Estate& estate) {
  std::vector<Holder> all;
  for (const SipDevice& device : estate.chan_sip.devices) {
    all.push_back({&device.object, "chan_sip", {}});
    all.push_back({&device.object, "chan_sip", kContactAccess});
  }
  for (const std::vector<Object>* objects : {&estate.pjsip.acls, &estate.pjsip.endpoints})
    for (const Object& object : *objects) {
      all.push_back({&object, "chan_pjsip", {}});
      all.push_back({&object, "chan_pjsip", kPjsipContactAccess});
    }
  for (const IaxDevice& device : estate.iax.devices) all.push_back({&device.object, "chan_iax2", {}});
  for (const Object& user : estate.management.manager_users) all.push_back({&user, "", {}});
  return all;
}

void unknown_list(Check& check) {
  for (const Holder& holder : holders(check.estate())) {
    AccessList list(*holder.object, check.estate().access_lists, holder.keys);
    for (const NamedAccess& named : list.names()) {
      if (named.known) continue;
      ConfigFinding& found = check.about(*holder.object, named.option);
      found.inert = !holder.module.empty() && !check.estate().modules.loaded(holder.module);
      fact(found, "name", named.name);
      found.fix = "[" + named.name + "]\ndeny=0.0.0.0/0.0.0.0\npermit=192.168.0.0/255.255.0.0";
    }
  }
}

// A list for IPv6 that says nothing of IPv4, for a service that has no such address.
bool bars_ipv6(const std::vector<AccessEntry>& entries) {
  auto is_v6 = [](const AccessEntry& entry) { return entry.option.value.find(':') != std::string::npos; };
  return std::all_of(entries.begin(), entries.end(), is_v6) &&
         std::any_of(entries.begin(), entries.end(), [](const AccessEntry& entry) { return !entry.permits; });
}

std::set<const AccessList*> lists_in_use(const Estate& estate) {
  std::set<const AccessList*> used;
  for (const Holder& holder : holders(estate)) {
    const AccessList list(*holder.object, estate.access_lists, holder.keys);
    for (const NamedAccess& named : list.names())
      if (named.known) used.insert(estate.access_lists.find(named.name));
  }
  return used;
}

void list_without_effect(Check& check) {
  const std::set<const AccessList*> used = lists_in_use(check.estate());
  for (const NamedAccessLists::Named& named : check.estate().access_lists.all()) {
    const std::vector<AccessEntry>& entries = named.list.entries();
    auto permits =
        std::find_if(entries.rbegin(), entries.rend(), [](const AccessEntry& e) { return e.permits; });
    if (named.list.restricts() || permits == entries.rend() || bars_ipv6(entries)) continue;
    const Option* culprit = named.list.culprit();
    ConfigFinding& found = check.about(named.object, culprit ? *culprit : permits->option);
    const bool is_used = used.contains(&named.list);
    if (!is_used) found.severity = Severity::low;
    fact(found, is_used ? "used" : "unused", "yes");
    fact(found, "name", named.object.name);
    found.fix = named.object.title() + "\ndeny=0.0.0.0/0.0.0.0\npermit=192.168.0.0/255.255.0.0";
  }
}

bool is_ipv6(std::string_view bind) {
  auto host = pbx::parse_host(bind);
  auto address = host ? IpAddress::parse(host->host) : std::nullopt;
  return address && !address->is_v4();
}

// Whether a service listens over IPv6, of those whose objects may name a list.
bool listens_on_ipv6(const Estate& estate, std::string_view module) {
  if (module == "chan_sip")
    return is_ipv6(estate.chan_sip.general.option_of({"udpbindaddr", "bindaddr"}).value);
  if (module == "chan_iax2") return is_ipv6(estate.iax.general.option("bindaddr").value);
  if (module == "chan_pjsip")
    return std::any_of(estate.pjsip.transports.begin(), estate.pjsip.transports.end(),
                       [](const Object& transport) { return is_ipv6(transport.option("bind").value); });
  Option bind = estate.management.manager_general.option("bindaddr");
  return estate.management.manager_general.option("enabled", "no").yes() &&
         (!bind.written() || is_ipv6(bind.value));
}

void ipv4_only(Check& check) {
  const Estate& estate = check.estate();
  std::map<std::string_view, bool> dual;
  for (std::string_view module : {"chan_sip", "chan_iax2", "chan_pjsip", ""})
    dual[module] = listens_on_ipv6(estate, module);
  std::set<const AccessList*> used;
  for (const Holder& holder : holders(estate)) {
    AccessList list(*holder.object, estate.access_lists, holder.keys);
    for (const NamedAccess& named : list.names())
      if (named.known && dual[holder.module]) used.insert(estate.access_lists.find(named.name));
  }
  for (const NamedAccessLists::Named& named : estate.access_lists.all()) {
    if (!used.contains(&named.list) || !named.list.restricts() || named.list.share_of_ipv6() < 1) continue;
    ConfigFinding& found = check.about(named.object, named.list.entries().back().option);
    fact(found, "name", named.object.name);
    found.fix = named.object.title() + "\ndeny=::/0";
  }
}

constexpr Rule kRules[] = {
    {"DWB-ACL-001", medium, "", "JPCERT-AT-2010-0032, Asterisk main/acl.c", unknown_list},
    {"DWB-ACL-002", high, "", "JPCERT-AT-2010-0032, Asterisk main/acl.c", list_without_effect},
    {"DWB-ACL-003", medium, "", "Asterisk main/acl.c", ipv4_only},
};

}  // namespace

std::span<const Rule> access_list_rules() { return kRules; }

}  // namespace denwaban::audit
