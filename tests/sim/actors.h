// SPDX-License-Identifier: GPL-3.0-or-later
// Who lives in the simulator's world.
#pragma once

#include <algorithm>

#include "asterisk_lines.h"
#include "world.h"

namespace denwaban::sim {

class Honest : public Actor {
 public:
  using Actor::Actor;
  bool honest() const override { return true; }

 protected:
  std::string call_id(Dice& dice) const { return fmt::format("{:x}@{}", dice.next(), address().to_string()); }
};

// Registers for ever; now and then its person mistypes the password twice and then logs in.
class Phone final : public Honest {
 public:
  Phone(IpAddress address, std::string account) : Honest(address), account_(std::move(account)) {}
  std::string describe() const override { return "phone " + account_ + " at " + address().to_string(); }
  Time act(Time now, Dice& dice, const Paper& paper) override {
    if (typos_ > 0) {
      --typos_;
      write_wrong_password(paper, now, account_, address(), 5060, call_id(dice));
      return now + Seconds(dice.between(3, 15));
    }
    write_login(paper, now, account_, address(), 5060, call_id(dice));
    if (dice.once_in(40)) typos_ = 2;
    return now + Seconds(dice.between(300, 3600));
  }
  bool phone_at(uint16_t port) const override { return port == 5060; }

 private:
  std::string account_;
  int typos_ = 0;
};

// Many phones behind one address; one of them has an old password and tries for ever.
class Office final : public Honest {
 public:
  Office(IpAddress address, int phones) : Honest(address), phones_(phones) {}
  std::string describe() const override {
    return fmt::format("office of {} phones at {}", phones_, address().to_string());
  }
  Time act(Time now, Dice& dice, const Paper& paper) override {
    auto phone = static_cast<int>(dice.below(static_cast<uint64_t>(phones_)));
    if (now >= stale_next_) {
      write_wrong_password(paper, now, "3000", address(), 6999,
                           "stale@" + address().to_string() + std::to_string(now.time_since_epoch().count()));
      stale_next_ = now + Seconds(60);
    } else {
      write_login(paper, now, std::to_string(3001 + phone), address(), 6000 + phone, call_id(dice));
    }
    return now + Seconds(dice.between(10, 60));
  }
  bool phone_at(uint16_t port) const override { return port >= 6000 && port < 6000 + phones_; }

 private:
  int phones_;
  Time stale_next_{};
};

// A lonely phone whose password was changed: nobody ever logs in from there, and it tries every minute or
// two.
class StalePhone final : public Honest {
 public:
  StalePhone(IpAddress address, std::string account) : Honest(address), account_(std::move(account)) {}
  std::string describe() const override { return "phone with an old password at " + address().to_string(); }
  Time act(Time now, Dice& dice, const Paper& paper) override {
    write_wrong_password(paper, now, account_, address(), 5060, call_id(dice));
    return now + Seconds(dice.between(55, 65));
  }

 private:
  std::string account_;
};

// Sends OPTIONS to see whether the PBX lives; to chan_pjsip it is a stranger each time.
class Monitor final : public Honest {
 public:
  using Honest::Honest;
  std::string describe() const override { return "monitor at " + address().to_string(); }
  Time act(Time now, Dice& dice, const Paper& paper) override {
    write_unknown(paper, now, "OPTIONS", "monitor", address(), 5060, call_id(dice));
    return now + Seconds(30);
  }
};

// Does one kind of deed at a steady pace until it has done enough.
class Attacker final : public Actor {
 public:
  using Deed = std::function<void(Attacker&, Time, Dice&, const Paper&)>;
  Attacker(std::string name, IpAddress address, Milliseconds pace, int bound, int most, Deed deed)
      : Actor(address),
        name_(std::move(name)),
        pace_(pace),
        bound_(bound),
        most_(most),
        deed_(std::move(deed)) {}
  bool honest() const override { return false; }
  int bound() const override { return bound_; }
  std::string describe() const override { return name_ + " at " + address().to_string(); }
  Time act(Time now, Dice& dice, const Paper& paper) override {
    deed_(*this, now, dice, paper);
    return ++done_ < most_ ? now + pace_ : Time::max();
  }
  int done() const { return done_; }

