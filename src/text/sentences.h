// SPDX-License-Identifier: GPL-3.0-or-later
// Findings and decisions in words. Whatever names an attacker chose, the result is printable.
#pragma once

#include <string>

#include "model/decision.h"
#include "model/finding.h"
#include "text/language.h"

namespace denwaban::text {

// "203.0.113.7 guesses passwords"
std::string finding_title(const Finding& finding, Language language = Language::en);
// "37 failed logins at 4 accounts within 3 minutes; the address is proven by a TCP connection"
std::string finding_why(const Finding& finding, Language language = Language::en);

// Without its target, which stands in a column of its own: "banned for 4 hours (banned once before)", "not
// banned: it is on the allow list".
std::string decision_sentence(const Decision& decision, Language language = Language::en);
// Whom it is about: "203.0.113.7", "203.0.113.0/24", "203.0.113.7 port 5062", "account 100".
std::string decision_target(const Decision& decision, Language language = Language::en);
// "for 4 hours", "for ever".
std::string duration_text(std::optional<Seconds> span, Language language = Language::en);

// A host without its length, a network with it.
std::string prefix_text(const IpPrefix& prefix);

}  // namespace denwaban::text
