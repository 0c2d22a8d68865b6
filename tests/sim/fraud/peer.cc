// SPDX-License-Identifier: GPL-3.0-or-later
#include "peer.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "feed.h"

namespace denwaban::sim {
namespace {

// Of one account and prefix, for a day.
struct Counters {
  int64_t day = -1;
  std::vector<Time> minute;
  int total = 0, concurrent = 0, sequential = 0;
  std::string last;
};

class Peer {
 public:
  Peer(const FraudWorld& world, const PeerProfiles& profiles) : world_(world), profiles_(profiles) {}

  void hear(uint32_t index, CallChange change, Time now) {
    const SimCall& call = world_.calls[index];
    if (!call.outside() || call.number.e164.empty()) return;
    const std::string key = world_.account(call.person) + "/" + prefix_of(call);
    Counters& counters = counters_[key];
    const Thresholds& bounds = bounds_of(call);
    if (change == CallChange::began) {
      began(counters, bounds, key, index, now);
    } else if (change == CallChange::ended) {
      --counters.concurrent;
      if (call.is_answered() && call.talk > bounds.duration)
        cry("duration", key, index, call.answered_at() + Seconds(bounds.duration));
    }
  }
  std::vector<Alarm> alarms;

 private:
  // What an administrator writes down: his country as one prefix, the first digits abroad.
  std::string prefix_of(const SimCall& call) const {
    const std::string_view e164 = call.number.e164;
    return e164.starts_with(world_.company.home->code) ? "home" : std::string(e164.substr(0, 3));
  }

  const Thresholds& bounds_of(const SimCall& call) const {
    if (call.number.price >= 200'000) return profiles_.costly;
    return call.number.e164.starts_with(world_.company.home->code) ? profiles_.national : profiles_.abroad;
  }

  void began(Counters& counters, const Thresholds& bounds, const std::string& key, uint32_t index, Time now) {
    const SimCall& call = world_.calls[index];
    const int64_t day = to_epoch_s(now) / 86400;
    if (counters.day != day) {
      counters.day = day;
      counters.total = 0;
      counters.sequential = 0;
    }
    std::erase_if(counters.minute, [&](Time one) { return now - one >= Seconds(60); });
    counters.minute.push_back(now);
    ++counters.total;
    ++counters.concurrent;
    counters.sequential = counters.last == call.number.e164 ? counters.sequential + 1 : 1;
    counters.last = call.number.e164;
    if (static_cast<int>(counters.minute.size()) > bounds.calls_per_minute)
      cry("calls a minute", key, index, now);
    if (counters.total > bounds.total) cry("calls a day", key, index, now);
    if (counters.concurrent > bounds.concurrent) cry("calls at once", key, index, now);
    if (counters.sequential > bounds.sequential) cry("calls in a row", key, index, now);
  }

  void cry(std::string what, const std::string& key, uint32_t index, Time now) {
    Alarm alarm;
    alarm.time = now;
    alarm.id = fmt::format("{} {} {}", key, what, to_epoch_s(now) / 86400);
    alarm.what = std::move(what);
    alarm.calls = {index};
    alarms.push_back(std::move(alarm));
  }

  const FraudWorld& world_;
  const PeerProfiles& profiles_;
  std::map<std::string, Counters> counters_;
};

}  // namespace

std::vector<Alarm> watch_by_thresholds(const FraudWorld& world, const PeerProfiles& profiles) {
  Peer peer(world, profiles);
  tell(world, Telling::records, [&](const Call& call, CallChange change, Time now) {
    peer.hear(static_cast<uint32_t>(call.evidence.offset), change, now);
  });
  std::stable_sort(peer.alarms.begin(), peer.alarms.end(),
                   [](const Alarm& a, const Alarm& b) { return a.time < b.time; });
  return std::move(peer.alarms);
}

}  // namespace denwaban::sim
