// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers that stand for a pattern: rules try them with Asterisk's own order of search instead of computing with languages.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace denwaban::audit {

// Up to three numbers that the extension takes: the lowest, the highest, and a middle one; a literal is its own only one. Where
// anything may follow, a few digits do. Empty: it takes none.
std::vector<std::string> sample_numbers(std::string_view extension);

// A number that both patterns take: `extension` with its underscore or a literal, `pattern` without ("00X."). `skipped`
// characters stand before the pattern in what is dialled, and are whatever the extension lets in. nullopt: no number is in both.
std::optional<std::string> common_number(std::string_view extension, std::string_view pattern, size_t skipped);

}  // namespace denwaban::audit
