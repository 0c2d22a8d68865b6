// SPDX-License-Identifier: GPL-3.0-or-later
// The topics of each language's catalogue, one file each.
#pragma once

#include <span>

#include "text/message.h"

namespace denwaban::text {

std::span<const Row> english_findings();
std::span<const Row> english_decisions();
std::span<const Row> english_units();
std::span<const Row> english_status();
std::span<const Row> english_observe();
std::span<const Row> english_captures();
std::span<const Row> english_countries();

}  // namespace denwaban::text
