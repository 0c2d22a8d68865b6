// SPDX-License-Identifier: GPL-3.0-or-later
#include "fraud/state.h"

#include "fraud/core.h"

namespace denwaban::fraud {
namespace {

constexpr uint32_t kVersion = 2;
constexpr size_t kTrunksMost = 256, kLiveMost = 20'000;

template <class Enum>
void io_enum(StateIo& io, Enum& value, Enum last) {
  io(value);
  io.require(value <= last);
}

void io_evidence(StateIo& io, EvidenceRef& ref) { io(ref.offset, ref.source, ref.length); }

void io_money(StateIo& io, Money& money) {
  std::string currency(money.currency.text());
  io(money.amount, currency);
  if (!io.reading()) return;
  auto known = Currency::parse(currency);
  io.require(known.has_value());
  money.currency = known.value_or(Currency());
}

void io_facts(StateIo& io, std::vector<FraudFact>& facts) {
  constexpr uint32_t kFactsMax = 100;
  auto count = static_cast<uint32_t>(facts.size());
  io(count);
  io.require(count <= kFactsMax);
  if (io.reading()) facts.resize(io.failed() ? 0 : count);
  for (FraudFact& fact : facts) io(fact.name, fact.value);
}

void io_evidence(StateIo& io, std::vector<EvidenceRef>& evidence) {
  auto count = static_cast<uint32_t>(evidence.size());
  io(count);
  io.require(count <= FraudFinding::kEvidenceMax);
  if (io.reading()) evidence.resize(io.failed() ? 0 : count);
  for (EvidenceRef& ref : evidence) io_evidence(io, ref);
}

void io_finding(StateIo& io, FraudFinding& finding) {
  io(finding.id);
  io_enum(io, finding.state, FindingState::closed);
  io_enum(io, finding.detector, FraudDetector::known_fraud_number);
  io_enum(io, finding.severity, Severity::critical);
  io(finding.subject.account, finding.subject.trunk, finding.subject.number);
  io(finding.raised, finding.first, finding.last, finding.count);
  for (auto* list : {&finding.accounts, &finding.numbers, &finding.countries, &finding.places, &finding.calls})
    io.list(*list, FraudFinding::kListMax);
  io_money(io, finding.cost);
  io_money(io, finding.cost_at_alarm);
  io(finding.pattern);
  io_facts(io, finding.facts);
  io_evidence(io, finding.evidence);
}

}  // namespace

void LocalMoment::io(StateIo& io) {
  io(day, weekday, hour, minute, month);
  io.require(weekday >= 0 && weekday < 7 && hour >= 0 && hour < 24);
}

void OfficeHours::io(StateIo& io) {
  io(calls_, days_, today_, today_day_, today_weekday_, days_seen_, day_share_, hour_rate_, busiest_hour_);
  io.require(today_weekday_ >= 0 && today_weekday_ < 7);
}

void AccountHours::io(StateIo& io) { io(calls_, total_); }

void KnownPlace::io(StateIo& io) { io(place, first_day, last_day, days, calls); }
void KnownPlaces::io(StateIo& io) { io.list(places_, kPlacesMax); }
void UsualMost::io(StateIo& io) { io(usual_, today_); }

void RecentMoments::io(StateIo& io) {
  auto next = static_cast<uint64_t>(next_);
  io.list(ring_, kMomentsMax);
  io(next);
  io.require(next < kMomentsMax);
  next_ = static_cast<size_t>(next % kMomentsMax);
}

void FadingSum::io(StateIo& io) { io(sum_, last_); }

void Account::Dialled::io(StateIo& io) { io(number, tail, place, time, answered, new_place); }

void Account::io(StateIo& io) {
  io(name, key, places, hours, calls, staked);
  io.list(dialled, kDialledMax);
  io(ten_minutes, hour, day, at_once, all_in_hour, spent, live, all_this_hour, this_hour, spent_today, today);
  io(in_finding_today, last_unusual_day, suspicion, slow, new_money, new_money_usual, last_seen);
}

void Accounts::io(StateIo& io) { io.map(accounts_, kAccountsMax + 1); }

void Budgets::Meter::io(StateIo& io) { io(which, spent); }
void Budgets::io(StateIo& io) {
  for (auto& meters : meters_) io.map(meters, kMetersMax + 1);
}

void OddCall::io(StateIo& io) {
  io(account, place, account_name, number, country, place_name, call);
  io_evidence(io, evidence);
  io(began, cost, taken);
}

void PlaceMemory::io(StateIo& io) {
  io(suspicion, first_day, money);
  io.list(accounts, kAccountsMax);
  io(tester, tester_key, tested, in_finding, finding);
}

void Exchange::Ring::io(StateIo& io) { io(tail, time); }

void Exchange::io(StateIo& io) {
  io(hours, places, calls, first_day);
  io.map(numbers_, kNumbersMax + 1);
  io.map(memories_, kPlacesMax + 1);
  io.list(rings_, kRingsMax);
  io.list(odd_, kOddMax);
  io(odd_before_);
  io.require(odd_before_ > 0);
}

void Case::io(StateIo& io) {
  io(key);
  io_finding(io, finding);
  io.list(places, FraudFinding::kListMax);
  io(points, cost_eur, changed);
}

void Cases::io(StateIo& io) { io.map(cases_, kCasesMax + 1); }

void OutsideNumber::io(StateIo& io) {
  io(digits, place, country, danger);
  io_enum(io, stake, Stake::great);
  io(home, class_price, key, place_key);
}

void LiveCall::io(StateIo& io) {
  io(id, account, trunk, account_key, to, written, from_trunk, nobody, redirected, number_known, new_place, began, at, talking);
  io_evidence(io, evidence);
  io(counted, counted_eur, points, off_hours, part, for_length, counted_part, weighed_minutes, told_minutes, odd, finding);
}

void Detectors::Impl::io(StateIo& io) {
  io(accounts_, exchange_, budgets_, cases_);
  io.map(live_, kLiveMost);
  io.list(e164_trunks_, kTrunksMost);
  std::vector<std::string> trunks = trunks_;
  io.list(trunks, kTrunksMost);
  if (!io.reading()) return;
  // Those that the configuration names now come first.
  for (std::string& trunk : trunks)
    if (!is_trunk(trunk) && trunks_.size() < kTrunksMost) trunks_.push_back(std::move(trunk));
  for (auto& [id, live] : live_) reader_.complete(live.to);
}

void Detectors::save(ByteWriter& out) const {
  out.put(kVersion);
  out.put(impl_->seed().value);
  StateIo io(out);
  impl_->io(io);
}

bool Detectors::load(ByteReader& in) {
  if (in.get<uint32_t>() != kVersion) return false;
  HashSeed seed{in.get<uint64_t>()};
  if (in.failed()) return false;
  auto fresh = std::make_unique<Impl>(impl_->options(), seed);
  StateIo io(in);
  fresh->io(io);
  if (io.failed()) return false;
  impl_ = std::move(fresh);
  return true;
}

void Detectors::reconfigure(Options options) {
  ByteWriter saved;
  save(saved);
  Detectors fresh(std::move(options), impl_->seed());
  ByteReader in(saved.bytes());
  (void)fresh.load(in);
  *this = std::move(fresh);
}

bool Detectors::is_emergency(const Call& call) const { return impl_->is_emergency(call); }

}  // namespace denwaban::fraud
