// SPDX-License-Identifier: GPL-3.0-or-later
// The values in the columns of a call record.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/time_zone.h"

namespace denwaban::parse {

enum class Disposition : uint8_t { unknown, no_answer, failed, busy, congestion, answered };

// "2026-11-21 20:03:56", a fraction of the second is passed over. Nothing, or false and no moment, for all else.
bool read_cdr_moment(std::string_view text, CivilTime& moment);
inline std::optional<CivilTime> read_cdr_moment(std::string_view text) {
  CivilTime moment;
  return read_cdr_moment(text, moment) ? std::optional(moment) : std::nullopt;
}
// "7", "7.25" (a mapping may ask for fractions), at most ten years.
std::optional<int64_t> read_cdr_seconds(std::string_view text);
// "ANSWERED", "NO ANSWER", or the number that a mapping with the option `u` writes (8, 1 …).
std::optional<Disposition> read_disposition(std::string_view text);
// "1795291867.3", "pbx1-1795291867.3": seconds and a count, maybe behind the system's name.
bool is_unique_id(std::string_view text);
// What a quoted column says: each "" is one quote.
std::string unquoted(std::string_view column);

}  // namespace denwaban::parse
