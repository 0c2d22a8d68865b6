// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/money.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <limits>

namespace denwaban {
namespace {

bool is_capital(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

// Whole units, as an unsigned number that fits.
std::optional<int64_t> read_units(std::string_view digits) {
  int64_t units = 0;
  if (digits.empty() || !std::ranges::all_of(digits, is_digit)) return std::nullopt;
  auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), units);
  if (error != std::errc() || units > std::numeric_limits<int64_t>::max() / Amount::kUnit - 1) return std::nullopt;
  return units;
}

}  // namespace

std::optional<Currency> Currency::parse(std::string_view text) {
  if (text.size() != 3 || !std::ranges::all_of(text, is_capital)) return std::nullopt;
  return Currency{{text[0], text[1], text[2]}};
}

std::optional<Amount> Amount::parse(std::string_view text) {
  constexpr size_t kDecimals = 6;
  bool negative = text.starts_with('-');
  if (negative) text.remove_prefix(1);
  size_t point = text.find('.');
  auto units = read_units(text.substr(0, point));
  if (!units) return std::nullopt;
  int64_t micros = *units * kUnit;
  if (point != std::string_view::npos) {
    std::string decimals(text.substr(point + 1));
    if (decimals.empty() || decimals.size() > kDecimals) return std::nullopt;
    decimals.resize(kDecimals, '0');
    auto rest = read_units(decimals);
    if (!rest) return std::nullopt;
    micros += *rest;
  }
  return Amount{negative ? -micros : micros};
}

std::string Amount::text() const {
  uint64_t size = micros < 0 ? 0 - static_cast<uint64_t>(micros) : static_cast<uint64_t>(micros);
  std::string text = fmt::format("{}{}.{:06}", micros < 0 ? "-" : "", size / kUnit, size % kUnit);
  for (int spare = 0; spare < 2 && text.ends_with('0'); ++spare) text.pop_back();
  return text;
}

Amount& Amount::operator+=(Amount other) {
  int64_t sum = 0;
  if (__builtin_add_overflow(micros, other.micros, &sum))
    sum = other.micros < 0 ? std::numeric_limits<int64_t>::min() : std::numeric_limits<int64_t>::max();
  micros = sum;
  return *this;
}

Amount Amount::converted(Amount worth) const {
  using Wide = __int128;
  const Wide product = Wide{micros} * worth.micros;
  const Wide whole = product / kUnit + (product % kUnit > 0 ? 1 : 0);
  constexpr Wide kMost = std::numeric_limits<int64_t>::max(), kLeast = std::numeric_limits<int64_t>::min();
  return Amount{static_cast<int64_t>(std::clamp(whole, kLeast, kMost))};
}

}  // namespace denwaban
