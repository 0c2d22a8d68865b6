// SPDX-License-Identifier: GPL-3.0-or-later
// What somebody may have meant who wrote a word that nobody knows.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace denwaban::settings {

// Insertions, deletions, replacements and swaps of neighbours (Damerau, restricted). Words are short: both
// are cut at 128.
size_t edit_distance(std::string_view a, std::string_view b);

// The known word that is nearest; one that ends in the same part behind the last dot counts as near. nullopt:
// none is near enough to be worth a guess.
std::optional<std::string_view> nearest(std::string_view word, std::span<const std::string_view> known);

}  // namespace denwaban::settings
