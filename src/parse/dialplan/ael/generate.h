// SPDX-License-Identifier: GPL-3.0-or-later
// Makes steps of AEL's statements (res/ael/pval.c, gen_prios). Inner part of compile_ael.
#pragma once

#include <string>
#include <vector>

#include "parse/dialplan/ael/unit.h"

namespace denwaban::parse {

class AelGenerator {
 public:
  explicit AelGenerator(AelUnits& units) : units_(units) {}

  // `label` is how Asterisk calls the block in what it writes into NoOps; `mother` the extension whose switch
  // the unit is a case of.
  void generate(AelUnit& unit, const std::string& label, const std::vector<AelNode>& statements,
                AelUnit* mother);

 private:
  // Where a statement stands.
  struct Frame {
    AelUnit& unit;
    const std::string& label;
    AelUnit* mother;
  };

  void keep_extension(AelUnit& unit, AelUnit* mother, const std::vector<AelNode>& statements);
  void statement(const Frame& frame, const AelNode& node);
  void assignment(const Frame& frame, const AelNode& node);
  void jump(const Frame& frame, const AelNode& node);
  void call(const Frame& frame, const AelNode& node);
  void loop_for(const Frame& frame, const AelNode& node);
  void loop_while(const Frame& frame, const AelNode& node);
  void condition(const Frame& frame, const AelNode& node);
  void if_time(const Frame& frame, const AelNode& node);
  void choice(const Frame& frame, const AelNode& node);
  void one_case(const Frame& frame, const AelNode& choice, size_t index, int number, const AelStep& end);
  void caught(const Frame& frame, const AelNode& node);
  AelUnit& inner_unit(const Frame& frame, std::string name, DialplanPlace place, bool is_switch);
  void link(const Frame& frame, AelStep& step) { link_step(frame.unit, step, frame.mother); }

  AelUnits& units_;
  int count_ = 0;  // of control statements, through the whole text
};

}  // namespace denwaban::parse
