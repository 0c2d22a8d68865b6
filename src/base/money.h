// SPDX-License-Identifier: GPL-3.0-or-later
// Amounts of money: exact, in millionths of the currency's unit. Carriers' prices have up to six decimals; an
// int64 of them holds nine million million units. Sums saturate instead of overflowing.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace denwaban {

// ISO 4217, three capitals.
struct Currency {
  std::array<char, 3> code{'E', 'U', 'R'};

  static std::optional<Currency> parse(std::string_view text);
  std::string_view text() const { return {code.data(), code.size()}; }
  friend bool operator==(const Currency&, const Currency&) = default;
};

// Without its currency, for sums in one currency.
struct Amount {
  static constexpr int64_t kUnit = 1'000'000;
  int64_t micros = 0;

  // "12", "0.0345", "-1.5": digits with at most six decimals, a point; else nothing.
  static std::optional<Amount> parse(std::string_view text);
  // Four decimals, more only where they are not zero: "12.3400", "0.000125".
  std::string text() const;
  Amount& operator+=(Amount other);
  friend Amount operator+(Amount a, Amount b) { return a += b; }
  // In another currency, of which one unit of ours is worth `worth`: a rest of a millionth is rounded up.
  Amount converted(Amount worth) const;
  friend auto operator<=>(const Amount&, const Amount&) = default;
};

struct Money {
  Amount amount;
  Currency currency;
  friend bool operator==(const Money&, const Money&) = default;
};

}  // namespace denwaban
