// SPDX-License-Identifier: GPL-3.0-or-later
// What is known of a row of the report beside how its way was found.
#pragma once

#include <string>

#include "audit/paths/entries.h"
#include "model/toll_path.h"

namespace denwaban::audit {

// The weakest gate first; of one gate what is dialled plainly before what is dialled into Dial, and what costs most first.
bool is_told_before(const TollPath& a, const TollPath& b);
// Only the run tells the trunk's name.
bool is_unnamed(const std::string& trunk);
// A door that the search found closed to that trunk.
TollPath closed_way(const Entry& entry, const std::string& trunk);

}  // namespace denwaban::audit
