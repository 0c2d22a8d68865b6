// SPDX-License-Identifier: GPL-3.0-or-later
// The advisories as written down: those of github.com/asterisk/asterisk and of pjproject (as bundled) since 2023,
// with the releases that name them in their change logs; and those of downloads.asterisk.org until 2022.
#pragma once

#include <span>

#include "knowledge/advisories.h"

namespace denwaban::knowledge {

std::span<const Advisory> rows_since_2023();
std::span<const Advisory> rows_until_2022();

}  // namespace denwaban::knowledge
