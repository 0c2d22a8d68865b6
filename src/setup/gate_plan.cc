// SPDX-License-Identifier: GPL-3.0-or-later
#include "setup/gate_plan.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "knowledge/emergency_numbers.h"
#include "setup/blocks.h"

namespace denwaban::setup {
namespace {

constexpr std::string_view kHead = "; Written by \"denwaban setup --gate\"; \"denwaban setup --undo\" removes it.\n";
constexpr std::string_view kHook = "macro-dialout-trunk-predial-hook";

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    size_t feed = text.find('\n');
    lines.emplace_back(text.substr(0, feed));
    text.remove_prefix(feed == std::string_view::npos ? text.size() : feed + 1);
  }
  return lines;
}

Result<std::optional<std::string>> text_of(parse::FileTree& files, const std::string& path) {
  auto text = files.read(path);
  if (text) return std::optional(std::move(*text));
  if (text.error().kind == ErrorKind::not_found) return std::optional<std::string>();
  return tl::unexpected(text.error());
}

// The number is told without whatever is none, so that nobody writes lines of the question.
std::string subroutine(const GateWanted& wanted) {
  return fmt::format(
      "[denwaban-gate]\n"
      "; {}\n"
      "exten => s,1,Set(DENWABAN_VERDICT=allow)\n"
      " same => n,Set(DENWABAN_REASON=emergency)\n"
      " same => n,GotoIf($[${{DIALPLAN_EXISTS(denwaban-emergency,${{FILTER(0-9,${{ARG1}})}},1)}}]?asked)\n"
      "; What holds when nobody answers:\n"
      " same => n,Set(DENWABAN_VERDICT={})\n"
      " same => n,Set(DENWABAN_REASON=guard_down)\n"
      " same => n,Set(DENWABAN_SOUND=cannot-complete-as-dialed)\n"
      " same => n,AGI(agi://{}/gate,${{FILTER(0-9*#+,${{ARG1}})}},${{FILTER(0-9*#+,${{ARG2}})}},${{ARG3}},${{ARG4}})\n"
      " same => n(asked),GotoIf($[\"${{DENWABAN_VERDICT}}\" = \"refuse\"]?refused)\n"
      " same => n,Return()\n"
      " same => n(refused),Playback(${{DENWABAN_SOUND}},noanswer)\n"
      " same => n,Hangup(21)\n",
      "Gosub(denwaban-gate,s,1(NUMBER DIALLED,NUMBER THE TRUNK IS SENT,TRUNK,ACCOUNT))",
      wanted.refuse_when_down ? "refuse" : "allow", wanted.server);
}

std::string gate_text(const GateWanted& wanted) {
  std::string text =
      fmt::format("{}{}\n; They pass, whoever calls and whatever runs.\n[denwaban-emergency]\n", kHead, subroutine(wanted));
  for (const std::string& number : emergency_extensions(wanted.habits)) text += fmt::format("exten => {},1,NoOp()\n", number);
  return text;
}

bool has_context(std::string_view text, std::string_view name) {
  auto lines = lines_of(text);
  return std::ranges::any_of(lines, [&](const std::string& line) { return line.starts_with(fmt::format("[{}]", name)); });
}

// FreePBX calls its hooks as macros, and as subroutines where Asterisk has no macros any more.
std::string hook_lines(std::string_view generated) {
  bool by_gosub = generated.find(fmt::format("Gosub({},", kHook)) != std::string_view::npos;
  return fmt::format(
      "[{}]\nexten => s,1,Gosub(denwaban-gate,s,1(${{DIAL_NUMBER}},${{OUTNUM}},${{CUT(OUT_${{DIAL_TRUNK}},/,2)}},"
      "${{AMPUSER}}))\n same => n,{}\n",
      kHook, by_gosub ? "Return()" : "MacroExit()");
}

// "extensions.conf line 8": where a trunk is dialled.
std::vector<std::string> outside_dials(std::string_view text, std::string_view name, const std::vector<std::string>& trunks) {
  constexpr size_t kShown = 20;
  std::vector<std::string> places;
  auto lines = lines_of(text);
  for (size_t i = 0; i < lines.size() && places.size() < kShown; ++i) {
    std::string_view line = lines[i];
    size_t dial = line.find("Dial(");
    if (dial == std::string_view::npos || line.find(';') < dial) continue;
    bool out = std::ranges::any_of(trunks, [&](const std::string& trunk) {
      return line.find(fmt::format("/{}/", trunk), dial) != std::string_view::npos ||
             line.find(fmt::format("@{}", trunk), dial) != std::string_view::npos;
    });
    if (out) places.push_back(fmt::format("{} line {}", name, i + 1));
  }
  return places;
}

void add_change(Plan& plan, const std::string& path, std::optional<std::string> before, std::string after, std::string what,
                std::string_view shown) {
  if (before == after) return;
  plan.changes.push_back({path, std::move(before), std::move(after), std::move(what), lines_of(shown)});
  plan.dialplan = true;
}

