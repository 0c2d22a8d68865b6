// SPDX-License-Identifier: GPL-3.0-or-later
// sim_test [--seed N] [--days D] [--quiet] [--calm] [--without FAULT] [--story]: without a seed, a few fixed
// worlds.
#include <fmt/format.h>

#include <cstdlib>
#include <string_view>

#include "simulation.h"

namespace denwaban::sim {
namespace {

bool passes(const SimulationOptions& options, const char* program) {
  Simulation simulation(options);
  const auto& complaints = simulation.run();
  fmt::print("seed {}: {}\n", options.seed, simulation.summary());
  for (const std::string& complaint : complaints) fmt::print("  {}\n", complaint);
  if (!complaints.empty())
    fmt::print("repeat with: {} --seed {} --days {}{}{} --story\n", program, options.seed, options.days,
               options.quiet ? " --quiet" : "", options.faults ? "" : " --calm");
  std::fflush(stdout);
  return complaints.empty();
}

// A busy day with everybody, and quiet weeks, which the slow guesser needs.
bool fixed_worlds(const char* program) {
  bool good = true;
  for (uint64_t seed : {2}) {
    SimulationOptions busy;
    busy.seed = seed;
    good = passes(busy, program) && good;
  }
  for (uint64_t seed : {11, 12}) {
    SimulationOptions week;
    week.seed = seed;
    week.days = 7;
    week.quiet = true;
    good = passes(week, program) && good;
  }
  return good;
}

int main(int argc, char** argv) {
  SimulationOptions options;
  bool fixed = true;
  for (int i = 1; i < argc; ++i) {
    std::string_view argument = argv[i];
    auto number = [&] { return i + 1 < argc ? std::strtoull(argv[++i], nullptr, 10) : 0; };
    if (argument == "--seed") {
      options.seed = number();
      fixed = false;
    } else if (argument == "--days") {
      options.days = static_cast<int>(number());
    } else if (argument == "--quiet") {
      options.quiet = true;
    } else if (argument == "--calm") {
      options.faults = false;
    } else if (argument == "--without" && i + 1 < argc) {
      options.without = argv[++i];
    } else if (argument == "--story") {
      options.story = true;
    } else {
      fmt::print(stderr, "usage: {} [--seed N] [--days D] [--quiet] [--calm] [--without FAULT] [--story]\n",
                 argv[0]);
      return 2;
    }
  }
  return (fixed ? fixed_worlds(argv[0]) : passes(options, argv[0])) ? 0 : 1;
}

}  // namespace
}  // namespace denwaban::sim

int main(int argc, char** argv) { return denwaban::sim::main(argc, argv); }
