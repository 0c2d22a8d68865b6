// SPDX-License-Identifier: GPL-3.0-or-later
// The walk behind Outline: from one kind of door to every line that follows. Inner part of outline.cc.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <string_view>

#include "audit/dialplan/arguments.h"
#include "audit/dialplan/branches.h"
#include "audit/dialplan/outline.h"

namespace denwaban::audit {

class Outline::Walk {
 public:
  Walk(Outline& outline, OpenDoor::Kind kind) : outline_(outline), plan_(outline.estate_.dialplan), kind_(kind) {}
  void run();

 private:
  // Any number may be dialled there.
  void enter(std::string_view context, int from, int door);
  void enter_one(const parse::Context& context, int from, int door, const parse::Context* including,
                 const parse::ContextInclude* include);
  void reach(const parse::Priority& line, int from, int door, const parse::Context* including = nullptr,
             const parse::ContextInclude* include = nullptr);
  void follow(int line);
  Branches branches(const PlanLine& line) const;
  bool follow_dial_tones(int line);
  void follow_next(int line);
  void follow_jumps(int line);
  void follow_target(int line, const JumpTarget& target);
  void follow_beginning(int line, const parse::Context& context, std::string_view beginning);
  void follow_extension(int line, std::string_view context, std::string_view extension, std::string_view priority);
  void follow_legs(int line);
  bool is_gate(const PlanLine& line) const;
  bool begins_with_gate(const JumpTarget& target, const PlanLine& from) const;

  Outline& outline_;
  const parse::Dialplan& plan_;
  OpenDoor::Kind kind_;
  std::deque<int> queue_;
  std::set<std::string, std::less<>> entered_;
};

}  // namespace denwaban::audit
