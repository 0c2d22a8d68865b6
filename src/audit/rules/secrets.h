// SPDX-License-Identifier: GPL-3.0-or-later
// Judging the passwords of devices and accounts. No password, and nothing from which one could be told, gets
// into a finding.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "audit/rule.h"
#include "knowledge/weak_words.h"

namespace denwaban::audit {

struct Account {
  std::vector<std::string>
      names;               // what an attacker tries first: section, user name, number of the caller ID
  std::string user;        // of a digest
  std::string realm;       // of a digest
  bool sent_only = false;  // we show it to others: nobody logs in here with it
};

// Tries the dictionaries against digests; the number of tries of one rule is bounded.
class DigestGuesser {
 public:
  static constexpr size_t kTriesMax = 1'000'000;
  // Whether `digest` is MD5(user:realm:word) of a word that an attacker would try.
  bool guesses(std::string_view digest, const Account& account);

 private:
  size_t left_ = kTriesMax;
};

// Records a password in clear that can be guessed: critical where a list or the name tells it, high where it
// is merely short, much less where nobody logs in here with it. Null: it cannot be, or it is empty, which
// other rules are about.
ConfigFinding* report_if_guessable(Check& check, const Object& object, const Option& secret,
                                   const Account& account);
ConfigFinding* report_if_digest_guessable(Check& check, const Object& object, const Option& digest,
                                          const Account& account, DigestGuesser& guesser);
bool is_guessable_secret(std::string_view secret, const Account& account);
knowledge::SecretStrength strength_of(std::string_view secret, const Account& account);

// "it is in the lists that attackers try": for the sentences' argument `strength`.
std::string strength_words(knowledge::SecretStrength strength);
// What stands for a password in a fix: "<20 random characters or more>".
std::string new_secret();

// Which objects share a password: each object that does not stand alone, with the names of the others.
class SharedSecrets {
 public:
  void add(const Object& object, const Option& secret);
  void report(Check& check) const;

 private:
  struct Use {
    const Object* object;
    Option secret;
  };
  std::map<std::string, std::vector<Use>> uses_;
};

// The first few names: "[a], [b], [c], …".
std::string list_of(const std::vector<std::string>& names);

// 'Alice <100>' has the number 100.
std::string caller_number(std::string_view caller_id);

}  // namespace denwaban::audit
