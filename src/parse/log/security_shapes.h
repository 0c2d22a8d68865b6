// SPDX-License-Identifier: GPL-3.0-or-later
// The fifteen security events and their keys (main/security_events.c, sec_events; the same in 1.8 to 23).
#pragma once

#include <array>
#include <string_view>

#include "model/event.h"

namespace denwaban::parse {

struct SecurityShape {
  std::string_view name;
  EventKind kind;
  std::array<std::string_view, 3> required{};  // behind RemoteAddress, in order
  std::array<std::string_view, 6> optional{"Module", "SessionTV"};
  bool sender_writes_behind = false;  // one of these values is the sender's
  bool begins_with_account = true;
};

// Null for a name that Asterisk does not use.
const SecurityShape* security_shape(std::string_view name);

}  // namespace denwaban::parse
