// SPDX-License-Identifier: GPL-3.0-or-later
// An Exchange as short lines that a test can compare.
#pragma once

#include <string>
#include <vector>

#include "pbx/exchange.h"

namespace denwaban::pbx {

inline std::vector<std::string> listeners_of(const Exchange& exchange) {
  std::vector<std::string> lines;
  for (const Listener& l : exchange.listeners) {
    std::string address = l.address.is_unspecified() ? "*" : l.address.to_string();
    lines.push_back(l.service + "/" + l.transport + " " + address + " " + std::to_string(l.port));
  }
  return lines;
}

inline std::vector<std::string> trunks_of(const Exchange& exchange) {
  std::vector<std::string> lines;
  for (const TrunkHost& t : exchange.trunks) {
    std::string line = t.service + " " + t.name + " " + t.host;
    if (t.port) line += ":" + std::to_string(t.port);
    if (!t.transport.empty()) line += " " + t.transport;
    lines.push_back(line);
  }
  return lines;
}

inline std::vector<std::string> logs_of(const Exchange& exchange) {
  std::vector<std::string> lines;
  for (const LogFile& l : exchange.logs) {
    std::string line = l.path + " " + l.format;
    for (const std::string& level : l.levels) line += " " + level;
    lines.push_back(line);
  }
  return lines;
}

}  // namespace denwaban::pbx
