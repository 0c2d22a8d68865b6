// SPDX-License-Identifier: GPL-3.0-or-later
// Doors whose calls go the same ways: each group is followed once.
#pragma once

#include <functional>
#include <vector>

#include "audit/paths/entries.h"

namespace denwaban::audit {

using RelevantTest = std::function<bool(std::string_view variable)>;

// By where they open and what is known of their calls that some line asks for; those first whom nobody asks who they are. Doors
// that let nobody in are left out.
std::vector<std::vector<Entry>> group_doors(const std::vector<Entry>& all, const RelevantTest& is_relevant);

// Whether anything is known of the calls that some line asks for.
bool is_known_of(const Start& start, const RelevantTest& is_relevant);

// Takes out of the entries those whose caller cannot choose what number he shows, and gives them by that number, which their
// calls now have. None where they have more than `most` numbers.
std::vector<std::vector<Entry>> take_known_callers(std::vector<Entry>& entries, size_t most);

}  // namespace denwaban::audit
