// SPDX-License-Identifier: GPL-3.0-or-later
// What happens to packets.
#include "firewall_fixture.h"

namespace denwaban::e2e {
namespace {

using FirewallPackets = FirewallTest;

TEST_F(FirewallPackets, a_ban_bites_the_next_packet_and_an_unban_frees_the_next) {
  EXPECT_TRUE(reaches({"198.51.100.1", 5060}));
  add(entry(Set::ban, "198.51.100.1"));
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
  EXPECT_TRUE(reaches({"198.51.100.2", 5060}));
  remove(entry(Set::ban, "198.51.100.1"));
  EXPECT_TRUE(reaches({"198.51.100.1", 5060}));
}

TEST_F(FirewallPackets, ports_that_are_not_guarded_stay_open_to_the_banned) {
  add(entry(Set::ban, "198.51.100.1"));
  EXPECT_TRUE(reaches({"198.51.100.1", 5060}, kMedia));
}

TEST_F(FirewallPackets, guarded_ports_can_change_while_bans_stay) {
  add(entry(Set::ban, "198.51.100.1"));
  ASSERT_TRUE(firewall_->install({{kMedia}, {}}));
  EXPECT_TRUE(reaches({"198.51.100.1", 5060}, kSip));
  EXPECT_FALSE(reaches({"198.51.100.1", 5060}, kMedia));
}

TEST_F(FirewallPackets, a_registered_phone_passes_though_its_address_is_banned) {
  add(entry(Set::ban, "198.51.100.1"));
  add(entry(Set::pass, "198.51.100.1", Seconds(600), 5062));
  EXPECT_TRUE(reaches({"198.51.100.1", 5062}));
  EXPECT_FALSE(reaches({"198.51.100.1", 5063}));
}

TEST_F(FirewallPackets, a_ban_of_one_port_leaves_the_other_phones_of_the_address_alone) {
  add(entry(Set::ban_port, "198.51.100.1", Seconds(600), 5062));
  EXPECT_FALSE(reaches({"198.51.100.1", 5062}));
  EXPECT_TRUE(reaches({"198.51.100.1", 5063}));
}

TEST_F(FirewallPackets, a_phone_that_is_banned_for_guessing_still_calls_for_help_and_nothing_else) {
  for (std::string phone : {"198.51.100.1", "2001:db8:a::1"}) {
    const Endpoint from{phone, 5062}, neighbour{phone, 5063};
    add(entry(Set::ban, phone));
    add(entry(Set::ban_port, phone, Seconds(600), 5062));
    add(entry(Set::help, phone, Seconds(600), 5062));
    for (const char* part : {"INVITE sip:112@198.51.100.200 SIP/2.0\r\n", "INVITE sip:0112@pbx.example;user=phone SIP/2.0\r\n",
                             "ACK sip:198.51.100.200:5060 SIP/2.0\r\n", "BYE sip:112@198.51.100.200 SIP/2.0\r\n"})
      EXPECT_TRUE(reaches(from, kSip, part)) << part;
    for (const char* part : {"INVITE sip:1120@198.51.100.200 SIP/2.0\r\n", "INVITE sip:00112@198.51.100.200 SIP/2.0\r\n",
                             "REGISTER sip:112@198.51.100.200 SIP/2.0\r\n", "INVITE sip:112", "A", "call"})
      EXPECT_FALSE(reaches(from, kSip, part)) << part;
    EXPECT_FALSE(reaches(neighbour, kSip, "INVITE sip:112@198.51.100.200 SIP/2.0\r\n"));
    EXPECT_TRUE(reaches(neighbour, kMedia, "call"));
    remove(entry(Set::help, phone, Seconds(600), 5062));
    EXPECT_FALSE(reaches(from, kSip, "INVITE sip:112@198.51.100.200 SIP/2.0\r\n"));
  }
}

TEST_F(FirewallPackets, calls_for_help_of_the_banned_are_too_few_to_guess_by) {
  add(entry(Set::ban, "198.51.100.1"));
  add(entry(Set::help, "198.51.100.1", Seconds(600), 5062));
  UniqueFd listener = two_worlds().pbx_socket(SOCK_DGRAM, {TwoWorlds::kPbx4, kSip});
  UniqueFd guesser = two_worlds().world_socket(SOCK_DGRAM, {"198.51.100.1", 5062});
  UniqueFd other = two_worlds().world_socket(SOCK_DGRAM, {"198.51.100.2", 5060});
  for (int i = 0; i < 200; ++i) send_to(guesser, {TwoWorlds::kPbx4, kSip}, "INVITE sip:112@pbx SIP/2.0\r\n");
  send_to(other, {TwoWorlds::kPbx4, kSip}, "end");
  int arrived = 0;
  for (auto text = receive(listener); text && *text != "end"; text = receive(listener)) ++arrived;
  EXPECT_GE(arrived, 4);
  EXPECT_LE(arrived, 60);
}

TEST_F(FirewallPackets, the_allow_list_wins_over_every_ban) {
  add(entry(Set::ban, "198.51.100.1"));
  add(entry(Set::ban, "198.51.0.0/17"));
  add(entry(Set::allow, "198.51.100.0/29", std::nullopt));
  EXPECT_TRUE(reaches({"198.51.100.1", 5060}));
}

TEST_F(FirewallPackets, a_banned_network_is_dropped_up_to_its_edge) {
  add(entry(Set::ban, "198.51.100.0/30"));
  EXPECT_FALSE(reaches({"198.51.100.3", 5060}));
  EXPECT_TRUE(reaches({"198.51.100.4", 5060}));
}

TEST_F(FirewallPackets, ipv6_is_banned_by_its_64) {
  add(entry(Set::ban, "2001:db8:a::/64"));
  EXPECT_FALSE(reaches({"2001:db8:a::1", 5060}));
  EXPECT_FALSE(reaches({"2001:db8:a::2", 5060}));
  EXPECT_TRUE(reaches({"2001:db8:a:1::1", 5060}));
  EXPECT_TRUE(reaches({"2001:db8:a::1", 5060}, kMedia));
}

TEST_F(FirewallPackets, ipv6_hosts_networks_ports_and_exceptions_work_as_ipv4) {
  add(entry(Set::ban, "2001:db8:a::1"));
  EXPECT_FALSE(reaches({"2001:db8:a::1", 5060}));
  EXPECT_TRUE(reaches({"2001:db8:a::2", 5060}));
  add(entry(Set::ban, "2001:db8:a::/48"));
  EXPECT_FALSE(reaches({"2001:db8:a:1::1", 5060}));
  add(entry(Set::pass, "2001:db8:a:1::1", Seconds(600), 5062));
  EXPECT_TRUE(reaches({"2001:db8:a:1::1", 5062}));
  add(entry(Set::allow, "2001:db8:a::2", std::nullopt));
  EXPECT_TRUE(reaches({"2001:db8:a::2", 5060}));
  remove(entry(Set::ban, "2001:db8:a::/48"));
  add(entry(Set::ban_port, "2001:db8:a:1::1", Seconds(600), 5063));
  EXPECT_FALSE(reaches({"2001:db8:a:1::1", 5063}));
  EXPECT_TRUE(reaches({"2001:db8:a:1::1", 5064}));
  // Its neighbours in the /64 use the same port.
  add(entry(Set::ban_port, "2001:db8:a::1", Seconds(600), 5066));
  EXPECT_TRUE(reaches({"2001:db8:a::2", 5066}));
}

TEST_F(FirewallPackets, shedding_lets_a_few_through_and_drops_the_flood) {
  for (std::string caller : {"198.51.100.1", "2001:db8:a::1"}) {
    bool v6 = caller.find(':') != std::string::npos;
    add(entry(Set::shed, v6 ? "2001:db8:a::/64" : caller));
    Endpoint pbx{v6 ? TwoWorlds::kPbx6 : TwoWorlds::kPbx4, kSip};
    UniqueFd listener = two_worlds().pbx_socket(SOCK_DGRAM, pbx);
    UniqueFd flooder = two_worlds().world_socket(SOCK_DGRAM, {caller, 5060});
    UniqueFd other = two_worlds().world_socket(SOCK_DGRAM, {v6 ? "2001:db8:b::1" : "198.51.100.2", 5060});
    for (int i = 0; i < 200; ++i) send_to(flooder, pbx, "flood");
    send_to(other, pbx, "end");
    int arrived = 0;
    for (auto text = receive(listener); text && *text != "end"; text = receive(listener)) ++arrived;
    EXPECT_GE(arrived, 20) << caller;
    EXPECT_LE(arrived, 60) << caller;
    // A REGISTER that is repeated gets through once the bucket has a drop again.
    EXPECT_TRUE(becomes_true([&] {
      send_to(flooder, pbx, "REGISTER");
      return receive(listener, 0) == "REGISTER";
    }));
  }
}

TEST_F(FirewallPackets, an_established_connection_dies_with_the_ban) {
  UniqueFd listener = two_worlds().pbx_socket(SOCK_STREAM, {TwoWorlds::kPbx4, kSip});
  UniqueFd caller = two_worlds().world_socket(SOCK_STREAM, {"198.51.100.1", 0});
  socklen_t length = 0;
  sockaddr_storage pbx = socket_address({TwoWorlds::kPbx4, kSip}, length);
  ASSERT_EQ(connect(caller.get(), reinterpret_cast<sockaddr*>(&pbx), length), 0);
  UniqueFd accepted(accept(listener.get(), nullptr, nullptr));
  ASSERT_EQ(send(caller.get(), "first", 5, 0), 5);
  ASSERT_EQ(receive(accepted), "first");
  add(entry(Set::ban, "198.51.100.1"));
  ASSERT_EQ(send(caller.get(), "second", 6, 0), 6);
  ASSERT_TRUE(becomes_true([&] { return list().at(0).packets > 0; }));
  EXPECT_EQ(receive(accepted, 0), std::nullopt);
}

TEST_F(FirewallPackets, replies_to_our_own_connections_arrive_from_the_banned) {
  add(entry(Set::ban, "198.51.100.1"));
  UniqueFd ours = two_worlds().pbx_socket(SOCK_DGRAM, {TwoWorlds::kPbx4, 40'000});
  UniqueFd server = two_worlds().world_socket(SOCK_DGRAM, {"198.51.100.1", 53});
  send_to(ours, {"198.51.100.1", 53}, "question");
  ASSERT_EQ(receive(server), "question");
  send_to(server, {TwoWorlds::kPbx4, 40'000}, "answer");
  EXPECT_EQ(receive(ours), "answer");
}

TEST_F(FirewallPackets, dropped_packets_are_counted_by_ban) {
  add(entry(Set::ban, "198.51.100.1"));
  add(entry(Set::ban, "198.51.100.2/31"));
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(reaches({"198.51.100.1", 5060}));
  EXPECT_FALSE(reaches({"198.51.100.2", 5060}));
  auto entries = list();
  ASSERT_EQ(entries.size(), 2u);
  EXPECT_EQ(entries[0].packets, 3u);
  EXPECT_EQ(entries[0].bytes, 3u * (20 + 8 + 4));
  EXPECT_EQ(entries[1].packets, 1u);
}

TEST_F(FirewallPackets, a_ban_ends_with_its_span) {
  add(entry(Set::ban, "198.51.100.1", Seconds(1)));
  add(entry(Set::ban, "198.51.100.2/31", Seconds(1)));
  EXPECT_TRUE(becomes_true([&] {
    return reaches({"198.51.100.1", 5060}) && reaches({"198.51.100.2", 5060});
  }));
}

}  // namespace
}  // namespace denwaban::e2e
