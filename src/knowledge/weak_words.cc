// SPDX-License-Identifier: GPL-3.0-or-later
#include "knowledge/weak_words.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "knowledge/dictionary.h"
#include "knowledge/guessing.h"
#include "knowledge/words.h"

namespace denwaban::knowledge {
namespace {

constexpr size_t kLookedAt = 128, kNamesLookedAt = 16;
constexpr size_t kShort = 8, kLongMixed = 14, kLongOfAnyKind = 20, kShortPin = 6;

std::string lower_case(std::string_view text) {
  std::string lower(text.substr(0, kLookedAt));
  for (char& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return lower;
}

std::string only_letters(std::string_view lower) {
  std::string letters;
  std::copy_if(lower.begin(), lower.end(), std::back_inserter(letters),
               [](char c) { return c >= 'a' && c <= 'z'; });
  return letters;
}

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
         std::string_view(" _-.:|'\"").find(c) != std::string_view::npos;
}

// <secret>, {{ sip_secret }}, ${SECRET}: a name in brackets, no random characters.
bool is_bracketed(std::string_view text) {
  static constexpr std::array<std::array<std::string_view, 2>, 8> kBrackets = {
      {{"<", ">"}, {"{{", "}}"}, {"${", "}"}, {"$(", ")"}, {"{", "}"}, {"[", "]"}, {"%", "%"}, {"@", "@"}}};
  return std::any_of(kBrackets.begin(), kBrackets.end(), [&](const auto& pair) {
    if (text.size() <= pair[0].size() + pair[1].size() || !text.starts_with(pair[0]) ||
        !text.ends_with(pair[1])) {
      return false;
    }
    const auto inner = text.substr(pair[0].size(), text.size() - pair[0].size() - pair[1].size());
    return std::all_of(inner.begin(), inner.end(), is_plain);
  });
}

// What people write who mean "put yours here".
bool is_asking(std::string_view letters) {
  std::string_view exact =
      "changeme changeit changethis changemenow changemeplease pleasechange pleasechangeme replaceme "
      "replacethis "
      "yourpassword yoursecret yourpass yourpasswd yourpasswordhere yoursecrethere yourpasshere passwordhere "
      "secrethere passwordgoeshere secretgoeshere putyourpasswordhere putpasswordhere enterpasswordhere "
      "insertpasswordhere insertyourpasswordhere redacted removed hidden secretremoved passwordremoved todo "
      "tobefilled "
      "strongpassword strongpasswordhere useastrongpassword verystrongpassword changethispassword "
      "changepass changepasswd changepassword changemypassword changeyourpassword changesecret changeyoursecret "
      "choosepassword chooseapassword setpassword setapassword setyourpassword "
      "changethissecret changemetoastrongpassword mysupersecretpasswordchangeme";
  for (std::string_view word = take_word(exact); !word.empty(); word = take_word(exact)) {
    if (word == letters) return true;
  }
  constexpr std::array<std::string_view, 7> kWithin = {"changeme",    "replaceme", "yourpassword",   "yoursecret",
                                                       "tobechanged", "notsecure", "shouldbechanged"};
  constexpr std::array<std::string_view, 6> kFirst = {"changethis", "replacethis", "replacewith",
                                                      "putyour",    "enteryour",   "insertyour"};
  constexpr std::array<std::string_view, 6> kLast = {"password", "passwd", "pass", "secret", "passwordhere", "secrethere"};
  const auto any = [](const auto& words, auto holds) { return std::any_of(words.begin(), words.end(), holds); };
  return any(kWithin, [&](std::string_view word) { return letters.find(word) != std::string_view::npos; }) ||
         any(kFirst, [&](std::string_view word) { return letters.starts_with(word); }) ||
         (letters.starts_with("your") && any(kLast, [&](std::string_view word) { return letters.ends_with(word); }));
}

bool is_placeholder(std::string_view lower) {
  static constexpr std::string_view kMasks = "*.-_?#";
  const bool is_one_sign = lower.find_first_not_of(lower[0]) == std::string_view::npos;
  if (is_one_sign && kMasks.find(lower[0]) != std::string_view::npos) return true;
  if (is_bracketed(lower) ||
      (lower.find("{{") < lower.find("}}") && lower.find("}}") != std::string_view::npos)) {
    return true;
  }
  return is_asking(only_letters(lower));
}

size_t kinds(std::string_view secret) {
  bool lower = false, upper = false, digit = false, other = false;
  for (const unsigned char c : secret) {
    (c >= 'a' && c <= 'z'   ? lower
     : c >= 'A' && c <= 'Z' ? upper
     : c >= '0' && c <= '9' ? digit
                            : other) = true;
  }
  return static_cast<size_t>(lower) + upper + digit + other;
}

SecretStrength grade_by_length(std::string_view secret) {
  if (secret.size() < kShort) return SecretStrength::too_short;
  if (secret.size() >= kLongOfAnyKind) return SecretStrength::strong;
  const bool is_long = secret.size() >= kLongMixed && kinds(secret.substr(0, kLookedAt)) >= 2;
  return is_long ? SecretStrength::strong : SecretStrength::medium;
}

bool is_derived(std::string_view lower, std::span<const std::string> names) {
  return is_keyboard_run(lower) || is_repetition(lower) || is_date(lower) || is_made_of_words(lower) ||
         std::any_of(names.begin(), names.end(),
                     [&](const std::string& name) { return is_made_of_name(lower, name); });
}

bool is_year(std::string_view pin) {
  return pin.size() == 4 && (pin.starts_with("19") || pin.starts_with("20"));
}

}  // namespace

SecretStrength grade_secret(std::string_view secret, std::span<const std::string_view> names) {
  if (secret.empty()) return SecretStrength::empty;
  const std::string lower = lower_case(secret);
  std::vector<std::string> lower_names;
  for (const std::string_view name : names.first(std::min(names.size(), kNamesLookedAt))) {
    if (!name.empty()) lower_names.push_back(lower_case(name));
  }
  if (is_placeholder(lower)) return SecretStrength::placeholder;
  if (std::find(lower_names.begin(), lower_names.end(), lower) != lower_names.end()) {
    return SecretStrength::equals_name;
  }
  if (is_listed(lower)) return SecretStrength::listed;
  if (is_derived(lower, lower_names)) return SecretStrength::derived;
  if (secret.size() < kLongOfAnyKind && is_digits(secret)) return SecretStrength::digits_only;
  return grade_by_length(secret);
}

bool is_guessable(SecretStrength strength) { return strength < SecretStrength::medium; }

PinStrength grade_pin(std::string_view pin, std::string_view mailbox) {
  if (pin.starts_with('-')) pin.remove_prefix(1);
  if (pin.empty()) return PinStrength::empty;
  if (pin == mailbox) return PinStrength::equals_mailbox;
  const std::string lower = lower_case(pin);
  if (is_listed_pin(lower) || is_keyboard_run(lower) || is_repetition(lower) || is_date(lower) ||
      is_year(lower)) {
    return PinStrength::listed;
  }
  return pin.size() < kShortPin ? PinStrength::too_short : PinStrength::ok;
}

std::string_view to_string(SecretStrength strength) {
  static constexpr std::array<std::string_view, 9> kNames = {"empty",     "placeholder", "equals_name",
                                                             "listed",    "derived",     "digits_only",
                                                             "too_short", "medium",      "strong"};
  return kNames[static_cast<size_t>(strength)];
}

std::string_view to_string(PinStrength strength) {
  static constexpr std::array<std::string_view, 5> kNames = {"empty", "equals_mailbox", "listed", "too_short",
                                                             "ok"};
  return kNames[static_cast<size_t>(strength)];
}

}  // namespace denwaban::knowledge
