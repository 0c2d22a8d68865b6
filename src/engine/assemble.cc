// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/assemble.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/assemble_fraud.h"
#include "knowledge/emergency_numbers.h"
#include "net/disk_files.h"
#include "net/host_facts.h"
#include "pbx/read_exchange.h"

namespace denwaban::engine {
namespace {

void add(std::vector<uint16_t>& ports, uint16_t port) {
  if (port != 0 && std::find(ports.begin(), ports.end(), port) == ports.end()) ports.push_back(port);
}

void add_listeners(const pbx::Exchange& exchange, actions::GuardedPorts& ports) {
  for (const pbx::Listener& listener : exchange.listeners) {
    if (!listener.address.is_unspecified() && listener.address.is_loopback())
      continue;  // nobody outside reaches it
    add(listener.transport == "udp" ? ports.udp : ports.tcp, listener.port);
  }
}

}  // namespace

PipelineOptions pipeline_options(const settings::Settings& settings, const pbx::Exchange& exchange) {
  PipelineOptions options{settings.tracker, settings.trust, settings.detect, settings.policy};
  auto& known = options.detect.management_abuse.known;
  known.insert(known.end(), exchange.manager_networks.begin(), exchange.manager_networks.end());
  return options;
}

pbx::Exchange read_exchange(const settings::Settings& settings) {
  net::DiskFiles files;
  return pbx::read_exchange(files, settings.pbx.config_dir, {net::host_name(), settings.pbx.log_dir});
}

std::vector<policy::Protected::Entry> protect_trunks(std::span<const pbx::TrunkBook::Entry> trunks) {
  std::vector<policy::Protected::Entry> entries;
  for (const auto& entry : trunks)
    entries.push_back(
        {entry.prefix, Reason::trunk,
         fmt::format("trunk {} ({}:{})", entry.trunk.name, entry.trunk.where.file, entry.trunk.where.line),
         std::nullopt});
  return entries;
}

actions::GuardedPorts guarded_ports(const settings::Settings& settings, const pbx::Exchange& exchange) {
  actions::GuardedPorts ports;
  for (const std::string& text : settings.firewall.ports) {
    auto port = settings::parse_guarded_port(text);
    if (!port) continue;  // the loader has refused it
    if (port->udp) add(ports.udp, port->port);
    if (port->tcp) add(ports.tcp, port->port);
  }
  if (settings.firewall.ports.empty()) add_listeners(exchange, ports);
  std::sort(ports.udp.begin(), ports.udp.end());
  std::sort(ports.tcp.begin(), ports.tcp.end());
  ports.help = knowledge::numbers_for_help(habits_of(settings.numbering));
  return ports;
}

}  // namespace denwaban::engine