 private:
  std::string name_;
  Milliseconds pace_;
  int bound_, most_;
  Deed deed_;
  int done_ = 0;
};

inline std::unique_ptr<Actor> fast_guesser(IpAddress from) {
  return std::make_unique<Attacker>("fast guesser", from, Milliseconds(200), 12, 400,
                                    [](Attacker& a, Time now, Dice& dice, const Paper& paper) {
                                      write_wrong_password(paper, now, std::to_string(100 + dice.below(5)),
                                                           a.address(), 5071,
                                                           fmt::format("{:x}", dice.next()));
                                    });
}
inline std::unique_ptr<Actor> one_account_guesser(IpAddress from) {
  return std::make_unique<Attacker>("guesser at one account", from, Milliseconds(700), 12, 300,
                                    [](Attacker& a, Time now, Dice& dice, const Paper& paper) {
                                      write_wrong_password(paper, now, "201", a.address(), 5071,
                                                           fmt::format("{:x}", dice.next()));
                                    });
}
// One guess an hour for a week, at whatever account.
inline std::unique_ptr<Actor> slow_guesser(IpAddress from) {
  return std::make_unique<Attacker>("slow guesser", from, std::chrono::hours(1), 48, 168,
                                    [](Attacker& a, Time now, Dice& dice, const Paper& paper) {
                                      write_wrong_password(paper, now, std::to_string(100 + a.done() % 20),
                                                           a.address(), 5072,
                                                           fmt::format("{:x}", dice.next()));
                                    });
}
inline std::unique_ptr<Actor> enumerator(IpAddress from) {
  return std::make_unique<Attacker>("enumerator", from, Milliseconds(300), 15, 300,
                                    [](Attacker& a, Time now, Dice& dice, const Paper& paper) {
                                      write_unknown(paper, now, "REGISTER", std::to_string(1000 + a.done()),
                                                    a.address(), 5060, fmt::format("{:x}", dice.next()));
                                    });
}
inline std::unique_ptr<Actor> dialler(IpAddress from) {
  return std::make_unique<Attacker>(
      "dialler", from, Seconds(5), 6, 60, [](Attacker& a, Time now, Dice&, const Paper& paper) {
        write_refused_call(paper, now, fmt::format("9{:0>{}}25219000{}", "00", 2 + a.done() % 3, a.done()),
                           a.address(), 5062);
      });
}
inline std::unique_ptr<Actor> ami_guesser(IpAddress from) {
  return std::make_unique<Attacker>(
      "AMI guesser", from, Seconds(2), 6, 60, [](Attacker& a, Time now, Dice&, const Paper& paper) {
        write_ami_failure(paper, now, a.done() % 2 ? "admin" : "manager", a.address(), 40000 + a.done());
      });
}
// Guesses too seldom to be banned alone, but its neighbours do the same.
inline std::unique_ptr<Actor> rented_guesser(IpAddress from) {
  return std::make_unique<Attacker>(
      "rented guesser", from, Seconds(240), 0, 12, [](Attacker& a, Time now, Dice& dice, const Paper& paper) {
        write_wrong_password(paper, now, std::to_string(100 + dice.below(20)), a.address(), 40000 + a.done(),
                             fmt::format("{:x}", dice.next()), "TCP");
      });
}
// One of many that guess at one account together; its own share is small.
inline std::unique_ptr<Actor> bot(IpAddress from) {
  return std::make_unique<Attacker>(
      "bot", from, Seconds(600), 0, 3, [](Attacker& a, Time now, Dice& dice, const Paper& paper) {
        write_wrong_password(paper, now, "555", a.address(), 5060, fmt::format("{:x}", dice.next()));
      });
}

// Sends datagrams with the addresses of honest hosts, and packets that Asterisk prints into its log.
class Forger final : public Actor {
 public:
  Forger(IpAddress from, std::vector<IpAddress> victims) : Actor(from), victims_(std::move(victims)) {}
  bool honest() const override { return false; }
  bool forges() const override { return true; }
  std::string describe() const override { return "forger at " + address().to_string(); }
  Time act(Time now, Dice& dice, const Paper& paper) override {
    const IpAddress& victim = victims_[dice.below(victims_.size())];
    if (dice.once_in(4))
      print_packet(now, victim, paper);
    else
      write_wrong_password(paper, now, std::to_string(100 + dice.below(5)), victim, 5060,
                           fmt::format("f{:x}", dice.next()));
    return ++done_ < 4000 ? now + Milliseconds(500) : Time::max();
  }

 private:
  void print_packet(Time now, const IpAddress& victim, const Paper& paper) const {
    std::string face = to_rfc3339(now).substr(0, 19);
    face[10] = ' ';
    std::string forged;
    for (int i = 0; i < 6; ++i)
      forged += fmt::format(
          "[{}] NOTICE[22821] chan_sip.c: Registration from '<sip:10{}@pbx>' failed for '{}:5060' - Wrong "
          "password\n",
          face, i, victim.to_string());
    paper.notice(
        now,
        fmt::format(
            "pjproject: \t        sip_endpoint.c Error processing packet from {}:52035: Missing required "
            "header(s) "
            "(PJSIP_EMISSINGHDR)  CSeq [code 171050]:\nREGISTER sip:pbx SIP/2.0\r\n\r\n{}\n-- end of packet.",
            address().to_string(), forged));
  }
  std::vector<IpAddress> victims_;
  int done_ = 0;
};

// Datagrams from made-up addresses all over 10.0.0.0/8 and 2001:db8:f::/48, one to ten from each, to fill
// memory.
class Flood final : public Actor {
 public:
  using Actor::Actor;
  bool honest() const override { return false; }
  bool forges() const override { return true; }
  std::string describe() const override { return "flood from " + address().to_string(); }
  Time act(Time now, Dice& dice, const Paper& paper) override {
    for (int source = 0; source < 5; ++source) {
      IpAddress from = IpAddress::v4(0x0a000000u | static_cast<uint32_t>(dice.below(1u << 24)));
      if (dice.once_in(3)) from = *IpAddress::parse(fmt::format("2001:db8:f:{:x}::1", dice.below(0x10000)));
      int64_t times = dice.once_in(4) ? dice.between(1, 10) : 1;
      for (int64_t i = 0; i < times; ++i)
        write_wrong_password(paper, now, std::to_string(dice.below(100000)), from, 5060,
                             fmt::format("{:x}", dice.next()));
    }
    return ++done_ < 600 ? now + Seconds(1) : Time::max();
  }

 private:
  int done_ = 0;
};

}  // namespace denwaban::sim
