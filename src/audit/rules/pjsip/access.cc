// SPDX-License-Identifier: GPL-3.0-or-later
// From which addresses chan_pjsip can be reached, and whether its guards are loaded.
#include <algorithm>
#include <set>

#include "audit/rules/access_faults.h"
#include "audit/rules/pjsip/checks.h"
#include "audit/rules/pjsip/endpoints.h"
#include "pbx/host_spec.h"

namespace denwaban::audit::pjs {
namespace {

// The list holds for all: it must let in whom the files name, carriers by their addresses and the own networks.
std::string known_networks(const Pjsip& pjsip) {
  constexpr size_t kShown = 8;
  std::set<std::string> all;
  auto take = [&](const std::string& written) {
    if (all.size() >= kShown || written.starts_with('!')) return;
    const bool numeric = pbx::parse_network(written).has_value();
    all.insert(numeric ? "\npermit=" + written : "\n; and permit= with each address of " + written);
  };
  for (const Object& identify : pjsip.identifies)
    for (const ObjectReference& match : pjsip.references(identify, "match")) take(match.name);
  for (const Object& transport : pjsip.transports)
    for (const Option& own : transport.list({"local_net"}))
      for (std::string_view network : pbx::split_list(own.value)) take(std::string(network));
  std::string lines;
  for (const std::string& one : all) lines += one;
  return lines;
}

}  // namespace

void no_access_list(Check& check) {
  const Estate& estate = check.estate();
  const Pjsip& pjsip = estate.pjsip;
  bool entered = std::any_of(pjsip.endpoints.begin(), pjsip.endpoints.end(),
                             [](const Object& e) { return is_anonymous(e) || is_identified_by_name(e); });
  bool written = !pjsip.acls.empty() ||
                 std::any_of(pjsip.endpoints.begin(), pjsip.endpoints.end(), [&](const Object& e) {
                   return AccessList(e, estate.access_lists).written() ||
                          AccessList(e, estate.access_lists, kPjsipContactAccess).written();
                 });
  if (!entered || written) return;
  ConfigFinding& found = check.about(
      SourceLine{estate.sources.file("pjsip.conf") ? "pjsip.conf" : "pjsip_wizard.conf", 0, {}, {}});
  found.origin = Origin::missing;
  found.fix = "[acl]\ntype=acl\ndeny=0.0.0.0/0.0.0.0\npermit=192.168.0.0/255.255.0.0" + known_networks(check.estate().pjsip);
}

void access_list_without_effect(Check& check) {
  const Estate& estate = check.estate();
  for (const std::vector<Object>* objects : {&estate.pjsip.acls, &estate.pjsip.endpoints})
    for (const Object& object : *objects) {
      report_fault(check, object, AccessList(object, estate.access_lists));
      report_fault(check, object, AccessList(object, estate.access_lists, kPjsipContactAccess));
    }
}

void access_lists_not_loaded(Check& check) {
  const Estate& estate = check.estate();
  if (!estate.modules.known() || estate.pjsip.acls.empty() || estate.modules.loaded("res_pjsip_acl")) return;
  check.about(estate.pjsip.acls.front()).fix = "load => res_pjsip_acl.so";
}

void authenticator_not_loaded(Check& check) {
  const Estate& estate = check.estate();
  const Modules& modules = estate.modules;
  if (!modules.known() || estate.pjsip.endpoints.empty() || !modules.loaded("res_pjsip")) return;
  if (modules.loaded("res_pjsip_authenticator_digest")) return;
  check.about(SourceLine{"modules.conf", 0, {}, {}}, "[modules]").fix =
      "[modules]\nrequire => res_pjsip_authenticator_digest.so";
}

}  // namespace denwaban::audit::pjs
