// SPDX-License-Identifier: GPL-3.0-or-later
// The guard's working part with a kernel in memory: who passes it, and what is said.
#include "engine/live.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "actions/fake_firewall.h"
#include "temporary_folder.h"

namespace denwaban::engine {
namespace {

using Set = actions::FirewallEntry::Set;

constexpr uint16_t kWire = 40'000;
constexpr const char* kOffice = "203.0.113.7";

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

TEST_F(LivePasses, TellsTheFirewallOfNewTelephonesOnly) {
  for (int i = 0; i < 250; ++i)
    see(EventKind::auth_succeeded, 5060, "100", ("192.0.2." + std::to_string(i)).c_str());
  settle();
  firewall_.changes = 0;
  see(EventKind::auth_succeeded, 5062, "101");
  settle();
  EXPECT_EQ(firewall_.changes, 1u);
}

TEST_F(LivePasses, OnePasswordDoesNotBuyTheGuessingOfOthers) {
  see(EventKind::auth_succeeded, 5060, "200");
  see(EventKind::auth_succeeded, 20'000, "100");
  settle();
  for (int i = 0; i < 600; ++i)
    see(EventKind::auth_failed, static_cast<uint16_t>(20'000 + i), std::to_string(300 + i % 50));
  settle();
  EXPECT_FALSE(passes(30'000)) << "the guesser's next port";
  EXPECT_TRUE(passes(5060)) << "a colleague's telephone";
}

TEST_F(LivePasses, ARegisteredPortThatGuessesPassesNoLonger) {
  see(EventKind::auth_succeeded, 5060, "200");
  see(EventKind::auth_succeeded, 20'000, "100");
  settle();
  for (int i = 0; i < 300; ++i) see(EventKind::auth_failed, 20'000, std::to_string(300 + i % 50));
  settle();
  EXPECT_FALSE(passes(20'000));
  EXPECT_TRUE(passes(5060));
  EXPECT_TRUE(holds(Set::help, 20'000)) << "it may still call for help";
  EXPECT_FALSE(holds(Set::help, 5060));

  ASSERT_TRUE(firewall_.remove());
  ASSERT_TRUE(live_.reconcile(now()));
  EXPECT_TRUE(holds(Set::help, 20'000)) << "put back with everything else";
}

TEST_F(LivePasses, LogsEachBanAndOnlyTheNumberOfManyWithinASecond) {
  std::vector<std::string> log;
  live_.set_log([&](std::string_view sentence) { log.emplace_back(sentence); });
  std::vector<Decision> decisions(30);
  for (size_t i = 0; i < decisions.size(); ++i) {
    decisions[i].id = std::to_string(i);
    decisions[i].time = now();
    decisions[i].action = Action::ban;
    decisions[i].span = Seconds(3600);
    decisions[i].target = IpPrefix::host(IpAddress::v4(0xc6336401u + static_cast<uint32_t>(i)));
  }
  ASSERT_TRUE(live_.carry_out(decisions, now()));
  ASSERT_EQ(log.size(), 10u);
  EXPECT_THAT(log[0], testing::AllOf(testing::HasSubstr("198.51.100.1"), testing::HasSubstr("banned")));
  live_.pass_time(now() + Seconds(2));
  ASSERT_EQ(log.size(), 11u);
  EXPECT_THAT(log[10], testing::HasSubstr("20 more"));
}

}  // namespace
}  // namespace denwaban::engine
