// SPDX-License-Identifier: GPL-3.0-or-later
// How this exchange dials, and what calls cost.
#include "settings/schema/rows.h"

namespace denwaban::settings {

std::span<const Key> numbering_keys() {
  static constexpr Key kKeys[] = {
      {.name = "numbering.country",
       .meaning = "The country whose numbers this PBX dials, by its two letters of ISO 3166 (\"JP\", "
                  "\"DE\"): decides the international and the national prefix, emergency and premium numbers.",
       .reason = "Empty: what is foreign or premium nearly everywhere (00, 011, +, 0900 …) counts as such.",
       .slot = [](Settings& s) -> Slot { return &s.numbering.country; },
       .shape = Shape::country},
      {.name = "numbering.outside_prefix",
       .meaning = "The digits that are dialled before a number of the public network (\"0\", \"9\").",
       .reason = "Empty: none.",
       .slot = [](Settings& s) -> Slot { return &s.numbering.outside_prefix; },
       .bounds = {0, 8},
       .shape = Shape::digits},
      {.name = "numbering.area_code",
       .meaning = "The area that a number without any prefix belongs to, without the national prefix (\"30\" for Berlin).",
       .reason = "Empty: such a number is not told apart from an extension.",
       .slot = [](Settings& s) -> Slot { return &s.numbering.area_code; },
       .bounds = {0, 8},
       .shape = Shape::digits},
  };
  return kKeys;
}

std::span<const Key> fraud_keys() {
  static constexpr Key kKeys[] = {
      {.name = "fraud.currency",
       .meaning = "The currency of limits, of what calls cost, and of a rate deck that names none, by its three "
                  "letters of ISO 4217 (\"JPY\").",
       .reason = "Empty: EUR.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.currency; },
       .shape = Shape::currency},
      {.name = "fraud.euro",
       .meaning = "What one EUR is worth in that currency (\"1.16\"): usual prices, which count where the rate deck "
                  "has none, are in EUR.",
       .reason = "Empty: roughly what it was in autumn 2025, for the currencies that numbers.md names; one for others.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.euro; },
       .shape = Shape::money},
      {.name = "fraud.rates_file",
       .meaning = "The rate deck: a CSV file with the header prefix,price_per_minute,connection_fee.",
       .reason = "Empty: a usual price for the class of destination is assumed.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.rates_file; },
       .shape = Shape::absolute_path},
      {.name = "fraud.timezone",
       .meaning = "The time zone of office hours (\"Europe/Berlin\", \"+0900\").",
       .reason = "Empty: this machine's.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.timezone; },
       .shape = Shape::time_zone},
      {.name = "fraud.act",
       .meaning = "What follows from a finding of fraud: \"act\" ends its calls and locks its accounts once fraud.watch_for is "
                  "over, \"notify\" only tells, \"off\" decides nothing. Emergency calls are never touched.",
       .reason = "A stolen account costs thousands an hour at night, when nobody reads what is told.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.act; },
       .shape = Shape::choice,
       .choices = "off|notify|act"},
      {.name = "fraud.watch_for",
       .meaning = "How long after the guard first heard calls here it only watches and tells.",
       .reason = "Two weeks show every weekday twice, and whether it would have stopped a call that was meant.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.watch_for; },
       .bounds = {0, 366 * 86400}},
      {.name = "fraud.lock_for",
       .meaning = "How long an account stays locked for outside calls, and a trunk closed. 0: until denwaban unlock.",
       .reason = "A stolen password is stolen until somebody changes it.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.lock_for; },
       .bounds = {0, 366 * 86400}},
      {.name = "fraud.records",
       .meaning = "Folders and files with tables of call records, from which habits are learned at the start.",
       .reason = "Empty: cdr-csv and cdr-custom in the folder of Asterisk's logs.",
       .slot = [](Settings& s) -> Slot { return &s.fraud.records; },
       .bounds = {0, 64}},
  };
  return kKeys;
}

std::span<const Key> ami_acting_keys() {
  static constexpr Key kKeys[] = {
      {.name = "ami.acting.user",
       .meaning = "The section of manager.conf that ends calls of fraud. It needs write = call, and no read at all.",
       .reason = "Who listens all day need not be able to do anything, and who may act hears nothing.",
       .slot = [](Settings& s) -> Slot { return &s.ami.acting.user; },
       .bounds = {1, 80}},
      {.name = "ami.acting.secret_file",
       .meaning = "A file with that user's secret, as ami.secret_file. Where there is none no call is ended.",
       .reason = "As with ami.secret_file.",
       .slot = [](Settings& s) -> Slot { return &s.ami.acting.secret_file; },
       .bounds = {1, 4096},
       .shape = Shape::absolute_path},
  };
  return kKeys;
}

}  // namespace denwaban::settings
