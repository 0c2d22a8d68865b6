// SPDX-License-Identifier: GPL-3.0-or-later
// A small company in Germany, and its calls, written down in the order of time.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "fraud/detectors.h"
#include "knowledge/numbering.h"

namespace denwaban::fraud {

class Office {
 public:
  Office() : Office(settings()) {}
  explicit Office(Options options) : detectors_(std::move(options), HashSeed()) {}

  static Options settings() {
    Options options;
    options.habits.plan = knowledge::find_plan("DE");
    options.habits.outside_prefixes = {"0"};
    options.habits.area_code = "30";
    options.zone = *TimeZone::parse("Europe/Berlin");
    options.trunks = {"carrier"};
    return options;
  }
  // 2025-03-03, a Monday, is day 0. Clock face of the office.
  Time at(int day, int hour, int minute = 0, int second = 0) const {
    CivilTime civil{.year = 2025, .month = 3, .day = 3, .hour = hour, .minute = minute, .second = second, .millisecond = 0};
    return TimeZone::parse("Europe/Berlin")->to_utc(civil) + std::chrono::hours(24 * day);
  }

  Call outgoing(const std::string& account, const std::string& number) {
    Call call;
    call.id = fmt::format("1740000000.{}", ++serial_);
    call.channel = fmt::format("PJSIP/{}-{:08x}", account, serial_);
    call.account = account;
    call.direction = CallDirection::outgoing;
    call.dialled = number;
    call.trunk = "carrier";
    call.evidence = {static_cast<uint64_t>(serial_) * 100, 1, 100};
    return call;
  }
  // From its beginning to its end; `talked` 0: nobody answers.
  void make(Call call, Time begin, int talked, int rung = 5) {
    start(call, begin);
    if (talked > 0) answer(call, begin + Seconds(rung));
    finish(call, begin + Seconds(rung + talked));
  }
  void dial(const std::string& account, const std::string& number, Time begin, int talked) {
    make(outgoing(account, number), begin, talked);
  }
  void start(Call& call, Time time) {
    call.began = time;
    hear(call, CallChange::began, time);
    hear(call, CallChange::dialled, time);
  }
  void answer(Call& call, Time time) {
    call.answered = call.reached = time;
    call.state = CallState::answered;
    hear(call, CallChange::answered, time);
  }
  void finish(Call& call, Time time) {
    if (call.answered) pass(time);
    call.ended = time;
    call.state = CallState::ended;
    hear(call, CallChange::ended, time);
  }
  // Time goes by in steps of five seconds.
  void pass(Time until) {
    for (now_ = std::max(now_, until - Seconds(1800)); now_ + Seconds(5) <= until; now_ += Seconds(5)) {
      detectors_.advance(now_, out_);
      take();
    }
  }
  void hear(const Call& call, CallChange change, Time time) {
    detectors_.hear(call, change, time, out_);
    now_ = std::max(now_, time);
    take();
  }

  // What an ordinary company does on weekdays: each of ten accounts calls in the town, mobiles, and a customer in France
  // and in Poland.
  void work(int from_day, int to_day) {
    for (int day = from_day; day < to_day; ++day)
      if (day % 7 < 5)
        for (int hour = 8; hour < 18; ++hour) work_hour(day, hour);
  }

  // An ordinary morning, so that the day is not a holiday.
  void open(int day, int until_hour) {
    for (int hour = 8; hour < until_hour; ++hour) work_hour(day, hour);
  }

  // The latest state of each finding, in the order in which they were raised.
  std::vector<FraudFinding> findings;
  const FraudFinding* found(FraudDetector detector) const {
    auto at = std::ranges::find(findings, detector, &FraudFinding::detector);
    return at == findings.end() ? nullptr : &*at;
  }
  std::string fact(const FraudFinding& finding, std::string_view name) const {
    auto at = std::ranges::find(finding.facts, name, &FraudFact::name);
    return at == finding.facts.end() ? "" : at->value;
  }
  Detectors& detectors() { return detectors_; }

 private:
  void work_hour(int day, int hour) {
    for (int person = 0; person < 10; ++person) {
      std::string account = std::to_string(100 + person);
      int turn = day * 7 + hour * 3 + person;
      Time time = at(day, hour, person * 5 + 1);
      dial(account, fmt::format("0030{:07}", 2000000 + turn % 97 * 311), time, 60 + turn % 5 * 40);
      if (turn % 4 == 0) dial(account, fmt::format("00171{:07}", 3000000 + turn % 53 * 1777), time + Seconds(200), 90);
      if (turn % 11 == 0) dial(account, "00033142685300", time + Seconds(240), 50);
      if (turn % 23 == 0) dial(account, "00048221234567", time + Seconds(260), 30);
    }
  }
  void take() {
    for (FraudFinding& finding : out_) {
      auto at = std::ranges::find(findings, finding.id, &FraudFinding::id);
      if (at == findings.end())
        findings.push_back(std::move(finding));
      else
        *at = std::move(finding);
    }
    out_.clear();
  }

  Detectors detectors_;
  std::vector<FraudFinding> out_;
  uint32_t serial_ = 0;
  Time now_{};
};

}  // namespace denwaban::fraud
