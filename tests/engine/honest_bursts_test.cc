// SPDX-License-Identifier: GPL-3.0-or-later
// Loud and honest: what packets of busy hours, of a power cut and of monitors look like passes the whole
// pipeline and is no flood, and nobody is banned. None of the senders is known to the settings.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "engine/pipeline.h"
#include "track/wire_talk.h"

namespace denwaban::engine {
namespace {

using namespace track;
using testing::IsEmpty;

const End kPbx = end_at("10.0.0.1", 5060);

class Notes final : public Outlet {
 public:
  void publish(std::span<const Finding> findings, std::span<const Decision> decisions) override {
    for (const Finding& f : findings)
      if (f.detector == Detector::flood) floods.push_back(f.pattern);
    for (const Decision& d : decisions)
      if (d.action == Action::ban) bans.push_back(d.target.to_string());
  }
  std::vector<std::string> floods, bans;
};

class HonestBursts : public testing::Test {
 protected:
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
  void ask(const End& end, const Sip& sip, std::string_view status, std::string_view more = "") {
    say(end, kPbx, sip.request());
    say(kPbx, end, sip.answer(status, "as12345678", more));
  }
  void wait(Milliseconds time) {
    now += time;
    hand_on();
  }
  void hand_on() {
    tracker_.flush(now, events_);
    pipeline_.take(events_);
    pipeline_.pass_time(now);
    events_.clear();
  }
  Sip request(std::string method, std::string user) {
    ++serial_;
    Sip sip = sip_call(fmt::format("c{}", serial_), fmt::format("z9hG4bK{}", serial_));
    sip.method = std::move(method);
    sip.user = std::move(user);
    return sip;
  }
  // Asks, is challenged, asks again; returns the second request.
  Sip with_password(const End& end, const Sip& sip, std::string_view outcome) {
    std::string nonce = fmt::format("{:08x}", 0xa000'0000u + ++serial_);
    ask(end, sip, "401 Unauthorized", challenge(nonce));
    if (sip.method == "INVITE") acknowledge(end, sip);
    Sip second = sip.with_nonce(nonce, sip.user);
    ask(end, second, outcome);
    return second;
  }
  void acknowledge(const End& end, Sip sip) {
    sip.method = "ACK";
    sip.to_tag = "as12345678";
    say(end, kPbx, sip.request());
  }
  void in_dialog(const End& end, Sip sip, std::string method) {
    sip.method = std::move(method);
    sip.to_tag = "as12345678";
    sip.branch += "d";
    ++sip.cseq;
    ask(end, sip, "200 OK");
  }

  Time now = from_epoch_ms(1'800'000'000'000);
  Notes notes;

 private:
  WireTracker tracker_{Wire::with_pbx(), HashSeed{}};
  Pipeline pipeline_{PipelineOptions{}, HashSeed{}, notes};
  std::vector<Event> events_;
  uint64_t packets_ = 0, serial_ = 0;
};

// Forty telephones behind one address, while the exchange is down and when it is back: lines and lamps of
// all.
TEST_F(HonestBursts, OfficeThatComesBackAfterAPowerCut) {
  auto phone = [](int n) { return end_at("192.0.2.60", static_cast<uint16_t>(20'000 + n)); };
  for (int second = 0; second < 30; ++second) {
    for (int n = 0; n < 40; ++n)
      say(phone(n), kPbx, request("REGISTER", fmt::format("{}", 100 + n)).request());
    wait(Seconds(1));
  }
  for (int n = 0; n < 40; ++n) {
    std::string user = fmt::format("{}", 100 + n);
    with_password(phone(n), request("REGISTER", user), "200 OK");
    for (int lamp = 0; lamp < 20; ++lamp) with_password(phone(n), request("SUBSCRIBE", user), "200 OK");
    wait(Milliseconds(20));
  }
  wait(Seconds(60));
  EXPECT_THAT(notes.floods, IsEmpty());
  EXPECT_THAT(notes.bans, IsEmpty());
}

// A dialler with an account of its own: thirty calls a second, of which a third is picked up, a third is
// busy, and a third is given up.
TEST_F(HonestBursts, CallCentre) {
  End dialler = end_at("192.0.2.80", 5060);
  for (int n = 0; n < 30 * 60; ++n) {
    Sip call = request("INVITE", "800");
    call.uri = fmt::format("sip:0{}@10.0.0.1", 30'000'000 + n);
    call.to_user = fmt::format("0{}", 30'000'000 + n);
    if (n % 3 == 0) {
      Sip placed = with_password(dialler, call, "200 OK");
      acknowledge(dialler, placed);
      in_dialog(dialler, placed, "BYE");
    } else if (n % 3 == 1) {
      acknowledge(dialler, with_password(dialler, call, "486 Busy Here"));
    } else {
      Sip placed = with_password(dialler, call, "180 Ringing");
      Sip cancel = placed;
      cancel.method = "CANCEL";
      ask(dialler, cancel, "200 OK");
      say(kPbx, dialler, placed.answer("487 Request Terminated"));
      acknowledge(dialler, placed);
    }
    if (n % 3 == 0) wait(Milliseconds(100));
  }
  wait(Seconds(60));
  EXPECT_THAT(notes.floods, IsEmpty());
  EXPECT_THAT(notes.bans, IsEmpty());
}

// A provider that is recognised by its address alone hands over sixty calls a second for a minute.
TEST_F(HonestBursts, ProviderAtTheHourOfAnAdvertisement) {
  End provider = end_at("198.51.100.20", 5060);
  for (int n = 0; n < 60 * 60; ++n) {
    Sip call = request("INVITE", fmt::format("0{}", 40'000'000 + n));
    call.uri = "sip:100@10.0.0.1";
    call.to_user = "100";
    ask(provider, call, "200 OK");
    acknowledge(provider, call);
    in_dialog(provider, call, "BYE");
    if (n % 6 == 0) wait(Milliseconds(100));
  }
  wait(Seconds(60));
  EXPECT_THAT(notes.floods, IsEmpty());
  EXPECT_THAT(notes.bans, IsEmpty());
}

TEST_F(HonestBursts, MonitorThatAsksEveryFewSecondsWhetherTheExchangeLives) {
  for (int n = 0; n < 900; ++n) {
    ask(end_at("192.0.2.250", 6'000), request("OPTIONS", "monitor"), "200 OK");
    wait(Seconds(4));
  }
  EXPECT_THAT(notes.floods, IsEmpty());
  EXPECT_THAT(notes.bans, IsEmpty());
}

// As loud as the office, and nothing of it is ever served.
TEST_F(HonestBursts, FloodIsToldFromThem) {
  End flooder = end_at("203.0.113.66", 5071);
  for (int n = 0; n < 3'000; ++n) {
    ask(flooder, request("OPTIONS", "load"), "404 Not Found");
    if (n % 10 == 0) wait(Milliseconds(100));
  }
  EXPECT_THAT(notes.floods, testing::Contains("source"));
}

}  // namespace
}  // namespace denwaban::engine
