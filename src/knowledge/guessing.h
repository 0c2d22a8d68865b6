// SPDX-License-Identifier: GPL-3.0-or-later
// What attackers make of words and of a keyboard. All texts are in lower case and short; all is linear or
// bounded by constants.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace denwaban::knowledge {

bool is_digits(std::string_view text);  // and not empty
// Three or more neighbours on a keyboard, in the alphabet or among the digits, again and again: qwerty,
// asdf1234.
bool is_keyboard_run(std::string_view text);
// One to six characters again and again (abcabc, 1111), or no more than two different ones in four or more.
bool is_repetition(std::string_view text);
// Day, month and year in any usual order, separators allowed: 19840523, 23.05.84.
bool is_date(std::string_view text);
// A listed word of three letters or more, or one of two such; with up to six digits and two other characters
// on either side; written backwards; with digits for letters.
bool is_made_of_words(std::string_view text);
// The name with up to six digits, a listed word or little else at one of its ends; twice; backwards.
bool is_made_of_name(std::string_view text, std::string_view name);

}  // namespace denwaban::knowledge
