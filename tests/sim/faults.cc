// SPDX-License-Identifier: GPL-3.0-or-later
// What goes wrong in the simulator's world, and what people do there by hand.
#include <fmt/format.h>

#include "asterisk_lines.h"
#include "base/hash.h"
#include "house.h"

namespace denwaban::sim {
namespace {

constexpr Seconds kHour{3600};

}  // namespace

void Simulation::make_faults() {
  faults_ = {{"kill -9", 3 * kHour, &Simulation::kill, {}},
             {"disk full", 9 * kHour, &Simulation::fill_disk, {}},
             {"a write fails", 3 * kHour, &Simulation::fail_write, {}},
             {"netlink refuses", 8 * kHour, &Simulation::refuse, {}},
             {"nft flush ruleset", 8 * kHour, &Simulation::flush_ruleset, {}},
             {"clock forward", 36 * kHour, &Simulation::jump_forward, {}},
             {"clock back", 30 * kHour, &Simulation::jump_back, {}},
             {"log rotation", 12 * kHour, &Simulation::rotate, {}},
             {"by hand", 2 * kHour, &Simulation::act_by_hand, {}},
             {"a line from the future", 6 * kHour, &Simulation::write_future_line, {}}};
  std::erase_if(faults_, [this](const Fault& fault) { return fault.name == options_.without; });
  for (Fault& fault : faults_) fault.next = clock_.truth() + Seconds(dice_.between(1, fault.mean.count()));
  kernel_.set_moody(2000);
}

// Nothing is saved, nothing is finished: what had not reached the file system is gone.
void Simulation::kill() {
  if (!house_) return;
  ++kills_;
  uint64_t waiting = house_->store->status().ledger.backlog;
  disk_.set_dead(true);
  house_.reset();
  judge_.died(ledger(), waiting);
  down_until_ = clock_.truth() + Seconds(dice_.once_in(2) ? 0 : dice_.between(1, 120));
}

void Simulation::fill_disk() {
  disk_.set_full(true);
  full_until_ = clock_.truth() + Seconds(dice_.between(60, 900));
}

void Simulation::fail_write() {
  if (dice_.once_in(4)) return disk_.fail_sync();
  disk_.fail_write(static_cast<int>(dice_.between(1, 3)));
}

void Simulation::refuse() {
  kernel_.set_refusing(true);
  refusing_until_ = clock_.truth() + Seconds(dice_.between(60, 600));
}

void Simulation::flush_ruleset() {
  kernel_.flush();
  hidden_until_ = clock_.truth() + Seconds(61) + options_.tick;
}

void Simulation::jump_forward() { clock_.jump(kHour); }
void Simulation::jump_back() { clock_.jump(-Seconds(600)); }
void Simulation::rotate() { logs_.rotate(); }

void Simulation::write_future_line() {
  IpAddress liar = IpAddress::v4(0xcb007100u | static_cast<uint32_t>(dice_.below(200)));  // 203.0.113.0/24
  Time face = clock_.now() + kHour * dice_.between(1, 24 * 40);
  for (int i = 0; i < 10; ++i)
    write_wrong_password(paper_, face, std::to_string(100 + i), liar, 5060,
                         fmt::format("{:x}", dice_.next()));
}

Decision Simulation::decision_by_hand(Action action, const IpPrefix& target) {
  Decision decision;
  decision.time = clock_.now();
  decision.action = action;
  decision.target = target;
  decision.reason = Reason::by_hand;
  decision.by = "root";
  decision.id =
      stable_id(fmt::format("{}|{}|{}", dice_.next(), target.to_string(), to_epoch_ms(clock_.now())));
  return decision;
}

std::vector<Decision> Simulation::by_hand() {
  const policy::Policy& policy = house_->live.pipeline().policy();
  IpPrefix fresh(IpAddress::v4(0xcb007100u | static_cast<uint32_t>(dice_.below(256))),
                 static_cast<int>(dice_.between(28, 32)));
  switch (dice_.below(4)) {
    case 0: {
      auto ban = policy.ban_by_hand(fresh, Seconds(dice_.between(60, 20000)), "root", "", clock_.now());
      return ban ? std::vector<Decision>{*ban} : std::vector<Decision>();
    }
    case 1: {
      auto standing = policy.standing(clock_.now());
      if (standing.empty()) return {};
      const IpPrefix& target = standing[dice_.below(standing.size())].decision.target;
      judge_.excuse(target, clock_.truth() + Seconds(300));
      return {decision_by_hand(Action::unban, target)};
    }
    case 2:
      return {decision_by_hand(Action::allow, IpPrefix::host(fresh.address()))};
    default: {
      auto allowed = policy.allowed();
      if (allowed.empty()) return {};
      return {decision_by_hand(Action::disallow, allowed[dice_.below(allowed.size())])};
    }
  }
}

// What the ledger refuses does not hold; what the kernel refuses holds and is shown later.
void Simulation::act_by_hand() {
  if (!house_) return;
  std::vector<Decision> decisions = by_hand();
  (void)house_->live.carry_out(decisions, clock_.now());
}

}  // namespace denwaban::sim
