// SPDX-License-Identifier: GPL-3.0-or-later
// The From or To header as a NOTICE repeats it: `"103" <sip:103@pbx>;tag=1`, `<sip:103@pbx>`, `sip:103@pbx`
// (RFC 3261, 20.10). The sender wrote it, so nothing in it is to be believed; it only names what was tried.
#pragma once

#include <string_view>

#include "model/event.h"

namespace denwaban::parse {

// The user part of the URI, cut at Event::kAccountLengthMax; empty when there is none.
std::string_view user_of(std::string_view name_addr);

// The text cut to what an Event may hold.
inline std::string_view account_text(std::string_view text) {
  return text.substr(0, Event::kAccountLengthMax);
}

// Behind a leading quoted display name (with RFC 3261 escapes): the position after its closing quote; 0 when
// there is none, npos when it does not end.
size_t skip_quoted(std::string_view text);

// Does the text carry the name of a known attack tool (display name, user or Call-ID that the tool sets by
// default)?
bool shows_scanner(std::string_view text);
// The same for a header: its display name and the user part, which user_of found in it.
bool sender_shows_scanner(std::string_view name_addr, std::string_view user);

}  // namespace denwaban::parse
