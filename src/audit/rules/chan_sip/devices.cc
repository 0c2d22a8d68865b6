// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/chan_sip/devices.h"

#include "pbx/host_spec.h"

namespace denwaban::audit::sip {

bool is_static(const SipDevice& device) {
  std::string host = device.host();
  if (host.empty() || parse::same_name(host, "localhost")) return false;
  auto address = IpAddress::parse(host);
  return !address || !address->is_loopback();
}

bool is_private_host(const SipDevice& device) {
  auto address = IpAddress::parse(device.host());
  return address && (address->is_private() || address->is_loopback());
}

Account account_of(const Estate& estate, const SipDevice& device) {
  const Object& object = device.object;
  Account account;
  account.user = object.name;
  account.realm = estate.chan_sip.general.option("realm", "asterisk").value;
  account.names = {object.name, object.own("defaultuser").value, object.own("username").value,
                   object.own("fromuser").value, caller_number(object.own("callerid").value)};
  std::erase(account.names, std::string());
  account.sent_only = !is_entered_by_name(device);
  return account;
}

Option bind_of(const ChanSip& sip) { return sip.general.option_of({"udpbindaddr", "bindaddr"}); }

std::optional<IpAddress> bind_address(const ChanSip& sip) {
  auto host = pbx::parse_host(bind_of(sip).value);
  auto address = host ? IpAddress::parse(host->host) : std::nullopt;
  if (!address || address->is_unspecified()) return std::nullopt;
  return address;
}

bool binds_ipv6(const ChanSip& sip) {
  auto host = pbx::parse_host(bind_of(sip).value);
  auto address = host ? IpAddress::parse(host->host) : std::nullopt;
  return address && !address->is_v4();
}

}  // namespace denwaban::audit::sip
