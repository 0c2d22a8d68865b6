// SPDX-License-Identifier: GPL-3.0-or-later
// One reading of a dialplan, as its parts share it: where globals and contexts of extensions.conf are
// gathered. Inner part of read_dialplan.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "parse/config/config_file.h"
#include "parse/dialplan/builder.h"
#include "parse/dialplan/dialplan.h"
#include "parse/dialplan/expand.h"

namespace denwaban::parse {

// Asterisk's global variables while they are set.
class Globals {
 public:
  explicit Globals(const std::string& config_dir);
  // A line of asterisk.conf's [directories].
  void set_folder(std::string_view option, std::string_view path);
  void set(std::string_view name, std::string value, bool complete, DialplanPlace place);
  std::optional<std::string> get(std::string_view name) const;
  Expanded expand(std::string_view text, size_t bytes_max) const;
  std::vector<GlobalVariable> take();

 private:
  struct Value {
    GlobalVariable variable;
    size_t order = 0;
  };
  std::map<std::string, Value, std::less<>> values_;
  std::map<std::string, std::string, std::less<>> folders_;
  size_t order_ = 0;
};

// Of a hint for a literal extension, variables are replaced at once. What had to be left out; empty: nothing.
std::string expand_hint(NewPriority& hint, const std::string& context, const Globals& globals);

// ast_true
bool is_true(std::string_view text);

// The file and line of a variable, in the ledger's numbers.
using PlaceOf = std::function<DialplanPlace(const ConfigVariable& variable)>;

// pbx_load_config: settings, globals, contexts.
void load_extensions(const ConfigFile& config, const PlaceOf& place_of, Dialplan& plan, Globals& globals,
                     ContextsBuilder& contexts, DialplanLedger& ledger);

// pbx_load_users: hints and Dials for the sections of users.conf.
void load_users(const ConfigFile& config, const PlaceOf& place_of, const std::string& userscontext, ContextsBuilder& contexts);

}  // namespace denwaban::parse
