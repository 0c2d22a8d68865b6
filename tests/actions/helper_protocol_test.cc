// SPDX-License-Identifier: GPL-3.0-or-later
#include "actions/helper_protocol.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>

#include <thread>

#include "actions/fake_firewall.h"
#include "actions/helper_firewall.h"
#include "actions/helper_process.h"

namespace denwaban::actions {
namespace {

using testing::SizeIs;
using Set = FirewallEntry::Set;

FirewallChange change(std::string_view prefix, Set set = Set::ban, uint16_t port = 0,
                      std::optional<Seconds> span = Seconds(60)) {
  FirewallChange result;
  result.entry.set = set;
  result.entry.prefix = IpPrefix::parse(prefix).value();
  result.entry.port = port;
  result.entry.span = span;
  return result;
}

ErrorKind refusal(const FirewallChange& one) {
  auto request = decode_request(encode_apply(1, {&one, 1}));
  EXPECT_FALSE(request) << one.entry.prefix.to_string();
  return request ? ErrorKind::io : request.error().kind;
}

TEST(HelperProtocol, a_batch_arrives_as_it_was_sent) {
  std::vector<FirewallChange> changes = {change("192.0.2.1"), change("2001:db8::/64", Set::shed),
                                         change("198.51.100.7", Set::pass, 5062, std::nullopt)};
  changes[1].add = false;
  auto request = decode_request(encode_apply(7, changes));
  ASSERT_TRUE(request) << request.error().message;
  EXPECT_EQ(request->sequence, 7u);
  ASSERT_THAT(request->changes, SizeIs(3));
  for (size_t i = 0; i < 3; ++i) {
    EXPECT_EQ(request->changes[i].add, changes[i].add);
    EXPECT_EQ(request->changes[i].entry.prefix, changes[i].entry.prefix);
    EXPECT_EQ(request->changes[i].entry.port, changes[i].entry.port);
    EXPECT_EQ(request->changes[i].entry.span, changes[i].entry.span);
  }
}

TEST(HelperProtocol, ports_and_errors_arrive_as_they_were_sent) {
  GuardedPorts ports{{5060, 4569}, {5060, 8088}, {"112", "0112"}};
  EXPECT_EQ(decode_request(encode_install(1, ports))->ports, ports);
  auto reply = decode_reply(encode_done(9, fail(ErrorKind::permission, "no")));
  ASSERT_TRUE(reply);
  EXPECT_EQ(reply->sequence, 9u);
  EXPECT_EQ(reply->status.error().kind, ErrorKind::permission);
  EXPECT_EQ(reply->status.error().message, "no");
}

TEST(HelperProtocol, what_would_cut_the_machine_off_is_refused) {
  EXPECT_EQ(refusal(change("0.0.0.0/0")), ErrorKind::usage);
  EXPECT_EQ(refusal(change("10.0.0.0/7")), ErrorKind::usage);
  EXPECT_EQ(refusal(change("::/0")), ErrorKind::usage);
  EXPECT_EQ(refusal(change("2000::/15")), ErrorKind::usage);
  EXPECT_EQ(refusal(change("127.0.0.1")), ErrorKind::usage);
  EXPECT_EQ(refusal(change("0.0.0.0/0", Set::allow)), ErrorKind::usage);
}

TEST(HelperProtocol, spans_and_ports_out_of_range_are_refused) {
  EXPECT_EQ(refusal(change("192.0.2.1", Set::ban, 0, Seconds(0))), ErrorKind::usage);
  EXPECT_EQ(refusal(change("192.0.2.1", Set::ban, 0, kSpanMax + Seconds(1))), ErrorKind::usage);
  EXPECT_EQ(refusal(change("192.0.2.1", Set::ban, 0, Seconds(-7))), ErrorKind::input);
  EXPECT_EQ(refusal(change("192.0.2.1", Set::ban, 5060)), ErrorKind::usage);
  EXPECT_EQ(refusal(change("192.0.2.1", Set::pass, 0)), ErrorKind::usage);
}

TEST(HelperProtocol, what_is_no_number_for_help_is_refused) {
  EXPECT_TRUE(check_ports({{5060}, {}, {"112", "*9112", "00000112"}}));
  for (const char* wrong : {"", "1", "112@192.0.2.1", "INVITE", "000000112"})
    EXPECT_FALSE(check_ports({{5060}, {}, {wrong}})) << wrong;
  EXPECT_FALSE(check_ports({{5060}, {}, std::vector<std::string>(kHelpMax + 1, "112")}));
}

TEST(HelperProtocol, ssh_and_too_many_ports_are_refused) {
  EXPECT_FALSE(check_ports({{}, {22}}));
  EXPECT_FALSE(check_ports({{0}, {}}));
  EXPECT_FALSE(check_ports({std::vector<uint16_t>(kPortsMax + 1, 5060), {}}));
  EXPECT_TRUE(check_ports({{5060}, {5060, 5061}}));
}

TEST(HelperProtocol, every_cut_and_every_added_byte_is_refused) {
  std::vector<FirewallChange> changes = {change("192.0.2.1"), change("2001:db8::/64")};
  for (const std::string& good :
       {encode_apply(7, changes), encode_install(7, {{5060}, {5060}}), encode_plain(7, RequestKind::list)}) {
    ASSERT_TRUE(decode_request(good));
    for (size_t length = 0; length < good.size(); ++length)
      EXPECT_FALSE(decode_request(good.substr(0, length))) << length;
    EXPECT_FALSE(decode_request(good + '\0'));
  }
}

TEST(HelperProtocol, host_bits_behind_the_prefix_are_refused) {
  FirewallChange one = change("192.0.2.0/24");
  std::string bytes = encode_apply(1, {&one, 1});
  bytes[9 + 4 + 2 + 15] = 1;  // header, count, {add, set, address}: the last byte of the address
  EXPECT_EQ(decode_request(bytes).error().kind, ErrorKind::input);
}

TEST(HelperProtocol, no_damaged_byte_is_read_beyond_the_message) {
  FirewallChange one = change("192.0.2.1");
  std::string good = encode_apply(1, {&one, 1});
  for (size_t place = 0; place < good.size(); ++place)
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[place] = static_cast<char>(bad[place] ^ (1 << bit));
      if (auto request = decode_request(bad); request && request->kind == RequestKind::apply) {
        EXPECT_THAT(request->changes, SizeIs(1));
      }
    }
}

// The helper's loop over a real socket pair, with a kernel in memory.
class HelperLoop : public testing::Test {
 protected:
  HelperLoop() {
    int ends[2];
    EXPECT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
    guard_ = UniqueFd(ends[0]);
    helper_ = std::thread([this, end = UniqueFd(ends[1])] { serve_firewall(end.get(), firewall_); });
  }
  ~HelperLoop() override {
    guard_.reset();
    helper_.join();
  }
  Status ask(const std::string& request) {
    send(guard_.get(), request.data(), request.size(), MSG_NOSIGNAL);
    std::string buffer(kMessageMax, '\0');
    ssize_t length = recv(guard_.get(), buffer.data(), buffer.size(), 0);
    auto reply =
        decode_reply(std::string_view(buffer).substr(0, static_cast<size_t>(std::max<ssize_t>(0, length))));
    return reply ? reply->status : Status(tl::unexpected(reply.error()));
  }

