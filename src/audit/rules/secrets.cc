// SPDX-License-Identifier: GPL-3.0-or-later
#include "audit/rules/secrets.h"

#include <algorithm>

#include "audit/md5.h"
#include "text/message.h"

namespace denwaban::audit {
namespace {

using knowledge::SecretStrength;

constexpr size_t kTrailMax = 60;
constexpr size_t kNamesShown = 3;

std::vector<std::string_view> views(const std::vector<std::string>& names) {
  return {names.begin(), names.end()};
}

Severity severity_of(SecretStrength strength, bool sent_only) {
  bool merely_short = strength == SecretStrength::digits_only || strength == SecretStrength::too_short;
  if (sent_only) return merely_short ? Severity::low : Severity::medium;
  return merely_short ? Severity::high : Severity::critical;
}

ConfigFinding& record(Check& check, const Object& object, const Option& secret, SecretStrength strength,
                      bool sent_only) {
  ConfigFinding& found = check.about_secret(object, secret);
  found.severity = severity_of(strength, sent_only);
  fact(found, "strength", strength_words(strength));
  fact(found, "device", object.title());
  found.fix =
      object.title() + "\n" + (secret.key == "md5secret" ? "secret" : secret.key) + "=" + new_secret();
  return found;
}

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return all;
}

// Up to 13 characters that are letters of one kind, or begin with a capital, and at most four digits behind them: a word or two
// of some language, with a year.
bool is_poor(std::string_view secret) {
  constexpr size_t kDigitsMax = 4, kLettersMin = 4, kLengthMax = 13;
  if (secret.size() > kLengthMax) return false;
  const size_t digits = secret.size() - (secret.find_last_not_of("0123456789") + 1);
  const std::string_view word = secret.substr(0, secret.size() - digits);
  auto all = [](std::string_view text, char low, char high) {
    return std::all_of(text.begin(), text.end(), [&](char c) { return c >= low && c <= high; });
  };
  return digits <= kDigitsMax && word.size() >= kLettersMin &&
         (all(word, 'A', 'Z') || (all(word.substr(1), 'a', 'z') && all(lower(word), 'a', 'z')));
}

}  // namespace

knowledge::SecretStrength strength_of(std::string_view secret, const Account& account) {
  return knowledge::grade_secret(secret, views(account.names));
}

bool is_guessable_secret(std::string_view secret, const Account& account) {
  return knowledge::is_guessable(strength_of(secret, account));
}

ConfigFinding* report_if_guessable(Check& check, const Object& object, const Option& secret,
                                   const Account& account) {
  if (secret.value.empty()) return nullptr;
  SecretStrength strength = strength_of(secret.value, account);
  bool poor = strength == SecretStrength::medium && is_poor(secret.value) && !account.sent_only;
  if (!(knowledge::is_guessable(strength) || poor) || strength == SecretStrength::empty) return nullptr;
  ConfigFinding& found = record(check, object, secret, strength, account.sent_only);
  if (poor) found.severity = Severity::medium;
  return &found;
}

bool DigestGuesser::guesses(std::string_view digest, const Account& account) {
  if (digest.size() != 32) return false;
  std::string wanted = lower(digest);
  std::string head = account.user + ":" + account.realm + ":";
  std::vector<std::string_view> names = views(account.names);
  knowledge::CandidateWords words(names);
  while (left_ > 0) {
    auto word = words.next();
    if (!word) return false;
    --left_;
    if (md5_hex(head + std::string(*word)) == wanted) return true;
  }
  return false;
}

ConfigFinding* report_if_digest_guessable(Check& check, const Object& object, const Option& digest,
                                          const Account& account, DigestGuesser& guesser) {
  if (digest.value.empty() || !guesser.guesses(digest.value, account)) return nullptr;
  return &record(check, object, digest, SecretStrength::listed, account.sent_only);
}

std::string strength_words(SecretStrength strength) {
  return text::say("audit.secret." + std::string(knowledge::to_string(strength)));
}

std::string new_secret() { return text::say("audit.secret.new"); }

void SharedSecrets::add(const Object& object, const Option& secret) {
  bool gap = knowledge::grade_secret(secret.value, {}) == SecretStrength::placeholder;  // of a form: shared by nobody
  if (!secret.value.empty() && !gap) uses_[secret.value].push_back({&object, secret});
}

void SharedSecrets::report(Check& check) const {
  for (const auto& [secret, uses] : uses_) {
    if (uses.size() < 2) continue;
    const Use& first = uses.front();
    std::vector<std::string> others;
    for (const Use& other : uses) {
      if (other.object != first.object) others.push_back(other.object->title());
      if (others.size() > kNamesShown) break;
    }
    ConfigFinding& found = check.about_secret(*first.object, first.secret);
    fact(found, "count", std::to_string(uses.size()));
    fact(found, "others", list_of(others));
    found.fix = first.object->title() + "\n" + first.secret.key + "=" + new_secret();
    for (size_t i = 1; i < uses.size() && found.trail.size() < kTrailMax; ++i) {
      if (!uses[i].secret.written()) continue;
      SourceLine place = check.estate().sources.line_of(*uses[i].secret.config, *uses[i].secret.variable);
      place.text = uses[i].object->title();
      found.trail.push_back(std::move(place));
    }
  }
}

std::string list_of(const std::vector<std::string>& names) {
  std::string list;
  for (size_t i = 0; i < std::min(names.size(), kNamesShown); ++i) list += (i ? ", " : "") + names[i];
  if (names.size() > kNamesShown) list += ", …";
  return list;
}

std::string caller_number(std::string_view caller_id) {
  size_t open = caller_id.rfind('<');
  if (open != std::string_view::npos) {
    caller_id.remove_prefix(open + 1);
    caller_id = caller_id.substr(0, caller_id.find('>'));
  }
  return std::string(caller_id);
}

}  // namespace denwaban::audit
