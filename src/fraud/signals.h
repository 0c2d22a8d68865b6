// SPDX-License-Identifier: GPL-3.0-or-later
// All that was measured about one outside call at one moment. Rules see nothing else, so that each can be told in
// figures that a person can check.
#pragma once

#include <cstdint>
#include <string>

#include "fraud/calendar.h"
#include "fraud/outside_number.h"

namespace denwaban::fraud {

struct Signals {
  OutsideNumber to;
  LocalMoment at;

  // What is known of this exchange and account.
  int32_t history_days = 0;
  double maturity = 0;  // 0: the first day of records … 1: enough is known to call something new
  uint32_t account_calls = 0;
  uint32_t place_days = 0;          // days before today on which anybody called there …
  uint32_t account_place_days = 0;  // … and this account
  bool number_known = false;        // called on an earlier day, by anybody

  double unusual_hour = 0;  // 0 to 3, of the exchange
  bool account_hours_known = false, account_usual_hour = false;
  bool quiet_day = false;

  // Calls with a stake of this account, this one included, and the usual most of a day.
  uint32_t in_ten_minutes = 0, in_hour = 0, in_day = 0, at_once = 0;
  double usual_ten_minutes = 0, usual_hour = 0, usual_day = 0, usual_at_once = 0;
  uint32_t all_in_hour = 0;  // with those without a stake
  double usual_all_in_hour = 0;

  uint32_t neighbours = 0;   // other numbers of the same thousand in a day
  uint32_t same_number = 0;  // calls to this number in a day, answered
  uint32_t new_places = 0;   // that this account called for the first time in a day

  double spent = 0, usual_spent = 0;  // today with a stake, to numbers not known; at class prices, EUR
  double talked_minutes = 0;          // of this call

  bool from_trunk = false;  // came in by a trunk and leaves again
  bool nobody = false;      // no account: Originate, a guest
  bool redirected = false;

  int64_t rang_ago = -1;  // seconds since this number rang here and hung up; -1: it did not
  uint32_t rings = 0;     // of numbers like it
  std::string tester;     // who tried this place before, shortly
  bool tester_is_other = false;
  bool place_in_finding = false;  // others' calls to this place belong to a finding
};

}  // namespace denwaban::fraud
