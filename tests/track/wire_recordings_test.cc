// SPDX-License-Identifier: GPL-3.0-or-later
// The recorded captures of real Asterisk under real attack: packets alone show every attacker and accuse
// nobody else.
#include <gmock/gmock.h>
#include <lzma.h>

#include <algorithm>
#include <deque>
#include <fstream>
#include <iterator>
#include <map>
#include <nlohmann/json.hpp>

#include "parse/log_parser.h"
#include "track/tracker.h"
#include "track/wire_pcap.h"
#include "track/wire_tracker.h"
#include "source_path.h"

namespace denwaban::track {
namespace {

using nlohmann::json;
using testing::AnyOf;

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

std::string unpack(const std::string& packed) {
  std::string out(16 << 20, '\0');
  uint64_t limit = 256 << 20;
  size_t in_at = 0, out_at = 0;
  lzma_ret ret =
      lzma_stream_buffer_decode(&limit, 0, nullptr, reinterpret_cast<const uint8_t*>(packed.data()), &in_at,
                                packed.size(), reinterpret_cast<uint8_t*>(out.data()), &out_at, out.size());
  EXPECT_EQ(ret, LZMA_OK);
  out.resize(out_at);
  return out;
}

struct Count {
  std::map<EventKind, int> kinds;
  int guesses_over_udp = 0, guesses_returned = 0, tainted = 0, scanner = 0;
  int failures() const {
    using enum EventKind;
    int sum = 0;
    for (auto [kind, count] : kinds)
      if (kind != challenge_sent && kind != auth_succeeded && kind != probed && kind != manager_action) sum += count;
    return sum;
  }
  int of(EventKind kind) const { return kinds.contains(kind) ? kinds.at(kind) : 0; }
};

struct Run : testing::TestWithParam<const char*> {
  void SetUp() override {
    folder = test::source_path("recordings/") + GetParam() + "/";
    WireOptions options;
    options.sip_ports.push_back(5070);
    WireTracker tracker(options, HashSeed{});
    std::vector<Event> events;
    for (const char* name : {"sip.pcap.xz", "other.pcap.xz"}) {
      std::string file = unpack(read(folder + name));
      ASSERT_GT(file.size(), 1000u);
      PcapTalk talk(file);
      talk.play([&](const Datagram& d) {
        tracker.take(d, events);
        gather(events);
      });
      tracker.flush(Time::max(), events);
      gather(events);
    }
  }
  void gather(std::vector<Event>& events) {
    for (const Event& e : events) {
      if (e.kind == EventKind::traffic || e.kind == EventKind::peer_answered) continue;
      if (e.kind == EventKind::manager_action) actions.emplace_back(e.extension);
      keep(e, kWireChannel);
      Count& count = by_address[e.address.to_string()];
      ++count.kinds[e.kind];
      count.tainted += e.tainted;
      count.scanner += e.scanner_agent;
      if (e.kind != EventKind::auth_failed || e.transport != Transport::udp) continue;
      ++count.guesses_over_udp;
      count.guesses_returned += e.proof == AddressProof::returned;
    }
    events.clear();
  }
  void keep(Event e, uint16_t channel) {
    for (std::string_view* text : {&e.account, &e.extension, &e.session}) *text = texts.emplace_back(*text);
    e.channel = channel;
    told_by_all.push_back(e);
  }
  void read_log(const std::string& name, uint16_t channel) {
    std::string text = unpack(read(folder + name));
    parse::LogClock clock;
    clock.year = 2026;
    parse::LogParser parser(channel, clock);
    std::vector<Event> events;
    parser.parse(text, 0, events);
    for (const Event& e : events) keep(e, channel);
  }
  // By address and service: attempts that failed, as the tracker counts what these channels tell.
  std::map<std::string, int> attempts(const std::vector<uint16_t>& channels) const {
    std::vector<Event> told;
    for (const Event& e : told_by_all)
      if (std::find(channels.begin(), channels.end(), e.channel) != channels.end()) told.push_back(e);
    std::stable_sort(told.begin(), told.end(),
                     [](const Event& a, const Event& b) { return a.time < b.time; });
    Tracker tracker({}, HashSeed{});
    tracker.track(told);
    tracker.flush(Time::max(), told);
    std::map<std::string, int> sums;
    for (const Event& e : told) {
      bool failure = e.kind == EventKind::auth_failed || e.kind == EventKind::unknown_account ||
                     e.kind == EventKind::call_rejected;
      if (failure && !e.repeated && !e.tainted && !e.address.is_unspecified())
        sums[e.address.to_string() + " " + std::to_string(static_cast<int>(e.service))] += e.attempts;
    }
    return sums;
  }
  // What the lab's clients noted of each attempt: the answers that they got, [401, 403] for a wrong password.
  static int refused(const json& step) {
    int sum = 0;
    if (!step.contains("results") || !step["service"].get<std::string>().starts_with("SIP")) return 0;
    for (const json& result : step["results"])
      sum += result.size() == 2 && result[0] == 401 && result[1].is_number() && result[1] >= 400;
    return sum;
  }
  // By address: attempts with credentials that were refused.
  std::map<std::string, int> mistakes() const {
    std::map<std::string, int> all;
    std::ifstream truth(folder + "truth.jsonl");
    for (std::string line; std::getline(truth, line);) {
      json step = json::parse(line);
      for (const json& source : step["src"]) all[source] += refused(step);
    }
    return all;
  }

