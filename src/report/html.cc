// SPDX-License-Identifier: GPL-3.0-or-later
#include "report/html.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "text/message.h"
#include "text/printable.h"

namespace denwaban::report {
namespace {

constexpr double kWidth = 1000, kHeight = 260;
constexpr double kLeft = 64, kRight = 8, kTop = 12, kBottom = 30;
constexpr double kPlotHeight = kHeight - kTop - kBottom;

// The next of 1, 2, 2.5, 5, 10 … that four steps of reach `most`.
uint64_t step_for(uint64_t most) {
  double rough = std::max(1.0, static_cast<double>(most) / 4);
  double power = std::pow(10, std::floor(std::log10(rough)));
  for (double factor : {1.0, 2.0, 2.5, 5.0, 10.0})
    if (factor * power >= rough && factor * power == std::floor(factor * power))
      return static_cast<uint64_t>(factor * power);
  return static_cast<uint64_t>(10 * power);
}

std::string axis(uint64_t step, uint64_t top) {
  std::string out;
  for (uint64_t value = 0; value <= top; value += step) {
    double y = kTop + kPlotHeight * (1 - static_cast<double>(value) / static_cast<double>(top));
    out += fmt::format(
        "<line class=\"{}\" x1=\"{}\" x2=\"{}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/><text class=\"tick\" x=\"{}\" "
        "y=\"{:.1f}\" text-anchor=\"end\">{}</text>",
        value == 0 ? "base" : "grid", kLeft, kWidth - kRight, y, y, kLeft - 10, y + 4.5,
        text::grouped(value));
  }
  return out;
}

uint64_t at(const std::vector<uint64_t>& values, size_t i) { return i < values.size() ? values[i] : 0; }

}  // namespace

std::string escaped(std::string_view text) {
  std::string out;
  for (char c : text::printable(text, 400)) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  }
  return out;
}

std::string column_chart(const ColumnChart& chart, const std::string& id) {
  uint64_t most = 1;
  for (uint64_t value : chart.values) most = std::max(most, value);
  for (uint64_t value : chart.before) most = std::max(most, value);
  uint64_t step = step_for(most), top = (most + step - 1) / step * step;
  std::string out = fmt::format(
      "<svg class=\"columns\" viewBox=\"0 0 {} {}\" role=\"img\" aria-labelledby=\"{}\"><title "
      "id=\"{}\">{}</title>{}",
      kWidth, kHeight, id, id, escaped(chart.title), axis(step, top));
  size_t count = std::max(chart.labels.size(), size_t{1});
  double pitch = (kWidth - kLeft - kRight) / static_cast<double>(count);
  double thick = std::min(pitch * 0.68, 64.0);
  auto height = [&](uint64_t value) {
    return kPlotHeight * static_cast<double>(value) / static_cast<double>(top);
  };
  for (size_t i = 0; i < chart.labels.size(); ++i) {
    double middle = kLeft + pitch * (static_cast<double>(i) + 0.5), base = kTop + kPlotHeight;
    if (uint64_t value = at(chart.values, i); value > 0) {
      double tall = std::max(height(value), 1.5);
      out += fmt::format(
          "<rect class=\"now\" x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{:.1f}\" "
          "rx=\"1.5\"><title>{}: "
          "{}</title></rect>",
          middle - thick / 2, base - tall, thick, tall, escaped(chart.labels[i]), text::grouped(value));
    }
    if (uint64_t value = at(chart.before, i); value > 0)
      out += fmt::format("<line class=\"before\" x1=\"{:.1f}\" x2=\"{:.1f}\" y1=\"{:.1f}\" y2=\"{:.1f}\"/>",
                         middle - pitch * 0.44, middle + pitch * 0.44, base - height(value),
                         base - height(value));
    if (i % chart.label_every == 0)
      out += fmt::format("<text class=\"tick\" x=\"{:.1f}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                         middle, kHeight - 8, escaped(chart.labels[i]));
  }
  return out + "</svg>";
}

std::string bar(uint64_t value, uint64_t before, uint64_t most) {
  if (most == 0) return "";
  auto length = [&](uint64_t of) {
    return std::min(100.0, 100 * static_cast<double>(of) / static_cast<double>(most));
  };
  std::string mark;
  if (before > 0 && before <= most)
    mark = fmt::format("<rect class=\"before\" x=\"{:.2f}\" y=\"0\" width=\"1.2\" height=\"10\"/>",
                       std::min(length(before), 98.8));
  return fmt::format(
      "<svg class=\"bar\" viewBox=\"0 0 100 10\" preserveAspectRatio=\"none\" aria-hidden=\"true\"><rect "
      "class=\"now\" x=\"0\" y=\"1.5\" width=\"{:.2f}\" height=\"7\"/>{}</svg>",
      std::max(length(value), 0.4), mark);
}

}  // namespace denwaban::report
