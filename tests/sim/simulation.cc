// SPDX-License-Identifier: GPL-3.0-or-later
#include "simulation.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include "base/hash.h"
#include "house.h"

namespace denwaban::sim {
namespace {

constexpr Seconds kHour{3600};
constexpr Seconds kReconcileEvery{60};

// An ordinary month, and the night in which clock faces without a year begin anew.
Time start_of(uint64_t seed) {
  return *parse_rfc3339(seed % 3 == 1 ? "2026-12-31T09:00:00Z" : "2026-11-21T06:00:00Z");
}

}  // namespace

Simulation::Simulation(const SimulationOptions& options)
    : options_(options),
      dice_(options.seed ^ 0x51),
      iso_dates_(options.seed % 2 == 0),
      clock_(start_of(options.seed)),
      world_(options.seed, start_of(options.seed)),
      kernel_(clock_, options.seed ^ 0x6e),
      judge_(world_, clock_) {
  kernel_.set_watcher([this](const actions::FirewallEntry& entry) { judge_.kernel_adds(entry); });
  paper_.notice = [this](Time time, const std::string& text) {
    write(LogBook::messages, time, "NOTICE[22821]", text);
  };
  paper_.security = [this](Time time, const std::string& text) {
    write(LogBook::security, time, "SECURITY[22837]", "res_security_log.c: " + text);
  };
  populate();
  if (options_.faults) make_faults();
}

Simulation::~Simulation() { house_.reset(); }

void Simulation::populate() {
  if (options_.quiet) {
    world_.populate_quietly();
    for (int day = 0; day < options_.days; ++day) world_.add_attackers(day * 24 * kHour + 2 * kHour, 1);
    return;
  }
  world_.populate();
  for (int hours = 6; hours < options_.days * 24; hours += 6) world_.add_attackers(hours * kHour, 3);
  world_.add_campaign(3 * kHour);
}

void Simulation::write(LogBook::Log log, Time time, const char* level, const std::string& text) {
  CivilTime face = TimeZone().to_civil(time);
  static constexpr const char* kMonths[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                            "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  std::string head = iso_dates_
                         ? fmt::format("[{}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}] ", face.year, face.month,
                                       face.day, face.hour, face.minute, face.second, face.millisecond)
                         : fmt::format("[{} {:2} {:02}:{:02}:{:02}] ", kMonths[face.month - 1], face.day,
                                       face.hour, face.minute, face.second);
  logs_.write(log, head + level + " " + text + "\n");
  ++lines_;
}

void Simulation::tell(const std::string& what) const {
  if (options_.story) fmt::print("{}  {}\n", to_rfc3339(clock_.truth()), what);
}

const std::vector<std::string>& Simulation::run() {
  Time start = clock_.truth();
  next_tick_ = next_snapshot_ = next_reconcile_ = next_weighing_ = start;
  start_house();
  go_until(start + options_.days * 24 * kHour);
  end_faults();
  go_until(clock_.truth() + Seconds(300));
  judge_end();
  return judge_.complaints();
}

void Simulation::go_until(Time end) {
  while (judge_.complaints().size() < Judge::kComplaintsMax) {
    Time next = std::min(world_.next(), next_tick_);
    auto fault = std::min_element(faults_.begin(), faults_.end(),
                                  [](const Fault& a, const Fault& b) { return a.next < b.next; });
    bool strikes = fault != faults_.end() && fault->next <= next;
    if (strikes) next = fault->next;
    if (next >= end) break;
    clock_.advance_to(std::max(next, clock_.truth()));
    if (strikes) {
      tell(fault->name);
      ++strikes_;
      fault->next = clock_.truth() + Seconds(dice_.between(1, 2 * fault->mean.count()));
      (this->*fault->strike)();
    } else if (next == next_tick_) {
      next_tick_ += options_.tick;
      tick();
    } else {
      step_world();
    }
  }
  clock_.advance_to(std::max(end, clock_.truth()));
}

bool Simulation::excused() const {
  return !house_ || kernel_.refusing() || house_->enforcer.behind() || clock_.truth() < hidden_until_;
}

void Simulation::step_world() {
  ++deeds_;
  bool excused_before = excused();
  World::Stepped stepped = world_.step(
      paper_, [this](const IpAddress& address) { return !kernel_.would_drop(address); }, clock_.skew());
  uint64_t bans = judge_.tally().bans;
  if (house_ && !dice_.once_in(6)) read_logs(false);
  // Death comes most gladly between a decision and the snapshot that knows of it.
  if (judge_.tally().bans > bans && dice_.once_in(12))
    for (Fault& fault : faults_)
      if (fault.strike == &Simulation::kill) fault.next = clock_.truth() + Seconds(dice_.between(0, 30));
  bool dropped = kernel_.would_drop(world_.actors()[stepped.actor]->address());
  judge_.deed(stepped, dropped, excused_before || excused());
}

void Simulation::read_logs(bool to_the_end) {
  engine::Live& live = house_->live;
  logs_.feed(dice_, to_the_end,
             [&](const sources::Piece& piece) { return live.consume(piece, clock_.now()); });
  live.let_phones_pass(clock_.now());
}

void Simulation::tick() {
  Time now = clock_.truth();
  if (kernel_.refusing() && now >= refusing_until_) kernel_.set_refusing(false);
  if (disk_.full() && now >= full_until_) disk_.set_full(false);
  if (!house_ && (!down_until_ || now >= *down_until_) && !start_house()) down_until_ = now + Seconds(30);
  if (!house_) return;
  read_logs(true);
  house_->live.pass_time(clock_.now());
  if (house_->enforcer.behind() || now >= next_reconcile_) reconcile();
  if (now >= next_snapshot_) save_snapshot();
  if (now >= next_weighing_) {
    judge_.weigh(house_->live);
    next_weighing_ = now + kHour;
  }
}

void Simulation::reconcile() {
  auto repaired = house_->live.reconcile(clock_.now());
  if (!repaired) return;
  next_reconcile_ = clock_.truth() + kReconcileEvery;
  judge_.compare_kernel(house_->live.pipeline().policy(), kernel_.entries());
}

void Simulation::save_snapshot() {
  next_snapshot_ = clock_.truth() + options_.snapshot_every;
  house_->live.pass_time(clock_.now());
  store::Snapshot snapshot;
  snapshot.time = clock_.now();
  snapshot.ledger_sequence = house_->store->ledger_sequence();
  snapshot.files = logs_.positions();
  snapshot.sections = house_->live.states();
  if (house_->store->save_snapshot_now(snapshot)) logs_.forget_before(snapshot.files);
}

bool Simulation::start_house() {
  disk_.set_dead(false);
  auto store = store::Store::open(folder_.path(), {}, clock_, disk_);
  if (!store) {
    if (!disk_.full()) judge_.complain("the store does not open: " + store.error().message);
    return false;
  }
  auto house = std::make_unique<House>(std::move(*store), kernel_);
  if (!house->enforcer.install()) return false;
  house_ = std::move(house);
  down_until_.reset();
  house_->live.set_stream([this](const std::string& line) { judge_.told(line); });
  take_up(house_->store->load());
  reconcile();
  read_logs(true);
  if (next_snapshot_ <= clock_.truth()) save_snapshot();
  return true;
}

void Simulation::take_up(const store::Loaded& loaded) {
  for (const std::string& notice : loaded.notices) tell(notice);
  if (loaded.snapshot) {
    if (!house_->live.restore(*loaded.snapshot)) judge_.complain("the snapshot was refused");
    logs_.rewind(loaded.snapshot->files);
  } else if (kills_ > 0) {
    judge_.complain("the snapshot is gone");
  }
  house_->live.adopt(loaded.decisions);
  judge_.compare_standing(house_->live.pipeline().policy(), "after a restart");
}

std::vector<Decision> Simulation::ledger() {
  std::vector<Decision> decisions;
  store::SystemFiles files;
  auto contents = store::read_ledger(files, store::StorePaths(folder_.path()).ledger);
  if (!contents) {
    judge_.complain("the ledger cannot be read: " + contents.error().message);
    return decisions;
  }
  for (store::LedgerEntry& entry : contents->entries) decisions.push_back(std::move(entry.decision));
  return decisions;
}

void Simulation::end_faults() {
  faults_.clear();
  disk_.heal();
  kernel_.set_refusing(false);
  kernel_.set_moody(0);
  tell("all faults are over");
}

void Simulation::judge_end() {
  if (!house_) return judge_.complain("the guard did not come back");
  read_logs(true);
  house_->live.pass_time(clock_.now());
  if (!logs_.all_read()) judge_.complain("the logs were not read to their end");
  if (auto flushed = house_->store->flush(); !flushed)
    judge_.complain("cannot flush: " + flushed.error().message);
  reconcile();
  judge_.compare_standing(house_->live.pipeline().policy(), "at the end");
  judge_.weigh(house_->live);
  judge_.finish(ledger());
  if (house_->store->status().ledger.lost > 0) judge_.complain("the ledger lost decisions");
  auto addresses = judge_.found_by(Detector::auth_guessing);
  for (const auto& actor : world_.actors())
    if (actor->describe().rfind("slow guesser", 0) == 0 && !addresses.count(actor->address().to_string()))
      judge_.complain("no finding names the " + actor->describe());
  if (!judge_.found_by(Detector::account_guessing).count("555"))
    judge_.complain("no finding names the account that many guess at");
}

std::string Simulation::summary() const {
  const Judge::Tally& tally = judge_.tally();
  return fmt::format(
      "{} days, {} actors, {} deeds, {} lines, {:.1f} MB of logs; {} faults, {} kills, {} refusals of the "
      "kernel; {} findings, "
      "{} decisions, {} bans, {} lost with the disk full and made again; {} kB of memory at most",
      options_.days, world_.actors().size(), deeds_, lines_, static_cast<double>(logs_.bytes_written()) / 1e6,
      strikes_, kills_, kernel_.refusals(), tally.findings, tally.decisions, tally.bans, tally.lost,
      tally.most_bytes / 1000);
}

}  // namespace denwaban::sim
