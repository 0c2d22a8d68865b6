// SPDX-License-Identifier: GPL-3.0-or-later
// The commands, one function each; the value is the exit status (0 done, 1 findings at or above --fail-on, 2
// wrong usage or unreadable input, 3 the operation failed). Errors go to standard error, one sentence each.
#pragma once

#include "cli/arguments.h"

namespace denwaban::cli {

int run(const Global& global, const Watch& command);
int run(const Global& global, const Replay& command);
int run(const Global& global, const Observe& command);
int run(const Global& global, const Setup& command);
int run(const Global& global, const Audit& command);
int run(const Global& global, const TollPaths& command);
int run(const Global& global, const Bans& command);
int run(const Global& global, const Calls& command);
int run(const Global& global, const Ban& command);
int run(const Global& global, const Unban& command);
int run(const Global& global, const Unlock& command);
int run(const Global& global, const Allow& command);
int run(const Global& global, const Disallow& command);
int run(const Global& global, const Findings& command);
int run(const Global& global, const Why& command);
int run(const Global& global, const ShowStatus& command);
int run(const Global& global, const FraudCheck& command);
int run(const Global& global, const FraudRates& command);
int run(const Global& global, const FraudSpend& command);
int run(const Global& global, const FraudBaseline& command);
int run(const Global& global, const FraudPin& command);
int run(const Global& global, const NotifyTest& command);
int run(const Global& global, const ConfigCheck& command);
int run(const Global& global, const ConfigShow& command);
int run(const Global& global, const ConfigExplain& command);
int run(const Global& global, const ConfigReference& command);
int run(const Global& global, const Completion& command);

}  // namespace denwaban::cli
