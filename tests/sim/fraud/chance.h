// SPDX-License-Identifier: GPL-3.0-or-later
// What chance decides in the companies, beyond the bare dice.
#pragma once

#include <cmath>
#include <string>
#include <string_view>
#include <vector>

#include "sim/dice.h"

namespace denwaban::sim {

class Chance : public Dice {
 public:
  using Dice::Dice;
  double unit() { return static_cast<double>(next() >> 11) * 0x1p-53; }  // [0, 1)
  double real(double least, double most) { return least + (most - least) * unit(); }
  bool happens(double probability) { return unit() < probability; }
  double normal() {  // the sum of twelve, which needs nothing of the C library
    double sum = -6;
    for (int i = 0; i < 12; ++i) sum += unit();
    return sum;
  }
  double log_normal(double median, double spread) { return median * std::exp(spread * normal()); }
  int poisson(double mean) {
    if (mean > 40) return std::max(0, static_cast<int>(mean + std::sqrt(mean) * normal() + 0.5));
    const double bound = std::exp(-mean);
    int count = 0;
    for (double product = unit(); product > bound && count < 200; product *= unit()) ++count;
    return count;
  }
  // Heavy-tailed: the first are taken most.
  size_t favourite(size_t count) {
    const double u = unit();
    return std::min(count - 1, static_cast<size_t>(static_cast<double>(count) * u * u * u));
  }
  template <class List>
  const auto& of(const List& list) {
    return list[below(list.size())];
  }
  // '#' is any digit, '@' one of 2 to 9.
  std::string digits(std::string_view pattern) {
    std::string text(pattern);
    for (char& c : text) {
      if (c == '#') c = static_cast<char>('0' + below(10));
      if (c == '@') c = static_cast<char>('2' + below(8));
    }
    return text;
  }
};

// The words of a table's cell.
inline std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> out;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    if (end > 0) out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace denwaban::sim
