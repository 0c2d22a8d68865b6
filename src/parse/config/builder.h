// SPDX-License-Identifier: GPL-3.0-or-later
// Puts categories and variables together while a configuration is read: the rules of inheritance and
// appending, and the bounds on what may come of them. Inner part of read_config.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parse/config/config_file.h"
#include "parse/config/reader.h"

namespace denwaban::parse {

// A place in the text.
struct ConfigPlace {
  uint32_t file = 0;
  int line = 0;
};

class ConfigBuilder {
 public:
  explicit ConfigBuilder(const ConfigLimits& limits) : limits_(limits) {}

  static constexpr int kNone = -1;

  // A line `[name](modifiers)`, trimmed. False: Asterisk gives up here, and a problem says why; a category
  // was opened all the same wherever the name can be read.
  bool header(std::string_view line, ConfigPlace place);
  // A line `name = value` and its relatives. False: as above.
  bool assignment(std::string_view line, ConfigPlace place);

  // The category that lines without a header of their own join: the last one opened anywhere.
  int current() const { return current_; }
  // The category of the file being read: back to the includer's after an include.
  int category() const { return category_; }
  void set_category(int category) { category_ = category; }

  void problem(ConfigProblem::Kind kind, ConfigPlace place, std::string what, bool fatal = false, std::string path = {});
  bool full() const { return full_; }
  uint32_t file_index(const std::string& path);
  ConfigFile take() { return std::move(config_); }

 private:
  bool modifiers(std::string_view list, int opened, ConfigPlace place);
  int open(std::string name, ConfigPlace place);
  void inherit(int base);
  void add(ConfigVariable variable);
  void append(std::string_view name, std::string_view text, ConfigPlace place);
  int find_category(std::string_view name, bool templates_too) const;
  int find_filtered(std::string_view name, std::string_view filter) const;

  static constexpr size_t kSameNameMax = 16;
  struct Named {
    int any = kNone;
    int ordinary = kNone;
    std::vector<int> all;  // the first kSameNameMax
  };

  ConfigLimits limits_;
  ConfigFile config_;
  std::unordered_map<std::string, uint32_t> files_;
  std::unordered_map<std::string, Named> categories_;       // first of each name, lower case
  std::unordered_map<std::string, size_t> last_variables_;  // category and exact name, for `+=`
  int category_ = kNone;
  int current_ = kNone;
  size_t variables_ = 0;
  size_t bytes_ = 0;
  bool full_ = false;
};

}  // namespace denwaban::parse
