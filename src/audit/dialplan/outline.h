// SPDX-License-Identifier: GPL-3.0-or-later
// Which lines of the dialplan somebody from outside gets to without giving a password or PIN: from the contexts where calls
// without a password arrive along includes, jumps and Local channels, line by line. Coarser than the toll paths, which know
// numbers and values: a condition on anything but constants is taken to be open both ways. Linear in the dialplan.
#pragma once

#include <deque>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "audit/estate.h"
#include "model/config_finding.h"

namespace denwaban::audit {

// Where calls arrive that nobody proved anything for.
struct OpenDoor {
  enum class Kind : uint8_t {
    stranger,  // anybody on the network: guests, accounts without a password
    public_network,  // callers that a trunk brings in
  };
  Kind kind = Kind::stranger;
  std::string context;
  SourceLine place;  // what opens it: the account, [general]
};

std::vector<OpenDoor> open_doors(const Estate& estate);

struct PlanLine {
  const parse::Context* context = nullptr;
  const parse::Extension* extension = nullptr;
  const parse::Priority* priority = nullptr;
};

class Outline {
 public:
  explicit Outline(const Estate& estate);

  const std::vector<PlanLine>& lines() const { return lines_; }
  // The same with what ExecIf, ExecIfTime, Exec and TryExec run in their place: what rules on applications look at. Lines made
  // for that stand where the written one stands, and may be asked for below as well. Lines that constants keep every call from
  // are left out.
  const std::vector<PlanLine>& acts() const { return acts_; }
  // Those, too: what stands in a file can be read in it.
  const std::vector<PlanLine>& written_acts() const { return written_acts_; }
  bool is_dead(const parse::Priority& line) const { return dead_.count(&line) > 0; }
  // Of a line of acts() the one that is written.
  const parse::Priority& written(const parse::Priority& line) const;
  const std::vector<OpenDoor>& doors() const { return doors_; }

  // How a line is reached without a password; outside: also by callers whom a trunk brings in.
  bool by_strangers(const parse::Priority& line) const { return reached(line, true); }
  bool from_outside(const parse::Priority& line) const { return reached(line, false); }
  // Any number may be dialled in that context by strangers (callers from outside).
  bool is_open_to_strangers(std::string_view context) const { return stranger_contexts_.count(std::string(context)) > 0; }
  bool is_open_from_outside(std::string_view context) const {
    return is_open_to_strangers(context) || outside_contexts_.count(std::string(context)) > 0;
  }

  // Whether one of its lines calls a trunk, or is FreePBX's way to one.
  bool calls_trunk(const parse::Extension& extension) const { return trunk_extensions_.count(&extension) > 0; }
  // Of a context and those that it includes.
  bool calls_trunk(std::string_view context) const;

  // Whether some line sets that variable; programs outside of the dialplan may set any.
  bool sets(std::string_view variable) const { return runs_programs_ || assigned_.count(variable) > 0; }

  // The hops from a door to that line, at most 64; empty: not reached from outside.
  std::vector<SourceLine> way_to(const parse::Priority& line) const;

 private:
  struct State {
    bool stranger = false, outside = false;
    int from = -1;  // line before it
    int door = -1;
    const parse::ContextInclude* include = nullptr;  // the last one that was gone through
    const parse::Context* including = nullptr;
  };
  class Walk;

  void unfold(const PlanLine& line);
  // 1 or 0 where a condition depends on globals alone that no line sets: $["${ALLOW_SIP_ANON}" != "yes"]; -1: the run decides.
  int constant(std::string_view condition) const;
  bool reached(const parse::Priority& line, bool strangers_only) const;

  const Estate& estate_;
  std::vector<PlanLine> lines_, acts_, written_acts_;
  std::unordered_set<const parse::Priority*> dead_;
  std::deque<parse::Priority> unfolded_;  // what written_acts_ has beside lines_
  std::unordered_map<const parse::Priority*, int> index_;
  std::vector<State> states_;
  std::vector<OpenDoor> doors_;
  bool runs_programs_ = false;
  std::set<std::string, std::less<>> assigned_;  // variables that some line sets
  std::unordered_set<const parse::Extension*> trunk_extensions_;
  std::unordered_set<const parse::Context*> trunk_contexts_;
  std::set<std::string> stranger_contexts_, outside_contexts_;
};

}  // namespace denwaban::audit
