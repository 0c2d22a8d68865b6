// SPDX-License-Identifier: GPL-3.0-or-later
// firewall_bench load|burst|latency|attack|drop: each makes its own network namespace, takes under a minute
// and prints one row "what | figure | beside" (README.md says what each compares).
#include <fmt/format.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string_view>

#include "actions/helper_firewall.h"
#include "actions/nftables_firewall.h"
#include "attack.h"

namespace {

using namespace denwaban;
using actions::Firewall;
using actions::FirewallChange;

constexpr uint32_t kMillion = 1'000'000, kPiece = 20'000;

void must(const Status& status) {
  if (status) return;
  std::fprintf(stderr, "%s\n", status.error().message.c_str());
  std::exit(1);
}

double now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

IpPrefix attacker(uint32_t i) { return IpPrefix::host(IpAddress::v4(0x0b000000u + 3 * i)); }

FirewallChange ban(uint32_t i) {
  FirewallChange change;
  change.entry.prefix = attacker(i);
  change.entry.span = Seconds(3600);
  return change;
}

void load(Firewall& firewall, uint32_t count) {
  std::vector<FirewallChange> changes;
  for (uint32_t i = 0; i < count; i += kPiece) {
    changes.clear();
    for (uint32_t k = i; k < std::min(count, i + kPiece); ++k) changes.push_back(ban(k));
    must(firewall.apply(changes));
  }
}

std::unique_ptr<actions::NftablesFirewall> fresh() {
  auto firewall = std::move(actions::NftablesFirewall::open().value());
  must(firewall->remove());
  must(firewall->install({{5060}, {5060}}));
  return firewall;
}

void network_of_my_own() {
  if (unshare(CLONE_NEWNET) != 0) {
    std::perror("a network namespace: run as root");
    std::exit(1);
  }
}

struct Cost {
  double seconds = 0;  // of processor time: the machine may have other work
  double megabytes = 0;
};

template <class Work>
Cost cost_of(Work work) {
  pid_t child = fork();
  if (child == 0) {
    work();
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) std::exit(1);
  auto seconds = [](timeval t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return {seconds(usage.ru_utime) + seconds(usage.ru_stime), static_cast<double>(usage.ru_maxrss) / 1024};
}

void write_nft_file(const std::string& path) {
  FILE* file = std::fopen(path.c_str(), "w");
  for (uint32_t i = 0; i < kMillion; i += kPiece) {
    std::fputs("add element inet denwaban ban4 {", file);
    for (uint32_t k = i; k < i + kPiece; ++k)
      std::fprintf(file, "%s timeout 1h,", attacker(k).address().to_string().c_str());
    std::fputs("}\n", file);
  }
  std::fclose(file);
}

void bench_load() {
  network_of_my_own();
  char path[] = "/tmp/denwaban-bench-XXXXXX";
  close(mkstemp(path));
  write_nft_file(path);
  fresh();
  Cost theirs = cost_of([&] { execlp("nft", "nft", "-f", path, nullptr); });
  unlink(path);
  fresh();
  Cost ours = cost_of([] {
    auto firewall = std::move(actions::NftablesFirewall::open().value());
    load(*firewall, kMillion);
    _exit(0);
  });
  fmt::print(
      "one million bans | {:.2f} s, {:.1f} MB | nft -f {:.2f} s, {:.0f} MB: {:.1f} times faster, 1/{:.0f} of "
      "the memory\n",
      ours.seconds, ours.megabytes, theirs.seconds, theirs.megabytes, theirs.seconds / ours.seconds,
      theirs.megabytes / ours.megabytes);
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
  fmt::print("burst of 300 bans | {:.0f} bans/s in the median of 21 | -\n", rates[10]);
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
      "one ban acknowledged | direct {:.1f} us, p99 {:.1f} | through the helper {:.1f} us, p99 {:.1f}: "
      "{:.1f} times\n",
      direct, direct99, through, through99, through / direct);
}

void bench_attack() {
  bench::Cable cable = bench::lay_cable();
  auto firewall = fresh();
  load(*firewall, kMillion);
  bench::Flood with = bench::flood(cable, 5, kMillion, 300'000);
  fmt::print(
      "legitimate packets under attack, one million bans | {:.2f} % of {:.0f} | {:.0f} attack packets/s "
      "sent\n",
      100 * with.legitimate_arrived / with.legitimate_sent, with.legitimate_sent, with.sent_per_second);
}

void bench_drop() {
  bench::Cable cable = bench::lay_cable();
  auto firewall = fresh();
  std::vector<double> ours, theirs;
  load(*firewall, kMillion);
  for (int round = 0; round < 5; ++round) {
    ours.push_back(bench::flood(cable, 1, kMillion, 0).nanoseconds_each);
    // The same hook, before ours, with nothing to decide.
    if (std::system("nft 'add table inet plain; add chain inet plain pre { type filter hook prerouting "
                    "priority -320; };"
                    "add rule inet plain pre udp dport 5060 drop'") != 0)
      std::exit(1);
    theirs.push_back(bench::flood(cable, 1, kMillion, 0).nanoseconds_each);
    if (std::system("nft delete table inet plain") != 0) std::exit(1);
  }
  std::ranges::sort(ours);
  std::ranges::sort(theirs);
  fmt::print(
      "dropping one packet, one million bans | {:.0f} ns with its sending | unconditional drop {:.0f} ns: "
      "{:.2f} times\n",
      ours[2], theirs[2], ours[2] / theirs[2]);
}

}  // namespace

int main(int argc, char** argv) {
  std::string_view what = argc > 1 ? argv[1] : "";
  if (what == "load") {
    bench_load();
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
