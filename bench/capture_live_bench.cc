// SPDX-License-Identifier: GPL-3.0-or-later
// Live capture on a cable between two virtual cards, in a network namespace of its own: how many SIP packets
// a second arrive before the first is lost, and what one costs the reader. Needs root.
//
//   denwaban_capture_live_bench [SECONDS_EACH]
#include <fmt/format.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>
#include <time.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "../tests/packet_builder.h"
#include "base/unique_fd.h"
#include "sources/capture_live.h"

namespace {

using namespace denwaban;
using Clock = std::chrono::steady_clock;

constexpr size_t kFrames = 64;  // in one call

std::vector<std::string> make_frames() {
  std::vector<std::string> frames;
  for (size_t i = 0; i < kFrames; ++i) {
    std::string text = fmt::format(
        "OPTIONS sip:100@198.51.100.1 SIP/2.0\r\nVia: SIP/2.0/UDP "
        "192.0.2.{0}:5071;branch=z9hG4bK-{0}\r\nFrom: "
        "<sip:100@192.0.2.{0}>;tag={0}\r\nTo: <sip:100@198.51.100.1>\r\nCall-ID: {0}\r\nCSeq: 1 "
        "OPTIONS\r\nMax-Forwards: 70\r\nUser-Agent: friendly-scanner\r\nContent-Length: 0\r\n\r\n",
        i);
    frames.push_back(test::ethernet(
        test::ipv4({fmt::format("192.0.2.{}", i), "198.51.100.1"}, test::udp(5071, 5060, text))));
  }
  return frames;
}

// Sends `rate` packets a second until `end`; answers how many left.
uint64_t flood(double rate, Clock::time_point end) {
  UniqueFd fd(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
  int on = 1;
  ::setsockopt(fd.get(), SOL_PACKET, PACKET_QDISC_BYPASS, &on, sizeof on);
  sockaddr_ll to{};
  to.sll_family = AF_PACKET;
  to.sll_protocol = htons(ETH_P_ALL);
  to.sll_ifindex = static_cast<int>(::if_nametoindex("far"));
  ::bind(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to);
  std::vector<std::string> frames = make_frames();
  std::array<iovec, kFrames> parts{};
  std::array<mmsghdr, kFrames> messages{};
  for (size_t i = 0; i < kFrames; ++i) {
    parts[i] = {frames[i].data(), frames[i].size()};
    messages[i].msg_hdr.msg_iov = &parts[i];
    messages[i].msg_hdr.msg_iovlen = 1;
  }
  uint64_t sent = 0;
  auto start = Clock::now();
  for (auto now = start; now < end; now = Clock::now()) {
    double due = std::chrono::duration<double>(now - start).count() * rate;
    if (static_cast<double>(sent) >= due) continue;
    int count = ::sendmmsg(fd.get(), messages.data(), kFrames, 0);
    if (count > 0) sent += static_cast<uint64_t>(count);
  }
  return sent;
}

double cpu_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

int one_rate(double rate, double seconds) {
  sources::LiveCaptureOptions options;
  options.device = "near";
  options.udp_ports = {5060, 5061, 4569};
  options.tcp_ports = {5060, 5061, 5038, 8088};
  auto capture = sources::LiveCapture::open(options);
  if (!capture) {
    fmt::print(stderr, "{}\n", capture.error().message);
    return 1;
  }
  std::atomic<bool> done = false;
  uint64_t sent = 0;
  double before = cpu_seconds();
  std::thread sender([&] {
    sent = flood(rate, Clock::now() + std::chrono::milliseconds(static_cast<int>(seconds * 1000)));
    done = true;
  });
  sources::DatagramBatch batch;
  uint64_t datagrams = 0;
  for (int ready = 1; ready > 0 || !done;) {
    pollfd readable{capture->fd(), POLLIN, 0};
    ready = ::poll(&readable, 1, 100);
    while (capture->poll(batch)) datagrams += batch.size();
    datagrams += batch.size();
  }
  sender.join();
  capture->tick();
  double cost = (cpu_seconds() - before) / static_cast<double>(std::max<uint64_t>(datagrams, 1)) * 1e9;
  fmt::print(
      "asked {:>9.0f}/s: sent {:>8.0f}/s, lost in the ring {:>7}, read {:.3f} of what was sent, {:.0f} ns of "
      "CPU each\n",
      rate, static_cast<double>(sent) / seconds, capture->captured().dropped,
      static_cast<double>(datagrams) / static_cast<double>(sent), cost);
  return 0;
}

}  // namespace

int main(int count, char** arguments) {
  double seconds = count > 1 ? std::strtod(arguments[1], nullptr) : 2;
  if (::unshare(CLONE_NEWNET) != 0 ||
      std::system("ip link add near type veth peer name far && ip link set near up && ip link set far up") !=
          0) {
    fmt::print(stderr, "no network namespace with virtual cards can be made: run as root\n");
    return 77;
  }
  for (double rate : {50e3, 100e3, 200e3, 300e3, 400e3, 600e3, 800e3, 1e6})
    if (int status = one_rate(rate, seconds)) return status;
  return 0;
}
