// SPDX-License-Identifier: GPL-3.0-or-later
// Our own lines in files that belong to somebody else: between two marks, so that they are known again and
// taken back to the byte. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace denwaban::setup {

// What Asterisk takes for a comment begins with ';'.
inline constexpr std::string_view kBlockBegin =
    "; begin of denwaban's lines (denwaban setup --undo takes them back)";
inline constexpr std::string_view kBlockEnd = "; end of denwaban's lines";

// The lines between our marks, without the marks; nullopt: none. A begin without an end is none: somebody has
// edited it, and nothing of theirs may be cut away.
std::optional<std::string> block_in(std::string_view text);

// With `lines` as our block: in the place of the old one, else at the end. `lines` end in a line feed.
std::string with_block(std::string_view text, std::string_view lines);

// As it was before with_block, to the byte.
std::string without_block(std::string_view text);

}  // namespace denwaban::setup
