// SPDX-License-Identifier: GPL-3.0-or-later
// The gate under load, over real sockets of loopback: one connection for each question, as Asterisk asks. First one question
// after the other (microseconds from the connection to the verdict), then many at once (verdicts a second). The detectors
// know a month of calls. All the while others hold connections on which they say nothing. gate_rows.py runs it several times.
#include <fmt/format.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <random>
#include <thread>
#include <vector>

#include "base/check.h"
#include "base/unique_fd.h"
#include "fraud/detectors.h"
#include "knowledge/numbering.h"
#include "serve/gate/keeper.h"
#include "serve/gate/server.h"

namespace {

using namespace denwaban;
using Steady = std::chrono::steady_clock;

constexpr int kSilent = 300, kOneByOne = 5'000, kTogether = 40'000, kAtOnce = 64;
const char* const kNumbers[] = {"00891234567", "00044207946000", "000252612345678", "00035312345678", "112"};

fraud::Options numbering() {
  fraud::Options options;
  options.habits.plan = knowledge::find_plan("DE");
  options.habits.outside_prefixes = {"0"};
  options.zone = *TimeZone::parse("Europe/Berlin");
  return options;
}

// Fifty accounts, a month.
void teach(fraud::Detectors& detectors, Time until) {
  std::mt19937 dice(1);
  std::vector<FraudFinding> findings;
  Time now = until - std::chrono::hours(24 * 30);
  for (int i = 0; now < until; ++i, now += Seconds(120)) {
    Call call;
    call.id = fmt::format("1.{}", i);
    call.account = std::to_string(100 + dice() % 50);
    call.direction = CallDirection::outgoing;
    call.dialled = fmt::format("0089{:07}", dice() % 10'000'000);
    call.trunk = "carrier";
    call.began = now;
    detectors.hear(call, CallChange::began, now, findings);
    call.answered = call.reached = now + Seconds(5);
    detectors.hear(call, CallChange::answered, *call.reached, findings);
    call.ended = now + Seconds(100);
    detectors.hear(call, CallChange::ended, *call.ended, findings);
  }
}

std::string request(uint32_t i) {
  const char* number = kNumbers[i % std::size(kNumbers)];
  uint32_t account = 100 + i % 50;
  return fmt::format(
      "agi_network: yes\nagi_network_script: gate\nagi_request: agi://127.0.0.1:4573/gate\nagi_channel: PJSIP/{0}-{1:08x}\n"
      "agi_language: en\nagi_type: PJSIP\nagi_uniqueid: 1732305600.{1}\nagi_version: 22.9.0\nagi_callerid: {0}\n"
      "agi_calleridname: Reception\nagi_callingpres: 0\nagi_callingani2: 0\nagi_callington: 0\nagi_callingtns: 0\nagi_dnid: {2}\n"
      "agi_rdnis: unknown\nagi_context: denwaban-gate\nagi_extension: s\nagi_priority: 8\nagi_enhanced: 0.0\nagi_accountcode: \n"
      "agi_threadid: 140\nagi_arg_1: {2}\nagi_arg_2: {2}\nagi_arg_3: carrier\n\n",
      account, i, number);
}

UniqueFd connect_to(const net::Endpoint& at, bool block) {
  sockaddr_storage place{};
  socklen_t length = net::socket_address(at, place);
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
  int on = 1;
  linger gone{1, 0};  // so that ports do not run out
  ::setsockopt(fd.get(), IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  ::setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &gone, sizeof gone);
  DENWABAN_CHECK(::connect(fd.get(), reinterpret_cast<sockaddr*>(&place), length) == 0);
  (void)block;
  return fd;
}

void say(int fd, std::string_view text) {
  DENWABAN_CHECK(::send(fd, text.data(), text.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(text.size()));
}

double median_us(const net::Endpoint& at) {
  std::vector<double> taken;
  char bytes[500];
  for (uint32_t i = 0; i < kOneByOne; ++i) {
    std::string text = request(i);
    auto began = Steady::now();
    UniqueFd fd = connect_to(at, true);
    say(fd.get(), text);
    DENWABAN_CHECK(::recv(fd.get(), bytes, sizeof bytes, 0) > 0);
    taken.push_back(std::chrono::duration<double, std::micro>(Steady::now() - began).count());
    say(fd.get(), "200 result=0\n");
  }
  std::ranges::nth_element(taken, taken.begin() + taken.size() / 2);
  return taken[taken.size() / 2];
}

double verdicts_a_second(const net::Endpoint& at) {
  UniqueFd poll(epoll_create1(EPOLL_CLOEXEC));
  std::vector<UniqueFd> open(kAtOnce);
  uint32_t asked = 0;
  auto ask = [&](uint32_t place) {
    open[place] = connect_to(at, true);
    epoll_event event{EPOLLIN, {.u32 = place}};
    DENWABAN_CHECK(epoll_ctl(poll.get(), EPOLL_CTL_ADD, open[place].get(), &event) == 0);
    say(open[place].get(), request(asked++));
  };
  auto began = Steady::now();
  for (uint32_t place = 0; place < kAtOnce; ++place) ask(place);
  char bytes[500];
  for (int answered = 0; answered < kTogether;) {
    epoll_event events[kAtOnce];
    int ready = epoll_wait(poll.get(), events, kAtOnce, 5000);
    DENWABAN_CHECK(ready > 0);
    for (int i = 0; i < ready; ++i) {
      uint32_t place = events[i].data.u32;
      if (::recv(open[place].get(), bytes, sizeof bytes, 0) > 0) {
        ++answered;
        (void)::send(open[place].get(), "200 result=0\n", 13, MSG_NOSIGNAL);
      }
      ask(place);
    }
  }
  return kTogether / std::chrono::duration<double>(Steady::now() - began).count();
}

}  // namespace

int main() {
  SystemClock clock;
  fraud::Detectors detectors(numbering(), HashSeed::random());
  teach(detectors, clock.now());
  serve::GateKeeperOptions options;
  options.numbers = numbering();
  serve::GateSenses senses;
  senses.weigh = [&](const Call& call, Time now) { return detectors.weigh(call, now); };
  senses.resolve = [](const Decision&) {};
  serve::GateKeeper keeper(std::move(options), std::move(senses));
  net::Loop loop;
  serve::GateServerOptions door;
  door.at = {*IpAddress::parse("127.0.0.1"), 0};
  door.patience = Seconds(600);
  auto server = serve::GateServer::open(loop, clock, door, keeper);
  DENWABAN_CHECK(server.has_value());
  net::Endpoint at = (*server)->at();
  std::atomic<bool> over = false;
  double median = 0, rate = 0;
  std::thread asterisk([&] {
    std::vector<UniqueFd> silent;
    for (int i = 0; i < kSilent; ++i) {
      silent.push_back(connect_to(at, true));
      say(silent.back().get(), "agi_network: yes\n");
    }
    median = median_us(at);
    rate = verdicts_a_second(at);
    over = true;
  });
  while (!over) (void)loop.turn(Milliseconds(10));
  asterisk.join();
  fmt::print("median_us {:.1f}\nverdicts {:.0f}\nasked {}\n", median, rate, keeper.counted().asked);
}
