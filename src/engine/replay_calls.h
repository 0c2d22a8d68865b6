// SPDX-License-Identifier: GPL-3.0-or-later
// The calls of recorded sessions of the manager, each session an exchange of its own. One owner, one thread.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "track/call_tracker.h"

namespace denwaban::engine {

class ReplayCalls final : public CallListener {
 public:
  // About 500 MB if all of it is ever used.
  static constexpr size_t kKeptMax = 500'000;

  // `keep`: for `all`; else they are only counted.
  ReplayCalls(std::span<const pbx::TrunkHost> trunks, bool keep)
      : trunks_(trunks.begin(), trunks.end()), keep_(keep) {}

  void take(uint32_t source, std::span<const Event> events, std::span<const CallEvent> calls);
  uint64_t count() const;
  uint64_t dropped() const { return dropped_; }
  // In the order in which they began; those that were still open at the end of their session have no end.
  std::vector<Call> all() const;

  // Whether a call of this Linkedid was heard of: a record tells of it a second time.
  bool knows(std::string_view linked_id) const { return heard_.contains(linked_id); }

  void hear(const Call& call, CallChange change) override;

 private:
  std::vector<pbx::TrunkHost> trunks_;
  bool keep_;
  std::map<uint32_t, track::CallTracker> trackers_;  // by source
  std::vector<Call> kept_;
  std::set<std::string, std::less<>> heard_;  // the first kKeptMax
  uint64_t dropped_ = 0;
};

}  // namespace denwaban::engine
