// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/login_secret.h"

#include <array>

#include "knowledge/weak_words.h"
#include "text/message.h"

namespace denwaban::audit {
namespace {

using knowledge::SecretStrength;

}  // namespace

std::string weakness_words(std::string_view secret, std::string_view user) {
  std::array<std::string_view, 1> names = {user};
  SecretStrength strength = knowledge::grade_secret(secret, names);
  if (strength == SecretStrength::empty || !knowledge::is_guessable(strength)) return {};
  return text::say("audit.weakness." + std::string(knowledge::to_string(strength)));
}

}  // namespace denwaban::audit
