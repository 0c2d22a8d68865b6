// SPDX-License-Identifier: GPL-3.0-or-later
// What was found in calls, by detector and by the rule of it that fired (FraudFinding::pattern). Without a row of its own
// a pattern takes the detector's general one. Arguments: subject, accounts, countries, numbers, count, cost,
// cost_at_alarm, and the finding's facts by their names.
#include "text/catalogues.h"

namespace denwaban::text {

std::span<const Row> english_fraud() {
  static constexpr Row kRows[] = {
      {"fraud.title.call_velocity", "{subject} calls more than ever"},
      {"fraud.why.call_velocity",
       "{calls|# call|# calls} in {span}[usual?, usual most {usual}][place?, the latest to {place}][time? at {time}]"},
      {"fraud.title.concurrent_calls", "{subject} makes more calls at once than ever"},
      {"fraud.why.concurrent_calls",
       "{at_once|# call|# calls} at once[usual_at_once?, usual most {usual_at_once}][place?, the latest to {place}][time? at "
       "{time}]"},
      {"fraud.title.costly_destination", "{subject} calls where fraud earns its money: {place}"},
      {"fraud.why.costly_destination",
       "{number} in {place}[price?, about {price} EUR a minute][never_in_days?, never called in {never_in_days|# day|# days}]"
       "[time? at {time}, when nobody calls][calls?, {calls} calls in {span}]"},
      {"fraud.title.costly_destination.premium", "{subject} calls premium numbers of {place}"},
      {"fraud.title.costly_destination.network", "{subject} calls an international network: {place}"},
      {"fraud.title.costly_destination.slow", "{subject} calls {place} a little at a time"},
      {"fraud.why.costly_destination.slow",
       "{number} in {place} and others, a few at a time over days so as to stay unnoticed[price?, about {price} EUR a minute]"},
      {"fraud.title.costly_destination.joint", "several accounts call {place}"},
      {"fraud.why.costly_destination.joint",
       "calls of several accounts to {place}[price?, about {price} EUR a minute][never_in_days?, never called in "
       "{never_in_days|# day|# days} before]"},
      {"fraud.title.new_destination", "{subject} calls {place} for the first time"},
      {"fraud.why.new_destination",
       "{number} in {place}[never_in_days?, never called in {never_in_days|# day|# days}][known_days?, called on "
       "{known_days|# day|# days} before][time? at {time}, when nobody calls][calls?, {calls} calls in {span}]"},
      {"fraud.title.new_destination.hunting", "{subject} tries country after country"},
      {"fraud.why.new_destination.hunting",
       "{new_places|# place|# places} called for the first time within a day, the latest {number} in {place}[time? at {time}]"},
      {"fraud.title.new_destination.slow", "{subject} calls {place} a little at a time"},
      {"fraud.title.new_destination.joint", "several accounts call {place}"},
      {"fraud.why.new_destination.joint",
       "calls of several accounts to {place}[never_in_days?, never called in {never_in_days|# day|# days} before]"},
      {"fraud.title.off_hours", "{subject} calls {place} when nobody calls"},
      {"fraud.why.off_hours",
       "{number} in {place} at {time}, when nobody here calls[never_in_days?, never called in {never_in_days|# day|# days}]"
       "[calls?, {calls} calls in {span}]"},
      {"fraud.why.off_hours.quiet_day",
       "{number} in {place} at {time}, on a day on which the office is quiet[never_in_days?, never called in "
       "{never_in_days|# day|# days}]"},
      {"fraud.title.sequential_numbers", "{subject} calls one number after the other in {place}"},
      {"fraud.why.sequential_numbers",
       "{number} and {neighbours|# number|# numbers} next to it within a day: a range that somebody rents looks like this"
       "[price?, about {price} EUR a minute]"},
      {"fraud.title.repeated_number", "{subject} calls the same number in {place} again and again"},
      {"fraud.why.repeated_number",
       "{number} {same_number|# time|# times} within a day, and it is answered[price?, about {price} EUR a minute]"},
      {"fraud.title.spend_limit", "{subject} spends more than ever"},
      {"fraud.why.spend_limit",
       "about {spent} EUR today, usual most {usual_spent} EUR[place?, the latest call to {place}][time? at {time}]"},
      {"fraud.title.spend_limit.long", "{subject} makes a call to {place} that does not end"},
      {"fraud.why.spend_limit.long", "{number} for {minutes|# minute|# minutes}, about {spent} EUR today, usual most {usual_spent} EUR"},
      {"fraud.title.spend_limit.trickle", "{subject} spends more and more where nobody called before"},
      {"fraud.why.spend_limit.trickle",
       "about {new_spent} EUR in some ten days at places that nobody here called until a month ago, the latest {number} in {place}"
       "[time? at {time}]"},
      {"fraud.title.spend_limit.together", "more and more is spent in {place}"},
      {"fraud.why.spend_limit.together",
       "about {new_spent} EUR within days in {place}, which nobody here called until {new_days|# day|# days} ago, the latest to "
       "{number}[time? at {time}]"},
      {"fraud.title.spend_limit.limit_hour", "the limit of an hour is passed"},
      {"fraud.why.spend_limit.limit_hour", "{spent} in this hour, the limit set for the {scope} is {limit}"},
      {"fraud.title.spend_limit.limit_day", "the limit of a day is passed"},
      {"fraud.why.spend_limit.limit_day", "{spent} today, the limit set for the {scope} is {limit}"},
      {"fraud.title.spend_limit.limit_month", "the limit of a month is passed"},
      {"fraud.why.spend_limit.limit_month", "{spent} in this month, the limit set for the {scope} is {limit}"},
      {"fraud.title.test_call", "{subject} calls {place}, where somebody tried before"},
      {"fraud.why.test_call",
       "{number} in {place}: {tester} tried a short call there before[never_in_days?, else never called in "
       "{never_in_days|# day|# days}][time?, now at {time}]"},
      {"fraud.why.test_call.others",
       "{number} in {place}: calls there belong to a fraud finding already[time?, now at {time}]"},
      {"fraud.title.wangiri", "{subject} calls back a number that rang once"},
      {"fraud.why.wangiri",
       "{number} in {place} rang {rang_minutes_ago|# minute|# minutes} ago and hung up before anybody answered[price?, about "
       "{price} EUR a minute]"},
      {"fraud.why.wangiri.many",
       "{number} in {place} rang {rang_minutes_ago|# minute|# minutes} ago and hung up, {rings} such calls from numbers like it"
       "[price?, about {price} EUR a minute]"},
      {"fraud.title.dial_through", "a call came in from outside and went out again to {place}"},
      {"fraud.why.dial_through",
       "{number} in {place} was called by somebody who came in through a trunk[price?, about {price} EUR a minute]"
       "[never_in_days?, never called in {never_in_days|# day|# days}][time? at {time}]"},
      {"fraud.title.dial_through.nobody", "calls of no account go to {place}"},
      {"fraud.why.dial_through.nobody",
       "{number} in {place} was called without any account: a guest, or somebody who orders calls[price?, about {price} EUR a "
       "minute][never_in_days?, never called in {never_in_days|# day|# days}][time? at {time}]"},
      {"fraud.title.known_fraud_number", "{subject} calls a number from the list of fraud numbers"},
      {"fraud.why.known_fraud_number", "{number} begins with {entry}, which stands in a list of fraud numbers"},
  };
  return kRows;
}

}  // namespace denwaban::text
