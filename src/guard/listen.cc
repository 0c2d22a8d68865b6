// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/listen.h"

#include <charconv>

namespace denwaban::guard {

std::optional<Listen> parse_listen(std::string_view text) {
  size_t colon = text.rfind(':');
  if (colon == text.npos) return std::nullopt;
  std::string_view host = text.substr(0, colon), port = text.substr(colon + 1);
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  auto address = IpAddress::parse(host);
  Listen listen;
  auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), listen.port);
  if (!address || error != std::errc() || end != port.data() + port.size()) return std::nullopt;
  listen.address = *address;
  return listen;
}

}  // namespace denwaban::guard
