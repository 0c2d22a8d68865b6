// SPDX-License-Identifier: GPL-3.0-or-later
// One place in a Settings value that a key writes to and reads from. The type of the place is the type of the
// key: how it is written in TOML, on the command line and in the reference follows from it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/ip.h"
#include "base/time.h"

namespace denwaban::settings {

using Slot =
    std::variant<bool*, uint8_t*, uint16_t*, uint32_t*, uint64_t*, double*, std::string*, Seconds*,
                 Milliseconds*, std::vector<std::string>*, std::vector<IpPrefix>*, std::vector<Seconds>*>;

// A value as it is written, before anybody knows what it is for.
struct Written {
  struct Other {
    std::string what;  // "a table", "a date"
    std::string date;  // of a day without time: "2026-11-22"
  };
  std::variant<bool, int64_t, double, std::string, std::vector<Written>, Other> value;
};

// The type in words: "true or false", "a number", "a duration", "a list of addresses and networks".
std::string type_text(const Slot& slot);

// What stands there now, as TOML writes it: `true`, `"10m"`, `["192.0.2.0/24"]`.
std::string value_text(const Slot& slot);
// The same for a value that was written, cut to a length that fits into a sentence.
std::string value_text(const Written& written);

// What an argument "key=value" of the command line means for this place: lists are split at commas, numbers
// and truth values are recognised, all else is text.
Written written_for(const Slot& slot, std::string_view argument);

// Bounds for numbers as they are; for durations in seconds (Milliseconds: in milliseconds); for text and
// lists of their length. Lists of durations: of each element.
struct Bounds {
  uint64_t min = 0;
  uint64_t max = UINT64_MAX;
};

// Puts the value there, or says what would be right ("write a duration like 90s, 10m or 4h"); then nothing is
// changed.
std::optional<std::string> assign(const Slot& slot, const Written& written, const Bounds& bounds);

// "0 to 100", "at least 1", "10s to 1d"; empty when everything is allowed.
std::string bounds_text(const Slot& slot, const Bounds& bounds);

}  // namespace denwaban::settings
