// SPDX-License-Identifier: GPL-3.0-or-later
// Which options the readers of Asterisk's modules know, in any release.
#pragma once

#include <string_view>

namespace denwaban::audit {

// Names between blanks, for [general] or the other sections of a file; `type`: of an object of pjsip.conf, else empty. Empty: the
// options of that section are not known here.
std::string_view known_options(std::string_view file, bool general, std::string_view type);
bool is_known(std::string_view list, std::string_view key);

// Somebody who writes it wants to keep others out, or says whom to let in.
bool concerns_security(std::string_view key);

// Its absence leaves something open: who writes it where it is not read is mistaken.
bool closes_something(std::string_view key);

// The option about security in `list` that `key` is a slip of the pen for; empty: none.
std::string_view meant_option(std::string_view list, std::string_view key);

}  // namespace denwaban::audit
