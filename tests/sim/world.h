// SPDX-License-Identifier: GPL-3.0-or-later
// A made-up world around a made-up Asterisk: honest phones, offices behind a NAT, monitors, attackers of
// every kind that text logs show, forgers. Each acts at its times, and its Asterisk writes what a real one
// writes. A dropped address reaches the PBX no more, so it writes nothing. All chance comes from one seed.
#pragma once

#include <functional>
#include <memory>
#include <queue>
#include <string>
#include <vector>

#include "base/ip.h"
#include "base/time.h"
#include "dice.h"

namespace denwaban::sim {

// What Asterisk writes: into `messages` (notices) and into `security`.
struct Paper {
  std::function<void(Time, const std::string& text)> notice;    // "res_pjsip/…: Request …"
  std::function<void(Time, const std::string& text)> security;  // SecurityEvent="…",…
};

class Actor {
 public:
  explicit Actor(IpAddress address) : address_(address) {}
  virtual ~Actor() = default;
  // Does one thing at `now`, by the machine's wall clock; returns when to be called next, or Time::max() for
  // never.
  virtual Time act(Time now, Dice& dice, const Paper& paper) = 0;
  // A life that nobody may ban.
  virtual bool honest() const = 0;
  // For attackers: after how many of its deeds that reached the PBX a ban must stand; 0: it is found, but
  // need not be banned.
  virtual int bound() const { return 0; }
  // Whether a phone registers from this port of the address.
  virtual bool phone_at(uint16_t port) const {
    (void)port;
    return false;
  }
  // Writes other addresses into its packets, so that no ban of its own keeps them away.
  virtual bool forges() const { return false; }
  virtual std::string describe() const = 0;

  const IpAddress& address() const { return address_; }
  int deeds = 0;  // that reached the PBX

 private:
  IpAddress address_;
};

class World {
 public:
  World(uint64_t seed, Time start);
  // Adds an actor whose first deed comes after `delay`.
  void add(std::unique_ptr<Actor> actor, Seconds delay);
  // A world with some of everybody, attackers in the first hour.
  void populate();
  // A few of the honest and those that attack for a week; small enough for long runs.
  void populate_quietly();
  // Some of each fast attacker, within an hour from `at`.
  void add_attackers(Seconds at, int of_each);
  // Hosts of one hoster's /24 that guess together, and an honest phone among them.
  void add_campaign(Seconds at);

  // The next deed's time; Time::max() when nobody acts any more.
  Time next() const;
  // Lets the next actor act, unless `reaches` says that its packets are dropped. `skew`: how far the wall
  // clock is ahead.
  struct Stepped {
    size_t actor = 0;  // in actors()
    bool reached = false;
  };
  Stepped step(const Paper& paper, const std::function<bool(const IpAddress&)>& reaches, Milliseconds skew);

  const std::vector<std::unique_ptr<Actor>>& actors() const { return actors_; }

 private:
  IpAddress stranger();
  Seconds soon() { return Seconds(dice_.between(0, 3600)); }
  struct Due {
    Time time;
    size_t actor;
    bool operator>(const Due& other) const {
      return time != other.time ? time > other.time : actor > other.actor;
    }
  };
  Dice dice_;
  Time start_;
  std::vector<std::unique_ptr<Actor>> actors_;
  std::priority_queue<Due, std::vector<Due>, std::greater<>> due_;
};

}  // namespace denwaban::sim
