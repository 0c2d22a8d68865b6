// SPDX-License-Identifier: GPL-3.0-or-later
// An outside call that lasts.
#pragma once

#include <optional>
#include <string>

#include "fraud/outside_number.h"
#include "fraud/suspicion.h"
#include "model/event.h"

namespace denwaban::fraud {

struct LiveCall {
  std::string id, account, trunk;
  uint64_t account_key = 0;
  OutsideNumber to;
  uint64_t written = 0;  // what `to` was read from
  bool from_trunk = false, nobody = false, redirected = false;
  bool number_known = false;
  bool new_place = false;
  Time began{};
  LocalMoment at;
  std::optional<Time> talking;
  EvidenceRef evidence;

  Amount counted;          // cost that budgets and findings know of …
  double counted_eur = 0;  // … and at class prices
  double points = 0, off_hours = 0;
  double part = 0, for_length = 0, counted_part = 0;  // of an alarm: what it is, its length adds, the sums hold
  double weighed_minutes = 0;                         // when it was weighed last
  double told_minutes = 0;                            // up to which its length was weighed
  uint64_t odd = 0;                                   // its serial among the odd calls; 0: it is not
  uint64_t finding = 0;                               // key of the case it belongs to; 0: none

  void io(StateIo& io);  // without the views of `to`
  double minutes(Time now) const {
    return talking && now > *talking ? static_cast<double>((now - *talking).count()) / 60'000 : 0;
  }
};

}  // namespace denwaban::fraud
