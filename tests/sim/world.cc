// SPDX-License-Identifier: GPL-3.0-or-later
#include "world.h"

#include "actors.h"

namespace denwaban::sim {

World::World(uint64_t seed, Time start) : dice_(seed), start_(start) {}

void World::add(std::unique_ptr<Actor> actor, Seconds delay) {
  due_.push({start_ + delay, actors_.size()});
  actors_.push_back(std::move(actor));
}

void World::populate() {
  auto honest = [](uint32_t host) { return IpAddress::v4(0xc0000200u | host); };             // 192.0.2.0/24
  auto stranger = [this] { return IpAddress::v4(0xc6120000u | static_cast<uint32_t>(dice_.below(0x20000))); };  // 198.18.0.0/15
  auto soon = [this] { return Seconds(dice_.between(0, 3600)); };
  std::vector<IpAddress> victims;
  for (uint32_t i = 10; i < 30; ++i) {
    add(std::make_unique<Phone>(honest(i), std::to_string(100 + i)), soon());
    victims.push_back(honest(i));
  }
  add(std::make_unique<Phone>(*IpAddress::parse("2001:db8:1::5"), "140"), soon());
  add(std::make_unique<Office>(honest(100), 40), soon());
  add(std::make_unique<StalePhone>(honest(120), "177"), soon());
  add(std::make_unique<Monitor>(honest(250)), soon());
  for (int i = 0; i < 5; ++i) {
    add(fast_guesser(stranger()), soon());
    add(one_account_guesser(stranger()), soon());
    add(enumerator(stranger()), soon());
    add(dialler(stranger()), soon());
    add(ami_guesser(stranger()), soon());
  }
  add(slow_guesser(stranger()), soon());
  add(fast_guesser(*IpAddress::parse("2001:db8:bad::66")), soon());
  for (int i = 0; i < 12; ++i) add(bot(stranger()), soon());
  // The forger begins when the phones have logged in: an address that nobody knows yet may be banned for an hour on claims.
  add(std::make_unique<Forger>(stranger(), victims), Seconds(2 * 3600));
}

Time World::next() const { return due_.empty() ? Time::max() : due_.top().time; }

Actor& World::step(const Paper& paper, const std::function<bool(const IpAddress&)>& reaches) {
  Due due = due_.top();
  due_.pop();
  Actor& actor = *actors_[due.actor];
  bool heard = reaches(actor.address());
  static const Paper kNowhere{[](Time, const std::string&) {}, [](Time, const std::string&) {}};
  Time next = actor.act(due.time, dice_, heard ? paper : kNowhere);
  if (heard) ++actor.deeds;
  if (next != Time::max()) due_.push({next, due.actor});
  return actor;
}

}  // namespace denwaban::sim
