// SPDX-License-Identifier: GPL-3.0-or-later
// What the name of an application in the dialplan is to Asterisk: "No application 'Wait,1' for extension" ends a call
// (main/pbx.c, pbx_extension_helper).
#pragma once

#include <cstdint>
#include <string_view>

namespace denwaban::audit {

enum class ApplicationName : uint8_t {
  known,    // an application of Asterisk since 1.6, or of a well-known module beside it
  unknown,  // somebody's own module may have it
  gone,     // Asterisk 1.4, or one before it, had it
  no_name,  // none is called so: without parentheses all of a line is the name, and so is a blank before one (pbx_config.c)
};

// `name` in small letters.
ApplicationName application_name(std::string_view name);

}  // namespace denwaban::audit
