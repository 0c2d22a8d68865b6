// SPDX-License-Identifier: GPL-3.0-or-later
// The PINs of accounts, hashed (net/pin_hash.h): a line "ACCOUNT HASH" each, in a file that nobody but its owner reads.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "base/result.h"

namespace denwaban::serve {

using Pins = std::map<std::string, std::string, std::less<>>;  // account to hash
inline constexpr size_t kPinsMax = 100'000;

// No file: no PINs. Errors: permission (others may read it), input (a line that is none).
Result<Pins> read_pins(const std::string& path);
// Four to sixteen digits. Empty `pin`: the account has none from now on.
Status set_pin(const std::string& path, std::string_view account, std::string_view pin);

}  // namespace denwaban::serve
