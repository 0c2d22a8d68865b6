// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> gate_keys() {
  static constexpr Key kKeys[] = {
      {.name = "gate.enabled",
       .meaning = "Whether the dialplan can ask the guard: \"auto\" where denwaban setup --gate has written the lines that do.",
       .reason = "Where nobody asks no port need be open.",
       .slot = [](Settings& s) -> Slot { return &s.gate.enabled; },
       .shape = Shape::choice,
       .choices = "auto|on|off"},
      {.name = "gate.listen",
       .meaning = "Address and port of the FastAGI server, as the dialplan names it.",
       .reason = "4573 is the usual port of FastAGI.",
       .slot = [](Settings& s) -> Slot { return &s.gate.listen; },
       .bounds = {1, 64}},
      {.name = "gate.beyond_loopback",
       .meaning = "Whether gate.listen may be an address that other machines reach.",
       .reason = "FastAGI knows no passwords: who can ask learns who is locked, and can try PINs.",
       .slot = [](Settings& s) -> Slot { return &s.gate.beyond_loopback; }},
      {.name = "gate.rules",
       .meaning = "Which calls may leave, line by line; the first that fits decides. VERDICT CLASS[,CLASS] [for ACCOUNT,…] [at "
                  "HH-HH] [on DAY,…], such as \"pin abroad at 19-07\" or \"refuse premium for 2*\".",
       .reason = "Empty: what is suspicious is stopped, all else may leave.",
       .slot = [](Settings& s) -> Slot { return &s.gate.rules; },
       .bounds = {0, 1000},
       .shape = Shape::gate_rule},
      {.name = "gate.alarm",
       .meaning = "What becomes of a call that would raise an alarm of high severity: \"pin\" asks for the account's PIN, and "
                  "refuses where it has none.",
       .reason = "Who knows the PIN is not the thief of a telephone's password.",
       .slot = [](Settings& s) -> Slot { return &s.gate.alarm; },
       .shape = Shape::choice,
       .choices = "allow|pin|refuse"},
      {.name = "gate.doubt",
       .meaning = "The same for medium severity; \"pin\" allows the call where the account has none.",
       .reason = "Half of a suspicion stops nobody's work.",
       .slot = [](Settings& s) -> Slot { return &s.gate.doubt; },
       .shape = Shape::choice,
       .choices = "allow|pin|refuse"},
      {.name = "gate.sound",
       .meaning = "What is played to whom a call is refused: a sound of Asterisk's.",
       .reason = "It is one of the core sounds, in every language that they come in.",
       .slot = [](Settings& s) -> Slot { return &s.gate.sound; },
       .bounds = {1, 80},
       .shape = Shape::sound},
      {.name = "gate.pins_file",
       .meaning = "The file with the PINs of accounts, hashed; denwaban fraud pin writes it.",
       .reason = "Beside the other secrets; mode 0600.",
       .slot = [](Settings& s) -> Slot { return &s.gate.pins_file; },
       .bounds = {1, 4096},
       .shape = Shape::absolute_path},
      {.name = "gate.pin_failures",
       .meaning = "After how many wrong PINs an account is asked no more, and refused.",
       .reason = "Five of ten thousand: one in two thousand guesses right.",
       .slot = [](Settings& s) -> Slot { return &s.gate.pin_failures; },
       .bounds = {1, 100}},
      {.name = "gate.pin_lock",
       .meaning = "For how long.",
       .reason = "A person can wait an hour, or ask the administrator; a machine gets through a hundred PINs a day.",
       .slot = [](Settings& s) -> Slot { return &s.gate.pin_lock; },
       .bounds = {60, 30 * 86400}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
