// SPDX-License-Identifier: GPL-3.0-or-later
// Aligned columns for people. Cells are made printable when they come in, so that no caller can forget it.
#pragma once

#include <string>
#include <vector>

#include "text/printable.h"
#include "text/style.h"

namespace denwaban::text {

struct Column {
  std::string heading;
  Align align = Align::left;
};

struct Cell {
  Cell(std::string cell_text, Role cell_role = Role::plain) : text(std::move(cell_text)), role(cell_role) {}
  Cell(const char* cell_text) : text(cell_text) {}
  std::string text;
  Role role = Role::plain;
};

class Table {
 public:
  explicit Table(std::vector<Column> columns) : columns_(std::move(columns)) {}

  // Missing cells are empty, surplus ones are left out.
  void add(std::vector<Cell> cells);
  bool empty() const { return rows_.empty(); }
  // Heading and rows, a line break after each, no blanks at the end of a line. With a `width` (of the
  // terminal; 0: unlimited) the last column is cut so that lines fit.
  std::string render(const Style& style, size_t width = 0) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<Cell>> rows_;
};

}  // namespace denwaban::text
