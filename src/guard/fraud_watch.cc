// SPDX-License-Identifier: GPL-3.0-or-later
#include "guard/fraud_watch.h"

#include <fmt/format.h>

#include <algorithm>

#include "engine/assemble_fraud.h"
#include "engine/assemble_records.h"
#include "engine/records/moments.h"

namespace denwaban::guard {
namespace {

constexpr const char *kSection = "fraud", *kHangUps = "hang_ups";
constexpr const char* kRecords = "records";

}  // namespace

FraudWatch::FraudWatch(net::Loop& loop, const Clock& clock, Ami& ami, Tell tell)
    : clock_(clock),
      ami_(ami),
      tell_(std::move(tell)),
      acting_(loop, clock, [this](const Acting::Outcome& outcome) {
        if (!outcome.done) live_->could_not(outcome.decision, outcome.reason, outcome.note);
      }) {}

// Without a rate deck that can be read the usual prices hold: theft is told all the same.
fraud::Options FraudWatch::options(const settings::Settings& settings, const pbx::Exchange& exchange) {
  options_remark_.clear();
  auto wanted = engine::fraud_options(settings, exchange, clock_.now());
  if (wanted) return std::move(*wanted);
  options_remark_ = fmt::format("calls are priced as is usual, and no list of fraud numbers is used: {}", wanted.error().message);
  settings::Settings without = settings;
  without.fraud.rates_file.clear();
  without.fraud_lists.files.clear();
  auto plain = engine::fraud_options(without, exchange, clock_.now());
  return plain ? std::move(*plain) : fraud::Options();
}

void FraudWatch::open(const settings::Settings& settings, const Place& place, store::Store& store) {
  settings_ = settings;
  exchange_ = place.exchange;
  engine::LiveFraud::Hands hands{[this] { return clock_.now(); },
                                 [this](std::string_view id) { return find(id); },
                                 [this](const Decision& decision) { hang_up(decision); },
                                 tell_.stream,
                                 tell_.log,
                                 tell_.tell};
  live_.emplace(options(settings, place.exchange), engine::fraud_policy_options(settings, place.dry_run), store,
                std::move(hands));
  ami_.tell_calls_to(&*live_);
}

void FraudWatch::restore(const store::Snapshot* snapshot, std::span<const Decision> fresh) {
  if (snapshot != nullptr) {
    if (const std::string* bytes = snapshot->section(kSection); bytes != nullptr && !live_->load(*bytes))
      tell_.warn("what was learned of calls is damaged or of another version: it is learned anew, locks come from the ledger");
    if (const std::string* bytes = snapshot->section(kHangUps)) unfinished_.load(*bytes);
    if (const std::string* bytes = snapshot->section(kRecords); bytes != nullptr && !records_.load(*bytes))
      tell_.warn("how far call records were read is damaged or of another version: what came meanwhile is not told");
  }
  live_->adopt(fresh);
  for (const Decision& decision : fresh) unfinished_.add(decision);
}

void FraudWatch::follow(const settings::Settings& settings, const Place& place) {
  bool again = std::exchange(begun_, true);
  settings_ = settings;
  exchange_ = place.exchange;
  policy_ = engine::fraud_policy_options(settings, place.dry_run);
  changed_ = again;
  if (!lessons_.under_way()) take_settings();
  acting_.follow(settings.ami, place.exchange, place.own);
  if (again) return;
  // Records of what ended just now may not be written yet; their clocks tell whole seconds.
  deaf_since_ = std::chrono::floor<Seconds>(clock_.now()) - RecordTurns::kWriting;
  if (!records_.begun()) learn(live_->heard_until());
}

void FraudWatch::take_settings() {
  if (std::exchange(changed_, false)) live_->reconfigure(options(settings_, exchange_), policy_);
}

// Whoever names files and no databases wants those alone.
std::vector<pbx::RecordPlace> FraudWatch::databases(const pbx::CallRecordsConfig& config) {
  if (!settings_.fraud.records.empty() && settings_.cdr.databases.empty()) return {};
  std::vector<pbx::RecordPlace> usable;
  std::vector<std::string> unusable;
  for (pbx::RecordPlace place : engine::record_places(settings_, config)) {
    auto found = engine::find_secret(place, config);
    if (found)
      usable.push_back(std::move(place));
    else
      unusable.push_back(fmt::format("nothing is learned from {}: {}", place.name(), found.error().message));
  }
  // Asked again and again: said once.
  for (const std::string& remark : unusable)
    if (std::ranges::find(unusable_, remark) == unusable_.end()) tell_.warn(remark);
  unusable_ = std::move(unusable);
  return usable;
}

Lesson FraudWatch::tables() {
  Lesson lesson;
  lesson.paths = engine::record_paths(settings_, exchange_);
  lesson.config = engine::read_call_records(settings_);
  lesson.databases = databases(lesson.config);
  lesson.zone = TimeZone::parse(settings_.fraud.timezone).value_or(TimeZone::local());
  lesson.trunks = exchange_.trunks;
  return lesson;
}

void FraudWatch::learn(Time since) {
  if (lessons_.under_way()) return;
  Lesson lesson = tables();
  lesson.options = options(settings_, exchange_);
  lesson.state = live_->detectors_state();
  lesson.since = since;
  lesson.until = clock_.now();
  if (!was_heard_) lesson.ended_before = deaf_since_;
  for (const Call* call : ami_.calls().open()) lesson.open.insert(call->id);
  live_->begin_to_learn();
  lessons_.start(std::move(lesson));
}

void FraudWatch::take_lesson() {
  auto learned = lessons_.take();
  if (!learned) return;
  for (const std::string& remark : learned->remarks) tell_.warn(remark);
  if (learned->detectors) {
    tell_.log(fmt::format("habits learned from {} calls in {} tables of call records", learned->calls, learned->tables));
    live_->learned(std::move(*learned->detectors), std::move(learned->found), learned->until);
  } else {
    live_->learned_nothing();
  }
  take_settings();
}

void FraudWatch::each_second() {
  take_lesson();
  acting_.each_second();
  live_->pass_time();
  bool hears = ami_.hears_calls();
  if (hears) live_->calls_are_heard();
  Time now = clock_.now();
  const bool gap = was_heard_ && deaf_since_ != Time{} && now - deaf_since_ >= RecordTurns::kGapMin;
  if (hears && !heard_ && gap && !lessons_.under_way() && !records_.begun()) {
    learn(deaf_since_);
    turns_.nothing_missed();
  }
  if (!hears && heard_) deaf_since_ = now;
  was_heard_ = was_heard_ || hears;
  if (hears && !heard_) heard_since_ = std::chrono::floor<Seconds>(now);
  follow_records(hears, now);
  if (!unfinished_.empty()) go_on_hanging_up();
  heard_ = hears;
}

// Where no manager tells of calls, their records do, when they are over.
void FraudWatch::follow_records(bool hears, Time now) {
  if (auto step = records_.take()) {
    tell_of(*step);
    if (turns_.was_last()) return records_.end();
  }
  if (lessons_.under_way() || records_.under_way()) return;
  if (records_.begun() && !hears) live_->calls_are_heard();
  switch (turns_.next({hears, heard_since_, deaf_since_, records_.begun(), settings_.cdr.poll}, now)) {
    case RecordTurns::Turn::none:
      return;
    case RecordTurns::Turn::end:
      return records_.end();
    case RecordTurns::Turn::begin:
      if (!hears)
        tell_.log(fmt::format("no manager tells of calls: their records are read every {} s",
                              settings_.cdr.poll.count()));
      return records_.begin(deaf_since_);
    case RecordTurns::Turn::step:
      return records_.start(tables(), now);
  }
}

void FraudWatch::tell_of(const engine::RecordFollower::Step& step) {
  std::string remark = step.remarks.empty() ? std::string() : step.remarks.front();
  if (!remark.empty() && remark != records_remark_) tell_.warn(remark);
  records_remark_ = std::move(remark);
  struct Teller final : engine::MomentListener {
    FraudWatch& watch;
    explicit Teller(FraudWatch& whose) : watch(whose) {}
    void hear(const Call& call, CallChange change, Time now) override {
      // The manager told of the beginning, and then no more.
      if (change == CallChange::ended || watch.find(call.id) == nullptr) watch.live_->hear_record(call, change, now);
    }
    void pass_time(Time) override {}
  } teller(*this);
  engine::Moments moments(teller);
  for (const Call& call : step.calls) {
    const Time ended = call.ended.value_or(call.began);
    const bool told = ami_.hears_calls() && ended >= heard_since_;  // by the manager, who is there again
    if (!told) moments.add(call, ended);
  }
  moments.finish();
}

// A second after the session began: then Asterisk has told since when it runs, and which calls ended with the one before.
void FraudWatch::go_on_hanging_up() {
  Unfinished::Manager manager{heard_ && ami_.hears_calls(), ami_.calls().up_since()};
  auto look_up = [this](std::string_view id) {
    const Call* call = find(id);
    return policy::CallNow{call, call != nullptr && live_->detectors().is_emergency(*call)};
  };
  Unfinished::Step step = unfinished_.take(manager, look_up, clock_.now());
  for (const Decision& decision : step.end) hang_up(decision);
  for (const Decision& decision : step.over) live_->could_not(decision, Reason::over_already, {});
  for (const Decision& decision : step.late)
    live_->could_not(decision, Reason::no_login, "no manager told of calls in time after the guard was started again");
}

const Call* FraudWatch::find(std::string_view id) const {
  for (const Call* call : ami_.calls().open())
    if (call->id == id) return call;
  return nullptr;
}

// Both ends of what is the theft: who called, and the leg that went out. A transfer may have changed the first.
void FraudWatch::hang_up(const Decision& decision) {
  std::vector<std::string> channels{decision.about->channel};
  if (const Call* call = find(decision.about->call)) {
    channels = {call->channel};
    if (!call->redirects.empty() && call->peer != call->channel) channels.push_back(call->peer);
  }
  acting_.hang_up(decision, channels);
}

StatusFacts::FraudFacts FraudWatch::facts() const {
  StatusFacts::FraudFacts facts;
  facts.learning = lessons_.under_way();
  facts.by_records = records_.begun() && !heard_;
  facts.watches_only = live_->watches_only();
  facts.act = settings_.fraud.act;
  facts.watching_since = live_->policy().watching_since();
  for (const auto& [account, lock] : live_->locks().accounts()) facts.locked.push_back(account);
  for (const auto& [key, lock] : live_->locks().trunks()) facts.closed.push_back(fmt::format("{} {}", key.first, key.second));
  facts.counters = live_->counters();
  facts.acting = acting_.facts();
  return facts;
}

std::vector<std::string> FraudWatch::remarks() const {
  std::vector<std::string> all = acting_.remarks();
  if (!options_remark_.empty()) all.push_back(options_remark_);
  if (records_.begun() && !records_remark_.empty()) all.push_back(records_remark_);
  return all;
}

}  // namespace denwaban::guard
