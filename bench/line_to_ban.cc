// SPDX-License-Identifier: GPL-3.0-or-later
// line_to_ban LOG SET LINES_BEFORE COUNT one|burst [PAUSE_MS]
//
// How long it takes from a line in a log to the kernel's word that its sender is banned: writes lines as
// Asterisk does, and listens to the kernel's own announcements of new set elements (NFNLGRP_NFTABLES),
// whoever makes them. Each attacker has written LINES_BEFORE failures a while before; the clock runs from the
// call of write(2) with the next: at its return the guard may have taken this processor, and be done before we look.
//   one    one attacker after the other, PAUSE_MS (20) and a random bit apart
//   burst  the last lines of COUNT attackers in one write: until the last of them is banned
// Prints one time in microseconds a line. Runs in the network namespace of whoever bans.
//
// It waits by polling, so that what is measured is the other side's waking up, not ours; at the lowest priority, so that
// it takes no processor from those whom it waits for.
#include <arpa/inet.h>
#include <fcntl.h>
#include <sched.h>
#include <libmnl/libmnl.h>
#include <linux/netfilter/nf_tables.h>
#include <linux/netfilter/nfnetlink.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "net/nftables_batch.h"

namespace {

using namespace denwaban;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::seconds kPatience{120};

void must(bool ok, const char* what) {
  if (ok) return;
  std::perror(what);
  std::exit(1);
}

// Each in a /16 of its own, so that nobody looks like a campaign of neighbours.
uint32_t attacker(uint32_t i) {
  return (11 + i % 80) << 24 | (i / 80 % 256) << 16 | (i * 37 % 251) << 8 | (1 + i * 101 % 250);
}

std::string text_of(uint32_t address) {
  in_addr raw{htonl(address)};
  char text[INET_ADDRSTRLEN];
  inet_ntop(AF_INET, &raw, text, sizeof text);
  return text;
}

std::string line_of(uint32_t address, int account) {
  char when[32];
  time_t now = time(nullptr);
  tm civil{};
  localtime_r(&now, &civil);
  strftime(when, sizeof when, "%b %e %H:%M:%S", &civil);
  return std::string("[") + when +
         "] NOTICE[2279] chan_sip.c: Registration from '<sip:" + std::to_string(account) +
         "@10.99.0.1>' failed for '" + text_of(address) + ":5071' - Wrong password\n";
}

class Log {
 public:
  explicit Log(const char* path) : fd_(open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0644)) {
    must(fd_ >= 0, path);
  }
  Clock::time_point append(const std::string& text) {
    const auto begun = Clock::now();
    must(write(fd_, text.data(), text.size()) == static_cast<ssize_t>(text.size()), "write");
    return begun;
  }

 private:
  int fd_;
};

// Hears which addresses enter the set.
class Kernel {
 public:
  explicit Kernel(std::string set)
      : set_(std::move(set)), fd_(socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_NETFILTER)) {
    must(fd_ >= 0, "netlink");
    sockaddr_nl any{};
    any.nl_family = AF_NETLINK;
    must(bind(fd_, reinterpret_cast<sockaddr*>(&any), sizeof any) == 0, "bind");
    int bytes = 8 << 20, group = NFNLGRP_NFTABLES;
    setsockopt(fd_, SOL_SOCKET, SO_RCVBUFFORCE, &bytes, sizeof bytes);
    must(setsockopt(fd_, SOL_NETLINK, NETLINK_ADD_MEMBERSHIP, &group, sizeof group) == 0,
         "the group of nftables");
  }

  // When the last of them was announced.
  Clock::time_point hear(std::unordered_set<uint32_t> wanted) {
    Clock::time_point end = Clock::now() + kPatience, now;
    do {
      ssize_t length = recv(fd_, buffer_, sizeof buffer_, MSG_DONTWAIT);
      now = Clock::now();
      if (length > 0) take(static_cast<int>(length), wanted);
    } while (!wanted.empty() && now < end);
    if (wanted.empty()) return now;
    std::fprintf(stderr, "%s and %zu others are not banned\n", text_of(*wanted.begin()).c_str(),
                 wanted.size() - 1);
    std::exit(1);
  }

 private:
  void take(int length, std::unordered_set<uint32_t>& wanted) {
    for (auto* message = reinterpret_cast<nlmsghdr*>(buffer_); mnl_nlmsg_ok(message, length);
         message = mnl_nlmsg_next(message, &length)) {
      if (!names_our_set(message)) continue;
      elements_.clear();
      net::read_elements(*message, elements_);
      for (const net::NftElement& element : elements_) {
        uint32_t address = 0;
        std::memcpy(&address, element.key.bytes.data(), sizeof address);
        if (element.key.length == sizeof address) wanted.erase(ntohl(address));
      }
    }
  }

  bool names_our_set(const nlmsghdr* message) const {
    int left = static_cast<int>(mnl_nlmsg_get_payload_len(message) - sizeof(nfgenmsg));
    auto* attribute = static_cast<const nlattr*>(mnl_nlmsg_get_payload_offset(message, sizeof(nfgenmsg)));
    for (; mnl_attr_ok(attribute, left);
         left -= static_cast<int>(MNL_ALIGN(attribute->nla_len)), attribute = mnl_attr_next(attribute))
      if (mnl_attr_get_type(attribute) == NFTA_SET_ELEM_LIST_SET) return set_ == mnl_attr_get_str(attribute);
    return false;
  }

  std::string set_;
  int fd_;
  alignas(8) char buffer_[64 << 10];
  std::vector<net::NftElement> elements_;
};

void pause(double milliseconds) {
  timespec span{static_cast<time_t>(milliseconds / 1000),
                static_cast<long>(1e6 * milliseconds) % 1'000'000'000};
  nanosleep(&span, nullptr);
}

void print(Clock::time_point written, Clock::time_point banned) {
  std::printf("%.1f\n", std::chrono::duration<double, std::micro>(banned - written).count());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 6) {
    std::fprintf(stderr, "usage: line_to_ban LOG SET LINES_BEFORE COUNT one|burst [PAUSE_MS [FIRST]]\n");
    return 2;
  }
  const sched_param lowest{};
  must(sched_setscheduler(0, SCHED_IDLE, &lowest) == 0, "the lowest priority");
  Log log(argv[1]);
  Kernel kernel(argv[2]);
  const auto before = static_cast<int>(std::strtol(argv[3], nullptr, 10));
  const auto count = static_cast<uint32_t>(std::strtoul(argv[4], nullptr, 10)),
             first = static_cast<uint32_t>(argc > 7 ? std::strtoul(argv[7], nullptr, 10) : 0);
  const double gap = argc > 6 ? std::atof(argv[6]) : 20;
  std::mt19937 random(1);
  std::uniform_real_distribution<double> bit(0, 5);

  std::string all;
  for (uint32_t i = first; i < first + count; ++i)
    for (int k = 0; k < before; ++k) all += line_of(attacker(i), 100 + k % 2);
  if (!all.empty()) log.append(all);
  pause(1000);

  if (std::string_view(argv[5]) == "burst") {
    std::string last;
    std::unordered_set<uint32_t> wanted;
    for (uint32_t i = first; i < first + count; ++i) {
      last += line_of(attacker(i), 100);
      wanted.insert(attacker(i));
    }
    auto written = log.append(last);
    print(written, kernel.hear(wanted));
    return 0;
  }
  for (uint32_t i = first; i < first + count; ++i) {
    pause(gap + bit(random));
    std::string line = line_of(attacker(i), 100);
    auto written = log.append(line);
    print(written, kernel.hear({attacker(i)}));
  }
}
