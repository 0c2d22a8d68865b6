// SPDX-License-Identifier: GPL-3.0-or-later
// What a failure costs the detectors, beside the price of touching random memory.
#include <benchmark/benchmark.h>

#include <array>
#include <vector>

#include "detect/detectors.h"
#include "detect/slot_table.h"
#include "track/trust.h"

namespace denwaban {
namespace {

// A permutation of the numbers below 2^32: random order without repetition.
uint32_t scatter(uint32_t n) { return (n ^ n >> 15) * 2'654'435'761u; }

void failures(benchmark::State& state) {
  auto addresses = static_cast<uint32_t>(state.range(0));
  detect::Detectors detectors(detect::Options{}, HashSeed{});
  track::Trust trust(track::TrustOptions{}, HashSeed{});
  std::vector<Finding> told;
  std::vector<Event> batch(256);
  uint32_t n = 0;
  for (auto _ : state) {
    for (Event& event : batch) {
      event.address = IpAddress::v4(scatter(scatter(n) % addresses));
      event.account = n % 3 ? "100" : "101";
      event.time = from_epoch_ms(1'795'291'438'000 + n / 2);
      ++n;
    }
    detectors.observe(batch, trust, batch[0].time, told);
    told.clear();
  }
  state.SetItemsProcessed(static_cast<int64_t>(n));
  state.counters["bytes"] = static_cast<double>(detectors.counters().bytes);
}
BENCHMARK(failures)->Arg(1'000)->Arg(200'000);

template <class Key>
void slots(benchmark::State& state) {
  auto addresses = static_cast<uint32_t>(state.range(0));
  detect::SlotTable<Key> table(addresses, HashSeed{});
  for (uint32_t n = 0; n < addresses; ++n) table.count(table.scramble(scatter(n)), 0, 1, 600, 86'400);
  uint32_t n = 0;
  std::array<Key, 64> keys;
  for (auto _ : state) {
    for (Key& key : keys) table.prefetch(key = table.scramble(scatter(scatter(n++) % addresses)));
    for (Key key : keys) benchmark::DoNotOptimize(table.count(key, 1, 1, 600, 86'400));
  }
  state.SetItemsProcessed(static_cast<int64_t>(n));
  state.counters["bytes_each"] = static_cast<double>(table.bytes()) / static_cast<double>(table.size());
}
BENCHMARK(slots<uint32_t>)->Name("slots_v4")->Arg(200'000)->Arg(10'000'000);
BENCHMARK(slots<uint64_t>)->Name("slots_v6")->Arg(10'000'000);

// The floor: one write to a random 12 bytes of as much memory, prefetched alike.
void random_access(benchmark::State& state) {
  auto addresses = static_cast<uint32_t>(state.range(0));
  std::vector<std::array<uint32_t, 3>> memory(addresses);
  uint32_t n = 0;
  std::array<uint32_t, 64> places;
  for (auto _ : state) {
    for (uint32_t& place : places) __builtin_prefetch(&memory[place = scatter(n++) % addresses], 1);
    for (uint32_t place : places) benchmark::DoNotOptimize(++memory[place][1]);
  }
  state.SetItemsProcessed(static_cast<int64_t>(n));
}
BENCHMARK(random_access)->Arg(200'000)->Arg(10'000'000);

}  // namespace
}  // namespace denwaban
