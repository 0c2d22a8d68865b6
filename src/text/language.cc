// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/language.h"

#include <fmt/format.h>

#include "text/printable.h"

namespace denwaban::text {

Result<Language> choose_language(std::string_view word) {
  if (word == "en") return Language::en;
  if (word == "ja" || word == "es")
    return fail(ErrorKind::usage,
                fmt::format("--lang {}: only English is there yet: leave the option out", word));
  return fail(ErrorKind::usage, fmt::format("--lang {}: no such language: use en", printable(word, 20)));
}

}  // namespace denwaban::text
