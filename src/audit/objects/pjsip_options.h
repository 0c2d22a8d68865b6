// SPDX-License-Identifier: GPL-3.0-or-later
// Which options the objects of pjsip.conf have, in any release since 12: "config show help res_pjsip endpoint" of Asterisk 16
// and 22 says the same. One that is none of them loses the whole object (main/config_options.c, main/sorcery.c).
#pragma once

#include <string_view>

namespace denwaban::audit {

// Names between blanks; empty: that type's are not known here.
std::string_view pjsip_options(std::string_view type);
// Also what is no option of the object itself: type, and extended options, which begin with @.
bool is_pjsip_option(std::string_view type, std::string_view key);

}  // namespace denwaban::audit
