// SPDX-License-Identifier: GPL-3.0-or-later
// Who may order calls from outside of the dialplan: users of the manager and of ARI. Such a call needs no context: a trunk is
// named in the order, with any number.
#pragma once

#include <vector>

#include "audit/paths/entries.h"

namespace denwaban::audit {

// Only those who can log in from another machine.
std::vector<Entry> find_originators(const Estate& estate);

}  // namespace denwaban::audit
