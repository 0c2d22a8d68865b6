// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of the dialplan as proof: where they stand and how they read, printable, without passwords and PINs.
#pragma once

#include <string>
#include <string_view>

#include "audit/estate.h"
#include "model/config_finding.h"

namespace denwaban::audit {

// "exten => 100,1,Dial(SIP/100,30)"; secrets in it are "***".
SourceLine source_line(const Estate& estate, const parse::Context& context, const parse::Extension& extension,
                       const parse::Priority& priority);
SourceLine source_line(const Estate& estate, const parse::Context& context, const parse::ContextInclude& include);
// `text` is made printable, and is not looked at for secrets.
SourceLine source_line(const Estate& estate, parse::DialplanPlace place, std::string_view context, std::string_view text);

// "100@default".
std::string object_name(const parse::Context& context, const parse::Extension& extension);

// The arguments of an application with "***" for what is secret in them (audit/secrecy.h).
std::string without_secrets(std::string_view app, std::string_view arguments);

// Without control bytes and bytes that are no UTF-8 of one piece, at most `max` bytes.
std::string printable(std::string_view text, size_t max = 300);

}  // namespace denwaban::audit
