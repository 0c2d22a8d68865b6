// SPDX-License-Identifier: GPL-3.0-or-later
// Values for which res_pjsip refuses the section that they stand in: no number where one is wanted, or a word that its reader
// does not know. What is refused makes no object at all (main/config_options.c, res/res_sorcery_config.c).
#pragma once

#include <cstdint>
#include <string_view>

namespace denwaban::audit {

enum class PjsipValue : uint8_t {
  read,
  no_number,
  unknown_word,
  no_network,
  no_address,
  no_user,           // of an auth
  no_digest,         // of an auth for MD5
  too_small,         // timers_min_se
  two_certificates,  // one that is made, and one that is named
};

// `type` and `key` without regard to case; an option that is not known here is read.
PjsipValue judge_pjsip_value(std::string_view type, std::string_view key, std::string_view value);

}  // namespace denwaban::audit
