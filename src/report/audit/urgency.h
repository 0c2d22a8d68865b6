// SPDX-License-Identifier: GPL-3.0-or-later
// What to do first: how reports group findings.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/finding.h"

namespace denwaban::report {

enum class Urgency : uint8_t { now, soon, consider };

constexpr Urgency urgency_of(Severity severity) {
  return severity >= Severity::high     ? Urgency::now
         : severity == Severity::medium ? Urgency::soon
                                        : Urgency::consider;
}

// The heading's id in text/.
constexpr std::string_view urgency_sentence(Urgency urgency) {
  return urgency == Urgency::now    ? "audit.heading.now"
         : urgency == Urgency::soon ? "audit.heading.soon"
                                    : "audit.heading.consider";
}

}  // namespace denwaban::report
