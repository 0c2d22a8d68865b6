// SPDX-License-Identifier: GPL-3.0-or-later
// firewall_bench load|burst|latency|attack|drop: each makes its own network namespace, takes under a minute
// and prints rows "what | figure | beside" (README.md says what each compares).
#include <fmt/format.h>
#include <sched.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "actions/helper_firewall.h"
#include "attack.h"
#include "load.h"

namespace {

using namespace denwaban;
using actions::Firewall;
using actions::FirewallChange;
using bench::ban;
using bench::fresh;
using bench::kMillion;
using bench::load;
using bench::must;

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

void network_of_my_own() {
  if (unshare(CLONE_NEWNET) != 0) {
    std::perror("a network namespace: run as root");
    std::exit(1);
  }
}

void bench_burst() {
  network_of_my_own();
  auto firewall = fresh();
  std::vector<double> rates;
  for (uint32_t round = 0; round < 21; ++round) {
    std::vector<FirewallChange> changes;
    for (uint32_t i = 0; i < 300; ++i) changes.push_back(ban(300 * round + i));
    double start = now();
    must(firewall->apply(changes));
    rates.push_back(300 / (now() - start));
  }
  std::ranges::sort(rates);
  fmt::print("burst of 300 bans in one call | {:.0f} bans/s | median of 21\n", rates[10]);
}

std::pair<double, double> latency(Firewall& firewall, uint32_t first) {
  std::vector<double> times;
  for (uint32_t i = 0; i < 5000; ++i) {
    FirewallChange change = ban(first + i);
    double start = now();
    must(firewall.apply({&change, 1}));
    times.push_back(1e6 * (now() - start));
  }
  std::ranges::sort(times);
  return {times[2500], times[4950]};
}

void bench_latency() {
  network_of_my_own();
  actions::HelperFirewall helper(actions::start_helper().value());
  auto firewall = fresh();
  latency(helper, 0);  // warm
  auto [direct, direct99] = latency(*firewall, 10'000);
  auto [through, through99] = latency(helper, 20'000);
  fmt::print(
      "one ban, until the kernel has acknowledged it | {:.1f} us, p99 {:.1f} us | direct; median of 5,000\n",
      direct, direct99);
  fmt::print(
      "the same through the privileged helper | {:.1f} us, p99 {:.1f} us | {:.1f} times the direct way\n",
      through, through99, through / direct);
}

void bench_attack() {
  bench::Cable cable = bench::lay_cable();
  auto firewall = fresh();
  load(*firewall, kMillion);
  bench::Flood with = bench::flood(cable, 5, kMillion, 300'000);
  fmt::print(
      "legitimate packets delivered under attack, one million bans | {:.2f} % | of {:.0f}, while {:.0f} "
      "attack packets/s came\n",
      100 * with.legitimate_arrived / with.legitimate_sent, with.legitimate_sent, with.sent_per_second);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

void run(const char* command) {
  if (std::system(command) != 0) std::exit(1);
}

void bench_drop() {
  bench::Cable cable = bench::lay_cable();
  auto firewall = fresh();
  load(*firewall, kMillion);
  std::vector<double> ours, plain;
  for (int round = 0; round < 5; ++round) {
    ours.push_back(bench::flood(cable, 1, kMillion, 0).nanoseconds_each);
    // The same hook, before ours, with nothing to decide.
    run("nft 'add table inet plain; add chain inet plain pre { type filter hook prerouting priority -320; }; "
        "add rule inet plain pre udp dport 5060 drop'");
    plain.push_back(bench::flood(cable, 1, kMillion, 0).nanoseconds_each);
    run("nft delete table inet plain");
  }
  double we = median(ours), they = median(plain);
  fmt::print(
      "sending and dropping one packet, one million bans | {:.2f} times an unconditional drop | {:.0f} ns; "
      "`udp dport "
      "5060 drop` {:.0f} ns, of which most is the sending\n",
      we / they, we, they);
}

}  // namespace

int main(int argc, char** argv) {
  std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "load") {
    network_of_my_own();
    bench::bench_load();
  } else if (what == "burst") {
    bench_burst();
  } else if (what == "latency") {
    bench_latency();
  } else if (what == "attack") {
    bench_attack();
  } else if (what == "drop") {
    bench_drop();
  } else {
    std::fprintf(stderr, "usage: firewall_bench load|burst|latency|attack|drop\n");
    return 2;
  }
}
