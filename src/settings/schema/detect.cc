// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> detect_keys() {
  static constexpr Key kKeys[] = {
      {.name = "detect.preset",
       .meaning = "How attackers are found: \"denwaban\" by all that follows here, \"fail2ban\" by the two "
                  "settings below alone, and policy.claims_suffice is then on. What the file says besides "
                  "holds over the preset.",
       .reason = "Counting alone bans telephones with an old password and lets slow guessers through.",
       .slot = [](Settings& s) -> Slot { return &s.preset.preset; },
       .shape = Shape::choice,
       .choices = "denwaban|fail2ban"},
      {.name = "detect.maxretry",
       .meaning = "Only with the preset \"fail2ban\": so many failures of one address …",
       .reason = "As fail2ban's jail for Asterisk has it.",
       .slot = [](Settings& s) -> Slot { return &s.preset.maxretry; },
       .bounds = {1, 1000}},
      {.name = "detect.findtime",
       .meaning = "Only with the preset \"fail2ban\": … within this span.",
       .reason = "As fail2ban's jail for Asterisk has it.",
       .slot = [](Settings& s) -> Slot { return &s.preset.findtime; },
       .bounds = {1, 7776000}},
      {.name = "detect.count_lines",
       .meaning = "Every record of a failure counts one, whatever it is, without merging what several logs "
                  "say about one attempt: as fail2ban does.",
       .reason = "One attempt that two logs tell of is one attempt.",
       .slot = [](Settings& s) -> Slot { return &s.detect.count_lines; }},
  };
  return kKeys;
}

}  // namespace denwaban::settings
