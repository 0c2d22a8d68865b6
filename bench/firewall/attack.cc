// SPDX-License-Identifier: GPL-3.0-or-later
#include "attack.h"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>

namespace denwaban::bench {
namespace {

constexpr int kBurst = 64;
constexpr double kLegitimatePerSecond = 200;

void must(bool ok, const char* what) {
  if (ok) return;
  std::perror(what);
  std::exit(1);
}

void run(const std::string& command) { must(std::system(command.c_str()) == 0, command.c_str()); }

struct Packet {
  iphdr ip;
  udphdr udp;
  char text[64];
};

Packet packet_from(uint32_t source) {
  Packet packet{};
  packet.ip.version = 4;
  packet.ip.ihl = 5;
  packet.ip.ttl = 64;
  packet.ip.protocol = IPPROTO_UDP;
  packet.ip.saddr = htonl(source);
  packet.ip.daddr = inet_addr("192.0.2.1");
  packet.ip.tot_len = htons(sizeof packet);
  packet.udp.source = packet.udp.dest = htons(5060);
  packet.udp.len = htons(sizeof packet - sizeof packet.ip);
  std::memcpy(packet.text, "REGISTER sip:192.0.2.1 SIP/2.0\r\n", 32);
  return packet;
}

double seconds_of(clockid_t clock) {
  timespec now{};
  clock_gettime(clock, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

}  // namespace

Cable lay_cable() {
  Cable cable;
  must(unshare(CLONE_NEWNET) == 0, "a network namespace: run as root");
  cable.outside = UniqueFd(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
  must(unshare(CLONE_NEWNET) == 0, "a network namespace");
  cable.inside = UniqueFd(open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
  std::string outside = "/proc/" + std::to_string(getpid()) + "/fd/" + std::to_string(cable.outside.get());
  run("ip link set lo up && ip link add pbx0 type veth peer name world0 && ip link set world0 netns " +
      outside +
      " && ip addr add 192.0.2.1/32 dev pbx0 && ip link set pbx0 up && ip route add default dev pbx0"
      " && sysctl -qw net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.pbx0.rp_filter=0");
  must(setns(cable.outside.get(), CLONE_NEWNET) == 0, "setns");
  run("ip link set lo up && ip addr add 198.51.100.1/32 dev world0 && ip link set world0 up && ip route add "
      "192.0.2.1/32 dev world0");
  must(setns(cable.inside.get(), CLONE_NEWNET) == 0, "setns");
  return cable;
}

Flood flood(const Cable& cable, double seconds, uint32_t sources, double per_second_max) {
  UniqueFd listener(socket(AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  sockaddr_in pbx{};
  pbx.sin_family = AF_INET;
  pbx.sin_port = htons(5060);
  pbx.sin_addr.s_addr = inet_addr("192.0.2.1");
  must(bind(listener.get(), reinterpret_cast<sockaddr*>(&pbx), sizeof pbx) == 0, "bind");
  must(setns(cable.outside.get(), CLONE_NEWNET) == 0, "setns");
  UniqueFd raw(socket(AF_INET, SOCK_RAW | SOCK_CLOEXEC, IPPROTO_RAW));
  must(raw.get() >= 0, "raw socket");
  must(setns(cable.inside.get(), CLONE_NEWNET) == 0, "setns");

  std::array<Packet, kBurst> packets;
  std::array<iovec, kBurst> vectors;
  std::array<mmsghdr, kBurst> messages{};
  for (size_t i = 0; i < kBurst; ++i) {
    packets[i] = packet_from(0x0b000000);
    vectors[i] = {&packets[i], sizeof packets[i]};
    messages[i].msg_hdr = {&pbx, sizeof pbx, &vectors[i], 1, nullptr, 0, 0};
  }
  Packet legitimate = packet_from(0xc6336401);
  Flood result;
  uint32_t source = 0;
  double sent = 0, busy = 0, start = seconds_of(CLOCK_MONOTONIC), now = start;
  char buffer[256];
  while ((now = seconds_of(CLOCK_MONOTONIC)) < start + seconds) {
    if ((now - start) * kLegitimatePerSecond > result.legitimate_sent) {
      sendto(raw.get(), &legitimate, sizeof legitimate, 0, reinterpret_cast<sockaddr*>(&pbx), sizeof pbx);
      ++result.legitimate_sent;
    }
    if (per_second_max == 0 || sent < (now - start) * per_second_max) {
      for (Packet& packet : packets) packet.ip.saddr = htonl(0x0b000000u + 3 * ((source += 7919) % sources));
      double before = seconds_of(CLOCK_THREAD_CPUTIME_ID);
      sent += sendmmsg(raw.get(), messages.data(), kBurst, 0);
      busy += seconds_of(CLOCK_THREAD_CPUTIME_ID) - before;
    }
    while (recv(listener.get(), buffer, sizeof buffer, 0) > 0) ++result.legitimate_arrived;
  }
  // The cable's far end works in the kernel's own time: what is under way arrives within this.
  for (double end = now + 0.05; seconds_of(CLOCK_MONOTONIC) < end;)
    while (recv(listener.get(), buffer, sizeof buffer, 0) > 0) ++result.legitimate_arrived;
  result.sent_per_second = sent / (now - start);
  result.nanoseconds_each = 1e9 * busy / sent;
  return result;
}

}  // namespace denwaban::bench
