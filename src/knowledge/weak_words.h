// SPDX-License-Identifier: GPL-3.0-or-later
// How long a password would stand: the words that attackers try (dictionaries of JPCERT-AT-2010-0032 and of
// the National Police Agency of Japan, 2015-12-28; Asterisk's samples; defaults of distributions, telephones
// and routers) and what they make of them. Pure, thread-safe; time is linear in the input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace denwaban::knowledge {

// In the order of judgement: the first that applies.
enum class SecretStrength : uint8_t {
  empty,
  placeholder,  // <secret>, {{ secret }}, CHANGEME, ***: a template's gap
  equals_name,  // user, section, extension or mailbox, in any case of letters
  listed,       // in the dictionary, in any case of letters
  derived,      // a word or name with up to six digits, reversed, p4ssw0rd; keyboard run; repetition; date
  digits_only,  // fewer than 20 of them
  too_short,    // fewer than 8 characters
  medium,       // 8 to 13 characters; or fewer than 20 of one kind (lower, upper, digits, others)
  strong,       // 14 of two kinds, 20 of any
};

// `names`: user name, section, extension, caller ID number... of the account. The first 128 characters and
// the first 16 names count.
SecretStrength grade_secret(std::string_view secret, std::span<const std::string_view> names);
// Everything before `medium`: an attacker gets there by guessing.
bool is_guessable(SecretStrength strength);

enum class PinStrength : uint8_t {
  empty,
  equals_mailbox,
  listed,     // common PINs, runs, repetitions, years, dates
  too_short,  // fewer than six digits
  ok,
};
// A leading '-' (voicemail.conf: the user cannot change it) is not part of the PIN. Of an Authenticate() PIN
// the mailbox is empty.
PinStrength grade_pin(std::string_view pin, std::string_view mailbox);

std::string_view to_string(SecretStrength strength);
std::string_view to_string(PinStrength strength);

// Words to try against a digest (md5secret, md5_cred) in the order in which an attacker would: empty, the
// names and what is made of them, the dictionary, the numbers of 1 to 4 digits, words with digits. Without
// repetition worth mentioning. The caller hashes: MD5(user:realm:word).
class CandidateWords {
 public:
  static constexpr size_t kDefaultLimit = 40000;
  // The names must outlive this object; the first 16 are used.
  explicit CandidateWords(std::span<const std::string_view> names, size_t limit = kDefaultLimit);
  // Valid until the next call; nullopt: no more.
  std::optional<std::string_view> next();

 private:
  std::span<const std::string_view> names_;
  size_t left_;
  size_t stage_ = 0, index_ = 0;
  std::string word_;
};

}  // namespace denwaban::knowledge
