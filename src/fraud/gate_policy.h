// SPDX-License-Identifier: GPL-3.0-or-later
// May this call leave? Asked by the dialplan before it dials out; pure. An emergency call always may, whatever is known of
// anybody: that is the first thing looked at, here as in everything that comes before this and behind it.
//
// What people have ordered (locks, rules, limits) holds from the first day. What the detectors alone conclude is only told
// while the guard still watches. Where a PIN is asked for, who knows it may call: it stands in for the verdict "refuse".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "fraud/detectors.h"
#include "fraud/gate_rules.h"
#include "fraud/outside_number.h"
#include "model/call.h"

namespace denwaban::fraud {

enum class GateReason : uint8_t {
  ordinary,   // nothing speaks against it
  emergency,  // always allowed
  locked,     // the account is locked for outside calls
  closed,     // the trunk is closed for this class of destinations
  rule,       // of the user
  limit,      // of money that the user set is reached
  fraud,      // the detectors would raise an alarm
  doubtful,   // the question was not what Asterisk asks
  pin_right,
  pin_wrong,     // too often for this call
  pin_locked,    // too often for this account
  hung_up,       // while the PIN was asked for
  out_of_order,  // the gate itself could not decide: dialplans do what they do when the guard is down
};

struct GateOptions {
  std::vector<GateRule> rules;
  // What an alarm of high severity and above means, and one of medium. ask_pin, for who has none: refuse, and allow.
  GateVerdict alarm = GateVerdict::ask_pin, doubt = GateVerdict::ask_pin;
};

struct GateQuestion {
  Call call;              // id, channel, account, dialled, trunk_number, trunk, context: what the dialplan told
  bool doubtful = false;  // a stranger wrote part of it
};

struct GateKnowledge {
  Weighed weighed;
  std::optional<OutsideNumber> to;
  LocalMoment at;
  bool locked = false, closed = false;
  bool has_pin = false, pin_locked = false;
  bool watching = false;  // the first period
};

struct GateAnswer {
  GateVerdict verdict = GateVerdict::allow;
  GateReason reason = GateReason::ordinary;
  GateVerdict meant = GateVerdict::allow;  // another than `verdict` while the guard only watches
  size_t rule = 0;                         // its number, from 1; 0: none
};

// `reader` knows how one dials here.
GateAnswer decide(const NumberReader& reader, const GateOptions& options, const GateQuestion& question,
                  const GateKnowledge& known);

// Words for the dialplan, records and sentences.
std::string_view to_string(GateVerdict verdict);  // "allow", "pin", "refuse"
std::string_view to_string(GateReason reason);

}  // namespace denwaban::fraud
