// SPDX-License-Identifier: GPL-3.0-or-later
// Whatever happens to whom, in whatever order: a call for help is never refused, ended or counted. Made-up days of thieves,
// locks, closed trunks, wrong PINs, clocks that jump, lessons from records and restarts, through all that hears of calls or is
// asked about them.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "base/hash.h"
#include "engine/live_fraud.h"
#include "knowledge/numbering.h"
#include "net/pin_hash.h"
#include "serve/gate/keeper.h"
#include "temporary_folder.h"

namespace denwaban::serve {
namespace {

class Hand : public Clock {
 public:
  Time now() const override { return at; }
  Time at = from_epoch_ms(1'764'000'000'000);
};

fraud::Options options_of(bool strict) {
  fraud::Options options;
  options.habits.plan = knowledge::find_plan("DE");
  options.habits.outside_prefixes = {"0"};
  options.habits.area_code = "30";
  options.trunks = {"carrier"};
  if (strict) options.account_limits.day = options.exchange_limits.month = Amount{1};
  return options;
}

const char* const kHelp[] = {"110", "112", "911", "119", "0110", "0112"};
const char* const kOrdinary[] = {"00302000311", "000252612345678", "000252612345679", "00900123456", "0008821234567",
                                 "00171300177", "000881612345678", "200", "0"};

// One day of one guard, told by dice.
class Day {
 public:
  explicit Day(uint32_t seed) : dice_(seed) {
    auto opened = store::Store::open(folder_ / "store", {}, hand_);
    EXPECT_TRUE(opened) << opened.error().message;
    store_ = std::move(*opened);
    pin_ = *net::hash_pin("4711");
    start();
  }

