// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include <algorithm>

#include "sources/capture_live.h"

namespace denwaban::sources {
namespace {

// "(udp and (port 4569 or portrange 5060-5061))"
std::string of_protocol(const char* protocol, std::vector<uint16_t> ports) {
  if (ports.empty()) return {};
  std::sort(ports.begin(), ports.end());
  ports.erase(std::unique(ports.begin(), ports.end()), ports.end());
  std::string text;
  for (size_t first = 0, last = 0; first < ports.size(); first = ++last) {
    while (last + 1 < ports.size() && ports[last + 1] == ports[last] + 1) ++last;
    if (!text.empty()) text += " or ";
    text += first == last ? fmt::format("port {}", ports[first])
                          : fmt::format("portrange {}-{}", ports[first], ports[last]);
  }
  return fmt::format("({} and ({}))", protocol, text);
}

}  // namespace

std::string capture_filter(const std::vector<uint16_t>& udp_ports, const std::vector<uint16_t>& tcp_ports,
                           bool vlan_tags) {
  std::string udp = of_protocol("udp", udp_ports), tcp = of_protocol("tcp", tcp_ports);
  if (udp.empty() && tcp.empty()) return {};
  std::string ports = udp + (udp.empty() || tcp.empty() ? "" : " or ") + tcp;
  std::string one = fmt::format(
      "({} or (ip[6:2] & 0x1fff != 0 and (ip[9] = 17 or ip[9] = 6)) or "
      "((ip6[6] = 44 or ip6[6] = 0 or ip6[6] = 43 or ip6[6] = 60) and ip6[40] != 58))",
      ports);
  // `vlan` moves the places of all that stands behind it: the second one looks for a tag within a tag.
  return vlan_tags ? fmt::format("{0} or (vlan and ({0} or (vlan and {0})))", one) : one;
}

}  // namespace denwaban::sources
