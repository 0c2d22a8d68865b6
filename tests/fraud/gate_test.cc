// SPDX-License-Identifier: GPL-3.0-or-later
#include <gtest/gtest.h>

#include <random>

#include "fraud/gate_policy.h"
#include "fraud/pin_tries.h"
#include "knowledge/emergency_numbers.h"
#include "office.h"

namespace denwaban::fraud {
namespace {

constexpr int kFriday = 25;
const char* const kSomalia = "000252612345";

struct Working : Office {
  Working() { work(0, kFriday); }
};

LocalMoment moment(int weekday, int hour) {
  LocalMoment at;
  at.weekday = static_cast<int8_t>(weekday);
  at.hour = static_cast<int8_t>(hour);
  return at;
}

TEST(Weigh, says_before_the_call_what_would_be_said_of_it_and_learns_nothing) {
  Working office;
  Call call = office.outgoing("103", std::string(kSomalia) + "678");
  Time night = office.at(kFriday + 1, 3);
  for (int i = 0; i < 50; ++i) {
    Weighed weighed = office.detectors().weigh(call, night);
    EXPECT_TRUE(weighed.alarm);
    EXPECT_GE(weighed.severity, Severity::high);
    EXPECT_EQ(weighed.detector, FraudDetector::costly_destination);
    EXPECT_EQ(weighed.number, "252612345678");
  }
  EXPECT_TRUE(office.findings.empty());
  Call home = office.outgoing("103", "00891234567");
  EXPECT_FALSE(office.detectors().weigh(home, office.at(kFriday, 10)).alarm);
}

// The same questions, asked and heard: the answers agree, whoever calls whatever at whatever hour.
TEST(Weigh, agrees_with_what_is_heard_once_somebody_answers) {
  std::mt19937 dice(7);
  const char* const kNumbers[] = {"00891234567",  "000252612345678", "00044207946000", "000881612345678",
                                  "009001234567", "00035312345678",  "0005312345678"};
  Working office;
  int alarms = 0;
  Time now = office.at(kFriday, 9);
  for (int i = 0; i < 400; ++i) {
    now += Seconds(60 + dice() % 7200);
    Call call = office.outgoing(std::to_string(100 + dice() % 8), kNumbers[dice() % std::size(kNumbers)]);
    bool expected = office.detectors().weigh(call, now).alarm;
    office.findings.clear();
    office.start(call, now);
    office.answer(call, now);
    bool heard = std::ranges::any_of(
        office.findings, [&](const FraudFinding& one) { return std::ranges::find(one.calls, call.id) != one.calls.end(); });
    EXPECT_EQ(expected, heard) << call.account << " " << call.dialled << " after " << i;
    alarms += heard;
    office.finish(call, now + Seconds(30));
  }
  EXPECT_GT(alarms, 20);
  EXPECT_LT(alarms, 380);
}

TEST(GateRules, are_read_and_fit) {
  auto rule = parse_gate_rule("pin abroad,premium for 200,30* at 19-07 on weekdays");
  ASSERT_TRUE(rule) << rule.error().message;
  OutsideNumber abroad;
  auto classes = classes_of(abroad);
  EXPECT_TRUE(rule->fits(classes, "200", moment(0, 19)));
  EXPECT_TRUE(rule->fits(classes, "301", moment(4, 6)));
  EXPECT_FALSE(rule->fits(classes, "301", moment(4, 7)));
  EXPECT_FALSE(rule->fits(classes, "301", moment(5, 6)));
  EXPECT_FALSE(rule->fits(classes, "201", moment(0, 19)));
  EXPECT_FALSE(rule->fits(classes_of(std::nullopt), "200", moment(0, 19)));
  abroad.home = true;
  EXPECT_FALSE(rule->fits(classes_of(abroad), "200", moment(0, 19)));
  for (const char* bad :
       {"", "never any", "refuse", "refuse dear", "refuse any at 7", "refuse any at 7-25", "refuse any at 7-7",
        "refuse any on holiday", "refuse any for", "refuse any for a,,b", "refuse any whenever 3"})
    EXPECT_FALSE(parse_gate_rule(bad)) << bad;
}

struct Gate : ::testing::Test {
  GateAnswer ask(const std::string& number) {
    question.call.account = "100";
    question.call.dialled = number;
    question.call.direction = CallDirection::outgoing;
    known.to = reader.read(question.call, false, false);
    return decide(reader, options, question, known);
  }
  Options numbering = Office::settings();
  NumberReader reader{numbering, HashSeed()};
  GateOptions options;
  GateQuestion question;
  GateKnowledge known;
};

TEST_F(Gate, what_was_ordered_comes_before_what_is_suspected) {
  EXPECT_EQ(ask("00891234567").verdict, GateVerdict::allow);
  options.rules = {*parse_gate_rule("allow any for 100"), *parse_gate_rule("refuse any")};
  known.weighed.alarm = true;
  known.weighed.severity = Severity::critical;
  EXPECT_EQ(ask(kSomalia).reason, GateReason::rule);
  EXPECT_EQ(ask(kSomalia).rule, 1u);
  EXPECT_EQ(ask(kSomalia).verdict, GateVerdict::allow);
  known.weighed.limit = BudgetBreach{};
  EXPECT_EQ(ask(kSomalia).reason, GateReason::limit);
  known.locked = true;
  EXPECT_EQ(ask(kSomalia).reason, GateReason::locked);
  EXPECT_EQ(ask(kSomalia).verdict, GateVerdict::refuse);
}

TEST_F(Gate, an_alarm_asks_for_the_pin_of_who_has_one_and_is_only_told_while_the_guard_watches) {
  known.weighed.alarm = true;
  known.weighed.severity = Severity::high;
  EXPECT_EQ(ask(kSomalia).verdict, GateVerdict::refuse);
  known.has_pin = true;
  EXPECT_EQ(ask(kSomalia).verdict, GateVerdict::ask_pin);
  known.pin_locked = true;
  EXPECT_EQ(ask(kSomalia).reason, GateReason::pin_locked);
  known.pin_locked = known.has_pin = false;
  known.watching = true;
  EXPECT_EQ(ask(kSomalia).verdict, GateVerdict::allow);
  EXPECT_EQ(ask(kSomalia).meant, GateVerdict::refuse);
  known.watching = false;
  known.weighed.severity = Severity::medium;
  EXPECT_EQ(ask(kSomalia).verdict, GateVerdict::allow);
}

// Whatever is known, ordered or made up: who calls for help gets through.
TEST_F(Gate, an_emergency_call_is_never_refused) {
  std::mt19937 dice(3);
  auto coin = [&] { return dice() % 2 == 0; };
  std::vector<std::string> numbers;
  for (int number = 100; number < 10'000; ++number)
    if (knowledge::is_emergency(numbering.habits, std::to_string(number), "")) numbers.push_back(std::to_string(number));
  ASSERT_GT(numbers.size(), 20u);
  for (const char* known_everywhere : {"112", "911", "110", "119"})
    EXPECT_NE(std::ranges::find(numbers, known_everywhere), numbers.end()) << known_everywhere;
  const char* const kRules[] = {"refuse any", "refuse unknown", "pin any", "refuse national at 0-24", "refuse any for *"};
  for (int i = 0; i < 20'000; ++i) {
    known = GateKnowledge();
    for (bool* one : {&known.locked, &known.closed, &known.has_pin, &known.pin_locked, &known.watching}) *one = coin();
    known.weighed.alarm = coin();
    known.weighed.severity = Severity::critical;
    if (coin()) known.weighed.limit = BudgetBreach{};
    options.rules = {*parse_gate_rule(kRules[dice() % std::size(kRules)])};
    options.alarm = coin() ? GateVerdict::refuse : GateVerdict::ask_pin;
    question.doubtful = coin();
    std::string number = numbers[dice() % numbers.size()];
    EXPECT_EQ(ask(number).verdict, GateVerdict::allow) << number;
    EXPECT_EQ(ask(number).reason, GateReason::emergency) << number;
  }
  EXPECT_EQ(ask("0112").verdict, GateVerdict::allow);
}

TEST(PinTries, lock_an_account_for_a_time_and_stay_bounded) {
  PinTries tries(3, Seconds(600));
  Time now = from_epoch_ms(1'000'000'000);
  EXPECT_FALSE(tries.failed("100", now));
  EXPECT_FALSE(tries.failed("100", now));
  EXPECT_FALSE(tries.locked("100", now));
  EXPECT_TRUE(tries.failed("100", now));
  EXPECT_TRUE(tries.locked("100", now + Seconds(599)));
  EXPECT_FALSE(tries.locked("100", now + Seconds(600)));
  EXPECT_FALSE(tries.failed("100", now + Seconds(600)));
  tries.failed("200", now), tries.failed("200", now);
  tries.succeeded("200");
  EXPECT_FALSE(tries.failed("200", now));
  for (size_t i = 0; i < PinTries::kAccountsMax + 50; ++i) tries.failed("x" + std::to_string(i), now);
}

TEST(PinTries, are_remembered_and_bytes_that_are_damaged_change_nothing) {
  PinTries tries(3, Seconds(600));
  Time now = from_epoch_ms(1'000'000'000);
  for (int i = 0; i < 3; ++i) tries.failed("100", now);
  tries.failed("200", now), tries.failed("200", now);
  ByteWriter out;
  tries.save(out);
  PinTries later(3, Seconds(600));
  later.failed("300", now), later.failed("300", now);
  for (size_t length = 0; length < out.bytes().size(); ++length) {
    ByteReader part(std::string_view(out.bytes()).substr(0, length));
    EXPECT_FALSE(later.load(part)) << length;
  }
  EXPECT_TRUE(later.failed("300", now)) << "it was forgotten";
  ByteReader in(out.bytes());
  ASSERT_TRUE(later.load(in));
  EXPECT_TRUE(later.locked("100", now + Seconds(599)));
  EXPECT_FALSE(later.locked("200", now));
  EXPECT_TRUE(later.failed("200", now + Seconds(5)));
  later.reconfigure(10, Seconds(600));
  EXPECT_FALSE(later.locked("100", now + Seconds(5)));
}

}  // namespace
}  // namespace denwaban::fraud
