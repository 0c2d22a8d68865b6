// SPDX-License-Identifier: GPL-3.0-or-later
// TOML text to a flat list of keys with their places. (Wraps toml++, whose header stays in the .cc.)
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "settings/slot.h"

namespace denwaban::settings {

struct TomlEntry {
  std::string key;  // "policy.ban_seconds"; a key with odd characters is quoted
  Written value;
  int line = 0;  // of the key, from 1
  int column = 0;
  int value_line = 0;
  int value_column = 0;
};

inline constexpr size_t kTomlBytesMax = 1 << 20;

// Of `[[key]]`: a list whose elements are no tables, or tables numbered from 0 as "key[0].inner".
enum class TomlLists : uint8_t { as_values, numbered_tables };

// Entries in the order of their lines; an empty table is an entry whose value is Written::Other. Error{input}
// begins with "NAME:LINE:COLUMN: ".
Result<std::vector<TomlEntry>> read_toml(std::string_view text, std::string_view name,
                                         TomlLists lists = TomlLists::as_values);

}  // namespace denwaban::settings
