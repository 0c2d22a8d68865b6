// SPDX-License-Identifier: GPL-3.0-or-later
// pjsip.conf and pjsip_wizard.conf (res/res_pjsip*). One section is one object, its kind is in `type`;
// sections of one name and several types belong together.
#include <fmt/format.h>

#include <vector>

#include "pbx/collector.h"

namespace denwaban::pbx {
namespace {

using parse::ConfigCategory;
using parse::ConfigFile;
using parse::ConfigVariable;
using parse::same_name;

constexpr uint16_t kSipPort = 5060;
constexpr uint16_t kSipsPort = 5061;

// WebSocket comes in through Asterisk's HTTP server, whatever `bind` says.
void listen_websocket(Collector& out, std::string_view transport, const Where& where) {
  std::vector<Listener> http;
  for (const Listener& listener : out.exchange().listeners) {
    if (listener.service == "http" && (listener.transport == "tls") == (transport == "wss"))
      http.push_back(listener);
  }
  for (const Listener& listener : http)
    out.listen("pjsip", transport, listener.address, listener.port, where);
}

void read_transport(Collector& out, const ConfigFile& config, const ConfigCategory& transport) {
  for (const auto& variable : transport.variables) {
    if (!same_name(variable.name, "local_net")) continue;
    for (std::string_view part : split_list(variable.value)) {
      if (auto network = parse_network(part)) out.local_network(*network);
    }
  }
  std::string_view protocol = "udp";
  for (std::string_view known : {"tcp", "tls", "ws", "wss", "flow"}) {
    if (same_name(transport.value("protocol"), known)) protocol = known;
  }
  const ConfigVariable* bind = transport.last("bind");
  Where where = bind ? out.where(config, *bind) : Where{"pjsip.conf", transport.line};
  if (protocol == "flow") return;
  if (protocol == "ws" || protocol == "wss") return listen_websocket(out, protocol, where);
  if (!bind)
    return out.remark(
        fmt::format("pjsip.conf: the transport {} has no bind=: Asterisk refuses it", transport.name));
  BindSpec spec = parse_bind(bind->value);
  uint16_t port = spec.port ? spec.port : protocol == "tls" ? kSipsPort : kSipPort;
  out.listen("pjsip", protocol, spec.address, port, where);
}

// Options that may repeat and may hold comma lists of SIP URIs or hosts.
void read_uris(Collector& out, const ConfigFile& config, const ConfigCategory& object,
               std::string_view option) {
  for (const auto& variable : object.variables) {
    if (!same_name(variable.name, option)) continue;
    for (std::string_view uri : split_list(variable.value)) {
      out.trunk("pjsip", object.name, parse_sip_uri(uri), out.where(config, variable));
    }
  }
}

// identify: addresses, networks and host names; a leading '!' takes something out, which cannot make a trunk.
void read_matches(Collector& out, const ConfigFile& config, const ConfigCategory& object,
                  std::string_view option) {
  bool looks_up_srv = !object.last("srv_lookups") || is_true(object.value("srv_lookups"));
  std::string name(object.value("endpoint", object.name));
  for (const auto& variable : object.variables) {
    if (!same_name(variable.name, option)) continue;
    Where where = out.where(config, variable);
    for (std::string_view part : split_list(variable.value)) {
      if (part.front() == '!') continue;
      if (auto network = parse_network(part)) {
        out.trunk_network("pjsip", name, *network, where);
      } else if (auto host = parse_host(part)) {
        if (host->port == 0 && !looks_up_srv) host->port = kSipPort;
        out.trunk("pjsip", name, host, where);
      } else {
        out.remark(fmt::format("{}:{}: a match= that is neither address, network nor host name", where.file,
                               where.line));
      }
    }
  }
}

void read_object(Collector& out, const ConfigFile& config, const ConfigCategory& object) {
  std::string_view type = object.value("type");
  if (same_name(type, "transport")) return read_transport(out, config, object);
  if (same_name(type, "identify")) return read_matches(out, config, object, "match");
  if (same_name(type, "aor")) read_uris(out, config, object, "contact");
  if (same_name(type, "registration") || same_name(type, "outbound-publish")) {
    read_uris(out, config, object, "server_uri");
  }
  if (same_name(type, "registration")) read_uris(out, config, object, "client_uri");
  for (std::string_view with_proxy : {"aor", "endpoint", "registration", "outbound-publish"}) {
    if (same_name(type, with_proxy)) read_uris(out, config, object, "outbound_proxy");
  }
}

void read_wizard(Collector& out) {
  auto config = out.open("pjsip_wizard.conf", Collector::Missing::is_normal);
  if (!config) return;
  for (const auto& object : config->categories) {
    if (object.is_template || !same_name(object.value("type"), "wizard")) continue;
    read_matches(out, *config, object, "remote_hosts");
    read_matches(out, *config, object, "identify/match");
    for (std::string_view option :
         {"outbound_proxy", "endpoint/outbound_proxy", "registration/outbound_proxy", "aor/outbound_proxy",
          "registration/server_uri", "registration/client_uri", "aor/contact"}) {
      read_uris(out, *config, object, option);
    }
  }
}

}  // namespace

bool read_pjsip(Collector& out) {
  auto config = out.open("pjsip.conf", Collector::Missing::is_normal);
  if (config) {
    for (const auto& category : config->categories) {
      if (!category.is_template) read_object(out, *config, category);
    }
  }
  read_wizard(out);
  return config.has_value();
}

}  // namespace denwaban::pbx
