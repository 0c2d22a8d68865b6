// SPDX-License-Identifier: GPL-3.0-or-later
// Replaces variables as Asterisk does while it loads a dialplan (main/pbx_variables.c): nothing but globals
// and Asterisk's own folders are known then. Functions and expressions are left out, and it is said so.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace denwaban::parse {

struct Expanded {
  std::string text;
  bool complete = true;  // false: something had to be left out
  std::string left_out;  // the first of it
};

// The value of a variable, none: not set.
using VariableLookup = std::function<std::optional<std::string>(std::string_view name)>;

// `bytes_max`: the result is cut there.
Expanded expand_variables(std::string_view text, const VariableLookup& lookup, size_t bytes_max);

// Name, offset and length of "NAME:1:-2".
struct VariableSlice {
  std::string_view name;
  int offset = 0;
  int length = 0;
  bool is_function = false;
};
VariableSlice parse_variable(std::string_view text);
std::string_view slice_value(std::string_view value, int offset, int length);

// The place behind the bracket that closes what stands open at `begin` (just behind a `${` or `$[`), and
// whether something in it is to be replaced in turn.
struct BracketSpan {
  size_t inner_end = 0;
  size_t after = 0;
  bool nested = false;
  bool closed = true;
};
BracketSpan span_brackets(std::string_view text, size_t begin, char open, char close);

}  // namespace denwaban::parse
