// SPDX-License-Identifier: GPL-3.0-or-later
// What callers write, followed through the whole dialplan: into subroutines with their arguments, back out of
// them, along jumps and menus, and to h when the call ends. A variable that some line sets may hold it
// wherever the call goes on from there; which branch a condition takes is not asked. Passes over the dialplan
// and what is carried are bounded.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <unordered_map>
#include <vector>

#include "audit/dialplan/outline.h"
#include "audit/dialplan/values_from_outside.h"

namespace denwaban::audit {

class CallersWords {
 public:
  // Both must outlive it.
  CallersWords(const Outline& outline, const parse::Dialplan& plan);

  // One thing that a line does, and what flowed into the variables up to it. A line with ExecIf does several.
  struct Here {
    const PlanLine& line;
    const Doing& doing;
    const OutsideVariables& variables;
  };
  void for_lines(const std::function<void(const Here&)>& look) const;

  // The line that an inflow's origin names.
  const PlanLine& line(int origin) const { return outline_.lines()[static_cast<size_t>(origin)]; }

 private:
  struct Hop {
    const parse::Extension* to = nullptr;
    const parse::Context* anywhere = nullptr;  // instead: whatever extension a caller dials there
    bool returns = false;
    std::vector<std::string> arguments;
  };
  using Lookups = std::map<std::pair<std::string, std::string>, const parse::Extension*>;

  void find_hops(const parse::Dialplan& plan);
  void add_jump(const parse::Dialplan& plan, size_t index, const Jump& jump, Lookups& known);
  const parse::Extension* find(const parse::Dialplan& plan, const std::string& context,
                               const std::string& extension, Lookups& known);
  void find_hangups(const parse::Dialplan& plan);
  OutsideVariables entering(const PlanLine& first) const;
  // Lines from `begin` to the extension's last; returns the index behind it.
  size_t walk(size_t begin);
  void hand_on(size_t index, const Hop& hop, const OutsideVariables& variables);
  void take_global(size_t index, const parse::Priority& line, const OutsideVariables& variables);
  void leave(size_t last, const OutsideVariables& variables);
  OutsideVariables carried(size_t index, const OutsideVariables& variables, bool with_arguments) const;
  bool take(OutsideVariables& into, const OutsideVariables& what);

  const Outline& outline_;
  std::vector<std::vector<Hop>> hops_;  // by line
  std::unordered_map<const parse::Context*, std::vector<const parse::Context*>>
      scope_;  // those that it includes, itself first
  std::unordered_map<const parse::Context*, std::vector<const parse::Extension*>>
      hangups_;  // h of it and of who includes it
  std::unordered_map<const parse::Extension*, OutsideVariables> entries_, exits_;
  std::unordered_map<const parse::Context*, OutsideVariables> anywhere_;
  OutsideVariables globals_;
  size_t work_ = 0;
  bool changed_ = false;
};

}  // namespace denwaban::audit
