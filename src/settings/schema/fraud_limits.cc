// SPDX-License-Identifier: GPL-3.0-or-later
// What may be spent, and whom nobody should call.
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> fraud_limit_keys() {
  static constexpr Key kKeys[] = {
      {.name = "fraud.limits.account_hour",
       .meaning = "How much one account may spend within an hour of the office.",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_limits.account.hour; },
       .shape = Shape::money},
      {.name = "fraud.limits.account_day",
       .meaning = "How much one account may spend within a day of the office.",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_limits.account.day; },
       .shape = Shape::money},
      {.name = "fraud.limits.account_month",
       .meaning = "How much one account may spend within a month of the office.",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_limits.account.month; },
       .shape = Shape::money},
      {.name = "fraud.limits.trunk_hour",
       .meaning = "How much calls over one trunk may cost within an hour.",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_limits.trunk.hour; },
       .shape = Shape::money},
      {.name = "fraud.limits.trunk_day",
       .meaning = "How much calls over one trunk may cost within a day.",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_limits.trunk.day; },
       .shape = Shape::money},
      {.name = "fraud.limits.trunk_month",
       .meaning = "How much calls over one trunk may cost within a month.",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_limits.trunk.month; },
       .shape = Shape::money},
      {.name = "fraud.limits.total_hour",
       .meaning = "How much all calls together may cost within an hour.",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_limits.total.hour; },
       .shape = Shape::money},
      {.name = "fraud.limits.total_day",
       .meaning = "How much all calls together may cost within a day.",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_limits.total.day; },
       .shape = Shape::money},
      {.name = "fraud.limits.total_month",
       .meaning = "How much all calls together may cost within a month.",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_limits.total.month; },
       .shape = Shape::money},
  };
  return kKeys;
}

std::span<const Key> fraud_list_keys() {
  static constexpr Key kKeys[] = {
      {.name = "fraud.lists.files",
       .meaning = "Files with numbers, or their beginnings, that were seen in fraud: one a line, with the day on which "
                  "they were.",
       .reason = "Empty: none. Such lists are other people's, and none is shipped.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_lists.files; },
       .bounds = {0, 64},
       .shape = Shape::absolute_path},
      {.name = "fraud.lists.oldest_days",
       .meaning = "Lines of a day longer ago are passed over; lines without a day count for ever.",
       .reason = "Ranges are rented and given back: after two years somebody honest may have the number.",
       .slot = [](Settings& s) -> Slot { return &s.fraud_lists.oldest_days; },
       .bounds = {1, 36'500}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
