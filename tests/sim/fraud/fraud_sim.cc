// SPDX-License-Identifier: GPL-3.0-or-later
// fraud_sim [--seed N] [--companies K] [--thefts T] [--accounts A] [--days D] [--kind NAME]... [--out DIR]
//           [--columns 16|17|18] [--utc] [--live] [--peer] [--verbose] [--found PERCENT] [--lost PERCENT]
//           [--false N]
// Without --out the made-up companies are watched, here, by the detectors (or the peer), and a table tells
// how well; --found, --lost (in the median) and --false (in a thousand honest outside calls) say what must be
// reached. With it their records are written, a folder for each, beside the truth and the settings that fit.
#include <fmt/format.h>

#include <charconv>
#include <cstdio>
#include <string_view>

#include "files.h"
#include "peer.h"
#include "detectors_ear.h"

namespace denwaban::sim {
namespace {

struct Wishes {
  uint64_t seed = 1;
  int companies = 8;
  WorldWishes world;
  FileWishes files;
  std::string out;
  double found = 0, lost = 100, false_alarms = 1000;  // what must be reached
  bool live = false, peer = false, verbose = false;
};

bool read_number(std::string_view text, auto& value) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc() && end == text.data() + text.size();
}

bool read_kind(std::string_view text, std::vector<TheftKind>& kinds) {
  for (size_t k = 0; k < kTheftKinds; ++k)
    if (to_string(static_cast<TheftKind>(k)) == text) {
      kinds.push_back(static_cast<TheftKind>(k));
      return true;
    }
  return false;
}

bool read_flag(std::string_view name, Wishes& wishes) {
  if (name == "--utc") return wishes.files.utc = true;
  if (name == "--live") return wishes.live = true;
  if (name == "--peer") return wishes.peer = true;
  if (name == "--verbose") return wishes.verbose = true;
  return false;
}

bool read_option(std::string_view name, std::string_view value, Wishes& wishes) {
  if (name == "--seed") return read_number(value, wishes.seed);
  if (name == "--companies") return read_number(value, wishes.companies);
  if (name == "--thefts") return read_number(value, wishes.world.thefts);
  if (name == "--accounts") return read_number(value, wishes.world.company.accounts);
  if (name == "--days") return read_number(value, wishes.world.company.days);
  if (name == "--columns") return read_number(value, wishes.files.columns);
  if (name == "--found") return read_number(value, wishes.found);
  if (name == "--lost") return read_number(value, wishes.lost);
  if (name == "--false") return read_number(value, wishes.false_alarms);
  if (name == "--kind") return read_kind(value, wishes.world.kinds);
  if (name != "--out") return false;
  wishes.out = value;
  return true;
}

bool read_arguments(int argc, char** argv, Wishes& wishes) {
  for (int i = 1; i < argc; ++i) {
    if (read_flag(argv[i], wishes)) continue;
    if (i + 1 >= argc || !read_option(argv[i], argv[i + 1], wishes)) return false;
    ++i;
  }
  return wishes.world.thefts >= 0 && wishes.world.thefts < 1000;
}

std::vector<Alarm> watch(const FraudWorld& world, const Wishes& wishes) {
  if (!wishes.peer) return watch_by_detectors(world, wishes.live ? Telling::live : Telling::records);
  return watch_by_thresholds(world);
}

bool reached(const Verdicts& verdicts, const Wishes& wishes) {
  return 100 * verdicts.found_share() >= wishes.found && 100 * verdicts.median_lost() <= wishes.lost &&
         verdicts.false_per_thousand() <= wishes.false_alarms;
}

int main(int argc, char** argv) {
  Wishes wishes;
  if (!read_arguments(argc, argv, wishes)) {
    fmt::print(stderr,
               "usage: {} [--seed N] [--companies K] [--thefts T] [--accounts A] [--days D] [--kind NAME]... "
               "[--out DIR]\n"
               "  [--columns 16|17|18] [--utc] [--live] [--peer] [--verbose]\n"
               "  [--found PERCENT] [--lost PERCENT] [--false N]\n",
               argv[0]);
    return 2;
  }
  Verdicts verdicts;
  verdicts.verbose = wishes.verbose;
  for (int i = 0; i < wishes.companies; ++i) {
    wishes.world.company.seed = wishes.seed + static_cast<uint64_t>(i);
    const FraudWorld world = make_world(wishes.world);
    if (!wishes.out.empty()) {
      if (!write_files(world, wishes.files,
                       wishes.out + fmt::format("/company-{}", wishes.world.company.seed))) {
        fmt::print(stderr, "cannot write to {}\n", wishes.out);
        return 3;
      }
      continue;
    }
    verdicts.judge(world, watch(world, wishes));
  }
  if (!wishes.out.empty()) return 0;
  fmt::print("{}", verdicts.table(wishes.peer ? "thresholds" : "detectors"));
  return reached(verdicts, wishes) ? 0 : 1;
}

}  // namespace
}  // namespace denwaban::sim

int main(int argc, char** argv) { return denwaban::sim::main(argc, argv); }
