// SPDX-License-Identifier: GPL-3.0-or-later
// Where calls come in: every door of the estate with the context behind it and what stands in the door.
#pragma once

#include <string>
#include <vector>

#include "audit/estate.h"
#include "audit/paths/walk.h"
#include "model/toll_path.h"

namespace denwaban::audit {

struct Entry {
  TollEntry who;
  Start start;
  Gate gate = Gate::none;
  bool inert = false;   // the module is not loaded
  bool barred = false;  // nobody is let in: guests where they are not allowed
  bool number_given =
      false;         // the network says which of our numbers it is; only who forges its address may choose
  std::string caller;  // the number that the call shows, where the caller does not choose it; empty: he does, or it is not known
  bool chooses_context = false;  // the caller names any context: one of many entries
  SourceLine place;              // the line that says the context

  std::string device() const;  // "PJSIP/desk"
};

std::vector<Entry> find_entries(const Estate& estate, NumberSets& sets);

}  // namespace denwaban::audit
