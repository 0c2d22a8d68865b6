// SPDX-License-Identifier: GPL-3.0-or-later
// Registers extensions as main/pbx.c does (ast_add_extension2, add_priority, ast_context_add_include2 …): who
// comes first stays, lists are kept in matching order. One builder is what one module brings; a second one is
// merged as ast_merge_contexts_and_delete does. Inner part of read_dialplan.
#pragma once

#include <deque>
#include <map>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "parse/dialplan/dialplan.h"
#include "parse/dialplan/read_dialplan.h"

namespace denwaban::parse {

// Problems, files and bounds of one reading; shared by all its parts.
struct DialplanLedger {
  explicit DialplanLedger(const DialplanLimits& of) : limits(of) {}

  void problem(DialplanProblem problem);
  uint32_t file_index(const std::string& path);
  bool take_priority(DialplanPlace place);

  DialplanLimits limits;
  std::vector<std::string> files;
  std::vector<DialplanProblem> problems;
  std::unordered_map<std::string, uint32_t> file_indexes;
  size_t priorities = 0;
  size_t label_steps = 0;
  bool full = false;
};

struct NewPriority {
  std::string_view extension;  // as written
  bool match_cid = false;
  std::string_view cid;
  Priority priority;
};

class ContextBuilder {
 public:
  ContextBuilder(std::string name, Registrar registrar, DialplanPlace place, DialplanLedger& ledger);

  const std::string& name() const { return context_.name; }
  bool is_empty() const { return extensions_.empty(); }
  void set_autohints(bool on) { context_.autohints = on; }

  // False: dropped, and a problem says why.
  bool add(NewPriority added);
  void add_include(std::string_view written, DialplanPlace place, Registrar registrar);
  void add_ignore_pattern(std::string_view pattern, DialplanPlace place, Registrar registrar);
  void add_switch(std::string_view name, std::string_view data, bool evaluated, DialplanPlace place,
                  Registrar registrar);

  // The priority that has this label in the extension that `extension` would reach; 0: none.
  int find_label(std::string_view extension, bool has_caller, std::string_view caller,
                 std::string_view label);

  // Adds what `earlier` has and this one lacks.
  void merge(Context earlier);

  Context take();

 private:
  struct Key {
    std::string extension;  // without fluff
    bool match_cid = false;
    std::string cid;
  };
  struct Order {
    bool operator()(const Key& left, const Key& right) const;
  };
  struct Label {
    int lowest = 0;
    int latest = 0;
  };
  struct Draft {
    struct Entry {
      std::string name;
      Priority priority;
    };
    std::map<int, Entry> priorities;
    std::map<std::string, Label, std::less<>> labels;
  };

  bool add_priority(Draft& draft, std::string name, Priority priority);
  bool repeats_label(const Draft& draft, const Priority& priority) const;
  DialplanProblem about(DialplanProblem::Kind kind, DialplanPlace place, std::string what) const;

  DialplanLedger& ledger_;
  Context context_;
  std::map<Key, Draft, Order> extensions_;
  std::unordered_set<std::string> includes_, switches_, ignored_;  // in lower case
};

// The contexts of one module, in the order of creation.
class ContextsBuilder {
 public:
  ContextsBuilder(Registrar registrar, DialplanLedger& ledger) : registrar_(registrar), ledger_(ledger) {}

  ContextBuilder& find_or_create(std::string_view name, DialplanPlace place);
  ContextBuilder* find(std::string_view name);
  std::vector<Context> take();

 private:
  Registrar registrar_;
  DialplanLedger& ledger_;
  std::deque<ContextBuilder> contexts_;
  std::unordered_map<std::string, size_t> index_;
};

std::string lower_case(std::string_view text);

}  // namespace denwaban::parse
