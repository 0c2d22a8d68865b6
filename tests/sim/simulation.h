// SPDX-License-Identifier: GPL-3.0-or-later
// One run: a world, a machine whose parts fail, a guard that dies and lives again, and a judge. The same
// options give the same run, fault by fault.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "judge.h"
#include "log_book.h"
#include "made_up_kernel.h"
#include "temporary_folder.h"
#include "world_disk.h"

namespace denwaban::sim {

struct SimulationOptions {
  uint64_t seed = 1;
  int days = 1;
  bool quiet = false;  // few actors, for long runs
  bool faults = true;
  std::string without;  // the name of a fault that does not happen
  bool story = false;   // tell each fault on standard output
  Seconds tick{5};      // the guard's own second
  Seconds snapshot_every{120};
};

class Simulation {
 public:
  explicit Simulation(const SimulationOptions& options);
  ~Simulation();

  // What must not be and was, with time and name; empty: all is well.
  const std::vector<std::string>& run();
  std::string summary() const;

 private:
  struct House;  // one life of the guard
  struct Fault {
    const char* name;
    Seconds mean;  // between two
    void (Simulation::*strike)();
    Time next;
  };

  void populate();
  void make_faults();
  void go_until(Time end);
  void step_world();
  void tick();
  void end_faults();

  bool start_house();
  void take_up(const store::Loaded& loaded);
  void read_logs(bool to_the_end);
  void reconcile();
  void save_snapshot();
  bool excused() const;
  void judge_end();

  void kill();
  void fill_disk();
  void fail_write();
  void refuse();
  void flush_ruleset();
  void jump_forward();
  void jump_back();
  void rotate();
  void act_by_hand();
  void write_future_line();
  void write(LogBook::Log log, Time time, const char* level, const std::string& text);
  std::vector<Decision> by_hand();
  Decision decision_by_hand(Action action, const IpPrefix& target);
  std::vector<Decision> ledger();
  void tell(const std::string& what) const;

  const SimulationOptions options_;
  Dice dice_;
  test::TemporaryFolder folder_;
  bool iso_dates_ = false;
  MachineClock clock_;
  World world_;
  WorldDisk disk_;
  MadeUpKernel kernel_;
  LogBook logs_;
  Judge judge_;
  std::unique_ptr<House> house_;
  std::vector<Fault> faults_;
  Paper paper_;
  std::optional<Time> down_until_;
  // By true time.
  Time next_tick_{}, next_snapshot_{}, next_reconcile_{}, next_weighing_{};
  Time full_until_{}, refusing_until_{}, hidden_until_{};
  uint64_t kills_ = 0, strikes_ = 0, deeds_ = 0, lines_ = 0;
};

}  // namespace denwaban::sim
