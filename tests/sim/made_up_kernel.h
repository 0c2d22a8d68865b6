// SPDX-License-Identifier: GPL-3.0-or-later
// A kernel's packet filter as the guard sees it: sets whose entries run out in true time, that anybody can
// flush, and that answer or do not.
#pragma once

#include <functional>
#include <map>
#include <tuple>

#include "actions/firewall.h"
#include "dice.h"
#include "machine_clock.h"

namespace denwaban::sim {

class MadeUpKernel final : public actions::Firewall {
 public:
  using Entry = actions::FirewallEntry;
  using Set = Entry::Set;
  MadeUpKernel(const MachineClock& clock, uint64_t seed) : clock_(clock), dice_(seed) {}

  // Told of each entry that is added.
  void set_watcher(std::function<void(const Entry&)> watcher) { watcher_ = std::move(watcher); }
  void set_refusing(bool refusing) { refusing_ = refusing; }
  bool refusing() const { return refusing_; }
  // One call in so many is refused; 0: none.
  void set_moody(uint64_t once_in) { moody_ = once_in; }
  void flush() {
    standing_ = false;
    entries_.clear();
  }
  // Whether a packet from there, from any port but a registered one, would be dropped.
  bool would_drop(const IpAddress& address) const;

  Status install(const actions::GuardedPorts& ports) override;
  Status apply(std::span<const actions::FirewallChange> changes) override;
  Result<std::vector<Entry>> list() override;
  Status remove() override;
  std::string describe() const override { return "made-up kernel"; }
  // As `list`, without failures.
  std::vector<Entry> entries() const;
  uint64_t refusals() const { return refusals_; }

 private:
  using Place = std::tuple<Set, IpPrefix, uint16_t>;
  static constexpr Time kForever = Time::max();
  Status answer();
  bool covered(Set set, const IpAddress& address) const;

  const MachineClock& clock_;
  Dice dice_;
  std::function<void(const Entry&)> watcher_;
  bool standing_ = false, refusing_ = false;
  uint64_t moody_ = 0, refusals_ = 0;
  std::map<Place, Time> entries_;  // until when, in true time
};

}  // namespace denwaban::sim
