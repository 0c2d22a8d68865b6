// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> ami_keys() {
  static constexpr Key kKeys[] = {
      {.name = "ami.enabled",
       .meaning = "Whether Asterisk's manager is listened to: \"auto\" does when ami.secret_file is there, "
                  "\"on\" complains when it is not.",
       .reason =
           "Whoever makes a user and its secret wants it to be used; where nobody did, there is nothing "
           "to log in with.",
       .slot = [](Settings& s) -> Slot { return &s.ami.enabled; },
       .shape = Shape::choice,
       .choices = "auto|on|off"},
      {.name = "ami.address",
       .meaning =
           "The address at which the manager listens. Without TLS it must be one of this machine's own.",
       .reason = "The manager belongs on loopback; over a network it needs TLS.",
       .slot = [](Settings& s) -> Slot { return &s.ami.address; },
       .bounds = {1, 64},
       .shape = Shape::address},
      {.name = "ami.port",
       .meaning = "Its port. 0: the one of manager.conf.",
       .reason = "So that there is one truth: port= there, else 5038; with TLS tlsbindaddr=, else 5039.",
       .slot = [](Settings& s) -> Slot { return &s.ami.port; }},
      {.name = "ami.user",
       .meaning = "The section of manager.conf to log in as. It needs read = security, and no write at all.",
       .reason = "A user of its own can be taken back without harming another program.",
       .slot = [](Settings& s) -> Slot { return &s.ami.user; },
       .bounds = {1, 80}},
      {.name = "ami.secret_file",
       .meaning = "A file whose first line is that user's secret, readable by its owner only (mode 0600), "
                  "who is root or runs the guard.",
       .reason = "A file of its own keeps the secret out of these settings and of what \"config\" prints.",
       .slot = [](Settings& s) -> Slot { return &s.ami.secret_file; },
       .bounds = {1, 4096},
       .shape = Shape::absolute_path},
      {.name = "ami.tls",
       .meaning = "Whether to speak TLS with the manager (tlsenable in manager.conf); needs ami.certificate.",
       .reason = "On this machine nobody listens in between.",
       .slot = [](Settings& s) -> Slot { return &s.ami.tls; }},
      {.name = "ami.certificate",
       .meaning = "A PEM file: the manager's own certificate, which is then believed whatever else stands in "
                  "it, or that of the authority that signed it.",
       .reason = "The system's authorities sign for half the world; a manager is one machine.",
       .slot = [](Settings& s) -> Slot { return &s.ami.certificate; },
       .bounds = {0, 4096},
       .shape = Shape::absolute_path},
      {.name = "ami.tls_name",
       .meaning = "The name that a certificate signed by an authority must bear. Empty: ami.address.",
       .reason = "Authorities sign for names more often than for addresses.",
       .slot = [](Settings& s) -> Slot { return &s.ami.tls_name; },
       .bounds = {0, 253}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
