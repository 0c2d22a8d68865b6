// SPDX-License-Identifier: GPL-3.0-or-later
#include "world.h"

#include "actors.h"

namespace denwaban::sim {
namespace {

IpAddress honest(uint32_t host) { return IpAddress::v4(0xc0000200u | host); }  // 192.0.2.0/24
IpAddress rented(uint32_t host) { return IpAddress::v4(0xc6336400u | host); }  // 198.51.100.0/24

}  // namespace

World::World(uint64_t seed, Time start) : dice_(seed), start_(start) {}

void World::add(std::unique_ptr<Actor> actor, Seconds delay) {
  due_.push({start_ + delay, actors_.size()});
  actors_.push_back(std::move(actor));
}

// 198.18.0.0/15
IpAddress World::stranger() {
  return IpAddress::v4(0xc6120000u | static_cast<uint32_t>(dice_.below(0x20000)));
}

void World::add_attackers(Seconds at, int of_each) {
  for (int i = 0; i < of_each; ++i) {
    add(fast_guesser(stranger()), at + soon());
    add(one_account_guesser(stranger()), at + soon());
    add(enumerator(stranger()), at + soon());
    add(dialler(stranger()), at + soon());
    add(ami_guesser(stranger()), at + soon());
  }
  auto network = static_cast<unsigned>(dice_.below(0xffff));
  add(fast_guesser(*IpAddress::parse(fmt::format("2001:db8:bad:{:x}::66", network))), at + soon());
}

void World::add_campaign(Seconds at) {
  add(std::make_unique<Phone>(rented(200), "190"), Seconds(60));
  for (uint32_t i = 0; i < 8; ++i) add(rented_guesser(rented(10 + i)), at + soon());
}

void World::populate() {
  std::vector<IpAddress> victims;
  for (uint32_t i = 10; i < 30; ++i) {
    add(std::make_unique<Phone>(honest(i), std::to_string(100 + i)), soon());
    victims.push_back(honest(i));
  }
  add(std::make_unique<Phone>(*IpAddress::parse("2001:db8:1::5"), "140"), soon());
  add(std::make_unique<Office>(honest(100), 40), soon());
  add(std::make_unique<StalePhone>(honest(120), "177"), soon());
  add(std::make_unique<Monitor>(honest(250)), soon());
  add_attackers(Seconds(0), 5);
  add(slow_guesser(stranger()), soon());
  for (int i = 0; i < 12; ++i) add(bot(stranger()), soon());
  // The forger begins when the phones have logged in: an address that nobody knows yet may be banned for an
  // hour on claims.
  add(std::make_unique<Forger>(stranger(), victims), Seconds(2 * 3600));
  add(std::make_unique<Flood>(stranger()), Seconds(4 * 3600));
}

void World::populate_quietly() {
  for (uint32_t i = 10; i < 15; ++i) add(std::make_unique<Phone>(honest(i), std::to_string(100 + i)), soon());
  add(std::make_unique<StalePhone>(honest(120), "177"), soon());
  add(slow_guesser(stranger()), soon());
  for (int i = 0; i < 12; ++i) add(bot(stranger()), soon());
}

Time World::next() const { return due_.empty() ? Time::max() : due_.top().time; }

World::Stepped World::step(const Paper& paper, const std::function<bool(const IpAddress&)>& reaches,
                           Milliseconds skew) {
  static const Paper kNowhere{[](Time, const std::string&) {}, [](Time, const std::string&) {}};
  Due due = due_.top();
  due_.pop();
  Actor& actor = *actors_[due.actor];
  bool reached = actor.forges() || reaches(actor.address());
  Time next = actor.act(due.time + skew, dice_, reached ? paper : kNowhere);
  if (reached) ++actor.deeds;
  if (next != Time::max()) due_.push({next - skew, due.actor});
  return {due.actor, reached};
}

}  // namespace denwaban::sim
