// SPDX-License-Identifier: GPL-3.0-or-later
// The guard's working part with a kernel in memory.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actions/fake_firewall.h"
#include "engine/live.h"
#include "temporary_folder.h"

namespace denwaban::engine {

using Set = actions::FirewallEntry::Set;

inline constexpr uint16_t kWire = 40'000;
inline constexpr const char* kOffice = "203.0.113.7";

// Counts what it is asked to change.
class CountingFirewall final : public actions::Firewall {
 public:
  Status install(const actions::GuardedPorts& ports) override { return kernel.install(ports); }
  Status apply(std::span<const actions::FirewallChange> some) override {
    changes += some.size();
    return kernel.apply(some);
  }
  Result<std::vector<actions::FirewallEntry>> list() override { return kernel.list(); }
  Status remove() override { return kernel.remove(); }
  std::string describe() const override { return "counting"; }

  actions::FakeClock clock;
  actions::NoFirewall kernel{clock};
  size_t changes = 0;
};

class LivePasses : public testing::Test {
 protected:
  LivePasses() { EXPECT_TRUE(live_.reconcile(now())); }

  Time now() const { return firewall_.clock.time; }
  void see(EventKind kind, uint16_t port, const std::string& account, const char* from = kOffice) {
    Event event;
    event.time = now();
    event.kind = kind;
    event.service = Service::pjsip;
    event.transport = Transport::tcp;
    event.address = IpAddress::parse(from).value();
    event.port = port;
    event.account = account;
    event.proof = AddressProof::connected;
    event.evidence.offset = offset_ += 100;
    std::vector<Event> events{event};
    live_.see(events, kWire, now());
    firewall_.clock.time += Milliseconds(100);
  }
  void settle() {
    firewall_.clock.time += Seconds(10);
    live_.pass_time(now());
    live_.let_phones_pass(now());
  }
  bool holds(Set set, uint16_t port, const char* from = kOffice) {
    auto held = firewall_.list().value();
    return std::ranges::any_of(held, [&](const actions::FirewallEntry& entry) {
      return entry.set == set && entry.prefix == IpPrefix::host(IpAddress::parse(from).value()) && entry.port == port;
    });
  }
  // What the kernel does with a packet.
  bool passes(uint16_t port, const char* from = kOffice) {
    IpPrefix host = IpPrefix::host(IpAddress::parse(from).value());
    auto held = firewall_.list().value();
    auto shown = [&](Set set, uint16_t wanted) {
      return std::ranges::any_of(held, [&](const actions::FirewallEntry& entry) {
        return entry.set == set && entry.prefix.contains(host) && entry.port == wanted;
      });
    };
    return shown(Set::pass, port) || (!shown(Set::ban, 0) && !shown(Set::ban_port, port));
  }

  test::TemporaryFolder folder_;
  CountingFirewall firewall_;
  std::unique_ptr<store::Store> store_ = store::Store::open(folder_.path("store"), {}, firewall_.clock).value();
  actions::Enforcer enforcer_{firewall_, actions::GuardedPorts{{5060}, {5060}}};
  Live live_{LiveOptions{{}, TimeZone()}, HashSeed{}, *store_, enforcer_};
  uint64_t offset_ = 0;
};

}  // namespace denwaban::engine
