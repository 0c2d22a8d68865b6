// SPDX-License-Identifier: GPL-3.0-or-later
// Sentences by id, with named arguments. A catalogue is a list of rows (id, pattern), one file per topic in
// the folder of its language; a new language is another folder, nothing else changes. Patterns:
//
//   {name}              the argument; a number with its thousands grouped
//   {name|one|many}     the form that the number asks for; `#` in it is the number
//   [name?text]         text, which may hold the above, only if the argument is there and neither 0 nor empty
//
// Text arguments come from anywhere, attackers included: they are made printable on the way in.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "text/language.h"

namespace denwaban::text {

struct Argument {
  Argument(std::string_view argument_name, uint64_t number) : name(argument_name), value(number) {}
  Argument(std::string_view argument_name, std::string text) : name(argument_name), value(std::move(text)) {}
  std::string_view name;
  std::variant<uint64_t, std::string> value;
};

struct Row {
  std::string_view id;
  std::string_view pattern;
};

// All rows of a language, topic by topic. A language without a catalogue speaks English.
std::vector<std::span<const Row>> catalogue(Language language);

std::optional<std::string_view> find_pattern(std::string_view id, Language language = Language::en);

// The sentence. An id that no catalogue has comes back in angle brackets: ugly, harmless, and easy to find.
std::string say(std::string_view id, std::span<const Argument> arguments, Language language = Language::en);
std::string say(std::string_view id, std::initializer_list<Argument> arguments = {},
                Language language = Language::en);

// "40,000".
std::string grouped(uint64_t number);

}  // namespace denwaban::text
