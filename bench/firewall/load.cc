// SPDX-License-Identifier: GPL-3.0-or-later
#include "load.h"

#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

namespace denwaban::bench {
namespace {

constexpr uint32_t kPiece = 20'000;
constexpr int kRounds = 3;

struct Cost {
  double seconds = 0;    // of wall time
  double processor = 0;  // seconds of the process itself
  double megabytes = 0;
};

template <class Work>
Cost cost_of(Work work) {
  auto start = std::chrono::steady_clock::now();
  pid_t child = fork();
  if (child == 0) {
    work();
    _exit(127);
  }
  int status = 0;
  rusage usage{};
  wait4(child, &status, 0, &usage);
  std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) std::exit(1);
  auto seconds = [](timeval t) {
    return static_cast<double>(t.tv_sec) + 1e-6 * static_cast<double>(t.tv_usec);
  };
  return {wall.count(), seconds(usage.ru_utime) + seconds(usage.ru_stime),
          static_cast<double>(usage.ru_maxrss) / 1024};
}

Cost median(std::vector<Cost> costs) {
  std::ranges::sort(costs, {}, &Cost::seconds);
  return costs[costs.size() / 2];
}

// The elements as nft reads them, in a file that goes when this does.
class NftFile {
 public:
  explicit NftFile(const char* set) {
    close(mkstemp(path_));
    FILE* file = std::fopen(path_, "w");
    for (uint32_t i = 0; i < kMillion; i += kPiece) {
      std::fprintf(file, "add element inet %s {", set);
      for (uint32_t k = i; k < i + kPiece; ++k)
        std::fprintf(file, "%s timeout 1h,", attacker(k).address().to_string().c_str());
      std::fputs("}\n", file);
    }
    std::fclose(file);
  }
  ~NftFile() { unlink(path_); }
  const char* path() const { return path_; }

 private:
  char path_[32] = "/tmp/denwaban-bench-XXXXXX";
};

void run(const std::string& command) {
  if (std::system(command.c_str()) != 0) std::exit(1);
}

// A set as people make it for `nft -f`, without counters: the harder peer.
void make_plain_set() {
  run("nft 'add table inet plain; delete table inet plain; add table inet plain;"
      "add set inet plain ban4 { type ipv4_addr; flags timeout; }'");
}

template <class Prepare, class Load>
void compare(const char* what, const char* set, Prepare prepare, Load ours) {
  NftFile file(set);
  std::vector<Cost> mine, theirs;
  for (int round = 0; round < kRounds; ++round) {
    prepare();
    theirs.push_back(cost_of([&] { execlp("nft", "nft", "-f", file.path(), nullptr); }));
    prepare();
    mine.push_back(cost_of([&] {
      ours();
      _exit(0);
    }));
  }
  Cost we = median(mine), nft = median(theirs);
  fmt::print(
      "{} | {:.1f} times faster, 1/{:.0f} of the memory | {:.2f} s, {:.1f} MB; nft -f {:.2f} s, {:.0f} MB "
      "(processor {:.2f} and {:.2f} s)\n",
      what, nft.seconds / we.seconds, nft.megabytes / we.megabytes, we.seconds, we.megabytes, nft.seconds,
      nft.megabytes, we.processor, nft.processor);
}

}  // namespace

void must(const Status& status) {
  if (status) return;
  std::fprintf(stderr, "%s\n", status.error().message.c_str());
  std::exit(1);
}

IpPrefix attacker(uint32_t i) { return IpPrefix::host(IpAddress::v4(0x0b000000u + 3 * i)); }

actions::FirewallChange ban(uint32_t i) {
  actions::FirewallChange change;
  change.entry.prefix = attacker(i);
  change.entry.span = Seconds(3600);
  return change;
}

void load(actions::Firewall& firewall, uint32_t count) {
  std::vector<actions::FirewallChange> changes;
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

void bench_load() {
  auto ours = [](size_t counted_max) {
    load(*std::move(actions::NftablesFirewall::open(counted_max).value()), kMillion);
  };
  compare(
      "one million bans, the first 50,000 count their packets", "plain ban4",
      [] {
        fresh();
        make_plain_set();
      },
      [&] { ours(actions::kCountedMax); });
  compare(
      "the same, if each counted its packets", "denwaban ban4", [] { fresh(); }, [&] { ours(kMillion); });
}

}  // namespace denwaban::bench
