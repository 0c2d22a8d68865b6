// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> account_enumeration_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.account_enumeration.enabled",
       .meaning = "Whether this detector works at all.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_enumeration.enabled; }},
      {.name = "detect.account_enumeration.short_names",
       .meaning = "So many unknown names …",
       .reason = "An office may keep a few telephones of deleted extensions, rarely that many at once.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_enumeration.short_names; },
       .bounds = {0, 1000000}},
      {.name = "detect.account_enumeration.short_window",
       .meaning = "… within this span are a search.",
       .reason = "As for guessing.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_enumeration.short_window; },
       .bounds = {1, 7776000}},
      {.name = "detect.account_enumeration.day_names",
       .meaning = "The slow form: so many unknown names within a day.",
       .reason = "Twice as many, because an office has a whole day to show its old telephones.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_enumeration.day_names; },
       .bounds = {0, 1000000}},
      {.name = "detect.account_enumeration.challenged_names",
       .meaning = "Where the PBX answers all names alike: so many names asked for without ever answering the "
                  "challenge …",
       .reason = "Names that logged in from there before do not count, so it is rarely a telephone.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_enumeration.challenged_names; },
       .bounds = {0, 1000000}},
      {.name = "detect.account_enumeration.challenged_window",
       .meaning = "… within this span.",
       .reason = "As for guessing.",
       .slot = [](Settings& s) -> Slot { return &s.detect.account_enumeration.challenged_window; },
       .bounds = {1, 7776000}},
  };
  return kKeys;
}

std::span<const Key> dial_probe_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.dial_probe.enabled",
       .meaning = "Whether this detector works at all.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.dial_probe.enabled; }},
      {.name = "detect.dial_probe.short_count",
       .meaning = "So many refused calls …",
       .reason = "Honest callers without an account dial one number, perhaps twice.",
       .slot = [](Settings& s) -> Slot { return &s.detect.dial_probe.short_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.dial_probe.short_window",
       .meaning = "… within this span are a probe.",
       .reason = "As for guessing.",
       .slot = [](Settings& s) -> Slot { return &s.detect.dial_probe.short_window; },
       .bounds = {1, 7776000}},
      {.name = "detect.dial_probe.international_numbers",
       .meaning = "So many different numbers with an international prefix are a probe at once.",
       .reason = "It is a hunt for the way out, and nobody hunts by accident.",
       .slot = [](Settings& s) -> Slot { return &s.detect.dial_probe.international_numbers; },
       .bounds = {0, 1000000}},
  };
  return kKeys;
}

std::span<const Key> scanner_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.scanner.enabled",
       .meaning = "Whether this detector works at all.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.scanner.enabled; }},
      {.name = "detect.scanner.marks",
       .meaning = "So many records with the mark of a known attack tool.",
       .reason = "The first alone is only reported: a header is easily written.",
       .slot = [](Settings& s) -> Slot { return &s.detect.scanner.marks; },
       .bounds = {0, 1000000}},
      {.name = "detect.scanner.targets",
       .meaning = "So many different names asked for …",
       .reason = "A monitor asks for one.",
       .slot = [](Settings& s) -> Slot { return &s.detect.scanner.targets; },
       .bounds = {0, 1000000}},
      {.name = "detect.scanner.short_window",
       .meaning = "… within this span.",
       .reason = "As for guessing.",
       .slot = [](Settings& s) -> Slot { return &s.detect.scanner.short_window; },
       .bounds = {1, 7776000}},
      {.name = "detect.scanner.one_name_count",
       .meaning = "So many requests for a single name …",
       .reason = "Above twenty a minute nobody monitors.",
       .slot = [](Settings& s) -> Slot { return &s.detect.scanner.one_name_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.scanner.one_name_window",
       .meaning = "… within this span.",
       .reason = "See one_name_count.",
       .slot = [](Settings& s) -> Slot { return &s.detect.scanner.one_name_window; },
       .bounds = {1, 7776000}},
  };
  return kKeys;
}

std::span<const Key> malformed_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.malformed.enabled",
       .meaning = "Whether this detector works at all.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.malformed.enabled; }},
      {.name = "detect.malformed.short_count",
       .meaning = "So many broken packets …",
       .reason = "A broken device sends one kind of them now and then.",
       .slot = [](Settings& s) -> Slot { return &s.detect.malformed.short_count; },
       .bounds = {0, 1000000}},
      {.name = "detect.malformed.short_window",
       .meaning = "… within this span are an attack.",
       .reason = "As for guessing.",
       .slot = [](Settings& s) -> Slot { return &s.detect.malformed.short_window; },
       .bounds = {1, 7776000}},
      {.name = "detect.malformed.crash_count",
       .meaning = "So many packets with the shape of a published attack, within that span, are an attack.",
       .reason = "No device sends two of those by accident.",
       .slot = [](Settings& s) -> Slot { return &s.detect.malformed.crash_count; },
       .bounds = {0, 1000000}},
  };
  return kKeys;
}

std::span<const Key> campaign_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.campaign.enabled",
       .meaning = "Whether this detector works at all.",
       .reason = "Each finds what no other does.",
       .slot = [](Settings& s) -> Slot { return &s.detect.campaign.enabled; }},
      {.name = "detect.campaign.addresses",
       .meaning = "So many suspicious addresses in an IPv4 /24 or an IPv6 /48 …",
       .reason = "Three neighbours may be one customer with a few machines.",
       .slot = [](Settings& s) -> Slot { return &s.detect.campaign.addresses; },
       .bounds = {0, 1000000}},
      {.name = "detect.campaign.failures_each",
       .meaning = "… with so many failures each …",
       .reason = "A single one may be forged or mistyped.",
       .slot = [](Settings& s) -> Slot { return &s.detect.campaign.failures_each; },
       .bounds = {0, 1000000}},
      {.name = "detect.campaign.addresses_once",
       .meaning = "… or so many that failed with proof, be it once …",
       .reason = "Whoever has a whole network guesses once from each address; neighbours who all mistype within a "
                 "day, none of whom ever logged in, are fewer.",
       .slot = [](Settings& s) -> Slot { return &s.detect.campaign.addresses_once; },
       .bounds = {2, 100}},
      {.name = "detect.campaign.failures",
       .meaning = "… and so many together …",
       .reason = "Four addresses with two failures each are not enough.",
       .slot = [](Settings& s) -> Slot { return &s.detect.campaign.failures; },
       .bounds = {0, 1000000}},
      {.name = "detect.campaign.window",
       .meaning = "… within this span are a campaign.",
       .reason = "Networks share their work over hours.",
       .slot = [](Settings& s) -> Slot { return &s.detect.campaign.window; },
       .bounds = {1, 7776000}},
      {.name = "detect.campaign.networks",
       .meaning = "So many campaigns in a /20, a /16 or an IPv6 /32 make it one campaign.",
       .reason = "Three of sixteen neighbours are no accident.",
       .slot = [](Settings& s) -> Slot { return &s.detect.campaign.networks; },
       .bounds = {0, 1000000}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
