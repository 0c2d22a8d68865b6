// SPDX-License-Identifier: GPL-3.0-or-later
// An extension of a dialplan as what each of its places takes (main/pbx.c, _extension_match_core).
#pragma once

#include <bitset>
#include <string_view>
#include <vector>

namespace denwaban::audit {

using CharacterSet = std::bitset<128>;

constexpr char kLowestDialled = 33, kHighestDialled = 126;  // the characters that a dialled string may have

struct PatternElements {
  enum class End : uint8_t { exact, one_or_more, any };  // '.', '!'
  std::vector<CharacterSet> places;
  End end = End::exact;
};

// A literal, or a pattern with its leading '_'. A '-' means nothing. False: it takes nothing, since a '[' is not closed.
bool read_extension(std::string_view extension, PatternElements& elements);

}  // namespace denwaban::audit
