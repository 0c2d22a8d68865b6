// SPDX-License-Identifier: GPL-3.0-or-later
// The dialplan lines that ask the guard before a call leaves (docs/gate.md): a subroutine in a file of our own, and what
// includes it. FreePBX calls it by itself, before each call of a trunk; in a plain dialplan a person puts one line before each
// Dial that leads outside. Pure, as plan.h is.
//
// Emergency numbers stand in these lines, too: they pass without anybody being asked, so also while no guard runs.
#pragma once

#include <string>
#include <vector>

#include "knowledge/dialled_number.h"
#include "setup/plan.h"

namespace denwaban::setup {

inline constexpr std::string_view kGateFile = "denwaban_gate.conf";

struct GateWanted {
  std::string server = "127.0.0.1:4573";  // as gate.listen
  bool refuse_when_down = false;          // what becomes of calls while no guard answers
  knowledge::DiallingHabits habits;
  std::vector<std::string> trunks;  // by whose names calls that lead outside are known
};

// Error{not_found}: no dialplan there.
Result<Plan> plan_gate(parse::FileTree& files, const Surroundings& here, const GateWanted& wanted);
Result<Plan> plan_gate_undo(parse::FileTree& files, const Surroundings& here);

// Whether our lines stand in that configuration.
bool asks_gate(parse::FileTree& files, const std::string& config_dir);
// What a person puts before a Dial, after "exten => …,n," or "same => n,".
inline constexpr std::string_view kGateCall = "Gosub(denwaban-gate,s,1(${EXTEN},NUMBER,TRUNK))";
// The files in which our lines may stand.
inline constexpr std::string_view kGateHosts[] = {"extensions.conf", "extensions_custom.conf"};
// As extensions: how an emergency number may be dialled at this exchange.
std::vector<std::string> emergency_extensions(const knowledge::DiallingHabits& habits);

}  // namespace denwaban::setup
