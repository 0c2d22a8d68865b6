// SPDX-License-Identifier: GPL-3.0-or-later
// One Asterisk configuration with everything it includes, as a value: what Asterisk's main/config.c makes of
// the text, and where each piece stands. Options are not interpreted here; the rooms that know a module's
// options do that.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace denwaban::parse {

struct ConfigVariable {
  std::string name;
  std::string value;
  uint32_t file = 0;        // index into ConfigFile::files
  int line = 0;             // from 1; of an inherited variable: where it was written
  bool object = false;      // written with `=>`
  int inherited_from = -1;  // index of the category it was copied from; -1: written in this one
};

struct ConfigCategory {
  std::string name;
  bool is_template = false;               // `(!)`: never an object itself
  std::vector<std::string> bases;         // as written in the header, in order
  std::vector<ConfigVariable> variables;  // inherited ones before the category's own, both in file order
  uint32_t file = 0;
  int line = 0;

  // Names compare without case. The last value is what nearly every module uses (ast_variable_retrieve).
  const ConfigVariable* last(std::string_view variable) const;
  std::string_view value(std::string_view variable, std::string_view otherwise = {}) const;
};

// Something in the text that Asterisk stumbles over, or that we could not follow.
struct ConfigProblem {
  enum class Kind : uint8_t {
    syntax,           // a line that means nothing to Asterisk
    missing_include,  // #include of a file that is not there, or of a pattern that matches nothing
    unreadable,       // an included file that we may not or cannot read
    exec,             // #exec: never run here, so what it would print is not known
    limit,            // a bound was reached: the value is incomplete
    comment,          // a block comment left open, or closed without having been opened
    header,           // what stands in, or should stand in, the parentheses behind `[name]`: a base, `(+)`, a blank before them
    long_line,        // longer than Asterisk's buffer: skipped whole
    encoding,         // NUL bytes, as UTF-16 has them, or a byte order mark where it is taken for text
    byte_order_mark,  // at the start of the first file: text to Asterisk before 13
  };
  Kind kind = Kind::syntax;
  uint32_t file = 0;
  int line = 0;
  bool fatal = false;  // Asterisk refuses the whole file, or the rest of it when it is an included one
  std::string what;    // a sentence's middle, without values of the file: "no closing ']'"
  std::string path = {};  // of an include that is missing or unreadable: what was looked for

  // Something of the configuration may not be in the value.
  bool hides() const {
    return fatal || (kind != Kind::syntax && kind != Kind::header && kind != Kind::long_line && kind != Kind::byte_order_mark);
  }
};

struct ConfigFile {
  std::vector<std::string>
      files;  // [0] is the file that was asked for; then every file that was read, once each
  std::vector<ConfigCategory> categories;  // in the order of their first header
  std::vector<ConfigProblem> problems;
  bool refused = false;  // Asterisk would not load it; the categories are what can be understood all the same

  // The first category of that name that is no template, as ast_variable_browse finds it. Without case.
  const ConfigCategory* first(std::string_view category) const;
};

// Names of categories and variables compare so: ASCII letters without case.
bool same_name(std::string_view a, std::string_view b);

}  // namespace denwaban::parse
