// SPDX-License-Identifier: GPL-3.0-or-later
// The challenges that Asterisk makes, by their form.
#pragma once

#include <algorithm>
#include <string_view>

namespace denwaban::parse {

inline bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

// chan_sip: `%08lx` (chan_sip.c, build_nonce).
inline bool is_chan_sip_nonce(std::string_view nonce) { return nonce.size() == 8 && is_hex(nonce); }

// chan_pjsip: the time, a slash, an MD5 (res_pjsip_authenticator_digest.c, build_nonce).
inline bool is_pjsip_nonce(std::string_view nonce) {
  size_t slash = nonce.find('/');
  return slash != std::string_view::npos && slash >= 9 && slash <= 12 && nonce.size() == slash + 33 &&
         is_hex(nonce.substr(slash + 1)) && is_hex(nonce.substr(0, slash));
}

}  // namespace denwaban::parse
