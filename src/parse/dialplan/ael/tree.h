// SPDX-License-Identifier: GPL-3.0-or-later
// What an AEL text says (struct pval of Asterisk). Inner part of read_ael.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "parse/dialplan/ael/lexer.h"

namespace denwaban::parse {

struct AelNode {
  enum class Kind : uint8_t {
    globals,
    context,
    macro,
    extension,
    includes,  // body: word nodes, with four `words` where there are times
    switches,
    eswitches,
    ignorepat,
    word,
    assignment,  // text = value
    local_assignment,
    jump,  // goto and jump; words: label | extension, label | context, extension, label
    label,
    loop_for,    // text; value; step
    loop_while,  // text
    choice,      // switch (text); body: cases, patterns, default
    on_case,
    on_pattern,
    on_default,
    call,        // text(words)
    macro_call,  // &text(words)
    leave,       // break
    again,       // continue
    give_back,   // return
    condition,   // if (text) body else otherwise
    chance,      // random (text)
    if_time,     // words: four
    block,
    on_catch,
  };
  Kind kind = Kind::block;
  std::string text, value, step;
  std::vector<std::string> words;
  std::vector<AelNode> body;
  std::vector<AelNode> otherwise;
  std::string hint;
  bool has_hint = false;
  bool regexten = false;
  DialplanPlace place;
  const AelNode* parent = nullptr;
};

// Error: the message is the text near which Asterisk stumbles; `place` says where.
struct AelTree {
  std::vector<AelNode> objects;
  bool understood = true;
  DialplanPlace place;
  std::string near;
};

AelTree parse_ael(AelLexer& lexer, DialplanLedger& ledger);

}  // namespace denwaban::parse
