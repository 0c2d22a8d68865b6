// SPDX-License-Identifier: GPL-3.0-or-later
// What is asked of the tables of knowledge comes from configurations and calls: numbers, secrets, PINs,
// versions. The first byte chooses the plan; the two views of a plan must agree, and a secret's grade must
// not depend on how its letters are written where it says that it does not.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "knowledge/advisories.h"
#include "knowledge/numbering.h"
#include "knowledge/weak_words.h"

namespace {

using namespace denwaban::knowledge;

void ask_about_number(const NumberingPlan& plan, std::string_view number) {
  for (const DialForm form : {DialForm::dialled, DialForm::e164_without_plus}) {
    const NumberClass told = classify(plan, number, form);
    if (number.size() > 64 || number.find_first_of(" -()./~") != std::string_view::npos) continue;
    const auto all = rules(plan, form);
    const auto first = std::find_if(all.begin(), all.end(), [number](const NumberRule& rule) {
      return matches_pattern(rule.pattern, number);
    });
    DENWABAN_CHECK(told == (first == all.end() ? NumberClass::unknown : first->number_class));
  }
}

void ask_about_secret(std::string_view secret) {
  const std::string_view names[] = {secret.substr(0, secret.size() / 2), secret.substr(secret.size() / 3)};
  const SecretStrength strength = grade_secret(secret, names);
  DENWABAN_CHECK((strength == SecretStrength::empty) == secret.empty());
  DENWABAN_CHECK(strength != SecretStrength::strong || secret.size() >= 14);
  DENWABAN_CHECK((grade_pin(secret, "") == PinStrength::empty) == (secret.empty() || secret == "-"));
  CandidateWords words(names, 50);
  size_t count = 0;
  while (words.next()) ++count;
  DENWABAN_CHECK(count <= 50);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  ask_about_number(plans()[data[0] % plans().size()], text);
  ask_about_secret(text);
  if (const auto version = parse_version(text)) {
    for (const Advisory& advisory : advisories()) exposure(advisory, *version);
    support_of(*version, std::chrono::sys_days(std::chrono::days(20000)));
  }
  matches_pattern(text.substr(0, text.size() / 2), text.substr(text.size() / 2));
  return 0;
}
