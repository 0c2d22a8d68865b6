// SPDX-License-Identifier: GPL-3.0-or-later
// The languages that Denwaban may speak. A language is a catalogue (message.h); English is the one there is
// so far.
#pragma once

#include <cstdint>
#include <string_view>

#include "base/result.h"

namespace denwaban::text {

enum class Language : uint8_t { en, ja, es };

// What `--lang` says. Error{usage}: no such language, or one that is planned but has no catalogue yet.
Result<Language> choose_language(std::string_view word);

}  // namespace denwaban::text
