// SPDX-License-Identifier: GPL-3.0-or-later
// Floods, from the wire's summaries of what passed in an interval: by source, by target, and by how the
// mixture of requests and answers departs from the learned normal.
//
// The mixture. Proportions of INVITE, REGISTER, OPTIONS, BYE, ACK and of the classes of answers make a point
// on the unit sphere; the Hellinger distance to the learned one is 0 for the same mixture and 1 for nothing
// in common. Its mean and mean deviation are smoothed as TCP smooths its round trips, and the threshold
// follows them (Sengar, Wijesekera, Wang and Jajodia: Detecting VoIP Floods Using the Hellinger Distance,
// IEEE TPDS 19(6), 2008). Only calm intervals teach, and what they teach may drift no further than
// `Flood::drift` a day. Since a morning on which all telephones come back has a mixture of its own as well,
// an interval is suspicious only when far fewer requests than usual are served.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "detect/options.h"
#include "model/traffic.h"

namespace denwaban::detect {

class MixtureNormal {
 public:
  explicit MixtureNormal(const Flood& options) : options_(options) {}

  // Whether the interval departs from what was learned. Learns from it when it does not and `calm` says that
  // nothing else was found either.
  bool departs(const Traffic& traffic, Time now, bool calm);
  // Calm time learned from.
  Seconds learned() const { return learned_; }
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

 private:
  using Point = std::array<double, Traffic::kParts>;
  static Point proportions(const Traffic& traffic);
  static double distance(const Point& a, const Point& b);
  void learn(const Point& seen, double far, double served, Time now);

  const Flood& options_;
  Point normal_{}, yesterday_{};
  double mean_ = 0, deviation_ = 0;  // of the distance
  double served_ = 0;                // 2xx for each request
  Seconds learned_{0};
  Time day_{};
};

// How many intervals in a row something was too loud; bounded.
template <class Key>
class Runs {
 public:
  static constexpr size_t kMax = 64;
  // Counts an interval that ends at `now`; returns the length of the run.
  uint32_t count(const Key& key, Time now, Seconds span) {
    std::erase_if(runs_, [&](const Run& run) { return now - run.last > 2 * span || run.last > now; });
    for (Run& run : runs_) {
      if (run.key != key) continue;
      if (run.last != now) ++run.length;
      run.last = now;
      return run.length;
    }
    if (runs_.size() < kMax) runs_.push_back({key, now, 1});
    return 1;
  }

 private:
  struct Run {
    Key key;
    Time last{};
    uint32_t length = 0;
  };
  std::vector<Run> runs_;
};

class Floods {
 public:
  explicit Floods(const Flood& options) : options_(options), normal_(options) {}

  // Sources, targets and whether the mixture is a flood's.
  struct Found {
    std::vector<Traffic::Talker> talkers;
    std::vector<Traffic::Target> targets;
    bool mixture = false;
    bool any() const { return !talkers.empty() || !targets.empty() || mixture; }
  };
  // `known(address)`: telephones log in from there. `calm`: nothing was found of late.
  template <class Known>
  Found look(const Traffic& traffic, Time now, bool calm, Known&& known) {
    Found found;
    auto loud = [&](uint32_t requests, uint32_t welcome, uint64_t limit) {
      return limit != 0 && requests > uint64_t{welcome} * options_.excused &&
             requests - uint64_t{welcome} * options_.excused >= limit;
    };
    auto span = static_cast<uint64_t>(traffic.span.count());
    for (const Traffic::Talker& talker : traffic.talkers) {
      uint64_t limit = options_.source_rate * span;
      if (!loud(talker.requests, talker.welcome, limit)) continue;
      if (known(talker.address) && !loud(talker.requests, talker.welcome, limit * options_.known_factor))
        continue;
      if (sources_.count(talker.address, now, traffic.span) >= options_.intervals)
        found.talkers.push_back(talker);
    }
    for (const Traffic::Target& target : traffic.targets) {
      if (!loud(target.requests, target.welcome, options_.target_rate * span)) continue;
      if (targets_.count(target.name, now, traffic.span) >= options_.intervals)
        found.targets.push_back(target);
    }
    bool departs = normal_.departs(traffic, now, calm && !found.any());
    found.mixture = departs && mixtures_.count(0, now, traffic.span) >= options_.intervals;
    return found;
  }
  void save(ByteWriter& out) const { normal_.save(out); }
  bool load(ByteReader& in) { return normal_.load(in); }

 private:
  const Flood& options_;
  MixtureNormal normal_;
  Runs<IpAddress> sources_;
  Runs<std::string> targets_;
  Runs<int> mixtures_;
};

}  // namespace denwaban::detect
