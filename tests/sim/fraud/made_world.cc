// SPDX-License-Identifier: GPL-3.0-or-later
#include "made_world.h"

#include <algorithm>
#include <numeric>

#include "ordinary.h"
#include "thefts.h"

namespace denwaban::sim {
namespace {

// Channels are numbered as they are made: two for most calls.
void number_channels(FraudWorld& world) {
  uint32_t serial = 0;
  for (SimCall& call : world.calls) {
    call.serial = serial;
    serial += call.way == Way::originated ? 4 : 2;
  }
}

}  // namespace

void list_thefts(FraudWorld& world) {
  for (uint32_t i = 0; i < world.calls.size(); ++i) {
    const SimCall& call = world.calls[i];
    if (call.theft < 0) continue;
    Theft& theft = world.thefts[static_cast<size_t>(call.theft)];
    if (theft.calls.empty()) theft.first = call.began;
    theft.last = std::max(theft.last, call.ended_at());
    theft.cost += call.cost();
    theft.calls.push_back(i);
  }
}

FraudWorld make_world(const WorldWishes& wishes) {
  FraudWorld world;
  world.company = make_company(wishes.company);
  const uint64_t seed = wishes.company.seed;
  add_ordinary_days(world.company, Chance(seed * 31 + 1), world.calls);
  add_oddities(world.company, Chance(seed * 31 + 2), world.calls);
  std::vector<TheftKind> kinds = wishes.kinds;
  for (size_t i = 0; kinds.empty() && i < kTheftKinds; ++i) {
    kinds.resize(kTheftKinds);
    for (size_t k = 0; k < kTheftKinds; ++k) kinds[k] = static_cast<TheftKind>(k);
  }
  for (int n = 0; n < wishes.thefts; ++n) {
    // Each company goes on in the list of kinds where the one before stopped.
    const size_t turn =
        static_cast<size_t>(seed) * static_cast<size_t>(wishes.thefts) + static_cast<size_t>(n);
    const TheftKind kind = kinds[turn * 7 % kinds.size()];
    std::vector<SimCall> calls =
        commit(kind, world.company, Chance(seed * 31 + 100 + static_cast<uint64_t>(n)));
    if (calls.empty()) continue;
    for (SimCall& call : calls) call.theft = static_cast<int16_t>(world.thefts.size());
    world.calls.insert(world.calls.end(), calls.begin(), calls.end());
    Theft theft;
    theft.kind = kind;
    world.thefts.push_back(theft);
  }
  std::stable_sort(world.calls.begin(), world.calls.end(),
                   [](const SimCall& a, const SimCall& b) { return a.began < b.began; });
  number_channels(world);
  list_thefts(world);
  world.honest_outside =
      static_cast<size_t>(std::count_if(world.calls.begin(), world.calls.end(), [](const SimCall& call) {
        return call.theft < 0 && call.outside();
      }));
  return world;
}

}  // namespace denwaban::sim