std::string remark_of(const std::string& main, const GateWanted& wanted) {
  std::string ask = fmt::format(
      "put this line before each Dial that leads outside, with the number as the trunk is sent it and the "
      "trunk's name: same => n,{}",
      kGateCall);
  auto places = outside_dials(main, kGateHosts[0], wanted.trunks);
  return places.empty() ? ask : fmt::format("{} ({})", ask, fmt::join(places, ", "));
}

// Asterisk's own file where it is not FreePBX's.
Status plan_host(parse::FileTree& files, const Surroundings& here, const GateWanted& wanted, Plan& plan) {
  auto generated = text_of(files, fmt::format("{}/extensions_additional.conf", here.config_dir));
  if (!generated) return tl::unexpected(generated.error());
  bool freepbx = generated->has_value();
  std::string path = fmt::format("{}/{}", here.config_dir, kGateHosts[freepbx ? 1 : 0]);
  auto before = text_of(files, path);
  if (!before) return tl::unexpected(before.error());
  if (!freepbx && !*before)
    return fail(
        ErrorKind::not_found,
        fmt::format("no {}: a dialplan in other files (AEL, Lua, a database) has to ask by itself: {}", path, kGateCall));
  std::string own = without_block(before->value_or(""));
  std::string lines = fmt::format("#include {}\n", kGateFile);
  if (freepbx && has_context(own, kHook))
    plan.remarks.push_back(
        fmt::format("{} has [{}] of your own: put this line into it: same => n,Gosub(denwaban-gate,s,1("
                    "${{DIAL_NUMBER}},${{OUTNUM}},${{CUT(OUT_${{DIAL_TRUNK}},/,2)}},${{AMPUSER}}))",
                    path, kHook));
  else if (freepbx)
    lines += hook_lines(**generated);
  if (!freepbx) plan.remarks.push_back(remark_of(own, wanted));
  std::string after = with_block(before->value_or(""), lines);
  add_change(plan, path, std::move(*before), std::move(after),
             freepbx ? "every call of a trunk asks the gate" : "the gate's subroutine becomes part of the dialplan", lines);
  return {};
}

}  // namespace

std::vector<std::string> emergency_extensions(const knowledge::DiallingHabits& habits) {
  std::vector<std::string> found;
  auto prefixes = habits.outside_prefixes.empty() ? std::vector<std::string>{"0", "9"} : habits.outside_prefixes;
  prefixes.insert(prefixes.begin(), "");
  for (const std::string& prefix : prefixes)
    for (int digits = 2, most = 100; digits <= 4; ++digits, most *= 10)
      for (int number = 0; number < most; ++number) {
        std::string text = fmt::format("{}{:0{}}", prefix, number, digits);
        if (knowledge::is_emergency(habits, text, "")) found.push_back(std::move(text));
      }
  std::ranges::sort(found);
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

Result<Plan> plan_gate(parse::FileTree& files, const Surroundings& here, const GateWanted& wanted) {
  Plan plan;
  std::string path = fmt::format("{}/{}", here.config_dir, kGateFile), text = gate_text(wanted);
  auto before = text_of(files, path);
  if (!before) return tl::unexpected(before.error());
  if (*before && !(*before)->starts_with(kHead))
    return fail(ErrorKind::usage, fmt::format("{} is there already, and not as denwaban writes it: move it away", path));
  add_change(plan, path, std::move(*before), text, "asks the guard before a call leaves, and lets emergency calls pass without",
             text);
  if (!plan.changes.empty()) plan.changes.back().readers = Change::For::asterisk;
  if (auto planned = plan_host(files, here, wanted, plan); !planned) return tl::unexpected(planned.error());
  return plan;
}

Result<Plan> plan_gate_undo(parse::FileTree& files, const Surroundings& here) {
  Plan plan;
  for (std::string_view name : kGateHosts) {
    std::string path = fmt::format("{}/{}", here.config_dir, name);
    auto before = text_of(files, path);
    if (!before) return tl::unexpected(before.error());
    auto lines = *before ? block_in(**before) : std::nullopt;
    if (!lines) continue;
    std::string after = without_block(**before);
    add_change(plan, path, std::move(*before), std::move(after), "takes our lines out", *lines);
    plan.changes.back().taken_out = true;
  }
  std::string path = fmt::format("{}/{}", here.config_dir, kGateFile);
  auto before = text_of(files, path);
  if (!before) return tl::unexpected(before.error());
  if (!*before) return plan;
  if (!(*before)->starts_with(kHead)) {
    plan.remarks.push_back(fmt::format("{} stays: it does not begin as denwaban writes it", path));
    return plan;
  }
  plan.changes.push_back({path, std::move(*before), std::nullopt, "the gate's subroutine goes", {}});
  plan.dialplan = true;
  bool by_hand = plan.changes.size() == 1 || plan.changes.front().path.ends_with(kGateHosts[0]);
  if (by_hand)
    plan.remarks.push_back("lines of yours that call denwaban-gate end the call once it is gone: take them out first");
  return plan;
}

bool asks_gate(parse::FileTree& files, const std::string& config_dir) {
  return files.read(fmt::format("{}/{}", config_dir, kGateFile)).has_value();
}

}  // namespace denwaban::setup
