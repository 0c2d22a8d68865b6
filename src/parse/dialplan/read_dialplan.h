// SPDX-License-Identifier: GPL-3.0-or-later
// Reads a dialplan from a configuration folder as Asterisk's modules pbx_config and pbx_ael do, in that
// order: extensions.conf with the extensions of users.conf, then extensions.ael. Of extensions.lua only its
// presence is noted. Pure but for the FileTree.
#pragma once

#include <string>

#include "base/result.h"
#include "parse/config/file_tree.h"
#include "parse/config/reader.h"
#include "parse/dialplan/dialplan.h"

namespace denwaban::parse {

struct DialplanLimits {
  ConfigLimits config;
  size_t priorities_max = 500'000;  // lines become priorities one to one, but AEL multiplies
  size_t problems_max = 10'000;
  size_t label_steps_max = 50'000'000;  // of searching for labels that are used as priorities
  size_t ael_nodes_max = 1'000'000;     // statements
};

// Error: neither extensions.conf nor extensions.ael can be read; what FileTree::read says of the former. What
// goes wrong later is in Dialplan::problems and Dialplan::config_problems.
Result<Dialplan> read_dialplan(FileTree& tree, const std::string& config_dir,
                               const DialplanLimits& limits = {});

}  // namespace denwaban::parse
