// SPDX-License-Identifier: GPL-3.0-or-later
// A notice as a mail: RFC 5322, plain text in UTF-8, lines ended by CR LF. Nothing that stands in the notice
// can end a header.
#pragma once

#include <string>

#include "notify/channel.h"

namespace denwaban::notify {

std::string letter(const Notice& notice, const MailOptions& options);
// "=?UTF-8?B?…?=" (RFC 2047), folded, where a text is not plain ASCII; else itself. Line breaks become
// blanks.
std::string header_text(std::string_view text);

}  // namespace denwaban::notify
