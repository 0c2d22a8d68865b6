// SPDX-License-Identifier: GPL-3.0-or-later
// sip.conf (channels/chan_sip.c) and users.conf, which adds peers to it.
#include <algorithm>

#include "pbx/collector.h"

namespace denwaban::pbx {
namespace {

constexpr uint16_t kSipPort = 5060;
constexpr uint16_t kSipsPort = 5061;

// The options of [general] come in any order, the last one of each counts.
struct Binds {
  BindSpec udp, tcp, tls;
  uint16_t bindport = 0;
  bool has_tcp_address = false;
  bool has_tls_address = false;
  bool tcp_enabled = false;
  bool tls_enabled = false;
  Where udp_where{"sip.conf", 0}, tcp_where{"sip.conf", 0}, tls_where{"sip.conf", 0};
};

void read_bind(Collector& out, const parse::ConfigFile& config, const parse::ConfigVariable& variable,
               Binds& binds) {
  auto is = [&](std::string_view name) { return parse::same_name(variable.name, name); };
  Where where = out.where(config, variable);
  if (is("bindaddr") || is("udpbindaddr")) {
    binds.udp = parse_bind(variable.value);
    binds.udp_where = where;
  } else if (is("bindport") || is("port")) {
    binds.bindport = parse_port(variable.value).value_or(binds.bindport);
    binds.udp_where = where;
  } else if (is("tcpenable")) {
    binds.tcp_enabled = is_true(variable.value);
    if (!binds.has_tcp_address) binds.tcp_where = where;
  } else if (is("tcpbindaddr")) {
    binds.tcp = parse_bind(variable.value);
    binds.has_tcp_address = true;
    binds.tcp_where = where;
  } else if (is("tlsenable")) {
    binds.tls_enabled = is_true(variable.value);
    if (!binds.has_tls_address) binds.tls_where = where;
  } else if (is("tlsbindaddr")) {
    binds.tls = parse_bind(variable.value);
    binds.has_tls_address = true;
    binds.tls_where = where;
  }
}

void listen(Collector& out, const Binds& binds) {
  uint16_t udp_port = binds.udp.port ? binds.udp.port : binds.bindport ? binds.bindport : kSipPort;
  out.listen("sip", "udp", binds.udp.address, udp_port, binds.udp_where);
  if (binds.tcp_enabled) {
    uint16_t port = binds.has_tcp_address ? (binds.tcp.port ? binds.tcp.port : kSipPort) : udp_port;
    out.listen("sip", "tcp", binds.has_tcp_address ? binds.tcp.address : binds.udp.address, port,
               binds.tcp_where);
  }
  if (binds.tls_enabled) {
    uint16_t port = binds.tls.port ? binds.tls.port : kSipsPort;
    out.listen("sip", "tls", binds.has_tls_address ? binds.tls.address : binds.udp.address, port,
               binds.tls_where);
  }
}

// "host[:port][,force]" or a SIP URI.
std::optional<HostSpec> parse_proxy(std::string_view text) {
  return parse_sip_uri(text.substr(0, text.find(',')));
}

bool is_section(const parse::ConfigFile& config, std::string_view name) {
  return std::any_of(config.categories.begin(), config.categories.end(),
                     [&](const parse::ConfigCategory& c) { return parse::same_name(c.name, name); });
}

void read_general(Collector& out, const parse::ConfigFile& config, const parse::ConfigCategory& general) {
  Binds binds;
  for (const auto& variable : general.variables) {
    read_bind(out, config, variable, binds);
    if (parse::same_name(variable.name, "register")) {
      auto host = parse_register(variable.value);
      // The host may be a peer's name: then that peer's own host= is what counts.
      if (host && !is_section(config, host->host))
        out.trunk("sip", host->host, host, out.where(config, variable));
    } else if (parse::same_name(variable.name, "outboundproxy")) {
      out.trunk("sip", "outboundproxy", parse_proxy(variable.value), out.where(config, variable));
    } else if (parse::same_name(variable.name, "localnet")) {
      if (auto network = parse_network(variable.value)) out.local_network(*network);
    }
  }
  listen(out, binds);
}

void read_peer(Collector& out, const parse::ConfigFile& config, const parse::ConfigCategory& peer) {
  if (const auto* variable = peer.last("host")) {
    auto host = parse_host(variable->value);
    if (host && host->port == 0) host->port = parse_port(peer.value("port")).value_or(0);
    if (host) {
      auto transports = split_list(peer.value("transport"));
      if (!transports.empty()) host->transport = transports.front();
    }
    out.trunk("sip", peer.name, host, out.where(config, *variable));
  }
  if (const auto* variable = peer.last("outboundproxy")) {
    out.trunk("sip", peer.name, parse_proxy(variable->value), out.where(config, *variable));
  }
}

}  // namespace

bool read_chan_sip(Collector& out) {
  auto config = out.open("sip.conf", Collector::Missing::is_normal);
  if (!config) return false;
  const parse::ConfigCategory* general = config->first("general");
  if (general) {
    read_general(out, *config, *general);
  } else {
    listen(out, Binds{});
  }
  for (const auto& category : config->categories) {
    bool is_peer = !category.is_template && category.last("type") &&
                   !parse::same_name(category.name, "general") &&
                   !parse::same_name(category.name, "authentication");
    if (is_peer) read_peer(out, *config, category);
  }
  return true;
}

void read_users(Collector& out) {
  auto config = out.open("users.conf", Collector::Missing::is_normal);
  if (!config) return;
  const parse::ConfigCategory* general = config->first("general");
  for (const auto& category : config->categories) {
    if (category.is_template || parse::same_name(category.name, "general")) continue;
    auto has = [&](std::string_view option) {
      return is_true(category.value(option, general ? general->value(option) : std::string_view()));
    };
    if (has("hassip")) read_peer(out, *config, category);
    if (!has("hasiax")) continue;
    if (const auto* variable = category.last("host")) {
      out.trunk("iax2", category.name, parse_host(variable->value), out.where(*config, *variable));
    }
  }
}

}  // namespace denwaban::pbx
