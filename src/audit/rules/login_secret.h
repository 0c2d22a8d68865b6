// SPDX-License-Identifier: GPL-3.0-or-later
// How the rules on logins judge a secret: in words, never the secret itself.
#pragma once

#include <string>
#include <string_view>

#include "audit/access_list.h"
#include "audit/rule.h"

namespace denwaban::audit {

// "it is in the list that attackers try": empty when the secret can hardly be guessed. An empty secret is
// another rule's.
std::string weakness_words(std::string_view secret, std::string_view user);

}  // namespace denwaban::audit
