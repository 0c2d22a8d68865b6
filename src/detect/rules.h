// SPDX-License-Identifier: GPL-3.0-or-later
// The detectors that look at one address: each is a function from what is known to a verdict, in a file of
// its own. Those that look at several are `Accounts` (account_guessing), `Networks` (campaign) and
// `taken_over`.
#pragma once

#include <span>

#include "detect/options.h"
#include "detect/suspect.h"

namespace denwaban::detect {

// Hits kept for each detector: as many as the largest threshold needs.
size_t history_capacity(const Options& options);

Verdict judge_auth_guessing(const Count& count, const Options& options, uint32_t now);
Verdict judge_account_enumeration(const Count& count, const Options& options, uint32_t now);
Verdict judge_dial_probe(const Count& count, const Options& options, uint32_t now);
Verdict judge_scanner(const Count& count, const Options& options, uint32_t now);
Verdict judge_malformed(const Count& count, const Options& options, uint32_t now);
Verdict judge_forgery(const Count& count, const Options& options, uint32_t now);
Verdict judge_management_guessing(const Count& count, const Options& options, uint32_t now);

// Whether a login at `name` from this address is the end of a guessing.
bool taken_over(const Suspect& suspect, NameIndex name, bool management, const Options& options,
                uint32_t now);

struct Rule {
  Detector detector;
  Verdict (*judge)(const Count& count, const Options& options, uint32_t now);
};
// All of the above.
std::span<const Rule> address_rules();
// The most that a detector of one address ever says. Who reached it need not be judged again.
constexpr Severity highest_severity(Detector detector) {
  return detector == Detector::auth_guessing || detector == Detector::management_guessing ? Severity::high
                                                                                          : Severity::medium;
}

}  // namespace denwaban::detect
