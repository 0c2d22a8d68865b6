// SPDX-License-Identifier: GPL-3.0-or-later
// A spray of sources that nobody could remember, through the wire's tracker and all detectors: memory is
// bounded, no phone is banned, and the one who really guesses is banned afterwards within his bound.
// DENWABAN_SPRAY says how many sources (ctest: engine.spray_of_ten_million); without it as many as fill every
// table.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cstdlib>

#include "engine/pipeline.h"
#include "track/wire_talk.h"

namespace denwaban::engine {
namespace {

using namespace track;

const End kPbx = end_at("10.0.0.1", 5060), kPhone = end_at("192.0.2.9", 5062),
          kGuesser = end_at("203.0.113.66", 5071);

class Bans final : public Outlet {
 public:
  void publish(std::span<const Finding>, std::span<const Decision> decisions) override {
    for (const Decision& decision : decisions) {
      if (decision.action != Action::ban) continue;
      ++count;
      phone = phone || decision.target.contains(kPhone.address);
      guesser = guesser || decision.target.contains(kGuesser.address);
    }
  }
  uint64_t count = 0;
  bool phone = false, guesser = false;
};

class Exchange {
 public:
  void say(const End& from, const End& to, std::string_view text) {
    Datagram d;
    d.time = now;
    d.from = from.address;
    d.to = to.address;
    d.from_port = from.port;
    d.to_port = to.port;
    d.payload = text;
    d.evidence = {++packets_, 1, 10};
    tracker_.take(d, events_);
    if (events_.size() >= 256) hand_on();
  }
  void hand_on() {
    tracker_.flush(now, events_);
    pipeline_.take(events_);
    pipeline_.pass_time(now);
    events_.clear();
  }
  // REGISTER, challenge, REGISTER with credentials, and what the PBX says to them.
  void log_in(const End& end, const std::string& name, uint64_t serial, std::string_view outcome) {
    Sip sip = sip_call(fmt::format("login-{}-{}", name, serial), fmt::format("z9hG4bKlogin{}", serial));
    sip.user = name;
    std::string nonce = fmt::format("{:08x}", 0xf000'0000u + serial);
    say(end, kPbx, sip.request());
    say(kPbx, end, sip.answer("401 Unauthorized", "as12345678", challenge(nonce)));
    Sip second = sip.with_nonce(nonce, name);
    say(end, kPbx, second.request());
    say(kPbx, end, second.answer(outcome));
    hand_on();
  }
  size_t bytes() const { return tracker_.bytes() + pipeline_.counters().bytes; }

  Time now = from_epoch_ms(1'800'000'000'000);
  Bans bans;

 private:
  WireTracker tracker_{Wire::with_pbx(), HashSeed{}};
  Pipeline pipeline_{PipelineOptions{}, HashSeed{}, bans};
  std::vector<Event> events_;
  uint64_t packets_ = 0;
};

TEST(WireSpray, of_any_size_is_bounded_and_harms_no_phone_and_hides_no_guesser) {
  const char* asked = std::getenv("DENWABAN_SPRAY");
  const uint64_t sources = asked ? std::strtoull(asked, nullptr, 10) : 150'000;
  Exchange it;
  for (uint64_t n = 0; n < 3; ++n) it.log_in(kPhone, "100", n, "200 OK");
  Sip sip;
  size_t most = 0;
  for (uint64_t n = 0; n < sources; ++n) {
    // Spread over the whole of IPv4, each source once.
    End forged{IpAddress::v4(static_cast<uint32_t>(n * 2'654'435'761u) | 0x0100'0000u),
               static_cast<uint16_t>(1024 + n % 60'000)};
    sip.call_id = fmt::format("spray{}", n);
    sip.branch = fmt::format("z9hG4bK{}", n);
    sip.user = fmt::format("{}", 100 + n % 10);
    sip.method = n % 3 == 0 ? "OPTIONS" : "REGISTER";
    it.say(forged, kPbx, sip.request());
    if (n % 3 == 1)
      it.say(kPbx, forged, sip.answer("401 Unauthorized", "as12345678", challenge(fmt::format("{:08x}", n))));
    if (n % 3 == 0) it.say(kPbx, forged, sip.answer("200 OK"));
    if (n % 10 == 0) it.now += Milliseconds(1);
    if (n % 50'000 == 0) {
      it.hand_on();
      it.log_in(kPhone, "100", 1'000 + n, "200 OK");
      most = std::max(most, it.bytes());
    }
  }
  it.hand_on();
  most = std::max(most, it.bytes());
  EXPECT_LT(most, 64u << 20);
  EXPECT_FALSE(it.bans.phone);
  for (uint64_t n = 0; n < 10; ++n) {
    it.now += Milliseconds(200);
    it.log_in(kGuesser, "101", 90'000'000 + n, "403 Forbidden");
  }
  EXPECT_TRUE(it.bans.guesser);
  it.log_in(kPhone, "100", 99'000'000, "200 OK");
  EXPECT_FALSE(it.bans.phone);
  RecordProperty("bytes", static_cast<int>(most));
  RecordProperty("bans", static_cast<int>(it.bans.count));
  fmt::print("{} sources: at most {} kB, {} bans\n", sources, most >> 10, it.bans.count);
}

}  // namespace
}  // namespace denwaban::engine
