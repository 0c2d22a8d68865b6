// SPDX-License-Identifier: GPL-3.0-or-later
// What the search for toll paths knows of a line that its text does not say: that it calls a trunk after all
// (Dial(${TARGET})), and which numbers come to it.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "audit/rules/dialplan/common.h"

namespace denwaban::audit {

class WalkedLines {
 public:
  // `check` must outlive it.
  explicit WalkedLines(const Check& check);

  // The ways that end at that line in a call over a trunk; empty: nobody was seen to get there.
  const std::vector<const TollPath*>& ending_at(const PlanLine& line) const;

  // Everybody who gets to that line was followed, and nobody brings a character that adds a device or an argument: patterns
  // in front of it let digits through only.
  bool takes_digits_only(const PlanLine& line) const;

 private:
  const Check& check_;
  std::map<std::pair<std::string, int>, std::vector<const TollPath*>> by_place_;
};

// How grave a fault of that line is: low at most where the trunks that it calls stand in no file, so that its calls fail.
Severity severity_there(const WalkedLines& walked, const PlanLine& line, Severity severity);

// The trunk that a line calls though no text of the line names it; empty: none, or the text does.
std::string unnamed_trunk(const WalkedLines& walked, const PlanLine& line);

}  // namespace denwaban::audit
