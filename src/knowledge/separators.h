// SPDX-License-Identifier: GPL-3.0-or-later
// What people write between the digits of a number.
#pragma once

namespace denwaban::knowledge {

// ~: wait for the tone.
constexpr bool is_separator(char c) {
  switch (c) {
    case ' ':
    case '-':
    case '(':
    case ')':
    case '.':
    case '/':
    case '~':
      return true;
    default:
      return false;
  }
}

}  // namespace denwaban::knowledge
