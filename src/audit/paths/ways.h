// SPDX-License-Identifier: GPL-3.0-or-later
// What a walk found, trunk by trunk: many hits of one kind become one way with all its numbers and its best
// proof.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "audit/paths/number_classes.h"
#include "audit/paths/walk.h"

namespace denwaban::audit {

struct Way {
  std::string trunk;
  bool opaque = false;
  uint16_t classes = 0;
  Gate gate = Gate::none;
  bool entry_number = false;  // the trunk is sent (a part of) what was dialled at the entry
  bool fixed = false;         // the trunk is sent a number that stands in the dialplan
  std::string condition;
  NumberSet numbers;          // of those that tell where the call goes
  NumberSet first;            // that are dialled at the entry for them, where they are entered later
  bool later = false;
  bool international = false, premium = false, emergency_only = true;
  // Of the hit that is proof.
  int dearness = -1;  // 2 international, 1 premium, 0 neither
  bool special = false;  // so far by an extension that nobody dials
  bool keyed = false;          // the example is one that a telephone can dial
  uint32_t state = 0;
  NumberSet proof;
  std::vector<std::string> dialled;  // by input
  Value number;
  std::string example, sent;  // what is dialled at the entry, and what the trunk gets
  std::vector<std::string> entered;  // behind what is dialled at the entry, up to the example
  Source somebodys = Source::number;  // who says the number, where no caller keys it
  std::string said;                   // that number
};

// Weakest gate first. Ways are left out when a weaker and simpler one to the same trunk has all their
// numbers. `number_given`: callers cannot choose what they dial at the entry, so such a way says nothing
// about the others. `left_out`: hits that are none.
std::vector<Way> ways_of(const Walk& walk, NumberSets& sets, const NumberClasses& classes, bool number_given,
                         const std::function<bool(const Hit&)>& left_out);

// Whether some of the hit's numbers become an international or premium call.
bool is_dear(const Hit& hit, NumberSets& sets, const NumberClasses& classes);

}  // namespace denwaban::audit
