// SPDX-License-Identifier: GPL-3.0-or-later
// What a grammar says of a line, and the list of all grammars.
//
// Attackers write parts of these lines: names, header texts, Call-IDs, dialled numbers. Each grammar
// therefore reads the fields that Asterisk itself wrote from the side that the sender cannot reach: where the
// sender's text stands at the left, from the end of the line; where it stands at the right, from its
// beginning. Text that imitates the line's own words changes nothing then: who could hide behind it would always
// write it. Only where the imitation leaves open which address is the true one, none is given, and the event is
// `tainted`.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/event.h"

namespace denwaban::parse {

enum class Reading : uint8_t {
  none,            // not a line that tells of a failure
  event,           // the event is filled in: all but time, evidence and witness
  packet_printed,  // the same, and the sender's packet follows on the next lines
  broken,  // the line begins as one that we know but does not end as one; the event holds what is certain
};

using Grammar = Reading (*)(std::string_view text, Event& event);

// The grammar for lines of this source file at NOTICE, WARNING or ERROR; null when it writes none that
// matter.
Grammar grammar_for(std::string_view file);

}  // namespace denwaban::parse
