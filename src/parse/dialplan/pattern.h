// SPDX-License-Identifier: GPL-3.0-or-later
// The language of extension patterns (main/pbx.c, ext_cmp and extension_match_core). `_` begins a pattern; X,
// Z and N (also lower case) are 0-9, 1-9 and 2-9, [..] a set, `.` one or more of anything, `!` zero or more.
// A `-` outside a set means nothing, neither in patterns nor in numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace denwaban::parse {

// <0, 0, >0: which of two extensions Asterisk tries first. 0: they are one to Asterisk, `_[0-9]` and `_X`.
int compare_extensions(std::string_view left, std::string_view right);

enum class MatchMode : uint8_t {
  whole,    // the number as it is
  partial,  // the number, or with more digits (overlap dialling: E_CANMATCH)
  more,     // only with more digits (E_MATCHMORE)
};

enum class MatchResult : uint8_t {
  none,
  match,
  early,  // by a `!`: complete at once, whatever may follow
};

// Does extension `pattern` (literal or pattern) take `number`?
MatchResult match_extension(std::string_view pattern, std::string_view number,
                            MatchMode mode = MatchMode::whole);

// Does caller-ID part `pattern` take this caller? An empty one takes those without a caller ID only.
bool match_caller(std::string_view pattern, std::string_view caller_id);

// A '[' that no ']' closes: such a pattern matches nothing.
bool has_unclosed_set(std::string_view pattern);

// What Asterisk stores of an extension: without blanks, and for comparing without `-`, but for those in sets
// of a pattern.
std::string without_blanks(std::string_view extension);
std::string without_fluff(std::string_view extension);

// What it makes of a caller-ID part as written (ast_shrink_phone_number).
std::string shrink_phone_number(std::string_view number);

}  // namespace denwaban::parse
