// SPDX-License-Identifier: GPL-3.0-or-later
// Where a goto of AEL leads, and what Asterisk refuses a file for although it parses (res/ael/pval.c,
// check_goto, get_goto_target, ael2_semantic_check). Inner part of read_ael.
#pragma once

#include "parse/dialplan/ael/tree.h"

namespace denwaban::parse {

class AelLabels {
 public:
  AelLabels(const std::vector<AelNode>& objects, DialplanLedger& ledger)
      : objects_(objects), ledger_(ledger) {}

  // The label that a jump leads to, or the first statement of an extension for priority 1; null: none is
  // known.
  const AelNode* target(const AelNode& jump) const;

  // False: Asterisk refuses the file; problems say why.
  bool check();

  // Is it inside a case of a switch?
  static bool inside_case(const AelNode* node);

 private:
  const AelNode* find_object(std::string_view name) const;
  const AelNode* find_in(const std::vector<AelNode>& nodes, size_t first, std::string_view extension,
                         std::string_view label) const;
  const AelNode* find_in_node(const AelNode& node, std::string_view extension, std::string_view label) const;
  const AelNode* find_in_context(const AelNode& context, std::string_view extension,
                                 std::string_view label) const;
  const AelNode* find_from(const AelNode& jump, std::string_view label) const;
  const AelNode* find_anywhere(std::string_view context, std::string_view extension,
                               std::string_view label) const;
  void check_node(const AelNode& node);
  void check_jump(const AelNode& node);
  void check_macro_call(const AelNode& node);
  void check_label(const AelNode& node);
  void refuse(const AelNode& node, std::string what);
  bool within_budget() const { return ++steps_ < ledger_.limits.label_steps_max; }

  const std::vector<AelNode>& objects_;
  DialplanLedger& ledger_;
  bool fine_ = true;
  mutable size_t steps_ = 0;
};

}  // namespace denwaban::parse
