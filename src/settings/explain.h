// SPDX-License-Identifier: GPL-3.0-or-later
// The schema in words, for people: `config explain`, `config show`, `config reference` and the completion.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "settings/load.h"

namespace denwaban::settings {

// One key (or all keys of one table: "policy", "detect.scanner"), or everything when `name` is empty.
// Error{usage} names the nearest known key.
Result<std::string> explain(std::string_view name);

struct ShownKey {
  std::string_view name;
  std::string value;   // as TOML writes it
  std::string origin;  // "default", "preset fail2ban", "/etc/denwaban/denwaban.toml:3", "--set"
  bool is_default = true;
};
std::vector<ShownKey> show(const Loaded& loaded);

// docs/configuration.md, all of it.
std::string reference();

// All keys, for the completion of `--set` and `config explain`.
std::vector<std::string_view> completion_words();

}  // namespace denwaban::settings
