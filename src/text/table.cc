// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/table.h"

#include <algorithm>

namespace denwaban::text {
namespace {

constexpr size_t kCellWidthMax = 400;
constexpr size_t kLastColumnMin = 10;  // narrower than this the last column is not cut

std::vector<size_t> column_widths(const std::vector<Column>& columns,
                                  const std::vector<std::vector<Cell>>& rows) {
  std::vector<size_t> widths;
  for (const Column& column : columns) widths.push_back(display_width(column.heading));
  for (const auto& row : rows)
    for (size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], display_width(row[i].text));
  return widths;
}

void fit(std::vector<size_t>& widths, size_t limit) {
  size_t before_last = 0;
  for (size_t i = 0; i + 1 < widths.size(); ++i) before_last += widths[i] + 2;
  if (limit > before_last && !widths.empty())
    widths.back() = std::min(widths.back(), std::max(limit - before_last, kLastColumnMin));
}

}  // namespace

void Table::add(std::vector<Cell> cells) {
  cells.resize(columns_.size(), Cell(""));
  for (Cell& cell : cells) cell.text = printable(cell.text, kCellWidthMax);
  rows_.push_back(std::move(cells));
}

std::string Table::render(const Style& style, size_t width) const {
  std::vector<size_t> widths = column_widths(columns_, rows_);
  if (width != 0) fit(widths, width);
  std::string out;
  auto line = [&](const std::vector<Cell>& cells) {
    for (size_t i = 0; i < cells.size(); ++i) {
      bool last = i + 1 == cells.size();
      std::string text = printable(cells[i].text, widths[i]);
      std::string blanks(widths[i] - std::min(widths[i], display_width(text)), ' ');
      if (columns_[i].align == Align::right) out += blanks;
      out += style.paint(cells[i].role, text);
      if (columns_[i].align == Align::left && !last) out += blanks;
      if (!last) out += "  ";
    }
    while (!out.empty() && out.back() == ' ') out.pop_back();
    out += '\n';
  };
  std::vector<Cell> headings;
  for (const Column& column : columns_) headings.emplace_back(column.heading, Role::heading);
  line(headings);
  for (const auto& row : rows_) line(row);
  return out;
}

}  // namespace denwaban::text