  void step() {
    hand_.at += Milliseconds(dice_() % 120'000);
    switch (dice_() % 16) {
      case 0: case 1: case 2: return begin_call();
      case 3: case 4: return answer_call();
      case 5: return end_call();
      case 6: case 7: case 8: return ask_gate();
      case 9: return by_hand(one_of({Action::lock_account, Action::unlock_account}));
      case 10: return by_hand(one_of({Action::close_trunk, Action::open_trunk}));
      case 11: return live_->pass_time();
      case 12: return jump();
      case 13: return learn();
      case 14: return restart();
      default: return live_->reconfigure(options_of(strict_ = dice_() % 2), policy());
    }
  }

  uint64_t hung_up = 0, refused = 0, helped = 0;  // of ordinary calls; of calls for help

 private:
  template <class T>
  T one_of(std::initializer_list<T> all) { return *(all.begin() + dice_() % all.size()); }
  std::string account() { return one_of<const char*>({"100", "101", "102", ""}); }
  std::string number(bool help) { return help ? kHelp[dice_() % std::size(kHelp)] : kOrdinary[dice_() % std::size(kOrdinary)]; }
  bool is_help(const Call& call) const { return std::ranges::find(kHelp, call.dialled) != std::end(kHelp); }

  policy::FraudOptions policy() {
    policy::FraudOptions options;
    options.watch_for = Seconds(0);
    options.act_from = one_of({Severity::info, Severity::high});
    return options;
  }
  void start() {
    engine::LiveFraud::Hands hands;
    hands.now = [this] { return hand_.at; };
    hands.call = [this](std::string_view id) {
      auto at = calls_.find(std::string(id));
      return at == calls_.end() ? nullptr : &at->second;
    };
    hands.hang_up = [this](const Decision& decision) {
      ++hung_up;
      auto call = calls_.find(decision.about->call);
      EXPECT_FALSE(call != calls_.end() && is_help(call->second)) << "a call for help was ended";
    };
    live_ = std::make_unique<engine::LiveFraud>(options_of(strict_), policy(), *store_, std::move(hands));
    live_->calls_are_heard();
    GateKeeperOptions options;
    options.numbers = options_of(strict_);
    const char* rule = one_of<const char*>({"refuse any", "pin any", "refuse unknown,national", "pin abroad"});
    options.policy.rules = {*fraud::parse_gate_rule(rule)};
    options.policy.alarm = options.policy.doubt = fraud::GateVerdict::refuse;
    options.pins["100"] = options.pins["101"] = pin_;
    options.pin_failures = 2;
    GateSenses senses;
    senses.weigh = [this](const Call& call, Time now) { return live_->detectors().weigh(call, now); };
    senses.locked = [this](std::string_view whom, Time now) { return live_->locks().locked(whom, now) != nullptr; };
    senses.closed = [this](std::string_view trunk, std::string_view place, Time now) {
      return live_->locks().closed(trunk, place, now) != nullptr;
    };
    senses.resolve = [this](Decision decision) { live_->resolve({std::move(decision)}); };
    keeper_ = std::make_unique<GateKeeper>(std::move(options), std::move(senses));
  }
  void restart() {
    std::string fraud = live_->save(), gate = keeper_->save();
    start();
    if (dice_() % 4 == 0) return;  // the snapshot was lost
    EXPECT_TRUE(live_->load(fraud));
    EXPECT_TRUE(keeper_->load(gate));
  }

  void begin_call() {
    Call call;
    call.id = "1764000000." + std::to_string(++serial_);
    call.account = account();
    call.channel = (call.account.empty() ? "PJSIP/carrier-" : "PJSIP/" + call.account + "-") + std::to_string(serial_);
    call.direction = CallDirection::outgoing;
    call.dialled = number(dice_() % 3 == 0);
    call.trunk = "carrier";
    if (call.dialled.size() > 3 && dice_() % 2) call.trunk_number = call.dialled.substr(1);
    call.began = hand_.at;
    Call& kept = calls_[call.id] = call;
    tell(kept, CallChange::began);
    tell(kept, CallChange::dialled);
  }
  void answer_call() {
    if (Call* call = any(); call != nullptr && !call->reached) {
      call->answered = call->reached = hand_.at;
      call->state = CallState::answered;
      tell(*call, CallChange::answered);
    }
  }
  void end_call() {
    Call* call = any();
    if (call == nullptr) return;
    call->ended = hand_.at;
    call->state = CallState::ended;
    Call gone = *call;
    tell(gone, CallChange::ended);
    calls_.erase(gone.id);
  }
  Call* any() {
    if (calls_.empty()) return nullptr;
    return &std::next(calls_.begin(), static_cast<long>(dice_() % calls_.size()))->second;
  }

  // A call for help leaves no trace in what is remembered.
  void tell(const Call& call, CallChange change) {
    helped += is_help(call) && change == CallChange::began;
    if (!is_help(call)) return live_->hear(call, change);
    live_->pass_time();  // what others did meanwhile
    std::string before = live_->detectors_state();
    uint64_t ended = hung_up;
    live_->hear(call, change);
    EXPECT_EQ(hung_up, ended) << "somebody was punished because of a call for help";
    EXPECT_TRUE(live_->detectors_state() == before) << call.dialled << " was counted";
  }

  void ask_gate() {
    fraud::GateQuestion question;
    bool help = dice_() % 2;
    question.call.id = "1764000001." + std::to_string(++serial_);
    question.call.account = account();
    question.call.dialled = number(help);
    question.call.trunk = "carrier";
    question.call.direction = CallDirection::outgoing;
    question.doubtful = dice_() % 8 == 0;
    fraud::GateAnswer answer = keeper_->decide(question, hand_.at);
    const char* pin = one_of<const char*>({"4711", "0000"});
    if (answer.verdict == fraud::GateVerdict::ask_pin) keeper_->try_pin(question, pin, hand_.at);
    keeper_->told(question, answer, hand_.at);
    helped += help;
    refused += answer.verdict == fraud::GateVerdict::refuse;
    if (!help) return;
    EXPECT_EQ(answer.verdict, fraud::GateVerdict::allow) << question.call.dialled;
    EXPECT_EQ(answer.reason, fraud::GateReason::emergency) << question.call.dialled;
  }
  void by_hand(Action action) {
    Decision decision;
    decision.id = std::to_string(++serial_);
    decision.time = hand_.at;
    decision.action = action;
    decision.reason = Reason::by_hand;
    decision.by = "root";
    CallTarget about;
    about.trunk = "carrier";
    bool of_trunk = action == Action::close_trunk || action == Action::open_trunk;
    if (of_trunk) decision.about = std::make_shared<const CallTarget>(std::move(about));
    if (!of_trunk) decision.subject.account = account();
    auto kept = live_->carry_out({&decision, 1});
    EXPECT_TRUE(kept) << kept.error().message;
  }
  void jump() { hand_.at += std::chrono::hours(static_cast<int>(dice_() % 400) - 200); }
  void learn() {
    if (!live_->learning()) return live_->begin_to_learn();
    fraud::Detectors learned(options_of(strict_), HashSeed{});
    std::string state = live_->detectors_state();
    ByteReader in(state);
    EXPECT_TRUE(learned.load(in));
    live_->learned(std::move(learned), {}, hand_.at);
  }

  std::mt19937 dice_;
  test::TemporaryFolder folder_;
  Hand hand_;
  std::unique_ptr<store::Store> store_;
  std::string pin_;
  bool strict_ = false;
  std::unique_ptr<engine::LiveFraud> live_;
  std::unique_ptr<GateKeeper> keeper_;
  std::map<std::string, Call> calls_;
  uint64_t serial_ = 0;
};

TEST(Help, IsNeverRefusedEndedOrCounted) {
  uint64_t hung_up = 0, refused = 0, helped = 0;
  for (uint32_t seed = 1; seed <= 16 && !testing::Test::HasFailure(); ++seed) {
    SCOPED_TRACE(seed);
    Day day(seed);
    for (int i = 0; i < 400; ++i) day.step();
    hung_up += day.hung_up, refused += day.refused, helped += day.helped;
  }
  EXPECT_GT(helped, 500u);
  EXPECT_GT(refused, 250u) << "nobody was refused anything: the days were too quiet to show something";
  EXPECT_GT(hung_up, 50u);
}

}  // namespace
}  // namespace denwaban::serve
