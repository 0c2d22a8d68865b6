// SPDX-License-Identifier: GPL-3.0-or-later
// Makes contexts of an AEL text (res/ael/pval.c, ast_compile_ael2). Inner part of read_ael.
#pragma once

#include "parse/dialplan/ael/tree.h"
#include "parse/dialplan/reading.h"

namespace denwaban::parse {

// Sets parents in `objects`. False: Asterisk refuses the text, and nothing of it was added.
bool compile_ael(std::vector<AelNode>& objects, Globals& globals, ContextsBuilder& contexts,
                 DialplanLedger& ledger);

}  // namespace denwaban::parse
