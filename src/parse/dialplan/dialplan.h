// SPDX-License-Identifier: GPL-3.0-or-later
// A dialplan as a value: what Asterisk holds in memory once extensions.conf, users.conf and extensions.ael
// are loaded (pbx/pbx_config.c, main/pbx.c, res/ael/pval.c), and where each piece was written. Nothing of it
// is judged here; what Asterisk itself drops or warns of is in `problems`.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "parse/config/config_file.h"

namespace denwaban::parse {

struct DialplanPlace {
  uint32_t file = 0;  // index into Dialplan::files
  int line = 0;       // from 1; 0: in no line of a file (made by Asterisk itself)
};

// Who brought a thing into the dialplan. Priorities of one extension may come from two.
enum class Registrar : uint8_t { config, ael };  // "pbx_config", "pbx_ael"

struct Priority {
  int number = 0;     // from 1; -1: a hint; Asterisk also keeps 0 and others below 1, which nothing can reach
  std::string label;  // empty: none
  std::string app;    // "Dial"; of a hint: the devices
  std::string arguments;  // "SIP/x,30", as written: variables are not replaced, blanks are kept
  DialplanPlace place;
  Registrar registrar = Registrar::config;
};

struct Extension {
  std::string name;                  // as written, without blanks; a pattern has its leading '_'
  bool match_cid = false;            // with a caller-ID part, which may be empty: "no caller ID"
  std::string cid;                   // as loaded: without the `-` that mean nothing
  std::vector<Priority> priorities;  // ascending by number, each number once; without the hint
  bool has_hint = false;
  Priority hint;

  bool is_pattern() const { return name.starts_with('_'); }
  const Priority* find(int number) const;
};

struct ContextInclude {
  std::string context;
  std::string timing;   // as written behind the context: "9:00-17:00,mon-fri,*,*"; empty: always
  std::string written;  // all of it, as `dialplan show` prints it
  DialplanPlace place;
  Registrar registrar = Registrar::config;
};

struct ContextSwitch {
  std::string name, data;  // "IAX2", "user:key@host/context"
  bool evaluated = false;  // eswitch: variables in the data are replaced when it is asked
  DialplanPlace place;
  Registrar registrar = Registrar::config;
};

struct IgnorePattern {
  std::string pattern;
  DialplanPlace place;
  Registrar registrar = Registrar::config;
};

struct Context {
  std::string name;                   // with case: [Out] and [out] are two
  std::string registrar;              // "pbx_config" or "pbx_ael"; "pbx_ael" also when both wrote into it
  std::vector<Extension> extensions;  // in the order in which Asterisk tries them
  std::vector<ContextInclude> includes;
  std::vector<ContextSwitch> switches;
  std::vector<IgnorePattern> ignore_patterns;
  bool autohints = false;
  DialplanPlace place;  // of its first header
};

struct GlobalVariable {
  std::string name;  // without leading underscores
  std::string value;
  bool complete = true;  // false: a function stands in it whose value is only known to the running Asterisk
  DialplanPlace place;
};

// What Asterisk drops, changes or warns of while it loads. `what` is the piece of text that is meant.
struct DialplanProblem {
  enum class Kind : uint8_t {
    duplicate_priority,      // extension and priority are there already: this line is dropped; what: app
    duplicate_label,         // another priority of the extension has it: the label is dropped; what: label
    dropped_after_hint,      // `n` after a hint counts 0: dropped without a word; what: app
    next_without_previous,   // `n` in the first extension line of a section: dropped
    same_without_previous,   // `s` likewise
    same_without_extension,  // `same =>` before any `exten =>` of the section: dropped
    invalid_priority,        // neither number, nor keyword, nor a label that is known by now; what: the text
    label_unclosed,          // `n(label` without ')': dropped; what: the text
    arguments_unclosed,      // no ')' after the arguments: all that follows is taken; what: the arguments
    text_after_arguments,    // text behind the last ')': lost; what: that text
    empty_extension,         // no name: dropped
    extension_cut,           // longer than 255 bytes: cut
    catch_all,               // `_.` or `_!`: it also catches h, i, t and the others; what: the name
    unclosed_set,            // a '[' without ']' in a pattern; what: the name
    no_first_priority,  // nothing at priority 1: unreachable unless another pattern has it; place: its first
    application_missing,    // no application at all: fails when it is reached
    duplicate_include,      // dropped; what: the include
    include_of_itself,      // without effect; what: the context
    include_missing,        // no context of that name; what: the context
    include_times_invalid,  // a part of the times that Asterisk skips; what: the times
    too_many_includes,      // more than 128
    duplicate_ignorepat,    // dropped; what: the pattern
    duplicate_switch,       // dropped; what: the switch
    unknown_directive,      // a line that is no exten, include, switch…: ignored; what: its name
    extension_in_general,   // `exten =>`, `same =>`, `include =>`… in [general]: ignored; what: the line's
                            // value
    extension_in_globals,   // likewise in [globals], where it becomes a variable of that name
    not_evaluated,          // a function or expression, wanted at load, that only Asterisk can do; what: it
    ael_syntax,             // extensions.ael does not parse: Asterisk then loads none of it; what: near what
    ael_meaning,            // AEL that parses but means nothing to Asterisk; what: the text
    ael_include,            // an #include of AEL that cannot be read: left out; what: the path
    lua_present,            // extensions.lua is there: its contexts are not known
    limit,                  // a bound of ours was reached: the dialplan is incomplete; what: which
  };
  Kind kind = Kind::limit;
  DialplanPlace place;
  DialplanPlace other;  // of duplicates: where the first one stands
  std::string context, extension;
  int priority = 0;
  std::string what;
};

struct Dialplan {
  std::vector<std::string> files;       // paths that were read, once each
  std::vector<Context> contexts;        // in the order of creation: extensions.conf first, then AEL's
  std::vector<GlobalVariable> globals;  // in the order of their last assignment, each name once
  bool autofallthrough = true;
  bool extenpatternmatchnew = false;
  bool clearglobalvars = false;
  bool static_plan = false;   // [general] static
  bool writeprotect = false;  // [general] writeprotect
  std::string overrideswitch;
  std::string userscontext = "default";
  bool has_config = false;      // extensions.conf was read
  bool config_refused = false;  // Asterisk refuses extensions.conf: it runs without all of this
  bool has_ael = false;         // extensions.ael was read
  bool ael_refused = false;     // Asterisk refuses it
  bool has_lua = false;
  std::vector<DialplanProblem> problems;
  std::vector<ConfigProblem>
      config_problems;  // of the text of extensions.conf and users.conf; `file` as above

  const Context* find(std::string_view context) const;
  const GlobalVariable* global(std::string_view name) const;

  // Makes find() and global() quick; to be called again when contexts or globals were changed.
  void index();

 private:
  std::unordered_map<std::string, size_t> context_index_;
  std::unordered_map<std::string, size_t> global_index_;
};

}  // namespace denwaban::parse
