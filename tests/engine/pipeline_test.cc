// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/pipeline.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace denwaban::engine {
namespace {

class Kept final : public Outlet {
 public:
  void publish(std::span<const Finding> told, std::span<const Decision> decided) override {
    for (const Finding& finding : told) findings.push_back(finding.id + " " + std::to_string(finding.count));
    for (const Decision& decision : decided) decisions.push_back(decision);
  }
  bool bans(const char* target) const {
    return std::any_of(decisions.begin(), decisions.end(), [&](const Decision& d) {
      return d.action == Action::ban && d.target == *IpPrefix::parse(target);
    });
  }
  std::vector<std::string> findings;
  std::vector<Decision> decisions;
};

constexpr Time kStart = from_epoch_ms(1'795'291'425'000);

Event failure(Time time, const char* address, std::string_view account,
              EventKind kind = EventKind::auth_failed) {
  Event event;
  event.time = time;
  event.kind = kind;
  event.address = *IpAddress::parse(address);
  event.port = 5060;
  event.account = account;
  event.service = Service::pjsip;
  event.transport = Transport::udp;
  event.method = SipMethod::register_;
  return event;
}

// Guessers, a phone that logs in, and time that passes.
std::vector<Event> a_day() {
  static constexpr std::string_view kAccounts[] = {"100", "101", "102"};
  std::vector<Event> events;
  for (int i = 0; i < 200; ++i) {
    Time time = kStart + Seconds(3 * i);
    events.push_back(failure(time, i % 2 ? "203.0.113.7" : "198.51.100.9", kAccounts[i % 3]));
    if (i % 20 == 0) {
      Event login = failure(time, "192.0.2.10", "200", EventKind::auth_succeeded);
      login.proof = AddressProof::returned;
      events.push_back(login);
    }
  }
  return events;
}

TEST(Pipeline, bans_who_guesses_and_nobody_else) {
  Kept kept;
  Pipeline pipeline({}, HashSeed{}, kept);
  auto events = a_day();
  pipeline.take(events);
  pipeline.finish();
  EXPECT_TRUE(kept.bans("203.0.113.7"));
  EXPECT_TRUE(kept.bans("198.51.100.9"));
  EXPECT_FALSE(kept.bans("192.0.2.10"));
  EXPECT_EQ(pipeline.trust().of(*IpAddress::parse("192.0.2.10"), kStart + Seconds(600)),
            track::TrustLevel::proven);
}

TEST(Pipeline, the_outcome_does_not_depend_on_how_events_are_cut_into_batches) {
  auto run = [](size_t batch_size) {
    Kept kept;
    Pipeline pipeline({}, HashSeed{}, kept);
    auto events = a_day();
    for (size_t at = 0; at < events.size(); at += batch_size) {
      std::vector<Event> batch(
          events.begin() + static_cast<ptrdiff_t>(at),
          events.begin() + static_cast<ptrdiff_t>(std::min(events.size(), at + batch_size)));
      pipeline.take(batch);
    }
    pipeline.finish();
    std::vector<std::string> all = kept.findings;
    for (const Decision& decision : kept.decisions) all.push_back(decision.id + to_rfc3339(decision.time));
    return all;
  };
  auto whole = run(1000);
  EXPECT_FALSE(whole.empty());
  for (size_t size : {1, 2, 7, 64, 100}) EXPECT_EQ(run(size), whole) << size;
}

TEST(Pipeline, goes_on_from_what_it_saved_as_if_nothing_had_happened) {
  auto events = a_day();
  auto half = events.begin() + 100;
  Kept straight, first, second;
  {
    Pipeline pipeline({}, HashSeed{}, straight);
    std::vector<Event> one(events.begin(), half), two(half, events.end());
    pipeline.take(one);
    pipeline.take(two);
    pipeline.finish();
  }
  Pipeline before({}, HashSeed{}, first);
  std::vector<Event> one(events.begin(), half), two(half, events.end());
  before.take(one);
  Pipeline after({}, HashSeed{}, second);
  ASSERT_TRUE(after.load(before.save()));
  after.take(two);
  after.finish();
  std::vector<std::string> ids;
  for (const Kept* kept : {&first, &second})
    for (const Decision& decision : kept->decisions) ids.push_back(decision.id);
  std::vector<std::string> expected;
  for (const Decision& decision : straight.decisions) expected.push_back(decision.id);
  EXPECT_EQ(ids, expected);
}

// A security log of chan_sip or PJSIP proves no failure over UDP: a login vouches for the next one, not for itself.
TEST(Pipeline, forgives_people_who_mistype_and_then_log_in_behind_one_address) {
  Kept kept;
  Pipeline pipeline({}, HashSeed{}, kept);
  std::vector<Event> events;
  for (int person = 0; person < 24; ++person) {
    static constexpr std::string_view kPeople[] = {"anna", "ben", "chris", "dora", "emil", "frida",
                                                   "gus",  "hal", "ina",   "jan",  "kim",  "leo"};
    Time time = kStart + Seconds(900 * person);
    std::string_view name = kPeople[person % 12];
    for (int typo = 0; typo < 2; ++typo) events.push_back(failure(time + Seconds(8 * typo), "198.51.100.20", name));
    Event login = failure(time + Seconds(20), "198.51.100.20", name, EventKind::auth_succeeded);
    login.proof = AddressProof::returned;
    events.push_back(login);
  }
  pipeline.take(events);
  pipeline.finish();
  EXPECT_TRUE(std::ranges::none_of(kept.decisions, [](const Decision& d) { return d.action != Action::none; }));
}

TEST(Pipeline, damaged_states_are_refused) {
  Kept kept;
  Pipeline pipeline({}, HashSeed{}, kept);
  auto events = a_day();
  pipeline.take(events);
  Pipeline::Saved saved = pipeline.save();
  saved.policy.resize(saved.policy.size() / 2);
  Pipeline other({}, HashSeed{}, kept);
  EXPECT_FALSE(other.load(saved));
}

}  // namespace
}  // namespace denwaban::engine
