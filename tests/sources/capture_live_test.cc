// SPDX-License-Identifier: GPL-3.0-or-later
// On a cable between two virtual cards in a network namespace of the test's own.
#include "sources/capture_live.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <linux/if_packet.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <poll.h>
#include <sched.h>
#include <sys/socket.h>

#include <chrono>
#include <cstdlib>

#include "base/unique_fd.h"
#include "packet_builder.h"

namespace denwaban::sources {
namespace {

using namespace test;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

bool run(const char* command) { return std::system(command) == 0; }

class Cable : public ::testing::Test {
 protected:
  void SetUp() override {
    home_ = UniqueFd(::open("/proc/self/ns/net", O_RDONLY | O_CLOEXEC));
    if (::unshare(CLONE_NEWNET) != 0)
      GTEST_SKIP() << "no network namespace can be made: run the test as root to have live capture tested";
    entered_ = true;
    if (!run("ip link set lo up && ip link add near type veth peer name far && ip link set near up && ip "
             "link set far up"))
      GTEST_SKIP() << "no pair of virtual network cards can be made: load the module veth, install iproute2";
    sender_ = UniqueFd(::socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0));
  }
  void TearDown() override {
    capture.reset();
    sender_.reset();
    if (entered_) {
      EXPECT_EQ(::setns(home_.get(), CLONE_NEWNET), 0);
    }
  }

  void open(const std::string& device) {
    LiveCaptureOptions options;
    options.device = device;
    options.udp_ports = {5060, 5061};
    options.tcp_ports = {5038};
    auto opened = LiveCapture::open(options);
    ASSERT_TRUE(opened) << opened.error().message;
    capture = std::make_unique<LiveCapture>(std::move(*opened));
  }
  // A frame on the cable, seen by `near` as it comes in.
  void put(std::string_view frame) {
    sockaddr_ll to{};
    to.sll_family = AF_PACKET;
    to.sll_ifindex = static_cast<int>(::if_nametoindex("far"));
    to.sll_halen = 6;
    EXPECT_EQ(
        ::sendto(sender_.get(), frame.data(), frame.size(), 0, reinterpret_cast<sockaddr*>(&to), sizeof to),
        static_cast<ssize_t>(frame.size()));
  }
  std::string sip(std::string_view text) {
    return ipv4({"192.0.2.7", "198.51.100.1"}, udp(5071, 5060, text));
  }
  // Reads until `text` was seen, ten seconds at most.
  void until(std::string_view text) {
    auto end = std::chrono::steady_clock::now() + std::chrono::seconds(10);
    pollfd ready{capture->fd(), POLLIN, 0};
    while (std::chrono::steady_clock::now() < end) {
      ::poll(&ready, 1, 100);
      capture->poll(batch);
      for (const Datagram& datagram : batch.datagrams()) told.emplace_back(datagram.payload);
      if (!told.empty() && told.back() == text) return;
    }
    FAIL() << "not seen: " << text;
  }

  std::unique_ptr<LiveCapture> capture;
  DatagramBatch batch;
  std::vector<std::string> told;

 private:
  UniqueFd home_, sender_;
  bool entered_ = false;
};

TEST_F(Cable, SeesTheGuardedPortsAndNothingElse) {
  open("near");
  put(ethernet(sip("one")));
  put(ethernet(ipv4({"192.0.2.7", "198.51.100.1"}, udp(5071, 53, "a question to a name server"))));
  put(ethernet(ipv4({"198.51.100.1", "192.0.2.7"}, udp(5060, 5071, "answer"))));
  put(ethernet(ipv6("2001:db8::7", "2001:db8::1", 17, udp(5071, 5061, "six"))));
  put(ethernet(sip("end")));
  until("end");
  EXPECT_THAT(told, ElementsAre("one", "answer", "six", "end"));
  capture->tick();
  EXPECT_EQ(capture->captured().received, 4u);
  EXPECT_EQ(capture->captured().dropped, 0u);
  EXPECT_EQ(capture->counters().packets, 4u);
}

TEST_F(Cable, SeesTaggedPacketsAndLaterFragments) {
  open("near");
  put(ethernet(0x8100, be16(100) + be16(0x0800) + sip("tagged")));
  put(ethernet(0x88a8, be16(100) + be16(0x8100) + be16(7) + be16(0x0800) + sip("tagged twice")));
  std::string whole = udp(5071, 5060, "in two fragments");
  put(ethernet(ipv4({"192.0.2.7", "198.51.100.1", 17, 9, 0, true}, whole.substr(0, 16))));
  put(ethernet(ipv4({"192.0.2.7", "198.51.100.1", 17, 9, 16, false}, whole.substr(16))));
  until("in two fragments");
  EXPECT_THAT(told, ElementsAre("tagged", "tagged twice", "in two fragments"));
}

TEST_F(Cable, SeesAllDevicesByTheNameAny) {
  open("any");
  put(ethernet(sip("one")));
  until("one");
  EXPECT_THAT(told, Contains("one"));
}

TEST_F(Cable, SaysThatTheDeviceWentAwayAndFindsItAgain) {
  open("near");
  int fd = capture->fd();
  ASSERT_TRUE(run("ip link del near"));
  for (int turns = 0; turns < 100 && capture->problem().empty(); ++turns) {
    pollfd ready{capture->fd(), POLLIN, 0};
    ::poll(&ready, 1, 100);
    capture->poll(batch);
  }
  EXPECT_THAT(capture->problem(), HasSubstr("nothing is captured on near"));
  capture->tick();
  EXPECT_THAT(capture->problem(), HasSubstr("no such network device"));
  ASSERT_TRUE(run("ip link add near type veth peer name far && ip link set near up && ip link set far up"));
  capture->tick();
  EXPECT_THAT(capture->problem(), IsEmpty());
  EXPECT_EQ(capture->fd(), fd);
  put(ethernet(sip("again")));
  until("again");
}

TEST_F(Cable, NamesADeviceThatIsNotThere) {
  LiveCaptureOptions options;
  options.device = "eth77";
  auto opened = LiveCapture::open(options);
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().kind, ErrorKind::not_found);
  EXPECT_THAT(opened.error().message, HasSubstr("no such network device"));
}

TEST(CaptureFilter, JoinsPortsToRanges) {
  EXPECT_THAT(capture_filter({5060, 4569, 5061}, {5038}, false),
              HasSubstr("(udp and (port 4569 or portrange 5060-5061)) or (tcp and (port 5038))"));
  EXPECT_EQ(capture_filter({}, {}, true), "");
}

}  // namespace
}  // namespace denwaban::sources
