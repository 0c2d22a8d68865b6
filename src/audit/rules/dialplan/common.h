// SPDX-License-Identifier: GPL-3.0-or-later
// What the dialplan's rules share: findings about a line, and one finding for all lines of a context where a rule would repeat.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "audit/dialplan/arguments.h"
#include "audit/dialplan/callers_words.h"
#include "audit/dialplan/outline.h"
#include "audit/dialplan/source_text.h"
#include "audit/dialplan/trunks.h"
#include "audit/rule.h"

namespace denwaban::audit {

std::span<const Rule> dialplan_injection_rules();
std::span<const Rule> dialplan_query_rules();
std::span<const Rule> dialplan_door_rules();
std::span<const Rule> dialplan_gate_rules();
std::span<const Rule> dialplan_number_rules();
std::span<const Rule> dialplan_call_rules();
std::span<const Rule> dialplan_order_rules();
std::span<const Rule> dialplan_loading_rules();
std::span<const Rule> dialplan_missing_rules();
std::span<const Rule> dialplan_setting_rules();
std::span<const Rule> dialplan_secret_rules();

// Place, object and text of a line; the way to it from outside, if there is one, is the trail.
ConfigFinding& about_line(Check& check, const PlanLine& line, std::string_view key = {});
ConfigFinding& about_include(Check& check, const parse::Context& context, const parse::ContextInclude& include);
// About a place that the reader of dialplans names.
ConfigFinding& about_place(Check& check, parse::DialplanPlace place, std::string_view context, std::string_view text);

// A pattern that ends in '.' or '!': any characters may follow.
bool is_wildcard(const parse::Extension& extension);
// Written by FreePBX: nobody mends what it writes again tomorrow.
bool is_generated(const Estate& estate, parse::DialplanPlace place);

struct LineFound {
  PlanLine line;
  Severity severity = Severity::medium;
  std::string what;  // for the sentence's argument `what`
  PlanLine sink{};   // where that comes to harm, if it is another line
  std::string_view nature = {};  // a fact by which the sentences tell cases apart
};

// Whether what flows in may harm a program, shell or query that is given it at `line`.
bool harms_program(const Inflow& one, const PlanLine& line);

// Tells hits once per context: the most severe, else the first, is the place; `more` is how many others there are, which stand on
// the trail (at most 64).
void tell_by_context(Check& check, const std::vector<LineFound>& hits, std::string_view key, std::string_view fix);

// Calls `look` for every line, with what flowed into the variables up to it.
void for_lines(const Check& check, const std::function<void(const CallersWords::Here&)>& look);

// Whether a line of the context or of one that it includes calls a trunk.
bool calls_trunk(const Check& check, std::string_view context);

// A number abroad, premium or by another carrier that a line sends to a trunk, as it is dialled; `sent` is what the trunk is
// given: "trunk/9${EXTEN:1}". Refusals that Asterisk would find first are minded. nullopt: none, or not known.
std::optional<std::string> costly_example(const Check& check, const PlanLine& line, const std::string& sent);

// The option of Dial or Queue, "t" or "T", by which somebody outside may send the call on over a trunk; empty: none does.
std::string_view transfer_for_strangers(const Check& check, const PlanLine& line);

// Severity by who gets there: strangers or callers from outside, else anybody.
Severity by_reach(const Check& check, const PlanLine& line, Severity outside, Severity inside);

}  // namespace denwaban::audit
