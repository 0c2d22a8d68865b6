// SPDX-License-Identifier: GPL-3.0-or-later
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> notify_keys() {
  static constexpr Key kKeys[] = {
      {.name = "notify.from",
       .meaning = "People are told of what is as severe as this, or more.",
       .reason = "What is below can wait until somebody looks.",
       .slot = [](Settings& s) -> Slot { return &s.notify.from; },
       .shape = Shape::choice,
       .choices = "info|low|medium|high|critical"},
      {.name = "notify.an_hour",
       .meaning = "So many notices are sent within an hour; what is more is summed up in one.",
       .reason = "Whoever causes findings must not bury the one that matters.",
       .slot = [](Settings& s) -> Slot { return &s.notify.an_hour; },
       .bounds = {1, 1000}},
      {.name = "notify.mail_to",
       .meaning = "Who gets a mail.",
       .reason = "Empty: nobody.",
       .slot = [](Settings& s) -> Slot { return &s.notify.mail_to; },
       .bounds = {0, 50},
       .shape = Shape::mail_address},
      {.name = "notify.mail_from",
       .meaning = "The sender of mails.",
       .reason = "Empty: denwaban@ and this machine's name.",
       .slot = [](Settings& s) -> Slot { return &s.notify.mail_from; },
       .bounds = {0, 254},
       .shape = Shape::mail_address},
      {.name = "notify.smtp",
       .meaning =
           "The server that takes mails: smtp://HOST:PORT, or smtps://HOST:PORT where TLS comes first.",
       .reason = "The mail server of this machine.",
       .slot = [](Settings& s) -> Slot { return &s.notify.smtp; },
       .bounds = {1, 300},
       .shape = Shape::mail_server},
      {.name = "notify.smtp_tls",
       .meaning = "\"required\": TLS with a certificate that holds, or no mail; \"auto\": TLS where it is "
                  "offered, whatever the "
                  "certificate, as mail servers do among themselves; with a password always \"required\".",
       .reason = "The mail server of this machine seldom has a certificate that anybody knows.",
       .slot = [](Settings& s) -> Slot { return &s.notify.smtp_tls; },
       .shape = Shape::choice,
       .choices = "auto|required|off"},
      {.name = "notify.smtp_user",
       .meaning = "The user to log in as at that server.",
       .reason = "Empty: nobody logs in.",
       .slot = [](Settings& s) -> Slot { return &s.notify.smtp_user; },
       .bounds = {0, 254}},
      {.name = "notify.smtp_password_file",
       .meaning = "The file with that user's password; nobody but its owner may read it.",
       .reason = "Passwords do not belong among the settings.",
       .slot = [](Settings& s) -> Slot { return &s.notify.smtp_password_file; },
       .bounds = {0, 4096},
       .shape = Shape::absolute_path},
      {.name = "notify.webhook",
       .meaning = "The address that notices are posted to, as JSON.",
       .reason = "Empty: nowhere.",
       .slot = [](Settings& s) -> Slot { return &s.notify.webhook; },
       .bounds = {0, 2000},
       .shape = Shape::web_address},
      {.name = "notify.webhook_secret_file",
       .meaning =
           "The file with what is sent as “Authorization: Bearer …”; nobody but its owner may read it.",
       .reason = "Empty: nothing is sent.",
       .slot = [](Settings& s) -> Slot { return &s.notify.webhook_secret_file; },
       .bounds = {0, 4096},
       .shape = Shape::absolute_path},
      {.name = "notify.certificate",
       .meaning = "The file with the certificate of your mail server or webhook, or of its authority, where "
                  "that is your own.",
       .reason = "Empty: the authorities that this system knows.",
       .slot = [](Settings& s) -> Slot { return &s.notify.certificate; },
       .bounds = {0, 4096},
       .shape = Shape::absolute_path},
      {.name = "notify.command",
       .meaning = "A program and its arguments, started without a shell for each notice, with the notice as "
                  "JSON on its standard input.",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.notify.command; },
       .bounds = {0, 50}},
  };
  return kKeys;
}

}  // namespace denwaban::settings
