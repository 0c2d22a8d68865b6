// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/hep_listener.h"

#include <gmock/gmock.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/unique_fd.h"
#include "hep_builder.h"

namespace denwaban::sources {
namespace {

using namespace test;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const Time kNow = from_epoch_ms(1'000'000);

class HepDoor : public ::testing::Test {
 protected:
  void open(HepListenerOptions options = {}) {
    options.port = 0;
    if (!patient) options.patience = Milliseconds(0);
    auto opened = HepListener::open(options);
    ASSERT_TRUE(opened) << opened.error().message;
    listener = std::make_unique<HepListener>(std::move(*opened));
  }
  UniqueFd connect(int type) {
    UniqueFd fd(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(listener->port());
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
    return fd;
  }
  void send(const UniqueFd& fd, std::string_view bytes) {
    EXPECT_EQ(::send(fd.get(), bytes.data(), bytes.size(), MSG_NOSIGNAL), static_cast<ssize_t>(bytes.size()));
  }
  // Turns until there is nothing to do.
  void turn() {
    pollfd ready{listener->fd(), POLLIN, 0};
    while (::poll(&ready, 1, 50) > 0) {
      listener->poll(batch, kNow);
      for (const Datagram& datagram : batch.datagrams()) {
        payloads.emplace_back(datagram.payload);
        last = datagram;
      }
    }
  }
  // Whether the other end was closed.
  bool closed(const UniqueFd& fd) {
    turn();
    char byte;
    ssize_t count = ::recv(fd.get(), &byte, 1, MSG_DONTWAIT);
    return count == 0 || (count < 0 && errno == ECONNRESET);
  }

  bool patient = false;
  std::unique_ptr<HepListener> listener;
  DatagramBatch batch;
  std::vector<std::string> payloads;
  Datagram last;
};

TEST_F(HepDoor, TakesMessagesByUdpAndTcp) {
  open();
  send(connect(SOCK_DGRAM), hep3(Hep{}, "by udp"));
  turn();
  EXPECT_EQ(last.time, from_epoch_ms(1'000'250));
  auto tcp = connect(SOCK_STREAM);
  std::string frames = hep3(Hep{}, "by tcp") + hep3(Hep{}, "again");
  send(tcp, frames.substr(0, 50));
  turn();
  send(tcp, frames.substr(50));
  turn();
  EXPECT_THAT(payloads, ElementsAre("by udp", "by tcp", "again"));
  EXPECT_EQ(last.form, Datagram::Form::message);
  EXPECT_EQ(last.evidence.offset, 3u);
  EXPECT_EQ(listener->counters().messages, 3u);
}

TEST_F(HepDoor, HandsOutARequestBeforeAnAnswerThatOvertookIt) {
  patient = true;
  open();
  auto udp = connect(SOCK_DGRAM);
  auto look = [&](Milliseconds later) {
    listener->poll(batch, kNow + later);
    for (const Datagram& datagram : batch.datagrams()) payloads.emplace_back(datagram.payload);
  };
  send(udp, hep3(Hep{.microseconds = 250'199}, "answer"));
  send(udp, hep3(Hep{.microseconds = 250'104}, "request"));
  send(udp, hep3(Hep{.microseconds = 260'000}, "later"));
  look(Milliseconds(0));
  EXPECT_THAT(payloads, IsEmpty());
  pollfd ready{listener->fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&ready, 1, 5'000), 1);  // asks to be looked at again
  look(Milliseconds(100));
  EXPECT_THAT(payloads, ElementsAre("request", "answer", "later"));
}

TEST_F(HepDoor, HoldsABoundedNumberOfMessages) {
  patient = true;
  HepListenerOptions options;
  options.held_max = 8;
  open(options);
  auto udp = connect(SOCK_DGRAM);
  for (int i = 0; i < 20; ++i) send(udp, hep3(Hep{}, "one"));
  listener->poll(batch, kNow);
  EXPECT_GE(batch.size(), 8u);
}

TEST_F(HepDoor, TakesOnlyWhatCarriesTheKey) {
  HepListenerOptions options;
  options.key = "secret";
  open(options);
  auto udp = connect(SOCK_DGRAM);
  send(udp, hep3(Hep{}, "without"));
  send(udp, hep3(Hep{.key = "wrong"}, "wrong"));
  send(udp, hep3(Hep{.key = "secret"}, "right"));
  turn();
  EXPECT_THAT(payloads, ElementsAre("right"));
  EXPECT_EQ(listener->counters().wrong_key, 2u);
}

TEST_F(HepDoor, DoesNotBelieveAClockThatIsFarFromOurs) {
  open();
  send(connect(SOCK_DGRAM), hep3(Hep{.seconds = 900'000}, "from tomorrow"));
  turn();
  EXPECT_EQ(last.time, kNow);
  EXPECT_EQ(listener->counters().clock_differs, 1u);
}

TEST_F(HepDoor, LeavesOutWhatIsNoSip) {
  open();
  auto udp = connect(SOCK_DGRAM);
  send(udp, hep3(hep3_chunks({}, "{\"rtcp\":1}") + chunk(11, "\x05")));
  send(udp, "junk");
  turn();
  EXPECT_THAT(payloads, IsEmpty());
  EXPECT_EQ(listener->counters().other_payload, 1u);
  EXPECT_EQ(listener->counters()[parse::HepReading::unknown], 1u);
}

TEST_F(HepDoor, ClosesAConnectionThatSpeaksNoHep) {
  open();
  auto tcp = connect(SOCK_STREAM);
  send(tcp, "GET / HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(closed(tcp));
  EXPECT_EQ(listener->counters().connections_broken, 1u);
}

TEST_F(HepDoor, KeepsABoundedNumberOfConnections) {
  HepListenerOptions options;
  options.connections_max = 2;
  open(options);
  auto good = connect(SOCK_STREAM);
  send(good, hep3(Hep{}, "one"));
  turn();
  std::vector<UniqueFd> others;
  for (int i = 0; i < 5; ++i) {
    others.push_back(connect(SOCK_STREAM));
    turn();
  }
  EXPECT_GE(listener->counters().connections_refused, 2u);
  send(good, hep3(Hep{}, "two"));
  turn();
  EXPECT_THAT(payloads, ElementsAre("one", "two"));
}

TEST_F(HepDoor, DoesNotListenToTheWorldWithoutAKey) {
  HepListenerOptions options;
  options.address = ip("0.0.0.0");
  auto opened = HepListener::open(options);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("set a key"));
}

TEST_F(HepDoor, SaysThatThePortIsTaken) {
  open();
  HepListenerOptions options;
  options.port = listener->port();
  auto opened = HepListener::open(options);
  ASSERT_FALSE(opened);
  EXPECT_THAT(opened.error().message, HasSubstr("the port is taken"));
}

}  // namespace
}  // namespace denwaban::sources
