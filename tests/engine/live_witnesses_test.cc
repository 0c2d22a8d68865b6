// SPDX-License-Identifier: GPL-3.0-or-later
// Logs, the journal, syslog and the manager tell a running guard of the same attempts: each counts once,
// whoever is away meanwhile.
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "actions/no_firewall.h"
#include "engine/live.h"
#include "parse/ami_events.h"
#include "temporary_folder.h"

namespace denwaban::engine {
namespace {

class HandClock final : public Clock {
 public:
  Time now() const override { return time; }
  Time time = *parse_rfc3339("2026-11-22T05:00:00Z");
};

class LiveWitnesses : public testing::Test {
 protected:
  LiveWitnesses() {
    store_ = std::move(*store::Store::open(folder_ / "store", {}, clock_));
    live_ = std::make_unique<Live>(LiveOptions{{}, TimeZone()}, HashSeed{}, *store_, enforcer_);
    live_->set_stream([this](const std::string& record) { note(nlohmann::json::parse(record)); });
    live_->open_source(1, "security");
    live_->open_source(kJournal, "journal");
    live_->open_source(kSyslog, "syslog");
  }
  ~LiveWitnesses() override {
    live_.reset();
    store_.reset();
  }
  void note(const nlohmann::json& record) {
    if (record["type"] != "finding" || record["detector"] != "auth_guessing") return;
    count_ = record["count"];
    witnesses_ = record["witnesses"].size();
  }
  std::string stamp() const {
    return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}+0000",
                       fmt::gmtime(std::chrono::system_clock::to_time_t(clock_.time)),
                       to_epoch_ms(clock_.time) % 1000);
  }
  std::string line(int number) const {
    return fmt::format(
        "[{:%Y-%m-%d %H:%M:%S}] SECURITY[1] res_security_log.c: "
        "SecurityEvent=\"InvalidPassword\",EventTV=\"{}\","
        "Severity=\"Error\",Service=\"SIP\",EventVersion=\"2\",AccountID=\"101\",SessionID=\"0x{}\","
        "LocalAddress=\"IPV4/UDP/10.0.0.1/5060\",RemoteAddress=\"IPV4/UDP/203.0.113.7/5060\",Challenge=\"a\","
        "ReceivedChallenge=\"a\",ReceivedHash=\"b\"\n",
        fmt::gmtime(std::chrono::system_clock::to_time_t(clock_.time)), stamp(), number);
  }
  std::string block(int number) const {
    return fmt::format(
        "Event: InvalidPassword\r\nPrivilege: security,all\r\nEventTV: {}\r\nSeverity: Error\r\nService: "
        "SIP\r\n"
        "EventVersion: 2\r\nAccountID: 101\r\nSessionID: 0x{}\r\nLocalAddress: IPV4/UDP/10.0.0.1/5060\r\n"
        "RemoteAddress: IPV4/UDP/203.0.113.7/5060\r\nChallenge: a\r\nReceivedChallenge: a\r\nReceivedHash: "
        "b\r\n\r\n",
        stamp(), number);
  }
  // The line above as Asterisk hands it to syslog, behind what the journal and the daemon put before it.
  std::string carried(int number, std::string_view head) const {
    std::string text = line(number), level = "SECURITY[1] res_security_log.c: ";
    size_t at = text.find(level) + level.size();
    return fmt::format(
        "{} asterisk[811]: SECURITY[1]: res_security_log.c:120 in security_event_stasis_cb: {}", head,
        text.substr(at));
  }
  std::string from_journal(int number) const { return carried(number, to_rfc3339(clock_.time) + " journal"); }
  std::string from_syslog(int number) const {
    return carried(number, fmt::format("<133>{:%b %e %H:%M:%S}",
                                       fmt::gmtime(std::chrono::system_clock::to_time_t(clock_.time))));
  }
  void log_tells(const std::string& text) {
    offset_ += live_->consume({1, text, offset_, false}, clock_.time);
  }
  void tells(uint32_t source, const std::string& text) {
    carried_ += live_->consume({source, text, carried_, false}, clock_.time);
  }
  void manager_tells(const std::string& text) {
    std::vector<Event> events;
    session_ += reader_.parse(text, session_, true, events);
    live_->see(events, 0xfffd, clock_.time);
  }

  HandClock clock_;
  actions::NoFirewall firewall_{clock_};
  actions::Enforcer enforcer_{firewall_, {{5060}, {}}};
  test::TemporaryFolder folder_;
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<Live> live_;
  parse::AmiEvents reader_{0xffff'fffd};
  static constexpr uint32_t kJournal = 0xffff'fffc, kSyslog = 0xffff'fffb;
  uint64_t offset_ = 0, session_ = 0, carried_ = 0;
  int count_ = 0;
  size_t witnesses_ = 0;
};

// The guard tells of a finding as it doubles, so the last told is the 10th, the 20th …
TEST_F(LiveWitnesses, what_the_log_and_the_manager_tell_counts_once) {
  for (int i = 0; i < 20; ++i) {
    clock_.time += Milliseconds(300);
    log_tells(line(i));
    manager_tells(block(i));
  }
  live_->pass_time(clock_.time + Seconds(1));
  EXPECT_EQ(count_, 20);
  EXPECT_EQ(witnesses_, 2u);
}

TEST_F(LiveWitnesses, what_a_file_the_journal_syslog_and_the_manager_tell_counts_once) {
  for (int i = 0; i < 20; ++i) {
    clock_.time += Milliseconds(300);
    if (i % 2 == 0) tells(kSyslog, from_syslog(i));
    log_tells(line(i));
    manager_tells(block(i));
    tells(kJournal, from_journal(i));
    if (i % 2 == 1) tells(kSyslog, from_syslog(i));
  }
  live_->pass_time(clock_.time + Seconds(1));
  EXPECT_EQ(count_, 20);
  EXPECT_EQ(witnesses_, 3u);  // security event, syslog, manager
  EXPECT_EQ(live_->counters().unrecognised, 0u);
}

TEST_F(LiveWitnesses, syslog_alone_is_heard_as_well) {
  for (int i = 0; i < 20; ++i) {
    clock_.time += Milliseconds(300);
    tells(kSyslog, from_syslog(i));
  }
  live_->pass_time(clock_.time + Seconds(1));
  EXPECT_EQ(count_, 20);
  EXPECT_EQ(witnesses_, 1u);
}

TEST_F(LiveWitnesses, whoever_tells_first_and_whoever_is_away_it_counts_once) {
  for (int i = 0; i < 20; ++i) {
    clock_.time += Milliseconds(300);
    bool manager_is_away = i >= 5 && i < 15;
    if (!manager_is_away) manager_tells(block(i));
    log_tells(line(i));
  }
  live_->pass_time(clock_.time + Seconds(1));
  EXPECT_EQ(count_, 20);
}

}  // namespace
}  // namespace denwaban::engine
