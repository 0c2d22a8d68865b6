// SPDX-License-Identifier: GPL-3.0-or-later
// What the files of the walk share: the channel as a scope for variables, and an application's arguments.
#pragma once

#include "audit/paths/walk.h"

namespace denwaban::audit {

class ChannelScope : public Scope {
 public:
  ChannelScope(const Walk& walk, const WalkState& state) : walk_(walk), state_(state) {}
  Value variable(std::string_view name) const override { return walk_.variable(state_, name); }
  NumberSets& sets() const override { return walk_.sets_; }
  std::optional<int> length_of(uint8_t input) const override { return walk_.sets_.length(state_.inputs[input]); }
  std::optional<bool> dialplan_has(std::string_view context, std::string_view exten,
                                   std::string_view priority) const override;
  std::optional<Outcomes> dialplan_takes(std::string_view context, const Value& exten,
                                         std::string_view priority) const override;

 private:
  const Walk& walk_;
  const WalkState& state_;
};

struct Walk::Arguments {
  std::string app;
  const std::string& written;
  const ChannelScope& scope;
  int depth = 0;

  Value text() const { return expand(written, scope); }
  // Split at ',', or at '|' when there is no ',' (Asterisk 1.4).
  std::vector<Value> parts() const { return split(text()); }
  static std::vector<Value> split(const Value& text);
};

// "condition?yes:no", as GotoIf, ExecIf and IF() have it.
struct Alternatives {
  std::string_view condition, yes, no;  // into the text
};
Alternatives alternatives_of(std::string_view text);

// What a PIN is worth; nobody's mailbox: empty.
Gate pin_gate(std::string_view pin, std::string_view mailbox = {});

std::string small_letters(std::string_view text);

// The first `character` outside `${…}`, `$[…]`, parentheses and quotes; npos: none.
size_t find_plain(std::string_view text, char character);

}  // namespace denwaban::audit
