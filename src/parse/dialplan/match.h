// SPDX-License-Identifier: GPL-3.0-or-later
// Which extension a number reaches (main/pbx.c, pbx_find_extension). Asterisk asks anew for every priority:
// where the best match lacks the next one, a worse match that has it, in this context or an included one,
// continues the call.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "parse/dialplan/dialplan.h"
#include "parse/dialplan/timing.h"

namespace denwaban::parse {

struct MatchOptions {
  enum class Times : uint8_t {
    open,    // every include with times is open
    closed,  // none is
    at,      // as they are at `time`
  };
  Times times = Times::open;
  LocalTime time;
};

struct SwitchAsked {
  const Context* context = nullptr;
  const ContextSwitch* asked = nullptr;
};

struct ExtensionMatch {
  const Context* context = nullptr;  // null: nothing matches
  const Extension* extension = nullptr;
  const Priority* priority = nullptr;
  std::vector<const ContextInclude*> through;  // from the context that was asked to `context`
  // Switches that Asterisk asks before it comes here. Each might take the call; we cannot know.
  std::vector<SwitchAsked> switches;
  bool knows_number = false;  // some extension takes the number, at whatever priority

  explicit operator bool() const { return priority != nullptr; }
};

// `priority` from 1; -1: the hint. An empty `caller_id` is a call without one.
ExtensionMatch find_extension(const Dialplan& plan, std::string_view context, std::string_view number,
                              std::string_view caller_id, int priority, const MatchOptions& options = {});

// The same, for the priority that has a label.
ExtensionMatch find_label(const Dialplan& plan, std::string_view context, std::string_view number,
                          std::string_view caller_id, std::string_view label,
                          const MatchOptions& options = {});

// Every context that a search beginning in `context` looks into, in its order, and how it came there:
// `parent` is the index in this list, and `include` is null, of the first. At most 128, each name once
// without case.
struct SearchStep {
  const Context* context = nullptr;
  const ContextInclude* include = nullptr;
  size_t parent = 0;
};
std::vector<SearchStep> search_order(const Dialplan& plan, std::string_view context,
                                     const MatchOptions& options = {});

}  // namespace denwaban::parse