  FakeFirewall firewall_;
  UniqueFd guard_;
  std::thread helper_;
};

TEST_F(HelperLoop, carries_requests_out_and_goes_on_after_damaged_ones) {
  FirewallChange ban = change("192.0.2.1"), wide = change("0.0.0.0/0");
  EXPECT_TRUE(ask(encode_install(1, {{5060}, {}})));
  EXPECT_EQ(ask("nonsense").error().kind, ErrorKind::input);
  EXPECT_EQ(ask(encode_apply(2, {&wide, 1})).error().kind, ErrorKind::usage);
  EXPECT_EQ(ask(std::string(kMessageMax + 1, 'x')).error().kind, ErrorKind::input);
  EXPECT_TRUE(ask(encode_apply(3, {&ban, 1})));
  EXPECT_THAT(firewall_.kernel.list().value(), SizeIs(1));
}

TEST_F(HelperLoop, errors_of_the_kernel_reach_the_guard) {
  firewall_.fail_next("install", ErrorKind::permission);
  EXPECT_EQ(ask(encode_install(1, {{5060}, {}})).error().kind, ErrorKind::permission);
}

TEST(HelperClient,
     a_helper_that_does_not_answer_is_unavailable_and_its_late_answer_is_not_taken_for_another) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
  UniqueFd helper(ends[1]);
  HelperFirewall client({-1, UniqueFd(ends[0])}, Milliseconds(10));
  EXPECT_EQ(client.remove().error().kind, ErrorKind::unavailable);
  std::string late = encode_done(1, {}), old = encode_done(2, fail(ErrorKind::io, "old")),
              right = encode_done(3, {});
  EXPECT_EQ(client.remove().error().kind, ErrorKind::unavailable);
  send(helper.get(), late.data(), late.size(), 0);
  send(helper.get(), old.data(), old.size(), 0);
  std::thread answer([&] {
    char buffer[256];
    for (uint32_t sequence = 0; sequence != 3;)  // the first two requests still wait there
      if (ssize_t length = recv(helper.get(), buffer, sizeof buffer, 0); length > 0)
        sequence = decode_request({buffer, static_cast<size_t>(length)})->sequence;
    send(helper.get(), right.data(), right.size(), 0);
  });
  Status status = client.remove();
  answer.join();
  EXPECT_TRUE(status || status.error().message.find("answer within") != std::string::npos);
  EXPECT_TRUE(client.alive());
}

TEST(HelperClient, a_restarted_helper_is_an_error_that_invites_another_try) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
  UniqueFd helper(ends[1]);
  HelperFirewall client({-1, UniqueFd(ends[0])});
  std::thread dying([&] {
    char buffer[256];
    recv(helper.get(), buffer, sizeof buffer, 0);
    std::string word = encode_restarted();
    send(helper.get(), word.data(), word.size(), 0);
  });
  Status status = client.remove();
  dying.join();
  EXPECT_EQ(status.error().kind, ErrorKind::unavailable);
  EXPECT_TRUE(client.alive());
}

TEST(HelperClient, a_closed_socket_is_the_end) {
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends), 0);
  UniqueFd helper(ends[1]);
  HelperFirewall client({-1, UniqueFd(ends[0])});
  helper.reset();
  EXPECT_EQ(client.remove().error().kind, ErrorKind::unavailable);
  EXPECT_FALSE(client.alive());
}

}  // namespace
}  // namespace denwaban::actions
