// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> auth_guessing_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.auth_guessing.enabled",
       .meaning = "Whether this detector works at all.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.enabled; }},
      {.name = "detect.auth_guessing.short_count",
       .meaning = "So many failures of one address …",
       .reason = "A person mistypes two or three times.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.short_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.auth_guessing.short_accounts",
       .meaning = "… at so many accounts …",
       .reason = "One telephone has one account.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.short_accounts; },
       .bounds = {0, 1000000}},
      {.name = "detect.auth_guessing.short_window",
       .meaning = "… within this span are guessing.",
       .reason = "Longer than a person keeps trying.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.short_window; },
       .bounds = {1, 7776000}},
      {.name = "detect.auth_guessing.burst_count",
       .meaning = "So many failures at a single account …",
       .reason = "A telephone with an old password retries every 30 to 120 seconds, at most three times a "
                 "minute; guessers are faster.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.burst_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.auth_guessing.burst_window",
       .meaning = "… within this span are guessing.",
       .reason = "See burst_count.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.burst_window; },
       .bounds = {1, 7776000}},
      {.name = "detect.auth_guessing.claimed_count",
       .meaning = "So many it takes, in either window, where the address is only claimed.",
       .reason = "One datagram makes a claim; a handful of forged ones must not suffice against somebody "
                 "who is not known yet. A guesser passes it within seconds.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.claimed_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.auth_guessing.steady_count",
       .meaning = "The same at a steady pace: so many failures at a single account …",
       .reason = "Seventeen in five minutes is one in 18 seconds; telephones retry after 20 at the soonest.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.steady_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.auth_guessing.steady_window",
       .meaning = "… within this span.",
       .reason = "See steady_count.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.steady_window; },
       .bounds = {1, 7776000}},
      {.name = "detect.auth_guessing.high_count",
       .meaning = "From so many failures on the severity is high.",
       .reason = "Nobody mistypes twenty times.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.high_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.auth_guessing.slow_count",
       .meaning = "Slow guessing: so many failures …",
       .reason = "One guess an hour or two.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.slow_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.auth_guessing.slow_accounts",
       .meaning = "… at so many accounts …",
       .reason = "Two telephones with an old password behind one address are common.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.slow_accounts; },
       .bounds = {0, 1000000}},
      {.name = "detect.auth_guessing.slow_window",
       .meaning = "… within this span.",
       .reason = "A day and a night.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.slow_window; },
       .bounds = {1, 7776000}},
      {.name = "detect.auth_guessing.very_slow_count",
       .meaning = "Guessing of the patient: so many failures at slow_accounts accounts …",
       .reason = "One guess a day.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.very_slow_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.auth_guessing.very_slow_window",
       .meaning = "… within this span.",
       .reason = "Longer than the holidays of whoever looks at the telephones.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.very_slow_window; },
       .bounds = {1, 7776000}},
      {.name = "detect.auth_guessing.one_account_count",
       .meaning = "So many failures at one account, at a telephone's pace, are reported as a stale password; "
                  "nobody is banned for that.",
       .reason = "More than a typing error.",
       .slot = [](Settings& s) -> Slot { return &s.detect.auth_guessing.one_account_count; },
       .bounds = {0, 1000000}},
  };
  return kKeys;
}

std::span<const Key> account_guessing_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.account_guessing.enabled",
       .meaning = "Whether this detector works at all.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_guessing.enabled; }},
      {.name = "detect.account_guessing.addresses",
       .meaning = "So many addresses …",
       .reason = "A user may move between home, office and mobile network with an old password.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_guessing.addresses; },
       .bounds = {0, 1000000}},
      {.name = "detect.account_guessing.failures",
       .meaning = "… with so many failures at one account together …",
       .reason = "Sixteen guesses from eight addresses are meant to be found, three typing errors are not.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_guessing.failures; },
       .bounds = {0, 1000000}},
      {.name = "detect.account_guessing.window",
       .meaning = "… within this span are guessing together.",
       .reason = "A day: distributed guessing is slow for each address.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_guessing.window; },
       .bounds = {1, 7776000}},
      {.name = "detect.account_guessing.failures_each",
       .meaning = "An address with so many failures takes part for certain.",
       .reason = "One or two may be its user's own.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_guessing.failures_each; },
       .bounds = {0, 1000000}},
  };
  return kKeys;
}

