// SPDX-License-Identifier: GPL-3.0-or-later
// A dialplan as Asterisk holds it after loading (pbx/pbx_config.c, main/pbx.c): contexts with their extensions in matching order.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "parse/config/file_tree.h"

namespace denwaban::parse {

struct DialplanPlace {
  uint32_t file = 0;  // index into Dialplan::files
  int line = 0;
};

struct Priority {
  int number = 0;
  std::string label;
  std::string app;        // "Dial"
  std::string arguments;  // "SIP/x,30"
  DialplanPlace place;
};

struct Extension {
  std::string name;  // as written, with its leading '_'
  bool match_cid = false;
  std::string cid;
  std::vector<Priority> priorities;  // ascending
  std::string hint;
};

struct ContextInclude {
  std::string context;
  std::string timing;  // as written; empty: always
  DialplanPlace place;
};

struct ContextSwitch {
  std::string name;
  std::string data;
  bool evaluated = false;
  DialplanPlace place;
};

struct Context {
  std::string name;
  std::string registrar;
  std::vector<Extension> extensions;  // in Asterisk's matching order
  std::vector<ContextInclude> includes;
  std::vector<ContextSwitch> switches;
  std::vector<std::string> ignore_patterns;
  DialplanPlace place;
};

struct GlobalVariable {
  std::string name;
  std::string value;
  DialplanPlace place;
};

struct Dialplan {
  std::vector<std::string> files;
  std::vector<Context> contexts;
  std::vector<GlobalVariable> globals;
  bool autofallthrough = true;

  const Context* find(std::string_view name) const;
};

Result<Dialplan> read_dialplan(FileTree& tree, const std::string& config_dir);

}  // namespace denwaban::parse