  static constexpr uint16_t kWireChannel = 9;
  std::deque<std::string> texts;
  std::vector<Event> told_by_all;
  std::string folder;
  std::map<std::string, Count> by_address;
  std::vector<std::string> actions;
};

TEST_P(Run, EveryAttackerIsSeenAndNobodyElseIsAccused) {
  json verdicts = json::parse(read(folder + "ips.json"));
  auto mistaken = mistakes();
  int attackers = 0;
  for (const auto& [address, verdict] : verdicts.items()) {
    const Count& count = by_address[address];
    if (verdict["attack"]) {
      ++attackers;
      EXPECT_GT(count.failures() + count.of(EventKind::challenge_sent) + count.of(EventKind::probed), 0)
          << address;
      EXPECT_GE(count.of(EventKind::auth_failed), mistaken[address]) << address;
    } else {
      EXPECT_EQ(count.failures(), mistaken[address]) << address;
    }
  }
  EXPECT_GE(attackers, 9);
  for (const auto& [address, count] : by_address) {
    EXPECT_TRUE(verdicts.contains(address)) << address << " is nobody's";
    EXPECT_EQ(count.tainted, 0) << address;
  }
}

// `tcpdump dst port 5060`, which leaves out what phones at other ports are answered.
TEST_P(Run, AnswersThatTheCaptureLeavesOutAccuseNobody) {
  json verdicts = json::parse(read(folder + "ips.json"));
  std::string file = unpack(read(folder + "sip.pcap.xz"));
  WireTracker tracker({}, HashSeed{});
  std::vector<Event> events;
  size_t asked = 0;
  PcapTalk(file).play([&](const Datagram& d) {
    if (d.to_port != 5060) return;
    tracker.take(d, events);
    asked += d.from_port != 5060;
  });
  tracker.flush(Time::max(), events);
  EXPECT_GT(asked, 100u);
  for (const Event& e : events) {
    if (e.address.is_unspecified() || e.kind == EventKind::peer_answered) continue;
    bool blameless = !verdicts[e.address.to_string()]["attack"] && e.port != 5060;
    EXPECT_FALSE(blameless && e.kind == EventKind::probed) << e.address.to_string() << ":" << e.port;
  }
}

TEST_P(Run, EachGuessOverUdpIsProven) {
  int guesses = 0;
  for (const auto& [address, count] : by_address) {
    EXPECT_EQ(count.guesses_returned, count.guesses_over_udp) << address;
    guesses += count.guesses_over_udp;
  }
  EXPECT_GE(guesses, 50);
}

TEST_P(Run, AnAttemptThatTheWireAndTheLogsTellIsOne) {
  std::string messages = folder.find("a22") != std::string::npos ? "messages.log.xz" : "messages.xz";
  read_log(messages, 0);
  read_log("security.xz", 1);
  auto wire = attempts({kWireChannel}), logs = attempts({0, 1}), both = attempts({0, 1, kWireChannel});
  ASSERT_GE(both.size(), 8u);
  for (const auto& [who, count] : both) {
    EXPECT_GE(count, std::max(wire[who], logs[who])) << who;
    EXPECT_LE(count, std::max(wire[who], logs[who]) + 1) << who;
  }
}

TEST_P(Run, WhatWasAskedOfTheManagerIsListed) {
  ASSERT_FALSE(actions.empty());
  EXPECT_THAT(actions[0], AnyOf("GetConfig manager.conf", "GetConfig sip.conf", "GetConfig pjsip.conf"));
}

INSTANTIATE_TEST_SUITE_P(WireRecordings, Run,
                         testing::Values("a16-default", "a16-variant", "a22-default", "a22-variant"),
                         [](const auto& run) {
                           std::string name = run.param;
                           name.erase(3, 1);
                           return name;
                         });

}  // namespace
}  // namespace denwaban::track
