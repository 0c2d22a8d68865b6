// SPDX-License-Identifier: GPL-3.0-or-later
// From what was dialled at this exchange to the number of the world that is meant.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "knowledge/numbering.h"

namespace denwaban::knowledge {

// How one dials at this exchange.
struct DiallingHabits {
  const NumberingPlan* plan = nullptr;        // of the country it stands in; nullptr: not known (find_plan("ZZ"))
  std::vector<std::string> outside_prefixes;  // "0", "9": dialled first for a line; the longest that leaves a number is taken
  std::string area_code;                      // national significant, "30": what a number without any prefix belongs to
  size_t longest_extension = 5;               // digits of the longest number of our own
};

struct DialledNumber {
  static constexpr size_t kDigitsMax = 20;

  NumberClass number_class = NumberClass::unknown;
  std::string e164;  // digits without plus; empty: none is meant (internal, emergency, a code)
  bool emergency() const { return number_class == NumberClass::emergency; }
};

// An emergency number comes first, whatever stands before it: with or without the outside prefix, of this country and
// those that every mobile network knows (112, 911), so a doubt is always decided for the emergency.
// `sent`: what the trunk was sent, where it is known (it tells more than what was dialled); else empty.
DialledNumber read_dialled(const DiallingHabits& habits, std::string_view dialled, std::string_view sent = {});
// Whether the same says that it is an emergency, in a fraction of the time.
bool dials_emergency(const DiallingHabits& habits, std::string_view dialled, std::string_view sent = {});

}  // namespace denwaban::knowledge
