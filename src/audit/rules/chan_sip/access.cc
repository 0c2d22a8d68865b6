// SPDX-License-Identifier: GPL-3.0-or-later
// From which addresses chan_sip can be reached.
#include "audit/rules/access_faults.h"
#include "audit/rules/chan_sip/checks.h"
#include "audit/rules/chan_sip/devices.h"
#include "pbx/host_spec.h"

namespace denwaban::audit::sip {
namespace {

constexpr uint16_t kSipPort = 5060;

// Whether `nat=` makes chan_sip answer to where a request came from, whatever Via says (chan_sip.c,
// handle_common_options).
bool forces_rport(std::string_view value) {
  for (std::string_view word : pbx::split_list(value)) {
    if (parse::same_name(word, "yes") || parse::same_name(word, "force_rport")) return true;
    if (parse::same_name(word, "no") || parse::same_name(word, "auto_force_rport")) return false;
  }
  return false;
}

}  // namespace

void no_access_list(Check& check) {
  const Estate& estate = check.estate();
  auto bind = bind_address(estate.chan_sip);
  bool is_inside = bind && (bind->is_private() || bind->is_loopback());
  for (const SipDevice& device : estate.chan_sip.devices) {
    if (!device.dynamic() || access_of(estate, device).written()) continue;
    ConfigFinding& found = check.about(device.object);
    found.key = "permit";
    found.origin = Origin::missing;
    if (is_inside) found.severity = Severity::medium;
    found.fix = in_section(device.object, "deny=0.0.0.0/0.0.0.0\npermit=192.168.0.0/255.255.0.0");
  }
}

void access_list_without_effect(Check& check) {
  const Estate& estate = check.estate();
  const Object& general = estate.chan_sip.general;
  report_fault(check, general, AccessList(general, estate.access_lists, kContactAccess));
  for (const SipDevice& device : estate.chan_sip.devices) {
    report_fault(check, device.object, access_of(estate, device));
    report_fault(check, device.object, AccessList(device.object, estate.access_lists, kContactAccess));
  }
}

void ipv6_without_access_list(Check& check) {
  const Estate& estate = check.estate();
  if (!binds_ipv6(estate.chan_sip)) return;
  for (const SipDevice& device : estate.chan_sip.devices) {
    AccessList access = access_of(estate, device);
    if (!access.restricts() || access.entries().empty() || access.share_of_ipv6() < 1) continue;
    ConfigFinding& found = check.about(device.object, access.entries().back().option);
    found.fix = in_section(device.object, "deny=::/0");
  }
}

void bound_to_all(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  auto address = bind_address(sip);
  if (!sip.has_file || (address && (address->is_private() || address->is_loopback()))) return;
  Option option = bind_of(sip);
  ConfigFinding& found = check.about(sip.general, option);
  if (address) fact(found, "address", option.value);
  if (!address) fact(found, "every", "yes");
  found.key = option.written() ? option.key : "udpbindaddr";
  found.fix = in_general("udpbindaddr=192.168.0.10");
}

void port_moved(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  Option option = bind_of(sip);
  auto spec = pbx::parse_host(option.value);
  uint16_t port = spec ? spec->port : 0;
  if (Option bindport = sip.general.option_of({"bindport", "port"}); !port && bindport.written()) {
    option = bindport;
    port = pbx::parse_port(bindport.value).value_or(0);
  }
  if (port == 0 || port == kSipPort) return;
  fact(check.about(sip.general, option), "port", std::to_string(port));
}

void nat_differs(Check& check) {
  const ChanSip& sip = check.estate().chan_sip;
  Option general = sip.general.option("nat", "auto_force_rport");
  for (const SipDevice& device : sip.devices) {
    Option own = device.object.own("nat");
    if (!own.written() || forces_rport(own.value) == forces_rport(general.value)) continue;
    ConfigFinding& found = check.about(device.object, own);
    fact(found, "general", general.value);
    found.fix = in_general("nat=" + own.value);
  }
}

}  // namespace denwaban::audit::sip
