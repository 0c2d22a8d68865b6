// SPDX-License-Identifier: GPL-3.0-or-later
// Shapes of published attacks that one SIP message shows: what made unpatched releases of Asterisk crash, or believe what
// they should not. Data: the facts of each advisory in our own words, and the shape to look for. Only shapes that no
// telephone sends by accident are here; advisories that need several messages, or RTP, are not.
#pragma once

#include <span>
#include <string_view>

#include "parse/sip_message.h"

namespace denwaban::track::wire {

struct CrashPattern {
  std::string_view advisory;   // as its publisher names it
  std::string_view module;     // what it hits
  std::string_view fixed;      // the first releases without it
  std::string_view shape;      // what is looked for
  std::string_view source;     // where these facts are to be read …
  std::string_view date;       // … since when
  bool (*matches)(const parse::SipMessage& request) = nullptr;
};

std::span<const CrashPattern> crash_patterns();

// The first that the request shows; nullptr for none.
const CrashPattern* find_crash_pattern(const parse::SipMessage& request);

}  // namespace denwaban::track::wire
