// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/services.h"

#include <algorithm>

namespace denwaban::guard {
namespace {

// A WebSocket for SIP begins as HTTP, at Asterisk's web server.
std::vector<uint16_t>* ports_of(const pbx::Listener& listener, track::WireOptions& found) {
  const std::string& service = listener.service;
  if (service == "http" || listener.transport == "ws" || listener.transport == "wss")
    return &found.http_ports;
  if (service == "sip" || service == "pjsip") return &found.sip_ports;
  if (service == "iax2") return &found.iax_ports;
  if (service == "ami") return &found.ami_ports;
  return nullptr;
}

}  // namespace

void name_services(const pbx::Exchange& exchange, track::WireOptions& options) {
  track::WireOptions found;
  for (auto* ports : {&found.sip_ports, &found.iax_ports, &found.ami_ports, &found.http_ports})
    ports->clear();
  for (const pbx::Listener& listener : exchange.listeners) {
    std::vector<uint16_t>* ports = ports_of(listener, found);
    if (ports == nullptr || listener.port == 0) continue;
    if (std::find(ports->begin(), ports->end(), listener.port) == ports->end())
      ports->push_back(listener.port);
  }
  if (!found.sip_ports.empty()) options.sip_ports = found.sip_ports;
  if (!found.iax_ports.empty()) options.iax_ports = found.iax_ports;
  if (!found.ami_ports.empty()) options.ami_ports = found.ami_ports;
  if (!found.http_ports.empty()) options.http_ports = found.http_ports;
}

}  // namespace denwaban::guard
