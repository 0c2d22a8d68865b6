// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/style.h"

#include <fmt/format.h>

namespace denwaban::text {

std::optional<ColorMode> parse_color_mode(std::string_view word) {
  if (word == "auto") return ColorMode::automatic;
  if (word == "always") return ColorMode::always;
  if (word == "never") return ColorMode::never;
  return std::nullopt;
}

Style Style::choose(ColorMode mode, bool is_terminal, const char* no_color) {
  bool refused = no_color != nullptr && *no_color != '\0';
  Style style;
  style.colored_ = mode == ColorMode::always || (mode == ColorMode::automatic && is_terminal && !refused);
  return style;
}

// ECMA-48 "select graphic rendition"; only the eight old colours, which every theme defines readably.
std::string Style::paint(Role role, std::string_view text) const {
  static constexpr std::string_view kCodes[] = {"", "1", "2", "32", "36", "33", "1;31"};
  auto code = kCodes[static_cast<size_t>(role)];
  if (!colored_ || code.empty() || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

Role role_of(Severity severity) {
  switch (severity) {
    case Severity::info:
      return Role::faint;
    case Severity::low:
      return Role::plain;
    case Severity::medium:
      return Role::notice;
    case Severity::high:
      return Role::warning;
    case Severity::critical:
      return Role::danger;
  }
  return Role::plain;
}

}  // namespace denwaban::text
