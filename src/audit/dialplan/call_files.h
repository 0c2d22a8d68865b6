// SPDX-License-Identifier: GPL-3.0-or-later
// Call files (pbx/pbx_spool.c): whatever lands in the spool's folder `outgoing` is called, and the call goes on in the dialplan.
#pragma once

#include <string>
#include <string_view>

namespace denwaban::audit {

// A call file's lines, variables as written; empty: no such line. `channel` is what is dialled.
struct CallFile {
  std::string channel, context, extension, priority;
};

// A shell's command that puts a call file into the spool, as far as its text tells.
bool orders_call(std::string_view command);

// The lines in a call file, or in a command that prints one: there they end at a quote, a backslash or a redirection, too.
CallFile call_file(std::string_view text);

// "gate.call" for a command that moves /var/lib/gate.call; empty: it names no such file.
std::string_view named_call_file(std::string_view command);

}  // namespace denwaban::audit
