// SPDX-License-Identifier: GPL-3.0-or-later
// Colours for people. The caller knows whether its output is a terminal; nothing here looks.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/finding.h"

namespace denwaban::text {

enum class ColorMode : uint8_t { automatic, always, never };  // --color auto|always|never
std::optional<ColorMode> parse_color_mode(std::string_view word);

enum class Role : uint8_t { plain, heading, faint, good, notice, warning, danger };

class Style {
 public:
  Style() = default;  // no colours
  // `no_color` is the value of the environment's NO_COLOR, null when it is not set; a value that is not empty
  // turns colours off unless `--color always` asks for them (no-color.org).
  static Style choose(ColorMode mode, bool is_terminal, const char* no_color);

  bool colored() const { return colored_; }
  std::string paint(Role role, std::string_view text) const;

 private:
  bool colored_ = false;
};

Role role_of(Severity severity);

}  // namespace denwaban::text
