// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever detectors may say, in any order and at any time: whom no decision hits, and what claims never do.
#include <random>

#include "policy/world.h"

namespace denwaban::policy {
namespace {

// A small world, so that everything meets everything: two IPv4 networks and one of IPv6.
class Chaos {
 public:
  explicit Chaos(unsigned seed) : random_(seed), world_(options()) {
    world_.protect("203.0.113.1", Reason::own_address);
    world_.protect("203.0.113.2", Reason::login_session);
    world_.protect("203.0.113.64/28", Reason::own_address);
    world_.protect("2001:db8:0:1::1", Reason::own_address);
    world_.protect("203.0.113.3", Reason::trunk);
    world_.policy.set_shared_front(address("203.0.113.4"));
    for (auto text : {"203.0.113.1", "203.0.113.2", "203.0.113.64/28", "203.0.113.4", "203.0.113.5",
                      "203.0.113.128/27", "2001:db8:0:1::1", "2001:db8:0:2::/64"})
      untouchable_.push_back(prefix(text));
  }

  void step() {
    world_.now += seconds(pick(4) == 0 ? pick(100'000) : pick(30));
    if (pick(10) == 0) world_.trust.learn(random_login(), pick(3) == 0);
    if (pick(10) == 0) world_.policy.advance(world_.now, decisions_);
    if (pick(200) == 0) reload();
    std::vector<Finding> findings;
    for (unsigned i = pick(4); i > 0; --i) findings.push_back(random_finding(i));
    decisions_.clear();
    world_.policy.decide(findings, world_.trust, world_.now, decisions_);
    for (const Decision& decision : decisions_) check(decision);
  }

  unsigned bans() const { return bans_; }
  unsigned network_bans() const { return network_bans_; }
  unsigned sheds() const { return sheds_; }

 private:
  static Options options() {
    Options o;
    o.allow = {prefix("203.0.113.5"), prefix("203.0.113.128/27"), prefix("2001:db8:0:2::/64")};
    o.bans_max = 60;
    o.levels_max = 20;
    o.findings_max = 50;
    return o;
  }

  unsigned pick(unsigned below) { return static_cast<unsigned>(random_() % below); }

  IpAddress random_address() {
    unsigned kind = pick(10);
    if (kind == 0)
      return address("2001:db8:0:" + std::to_string(pick(5)) + "::" + std::to_string(1 + pick(3)));
    if (kind == 1) return IpAddress::v4(0xcb007100u + 0x100 + pick(16));
    return IpAddress::v4(0xcb007100u + pick(200));
  }

  Event random_login() {
    auto proof = pick(2) ? AddressProof::returned : AddressProof::claimed;
    Event event = login("203.0.113.1", proof, world_.now, static_cast<uint16_t>(pick(3) * 20000));
    event.address = random_address();
    return event;
  }

  // Ids come back, but not within one call.
  Finding random_finding(unsigned number) {
    Finding finding;
    finding.detector = static_cast<Detector>(pick(9));
    if (pick(3) == 0) finding.detector = Detector::campaign;
    finding.severity = static_cast<Severity>(pick(5));
    finding.state = pick(10) == 0 ? FindingState::closed : pick(2) ? FindingState::open : FindingState::grown;
    finding.pattern = pick(4) == 0 ? "one_account" : "fast";
    finding.port = static_cast<uint16_t>(pick(3) * 20000);
    finding.count = 1 + pick(1000);
    finding.proof = static_cast<AddressProof>(pick(3));
    finding.count_proven = finding.proof == AddressProof::claimed ? 0 : pick(100);
    finding.addresses_proven = finding.proof == AddressProof::claimed ? 0 : pick(9);
    finding.addresses_total = 1 + pick(20);
    finding.first = kStart;
    finding.last = world_.now;
    IpAddress who = random_address();
    if (pick(3) != 0) finding.subject.address = who;
    if (pick(3) == 0)
      finding.subject.prefix =
          IpPrefix(who, who.is_v4() ? static_cast<int>(8 + pick(25)) : static_cast<int>(16 + pick(113)));
    if (pick(3) == 0) finding.addresses = {who};
    finding.id = std::to_string(pick(500)) + "/" + std::to_string(number);
    by_id_[finding.id] = finding;
    return finding;
  }

  void reload() {
    ByteWriter out;
    world_.policy.save(out);
    ByteReader in(out.bytes());
    ASSERT_TRUE(world_.policy.load(in));
  }

  void check(const Decision& decision) {
    if (decision.action != Action::ban && decision.action != Action::shed) return;
    for (const IpPrefix& spared : untouchable_) {
      ASSERT_FALSE(decision.target.contains(spared) || spared.contains(decision.target))
          << brief(decision) << " hits " << spared.to_string();
    }
    (decision.action == Action::ban ? bans_ : sheds_)++;
    if (decision.action == Action::shed) return;
    const Finding& finding = by_id_.at(decision.because.at(0));
    ASSERT_NE(finding.pattern, "one_account") << brief(decision);
    ASSERT_GE(finding.severity, Severity::medium);
    bool trunk = decision.target.contains(address("203.0.113.3"));
    ASSERT_TRUE(!trunk || decision.port >= 32768) << brief(decision);
    bool network = !IpPrefix::source(decision.target.address()).contains(decision.target);
    network_bans_ += network;
    if (decision.proof == AddressProof::claimed) {
      ASSERT_FALSE(network) << brief(decision);
      ASSERT_EQ(decision.port, 0);
      ASSERT_EQ(decision.level, 0);
      ASSERT_EQ(decision.span, Seconds(3600));
      ASSERT_EQ(world_.trust.of(decision.target.address(), world_.now), track::TrustLevel::none)
          << brief(decision);
    }
    if (network) {
      ASSERT_GE(finding.addresses_proven, 4u);
      ASSERT_EQ(world_.trust.within(decision.target, world_.now), track::TrustLevel::none) << brief(decision);
    }
    ASSERT_LE(world_.policy.standing(world_.now).size(), 60u);
  }

  std::mt19937 random_;
  World world_;
  std::vector<IpPrefix> untouchable_;
  std::map<std::string, Finding> by_id_;
  std::vector<Decision> decisions_;
  unsigned bans_ = 0, network_bans_ = 0, sheds_ = 0;
};

TEST(Property, NoDecisionHitsTheSparedAndClaimsStaySmall) {
  unsigned bans = 0, network_bans = 0, sheds = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    Chaos chaos(seed);
    for (int i = 0; i < 500 && !testing::Test::HasFatalFailure(); ++i) chaos.step();
    bans += chaos.bans();
    network_bans += chaos.network_bans();
    sheds += chaos.sheds();
  }
  // The world is not so small that nothing happens in it.
  EXPECT_GT(bans, 1000u);
  EXPECT_GT(network_bans, 10u);
  EXPECT_GT(sheds, 50u);
}

}  // namespace
}  // namespace denwaban::policy
