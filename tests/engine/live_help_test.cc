// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever happens, in whatever order: no ban keeps a registered telephone from calling for help. Made-up
// hours of telephones that log in, mistype and guess, of strangers beside them who guess at them and at
// others, of bans by hand and firewalls that are lost.
#include <random>

#include "live_fixture.h"

namespace denwaban::engine {
namespace {

constexpr const char* kOffices[] = {"203.0.113.7", "203.0.113.8", "2001:db8:5::7"};
constexpr size_t kPhones = 12;

class CallsForHelp : public LivePasses {
 protected:
  struct Phone {
    const char* office;
    uint16_t port;
    std::string account;
    Time last{};
  };

  CallsForHelp() {
    for (size_t i = 0; i < kPhones; ++i)
      phones_.push_back(
          {kOffices[i % std::size(kOffices)], static_cast<uint16_t>(5060 + i), std::to_string(100 + i)});
  }

  void step() {
    Phone& phone = phones_[dice_() % kPhones];
    switch (dice_() % 12) {
      case 0:
      case 1:
      case 2:
      case 3:
        return log_in(phone);
      case 4:
        return fail(phone, std::to_string(100 + dice_() % kPhones), 1 + dice_() % 5);
      case 5:
        return fail(phone, std::to_string(300 + dice_() % 64), 1 + dice_() % 40);
      case 6:
        return guess(phone.office, phone.account);
      case 7:
        return guess(phone.office, std::to_string(300 + dice_() % 64));
      case 8:
        return guess("198.51.100.9", phone.account);
      case 9:
        return ban(dice_() % 2 == 0 ? phone.office : "203.0.113.0/24");
      case 10:
        firewall_.clock.time += Seconds(dice_() % 1200);
        return settle();
      default:
        return dice_() % 4 == 0 ? lose_firewall() : settle();
    }
  }

  bool may_call_for_help(const Phone& phone) {
    return passes(phone.port, phone.office) || holds(Set::help, phone.port, phone.office);
  }
  bool is_registered(const Phone& phone) const {
    return phone.last != Time{} && now() < phone.last + track::TrustOptions{}.device_lifetime - Seconds(60);
  }

  std::mt19937 dice_;
  std::vector<Phone> phones_;
  size_t banned_registered_ = 0;

 private:
  // What the firewall drops never reaches the exchange. Who logs in for the first time just after somebody
  // guessed at this account from this address is no telephone yet: that may be the guesser.
  void log_in(Phone& phone) {
    if (!passes(phone.port, phone.office)) return;
    const Time time = now();
    see(EventKind::auth_succeeded, phone.port, phone.account, phone.office);
    settle();
    if (is_registered(phone) || holds(Set::pass, phone.port, phone.office)) phone.last = time;
  }
  void fail(const Phone& phone, const std::string& account, size_t times) {
    for (size_t i = 0; i < times && passes(phone.port, phone.office); ++i)
      see(EventKind::auth_failed, phone.port, std::to_string(std::stoi(account) + static_cast<int>(i)),
          phone.office);
    settle();
  }
  void guess(const char* from, const std::string& account) {
    for (int i = 0; i < 20; ++i) {
      const auto port = static_cast<uint16_t>(20'000 + dice_() % 1000);
      if (passes(port, from)) see(EventKind::auth_failed, port, account, from);
    }
    settle();
  }
  void ban(const char* whom) {
    Decision decision;
    decision.id = "by hand " + std::to_string(++bans_);
    decision.time = now();
    decision.action = Action::ban;
    decision.reason = Reason::by_hand;
    decision.span = Seconds(1800);
    const auto address = IpAddress::parse(whom);
    decision.target = address ? IpPrefix::host(*address) : IpPrefix::parse(whom).value();
    ASSERT_TRUE(live_.carry_out({&decision, 1}, now()));
  }
  void lose_firewall() {
    ASSERT_TRUE(firewall_.remove());
    ASSERT_TRUE(live_.reconcile(now()));
  }
  int bans_ = 0;
};

TEST_F(CallsForHelp, AreOpenToRegisteredTelephonesWhateverIsBanned) {
  for (uint32_t seed = 1; seed <= 100; ++seed) {
    dice_.seed(seed);
    for (int i = 0; i < 150; ++i) {
      step();
      for (const Phone& phone : phones_) {
        if (!is_registered(phone)) continue;
        ASSERT_TRUE(may_call_for_help(phone))
            << "seed " << seed << ", step " << i << ": " << phone.office << ":" << phone.port;
        banned_registered_ += !passes(phone.port, phone.office);
      }
    }
  }
  EXPECT_GT(banned_registered_, 0u) << "no registered telephone was ever banned: nothing was tried";
}

}  // namespace
}  // namespace denwaban::engine
