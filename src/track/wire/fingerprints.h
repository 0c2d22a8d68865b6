// SPDX-License-Identifier: GPL-3.0-or-later
// Marks by which known tools give themselves away. A mark is a hint, never a proof: anybody may write any
// name into a header, and good testers use the same tools.
#pragma once

#include <span>
#include <string_view>

#include "parse/sip_message.h"

namespace denwaban::track::wire {

struct Fingerprint {
  enum class Place : uint8_t {
    agent,    // begins User-Agent or Server, in any case
    display,  // display name of From or To
    user,     // user part of From
    web,      // stands in the User-Agent of an HTTP request
  };
  Place place;
  std::string_view mark;
  std::string_view tool;
  std::string_view source;
  std::string_view date;
};

std::span<const Fingerprint> fingerprints();

// The tool whose mark the request shows; nullptr for none.
const Fingerprint* find_fingerprint(const parse::SipMessage& request);
const Fingerprint* find_http_fingerprint(std::string_view user_agent);

}  // namespace denwaban::track::wire
