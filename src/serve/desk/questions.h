// SPDX-License-Identifier: GPL-3.0-or-later
// What can be asked at the desk, one function each. desk.cc reads the request, finds the function and ends
// the answer.
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "serve/desk.h"

namespace denwaban::serve {

using nlohmann::ordered_json;

// What is asked, with the members that commands share already read.
struct Asked {
  ordered_json request;
  std::string by;

  std::string text(const char* key) const {
    auto at = request.find(key);
    return at != request.end() && at->is_string() ? at->get<std::string>() : std::string();
  }
  std::optional<int64_t> number(const char* key) const {
    auto at = request.find(key);
    if (at == request.end() || !at->is_number_integer()) return std::nullopt;
    return at->get<int64_t>();
  }
  bool flag(const char* key) const {
    auto at = request.find(key);
    return at != request.end() && at->is_boolean() && at->get<bool>();
  }
};

// JSON lines.
using Answered = Result<std::string>;

inline std::string line(const ordered_json& value) {
  return value.dump(-1, ' ', true, ordered_json::error_handler_t::replace) + "\n";
}

// The member `key` as an address or network.
Result<IpPrefix> prefix_of(const Asked& asked, const char* key);

// orders.cc
Answered ban(Office& office, const Asked& asked);
Answered unban(Office& office, const Asked& asked);
Answered allow(Office& office, const Asked& asked);
Answered disallow(Office& office, const Asked& asked);
// locks.cc
Answered unlock(Office& office, const Asked& asked);
// standing.cc
Answered bans(Office& office, const Asked& asked);
Answered why(Office& office, const Asked& asked);
// logins.cc: from where an account logged in, {"type":"login","address":…,"level":"proven","last":…}, and its devices of
// now, which have a "port"
Answered logins(Office& office, const Asked& asked);
// records.cc
Answered findings(Office& office, const Asked& asked);
Answered observe(Office& office, const Asked& asked);
Answered calls(Office& office, const Asked& asked);
Answered status(Office& office, const Asked& asked);

}  // namespace denwaban::serve
