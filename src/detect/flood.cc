// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/flood.h"

#include <algorithm>
#include <cmath>

namespace denwaban::detect {
namespace {

using Part = Traffic::Part;

constexpr double kGain = 1.0 / 64;  // of the normal and of the mean: ten minutes of intervals
constexpr double kDeviationGain = 1.0 / 32;
constexpr double kDistanceMin = 0.15;  // nearer than that nothing departs, however steady the normal is
constexpr double kServedLess = 0.5;    // of what is usual

uint64_t requests_of(const Traffic& t) {
  return uint64_t{t.of(Part::invite)} + t.of(Part::register_) + t.of(Part::options) + t.of(Part::bye) +
         t.of(Part::other);
}

}  // namespace

MixtureNormal::Point MixtureNormal::proportions(const Traffic& traffic) {
  Point point{};
  auto total = static_cast<double>(std::max<uint64_t>(traffic.total(), 1));
  for (size_t i = 0; i < point.size(); ++i) point[i] = traffic.parts[i] / total;
  return point;
}

double MixtureNormal::distance(const Point& a, const Point& b) {
  double sum = 0;
  for (size_t i = 0; i < a.size(); ++i) {
    double apart = std::sqrt(a[i]) - std::sqrt(b[i]);
    sum += apart * apart;
  }
  return std::sqrt(sum / 2);
}

bool MixtureNormal::departs(const Traffic& traffic, Time now, bool calm) {
  if (traffic.span <= Seconds(0) || traffic.total() == 0) return false;
  Point seen = proportions(traffic);
  double served = static_cast<double>(traffic.of(Part::success)) /
                  static_cast<double>(std::max<uint64_t>(requests_of(traffic), 1));
  double far = learned_ > Seconds(0) ? distance(seen, normal_) : 0;
  bool loud =
      traffic.total() >= uint64_t{options_.mixture_rate} * static_cast<uint64_t>(traffic.span.count());
  bool departs = options_.mixture_rate != 0 && loud && learned_ >= options_.learning &&
                 served < kServedLess * served_ &&
                 far > std::max(kDistanceMin, mean_ + options_.deviations * deviation_);
  if (departs || !calm) return departs;
  learn(seen, far, served, now);
  learned_ = std::min(learned_ + traffic.span, Seconds(365 * 86'400));
  return false;
}

void MixtureNormal::learn(const Point& seen, double far, double served, Time now) {
  if (learned_ == Seconds(0)) {
    normal_ = yesterday_ = seen;
    served_ = served;
    day_ = now;
    return;
  }
  if (now - day_ >= kDay || now < day_) {
    day_ = now;
    yesterday_ = normal_;
  }
  // Quickly at first, for the first interval may be anything.
  double gain = std::max(kGain, 10.0 / (10.0 + static_cast<double>(learned_.count())));
  Point next = normal_;
  for (size_t i = 0; i < next.size(); ++i) next[i] += gain * (seen[i] - next[i]);
  bool settled = learned_ >= options_.learning;
  if (settled && distance(next, yesterday_) > options_.drift) return;
  normal_ = next;
  served_ += gain * (served - served_);
  // What is far already must not make room for what is farther.
  far = settled ? std::min(far, mean_ + options_.deviations * deviation_) : far;
  deviation_ += kDeviationGain * (std::abs(far - mean_) - deviation_);
  mean_ += kGain * (far - mean_);
}

void MixtureNormal::save(ByteWriter& out) const {
  for (double share : normal_) out.put(share);
  for (double share : yesterday_) out.put(share);
  out.put(mean_);
  out.put(deviation_);
  out.put(served_);
  out.put(static_cast<int64_t>(learned_.count()));
  out.put(day_);
}

bool MixtureNormal::load(ByteReader& in) {
  auto sane = [](double value) { return value >= 0 && value <= 1e3; };  // false for what is no number, too
  for (double& share : normal_) share = in.get<double>();
  for (double& share : yesterday_) share = in.get<double>();
  mean_ = in.get<double>();
  deviation_ = in.get<double>();
  served_ = in.get<double>();
  learned_ = Seconds(in.get<int64_t>());
  day_ = in.get_time();
  bool good = sane(mean_) && sane(deviation_) && sane(served_) && learned_ >= Seconds(0);
  return good && std::all_of(normal_.begin(), normal_.end(), sane) &&
         std::all_of(yesterday_.begin(), yesterday_.end(), sane) && !in.failed();
}

}  // namespace denwaban::detect
