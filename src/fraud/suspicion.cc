// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/suspicion.h"

#include <algorithm>

namespace denwaban::fraud {
namespace {

using Pieces = std::array<Piece, 12>;

constexpr double kTelling = 5;  // what somebody does: more than a busy day

double points_of(const Pieces& pieces, FraudDetector detector) { return pieces[static_cast<size_t>(detector)].points; }

// Where to, new and when say little of a cheap place: new customers and journeys look like this.
double circumstances(double danger, double newness, double off_hours) {
  double sum = danger + newness + off_hours;
  if (danger < 1.5) return std::min(sum, off_hours >= 2 ? 6.0 : 4.0);
  if (danger < 3) return std::min(sum, 7.0);
  return sum;
}

// What the finding is called by: a rule that says what is done, if it has weight, else the heaviest.
size_t naming_rule(const Pieces& pieces) {
  constexpr double kWeight = 3;
  size_t heaviest = 0, specific = pieces.size();
  for (size_t i = 0; i < pieces.size(); ++i) {
    if (pieces[i].points > pieces[heaviest].points) heaviest = i;
    bool better = specific == pieces.size() || pieces[i].points > pieces[specific].points;
    if (rules()[i].specific && pieces[i].points >= kWeight && better) specific = i;
  }
  return specific < pieces.size() ? specific : heaviest;
}

}  // namespace

Suspicion suspect(const Signals& call) {
  Pieces pieces;
  double behaviour = 0;
  for (size_t i = 0; i < pieces.size(); ++i) pieces[i] = rules()[i].weigh(call);
  using enum FraudDetector;
  for (auto detector : {call_velocity, concurrent_calls, sequential_numbers, repeated_number, spend_limit, test_call, wangiri,
                        dial_through, known_fraud_number})
    behaviour += points_of(pieces, detector);
  Suspicion result;
  result.danger = points_of(pieces, costly_destination);
  result.off_hours = points_of(pieces, off_hours);
  result.points = behaviour + circumstances(result.danger, points_of(pieces, new_destination), result.off_hours);
  if (call.number_known && points_of(pieces, known_fraud_number) == 0) result.points = std::max(0.0, result.points - 3);
  result.harmless = call.to.stake <= Stake::small && result.off_hours < 2 && behaviour < kTelling;
  result.rule = naming_rule(pieces);
  result.pattern = pieces[result.rule].pattern;
  return result;
}

double Suspicion::part() const {
  struct Step {
    double points, part;
  };
  static constexpr Step kSteps[] = {{4, 0.01}, {5, 0.05}, {6, 0.1}, {7, 0.2}, {8, 0.35}, {9, 0.5}, {kAlarm, 1}};
  if (points < kSteps[0].points) return 0;
  if (points >= kAlarm) return 1;
  const Step* above = std::ranges::upper_bound(kSteps, points, {}, &Step::points);
  const Step* below = above - 1;
  double part = below->part + (above->part - below->part) * (points - below->points) / (above->points - below->points);
  return harmless ? part * 0.2 : part;
}

}  // namespace denwaban::fraud
