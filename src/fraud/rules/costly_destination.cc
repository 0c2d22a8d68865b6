// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/rules.h"

namespace denwaban::fraud {

Piece weigh_costly_destination(const Signals& call) {
  return {call.to.danger, call.to.place.ends_with(" premium") ? "premium" : call.to.country.empty() ? "network" : ""};
}

void explain_costly_destination(const Signals& call, Facts& facts) {
  if (call.to.class_price.micros > 0) add_fact(facts, "price", call.to.class_price.text());
}

}  // namespace denwaban::fraud