std::span<const Key> account_takeover_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.account_takeover.enabled",
       .meaning = "Whether this detector works at all.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_takeover.enabled; }},
      {.name = "detect.account_takeover.failures",
       .meaning = "So many failures at the account, from the same address and within a day, make a login "
                  "suspicious; a telephone's retries do not count.",
       .reason = "A person who mistypes four times and then gets it right is no thief.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_takeover.failures; },
       .bounds = {0, 1000000}},
      {.name = "detect.account_takeover.management",
       .meaning = "The same for the manager interface and HTTP: failures or names.",
       .reason = "Programs log in there, and they do not mistype.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_takeover.management; },
       .bounds = {0, 1000000}},
      {.name = "detect.account_takeover.known_after",
       .meaning = "Of accounts known for so long, a login from a country that they never logged in from is told (and nobody "
                  "banned for it). Needs a table of countries (knowledge.country).",
       .reason = "A new telephone shows within days where its user is.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_takeover.known_after; },
       .bounds = {0, 31536000}},
  };
  return kKeys;
}

std::span<const Key> management_guessing_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.management_guessing.enabled",
       .meaning = "Whether this detector works at all.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.management_guessing.enabled; }},
      {.name = "detect.management_guessing.short_count",
       .meaning = "So many failures of one address …",
       .reason = "Programs log in here: they rarely mistype.",
       .slot = [](Settings& s) -> Slot { return &s.detect.management_guessing.short_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.management_guessing.short_window",
       .meaning = "… within this span are guessing.",
       .reason = "As for telephones.",
       .slot = [](Settings& s) -> Slot { return &s.detect.management_guessing.short_window; },
       .bounds = {1, 7776000}},
      {.name = "detect.management_guessing.names",
       .meaning = "So many different names within a day are guessing.",
       .reason = "Nobody has two.",
       .slot = [](Settings& s) -> Slot { return &s.detect.management_guessing.names; },
       .bounds = {0, 1000000}},
      {.name = "detect.management_guessing.high_count",
       .meaning = "From so many failures on the severity is high.",
       .reason = "Who gets in here owns the exchange.",
       .slot = [](Settings& s) -> Slot { return &s.detect.management_guessing.high_count; },
       .bounds = {0, 1000000}},
  };
  return kKeys;
}

std::span<const Key> management_abuse_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.management_abuse.enabled",
       .meaning = "Whether orders after a login at the manager interface (Command, Originate, UpdateConfig, GetConfig …), "
                  "seen on the wire, are reported. Nobody is banned for them alone.",
       .reason = "Who got in reads the passwords of all telephones with one of them, and no log tells.",
       .slot = [](Settings& s) -> Slot { return &s.detect.management_abuse.enabled; }},
      {.name = "detect.management_abuse.known",
       .meaning = "From here orders are usual: machines with programs of yours. This machine need not be named, and "
                  "what manager.conf permits behind a deny is known. Who guessed before is reported all the same.",
       .reason = "Empty: only you know which programs use the manager interface.",
       .slot = [](Settings& s) -> Slot { return &s.detect.management_abuse.known; }},
      {.name = "detect.management_abuse.familiar",
       .meaning = "A user of the manager interface who has logged in from an address for so long, with nobody guessing "
                  "there, is a program of yours: then only orders that change the exchange are told.",
       .reason = "A day: what it does is told the first time, and you can read it before it is usual.",
       .slot = [](Settings& s) -> Slot { return &s.detect.management_abuse.familiar; },
       .bounds = {0, 7776000}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
