// SPDX-License-Identifier: GPL-3.0-or-later
// The words that are tried first. Written as they are used, looked up in any case of letters.
#pragma once

#include <span>
#include <string_view>

namespace denwaban::knowledge {

// All words of all lists, as written, in the order in which they are worth trying.
std::span<const std::string_view> dictionary();
// Stems that attackers put digits behind.
std::span<const std::string_view> stems();
// `lower` is in lower case.
bool is_listed(std::string_view lower);

std::span<const std::string_view> pin_dictionary();
bool is_listed_pin(std::string_view pin);

}  // namespace denwaban::knowledge
