// SPDX-License-Identifier: GPL-3.0-or-later
// iax.conf (channels/chan_iax2.c).
#include "pbx/collector.h"

namespace denwaban::pbx {
namespace {

constexpr uint16_t kIaxPort = 4569;

void read_general(Collector& out, const parse::ConfigFile& config, const parse::ConfigCategory& general) {
  uint16_t port = kIaxPort;
  Where port_where{"iax.conf", 0};
  for (const auto& variable : general.variables) {
    if (!parse::same_name(variable.name, "bindport") && !parse::same_name(variable.name, "port")) continue;
    port = parse_port(variable.value).value_or(port);
    port_where = out.where(config, variable);
  }
  bool bound = false;
  for (const auto& variable : general.variables) {
    if (parse::same_name(variable.name, "bindaddr")) {
      BindSpec bind = parse_bind(variable.value);
      out.listen("iax2", "udp", bind.address, bind.port ? bind.port : port, out.where(config, variable));
      bound = true;
    } else if (parse::same_name(variable.name, "register")) {
      auto host = parse_register(variable.value);
      out.trunk("iax2", host ? host->host : "", host, out.where(config, variable));
    }
  }
  if (!bound) out.listen("iax2", "udp", IpAddress(), port, port_where);
}

void read_peer(Collector& out, const parse::ConfigFile& config, const parse::ConfigCategory& peer) {
  const parse::ConfigVariable* variable = peer.last("host");
  if (!variable || peer.is_template || !peer.last("type")) return;
  auto host = parse_host(variable->value);
  if (host && host->port == 0) host->port = parse_port(peer.value("port")).value_or(0);
  out.trunk("iax2", peer.name, host, out.where(config, *variable));
}

}  // namespace

void read_iax(Collector& out) {
  auto config = out.open("iax.conf", Collector::Missing::is_normal);
  const parse::ConfigCategory* general = config ? config->first("general") : nullptr;
  if (general) {
    read_general(out, *config, *general);
  } else {
    out.listen("iax2", "udp", IpAddress(), kIaxPort, {"iax.conf", 0});
  }
  if (!config) return;
  for (const auto& category : config->categories) {
    if (!parse::same_name(category.name, "general")) read_peer(out, *config, category);
  }
}

}  // namespace denwaban::pbx
