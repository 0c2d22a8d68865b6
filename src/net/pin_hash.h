// SPDX-License-Identifier: GPL-3.0-or-later
// A PIN as it is kept: salted and hashed with scrypt (RFC 7914), which costs some milliseconds and 4 MiB each time. That
// slows down who has stolen the file, no more: few digits are soon tried out.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"

namespace denwaban::net {

// "$scrypt$4096$8$1$SALT$HASH", both in hexadecimal.
Result<std::string> hash_pin(std::string_view pin);
// False: another PIN, or no such text.
bool is_pin(std::string_view pin, std::string_view kept);

}  // namespace denwaban::net
