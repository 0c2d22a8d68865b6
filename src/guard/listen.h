// SPDX-License-Identifier: GPL-3.0-or-later
// An address and port to listen at, as settings write them: "127.0.0.1:9060", "[::1]:9060".
#pragma once

#include <optional>
#include <string_view>

#include "base/ip.h"

namespace denwaban::guard {

struct Listen {
  IpAddress address;
  uint16_t port = 0;
};
std::optional<Listen> parse_listen(std::string_view text);

}  // namespace denwaban::guard
