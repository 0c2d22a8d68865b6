// SPDX-License-Identifier: GPL-3.0-or-later
// What happened at a made-up company's exchange, with the truth that no record holds.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace denwaban::sim {

enum class Way : uint8_t {
  internal,
  code,         // answered by the exchange itself
  outgoing,     // a telephone called out
  incoming,     // it came by a trunk and stayed
  forwarded,    // it came by a trunk for a telephone that is forwarded outside
  disa,         // it came by a trunk and dialled on
  transferred,  // it came by a trunk, somebody here sent it outside
  originated,   // the manager interface was told to make it
  guest,        // nobody logged in for it
};
// The last leg left by a trunk.
constexpr bool leaves(Way way) { return way != Way::internal && way != Way::code && way != Way::incoming; }

enum class Outcome : uint8_t { answered, no_answer, busy, failed };

// A number as this exchange dials it, and what it is.
struct Number {
  std::string dialled;  // with the outside prefix
  std::string sent;     // by the trunk
  std::string e164;     // without plus; empty: internal, emergency, a code
  int64_t price = 0;    // millionths of EUR a minute
};

struct SimCall {
  Time began{};
  int32_t ring = 0, talk = 0;  // seconds; `talk` only when answered
  Way way = Way::internal;
  Outcome outcome = Outcome::answered;
  bool emergency = false;
  uint8_t trunk_in = 0, trunk_out = 0;
  int16_t theft = -1;   // which theft it belongs to
  int32_t person = -1;  // who called; of forwards and transfers: whose telephone sent it on
  int32_t to = -1;      // who was called here
  std::string caller;   // of calls that came in: who they say they are
  Number number;
  uint32_t serial = 0;  // of its first channel

  bool is_answered() const { return outcome == Outcome::answered; }
  Time answered_at() const { return began + Seconds(ring); }
  Time ended_at() const { return began + Seconds(ring + (is_answered() ? talk : 0)); }
  // Millionths of EUR that it has cost until `when`.
  int64_t cost_until(Time when) const {
    if (!is_answered() || when <= answered_at()) return 0;
    const int64_t talked = std::min<int64_t>(talk, std::chrono::floor<Seconds>(when - answered_at()).count());
    return talked * number.price / 60;
  }
  int64_t cost() const { return cost_until(ended_at()); }
  bool outside() const { return leaves(way) && !emergency; }
};

enum class TheftKind : uint8_t {
  weekend,         // a stolen account, fast, when nobody looks
  slow,            // under every threshold, for weeks
  many_accounts,   // ten accounts with two calls each
  route_hunting,   // failing calls until one gets through
  test_then_pump,  // a test call; hours later from another account
  wangiri,         // missed calls that lure
  disa,            // in by a trunk and out again
  forwarding,      // a telephone was forwarded to a costly number
  transfer,        // in, and sent out again
  sequential,      // one number after the other of a rented range
  same_number,     // one premium number again and again
  long_held,       // few calls, for hours
  satellite,
  in_hours,  // hidden among normal calls
  begins_cheap,
  home_premium,  // premium numbers of the company's own country
  manager,       // over the manager interface, of no account
  guest,         // without any login
  holiday,
  busy_day,     // on the busiest telephones' day
  trickle,      // few calls a night, always by another account
  familiar,     // to a country that this company calls anyway
  night_shift,  // where somebody always works
  early,        // it was going on before the records began
  rogue,        // an account that the thief made himself
  dormant,      // a telephone that hardly anybody uses
  count_,
};
constexpr size_t kTheftKinds = static_cast<size_t>(TheftKind::count_);
std::string_view to_string(TheftKind kind);

struct Theft {
  TheftKind kind = TheftKind::weekend;
  Time first{}, last{};         // of its calls: the first began, the last ended
  std::vector<uint32_t> calls;  // indices into the world's, in order of time
  int64_t cost = 0;             // millionths of EUR
};

}  // namespace denwaban::sim
