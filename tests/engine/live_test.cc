// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/live.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>

#include "actions/no_firewall.h"
#include "temporary_folder.h"

namespace denwaban::engine {
namespace {

class HandClock final : public Clock {
 public:
  Time now() const override { return time; }
  Time time = *parse_rfc3339("2026-11-22T05:00:00Z");
};

// A guard without sockets, on a store that goes away with the test.
class LiveTest : public testing::Test {
 protected:
  LiveTest() {
    store_ = std::move(*store::Store::open(folder_ / "store", {}, clock_));
    live_ = std::make_unique<Live>(LiveOptions{{}, TimeZone()}, HashSeed{}, *store_, enforcer_);
    live_->set_stream([this](const std::string& record) { told_.push_back(record); });
    live_->open_source(1, "messages");
  }
  ~LiveTest() override {
    live_.reset();
    store_.reset();
  }

  void guess(const char* address, int times) {
    for (int i = 0; i < times; ++i) {
      clock_.time += Seconds(1);
      std::string line = fmt::format(
          "[{}] NOTICE[22821] chan_sip.c: Registration from "
          "'<sip:{}@10.0.0.1>' failed for '{}:5060' - Wrong password\n",
          fmt::format(fmt::runtime("{:" + date_format_ + "}"),
                      fmt::gmtime(std::chrono::system_clock::to_time_t(clock_.time))),
          100 + guesses_++ % 5, address);
      offset_ += live_->consume({source_, line, offset_, false}, clock_.time);
    }
  }
  bool banned(const char* address) {
    return live_->pipeline().policy().about(*IpAddress::parse(address), clock_.time).ban.has_value();
  }

  HandClock clock_;
  actions::NoFirewall firewall_{clock_};
  actions::Enforcer enforcer_{firewall_, {{5060}, {}}};
  test::TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Live> live_;
  std::vector<std::string> told_;
  std::string date_format_ = "%Y-%m-%d %H:%M:%S";
  uint32_t source_ = 1;
  uint64_t offset_ = 0;
  int guesses_ = 0;
};

// How many guesses it takes.
constexpr int kEnough = 12;

TEST_F(LiveTest, DatesOfEitherOrderAreOfTheDayOnWhichTheyCome) {
  for (const char* format : {"%d/%m/%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%m-%d %H:%M:%S"}) {
    clock_.time = *parse_rfc3339("2026-11-05T05:00:00Z");
    date_format_ = format;
    live_->open_source(++source_, "messages");
    std::string address = fmt::format("203.0.113.{}", source_);
    guess(address.c_str(), kEnough);
    EXPECT_TRUE(banned(address.c_str())) << format;
  }
}

TEST_F(LiveTest, OneForgedDateDoesNotTurnDayAndMonth) {
  clock_.time = *parse_rfc3339("2026-11-05T05:00:00Z");
  date_format_ = "%d/%m/%Y %H:%M:%S";
  guess("203.0.113.8", 2);
  date_format_ = "%m/%d/%Y %H:%M:%S";
  guess("203.0.113.9", 1);
  date_format_ = "%d/%m/%Y %H:%M:%S";
  guess("203.0.113.7", kEnough);
  EXPECT_TRUE(banned("203.0.113.7"));
}

TEST_F(LiveTest, ANewConfigurationEndsNothing) {
  guess("203.0.113.7", kEnough);
  ASSERT_TRUE(banned("203.0.113.7"));
  told_.clear();
  live_->reconfigure({}, clock_.time);
  EXPECT_TRUE(banned("203.0.113.7"));
  EXPECT_EQ(told_, std::vector<std::string>());
}

TEST_F(LiveTest, WhatWasCountedBeforeANewConfigurationCounts) {
  int needed = 0;
  for (; needed < kEnough && !banned("203.0.113.7"); ++needed) guess("203.0.113.7", 1);
  ASSERT_TRUE(banned("203.0.113.7"));
  guess("203.0.113.8", needed - 1);
  ASSERT_FALSE(banned("203.0.113.8"));
  live_->reconfigure({}, clock_.time);
  guess("203.0.113.8", 1);
  EXPECT_TRUE(banned("203.0.113.8"));
}

}  // namespace
}  // namespace denwaban::engine
