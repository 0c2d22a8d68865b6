// SPDX-License-Identifier: GPL-3.0-or-later
// MD5 (RFC 1321), to try guesses against the digests that Asterisk's configurations hold. It protects nothing
// here.
#pragma once

#include <string>
#include <string_view>

namespace denwaban::audit {

// 32 lower-case hex digits.
std::string md5_hex(std::string_view text);

}  // namespace denwaban::audit
