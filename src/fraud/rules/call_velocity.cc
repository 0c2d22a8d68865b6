// SPDX-License-Identifier: GPL-3.0-or-later
// More calls in ten minutes, an hour or a day than ever. Calls without a stake alarm only far beyond all that a person or
// a campaign does.
#include <algorithm>
#include <cmath>

#include "fraud/rules.h"

namespace denwaban::fraud {
namespace {

// How many times what is allowed: twice the usual most, and never less than a few.
double excess(double calls, double usual, double least) { return calls / std::max(2 * usual, least); }

struct Window {
  double times;
  std::string_view pattern;
};

Window worst_window(const Signals& call) {
  double slack = call.history_days < 5 ? 2 : 1;
  Window ten{excess(call.in_ten_minutes, call.usual_ten_minutes, 4 * slack), "ten_minutes"};
  Window hour{excess(call.in_hour, call.usual_hour, 8 * slack), "hour"};
  Window day{excess(call.in_day, call.usual_day, 20 * slack), "day"};
  return std::max({ten, hour, day}, [](const Window& a, const Window& b) { return a.times < b.times; });
}

}  // namespace

Piece weigh_call_velocity(const Signals& call) {
  constexpr double kLeastOfAll = 80;
  double all = excess(call.all_in_hour, call.usual_all_in_hour, kLeastOfAll);
  Piece any{all > 1 ? std::min(12.0, 2 + 3 * std::log2(all)) : 0, "all"};
  if (call.to.stake == Stake::none) return any;
  Window worst = worst_window(call);
  if (worst.times <= 1) return {};
  bool harmless = call.to.stake == Stake::small && call.unusual_hour < 2;
  double points = std::min(6.0, 2 + 2 * std::log2(worst.times)) * (harmless ? 0.5 : 1);
  return points >= any.points ? Piece{points, worst.pattern} : any;
}

void explain_call_velocity(const Signals& call, Facts& facts) {
  Piece piece = weigh_call_velocity(call);
  auto tell = [&](uint32_t calls, double usual, std::string_view span) {
    add_fact(facts, "calls", calls);
    add_fact(facts, "usual", static_cast<uint64_t>(usual));
    add_fact(facts, "span", std::string(span));
  };
  if (piece.pattern == "ten_minutes") tell(call.in_ten_minutes, call.usual_ten_minutes, "10 min");
  if (piece.pattern == "hour") tell(call.in_hour, call.usual_hour, "1 h");
  if (piece.pattern == "day") tell(call.in_day, call.usual_day, "24 h");
  if (piece.pattern == "all") tell(call.all_in_hour, call.usual_all_in_hour, "1 h");
}

}  // namespace denwaban::fraud
