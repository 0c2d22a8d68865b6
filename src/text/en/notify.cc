// SPDX-License-Identifier: GPL-3.0-or-later
// What people are told by mail, webhook or command.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_notify() {
  static constexpr Row kRows[] = {
      {"notify.calls",
       "{count|# call|# calls} since {since}, {cost} until now[accounts?; accounts {accounts}][trunk?; trunk {trunk}]"
       "[numbers?; to {numbers}]"},
      {"notify.attempts",
       "{count|# attempt|# attempts} since {since}, from {addresses|# address|# addresses}[accounts?; accounts {accounts}]"},
      {"notify.done", "What was decided:"},
      {"notify.ended", "{count|# call|# calls} ended"},
      {"notify.more", "and {count} more"},
      {"notify.undo", "To undo it:"},
      {"notify.sum.title", "{count|# more finding|# more findings} of the last hour"},
      {"notify.sum.more", "and {count} more"},
      {"notify.sum.look", "These were more than are told one by one (notify.an_hour). All of them: denwaban findings"},
      {"notify.trial.title", "a trial"},
      {"notify.trial.text", "This is a trial: somebody ran denwaban notify test. Nothing happened, and nothing has to be done."},
      {"notify.test.none", "nobody is told of anything: set notify.mail_to, notify.webhook or notify.command"},
      {"notify.test.sent", "{channel}: sent"},
      {"notify.test.failed", "{channel}: {problem}"},
      {"notify.failed", "nobody could be told by {channel} ({problem}): it is tried again for a day"},
      {"notify.given_up", "given up after a day: nobody was told by {channel} of “{title}” ({problem})"},
      {"notify.dropped", "more than {most} notices wait to be told: {count} were dropped"},
      {"notify.unkept", "a notice cannot be kept for after a restart ({problem}); it is told from memory"},
  };
  return kRows;
}

}  // namespace denwaban::text
