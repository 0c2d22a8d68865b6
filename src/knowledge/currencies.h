// SPDX-License-Identifier: GPL-3.0-or-later
// What a euro is worth, roughly: usual prices are in EUR and have to be weighed against limits in another currency.
#pragma once

#include <optional>

#include "base/money.h"

namespace denwaban::knowledge {

// Of autumn 2025, to two or three digits: tells dear from cheap, checks no bill. Nothing: not known.
std::optional<Amount> worth_of_euro(Currency currency);

}  // namespace denwaban::knowledge
