// SPDX-License-Identifier: GPL-3.0-or-later
// Reads an Asterisk configuration as main/config.c does: comments, categories, templates and inheritance,
// appends, includes. Pure but for the FileTree. Where Asterisk would refuse the file, reading goes on and the
// value says so: a guard must know the trunks of a configuration that somebody is just breaking.
#pragma once

#include <string>

#include "base/result.h"
#include "parse/config/config_file.h"
#include "parse/config/file_tree.h"

namespace denwaban::parse {

struct ConfigLimits {
  size_t files_max = 1000;         // read in all, a file included twice counts twice
  size_t bytes_max = 64 << 20;     // of text read in all, and again of names and values kept
  size_t variables_max = 500'000;  // after inheritance: templates of templates grow exponentially
  size_t categories_max = 100'000;
  size_t problems_max = 200;  // the rest are only counted into `refused`
};

// `name` is "sip.conf", or an absolute path. Includes are relative to `config_dir`, wherever the including
// file stands. Error: what FileTree::read says of the file itself. What goes wrong later is in
// ConfigFile::problems.
Result<ConfigFile> read_config(FileTree& tree, const std::string& config_dir, const std::string& name,
                               const ConfigLimits& limits = {});

}  // namespace denwaban::parse
