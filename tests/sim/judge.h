// SPDX-License-Identifier: GPL-3.0-or-later
// Watches a run and says what must not be: an honest address banned, an attacker that goes on, a decision
// lost or made twice, a kernel that shows something else than was decided, memory that grows.
#pragma once

#include <map>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "actions/firewall.h"
#include "engine/live.h"
#include "machine_clock.h"
#include "model/decision.h"
#include "world.h"

namespace denwaban::sim {

class Judge {
 public:
  static constexpr size_t kComplaintsMax = 20;
  static constexpr size_t kBytesMax = 48 << 20;  // of everything that the guard counts by

  Judge(const World& world, const MachineClock& clock) : world_(world), clock_(clock) {}

  void complain(const std::string& what);
  const std::vector<std::string>& complaints() const { return complaints_; }

  void kernel_adds(const actions::FirewallEntry& entry);
  // What the guard's live stream tells.
  void told(const std::string& line);
  // A deed was done. `excused`: a fault hides it from the guard, or keeps the guard from acting.
  void deed(const World::Stepped& stepped, bool dropped, bool excused);
  // A person lifted a ban: until then the attackers inside are excused, and counted anew.
  void excuse(const IpPrefix& target, Time until);

  // The guard died. `ledger`: what stands in it; `waiting`: decisions that the disk had refused until then.
  void died(std::span<const Decision> ledger, uint64_t waiting);
  // What the policy holds is what the ledger says.
  void compare_standing(const policy::Policy& policy, const char* when);
  // Right after a reconciliation that succeeded.
  void compare_kernel(const policy::Policy& policy, std::span<const actions::FirewallEntry> kernel);
  void weigh(engine::Live& live);
  void finish(std::span<const Decision> ledger);

  struct Tally {
    uint64_t findings = 0, decisions = 0, bans = 0, lost = 0;
    size_t most_bytes = 0;
  };
  const Tally& tally() const { return tally_; }
  std::set<std::string> found_by(Detector detector) const;  // subjects, as text

 private:
  struct Key {
    bool shed;
    IpPrefix target;
    uint16_t port;
    auto operator<=>(const Key&) const = default;
  };
  struct Held {
    Time until;
    bool proven = false, by_hand = false;
  };
  using Holding = std::map<Key, Held>;
  static void fold(const Decision& decision, Holding& holding);
  void decided(const Decision& decision);
  std::string where() const;

  const World& world_;
  const MachineClock& clock_;
  std::vector<std::string> complaints_;
  std::map<std::string, Decision> applied_;
  Holding holding_;
  std::map<size_t, int> free_deeds_;  // by attacker: deeds that reached the PBX since a ban stood
  std::map<size_t, Time> excused_;
  std::set<size_t> dropped_;  // honest, and complained about
  std::map<Detector, std::set<std::string>> found_;
  Tally tally_;
};

}  // namespace denwaban::sim
