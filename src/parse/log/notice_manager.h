// SPDX-License-Identifier: GPL-3.0-or-later
// main/manager.c, 1.2 to 23.
#pragma once

#include "parse/log/grammar.h"

namespace denwaban::parse {

// ADDRESS tried to authenticate with nonexistent user 'USER'
// ADDRESS failed to authenticate as 'USER'
// ADDRESS failed to pass IP ACL as 'USER'
// USER is the sender's; the address stands before it.
Reading read_manager(std::string_view text, Event& event);

}  // namespace denwaban::parse
