// SPDX-License-Identifier: GPL-3.0-or-later
// Thieves of every kind. A theft's calls are marked by its number.
#pragma once

#include <optional>
#include <vector>

#include "company.h"

namespace denwaban::sim {

// A theft of this kind, somewhere in the company's days; may be empty where this company gives no occasion.
std::vector<SimCall> commit(TheftKind kind, const Company& company, Chance chance);

}  // namespace denwaban::sim
