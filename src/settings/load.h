// SPDX-License-Identifier: GPL-3.0-or-later
// A settings file, and what the command line puts over it, to a Settings value.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "settings/schema.h"
#include "settings/settings.h"

namespace denwaban::settings {

// Where a value in force comes from.
struct Origin {
  enum class From : uint8_t { default_value, preset, file, command_line };
  From from = From::default_value;
  int line = 0;  // of the file
};

struct Loaded {
  Settings settings;
  std::string file;             // as it was given; empty: there was none, all is default
  std::vector<Origin> origins;  // one for each key, in the order of schema()
};

// Everything that is wrong, one sentence each, in the order of the lines; never empty. A file's begin with
// "FILE:LINE:COLUMN: ", the command line's with "--set KEY: ".
using Problems = std::vector<Error>;
using LoadResult = tl::expected<Loaded, Problems>;

enum class IfMissing : uint8_t { use_defaults, is_error };

// Reads `path`. `overrides` are "key=value", as `--set` gives them; the later one wins.
LoadResult load(const std::string& path, std::span<const std::string> overrides, IfMissing if_missing);

// The same for text that is there already. Pure.
LoadResult load_text(std::string_view toml, std::string_view name, std::span<const std::string> overrides);

}  // namespace denwaban::settings
