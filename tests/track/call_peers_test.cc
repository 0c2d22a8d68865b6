// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/calls/call_peers.h"

#include <gmock/gmock.h>

#include "manager_story.h"
#include "parse/ami_events.h"

namespace denwaban::track {
namespace {

using test::ChannelText;

ChannelText channel(const std::string& name, int number, const std::string& context) {
  std::string unique = fmt::format("1795291441.{}", number);
  return {name, unique, unique, "100", "0", "<unknown>", context};
}

std::string challenged(const std::string& address, const std::string& at = "2026-11-21T20:04:02.338+0000") {
  return test::told(
      "ChallengeSent",
      fmt::format("EventTV: {}\r\nSeverity: Informational\r\nService: SIP\r\nEventVersion: 1\r\n"
                  "AccountID: sip:100@10.99.16.1\r\nSessionID: 0x7f0a4c00e2d8\r\n"
                  "LocalAddress: IPV4/UDP/10.99.16.1/5060\r\nRemoteAddress: IPV4/UDP/{}/5060\r\n"
                  "Challenge: 5d0e8ea5\r\n",
                  at, address),
      "security,all");
}

class CallPeersTest : public ::testing::Test {
 protected:
  // The addresses of those whom this part of the session makes known.
  std::vector<std::string> tell(const std::string& session) {
    told.push_back(session);
    std::vector<Event> events;
    std::vector<CallEvent> calls;
    reader.parse(told.back(), 1'000'000 * told.size(), true, told.back().size(), events, &calls);
    peers.take(events, calls);
    std::vector<std::string> met;
    for (const Event& event : events)
      if (event.kind == EventKind::peer_answered) met.push_back(event.address.to_string());
    return met;
  }
  std::string calls_out() {
    ChannelText caller = channel("SIP/100-00000001", 1, "inside");
    return test::dial("DialEnd", caller, channel("SIP/trunk-00000002", 2, "from-trunk"),
                      "DialStatus: ANSWER");
  }
  static std::string calls_in(const std::string& address, const std::string& context = "from-trunk",
                              const std::string& name = "SIP/trunk-00000003") {
    ChannelText caller = channel(name, 3, context);
    return test::channel_event("Newchannel", caller) +
           test::variable(caller, "SIPURI", "sip:0309876543@" + address + ":5060");
  }

  CallPeers peers;
  parse::AmiEvents reader{1};
  std::vector<std::string> told;
};

TEST_F(CallPeersTest, WhomTheExchangeCallsIsKnownByHisOwnCalls) {
  EXPECT_THAT(tell(calls_out() + calls_in("192.0.2.200")), testing::ElementsAre("192.0.2.200"));
}

TEST_F(CallPeersTest, WhereTheExchangeLogsInItselfIsKnown) {
  auto registry = [](const char* type, const char* registrar, const char* status) {
    return test::told("Registry",
                      fmt::format("ChannelType: {}\r\nUsername: acme\r\nDomain: {}\r\nStatus: {}\r\n", type, registrar, status),
                      "system,all");
  };
  EXPECT_THAT(tell(registry("SIP", "192.0.2.210", "Registered")), testing::ElementsAre("192.0.2.210"));
  EXPECT_THAT(tell(registry("PJSIP", "sip:192.0.2.211:5060", "Registered")), testing::ElementsAre("192.0.2.211"));
  EXPECT_THAT(tell(registry("PJSIP", "sip:[2001:db8::7]", "Registered")), testing::ElementsAre("2001:db8::7"));
  EXPECT_THAT(tell(registry("SIP", "sip.example.net", "Registered")), testing::IsEmpty());
  EXPECT_THAT(tell(registry("SIP", "192.0.2.212", "Rejected")), testing::IsEmpty());
}

TEST_F(CallPeersTest, WhomItNeverCalledIsNot) {
  EXPECT_THAT(tell(calls_in("192.0.2.200")), testing::IsEmpty());
}

TEST_F(CallPeersTest, WhoDidNotAnswerIsNot) {
  ChannelText caller = channel("SIP/100-00000001", 1, "inside"),
              out = channel("SIP/trunk-00000002", 2, "from-trunk");
  EXPECT_THAT(tell(test::dial("DialEnd", caller, out, "DialStatus: NOANSWER") + calls_in("192.0.2.200")),
              testing::IsEmpty());
}

// From: <sip:0309876543@trunk>
TEST_F(CallPeersTest, AGuestWhoGivesThePeersNameIsInAnotherContext) {
  EXPECT_THAT(tell(calls_out() + calls_in("203.0.113.9", "outside")), testing::IsEmpty());
}

TEST_F(CallPeersTest, AContextInWhichThereAreGuestsTellsNothing) {
  EXPECT_THAT(tell(calls_out() + calls_in("203.0.113.8", "from-trunk", "SIP/10.99.16.1-00000009") +
                   calls_in("203.0.113.9")),
              testing::IsEmpty());
}

// Whoever has a password gives any address by a `;maddr=`.
TEST_F(CallPeersTest, WhoWasChallengedIsKnownByHisPassword) {
  EXPECT_THAT(tell(calls_out() + challenged("203.0.113.9") + calls_in("203.0.113.9")), testing::IsEmpty());
  EXPECT_THAT(tell(challenged("203.0.113.9", "2026-11-21T20:06:02.338+0000") + calls_in("192.0.2.200")),
              testing::ElementsAre("192.0.2.200"));
}

TEST_F(CallPeersTest, ACrowdOfChallengesHidesNone) {
  CallPeersOptions few;
  few.challenges_max = 4;
  peers = CallPeers(few);
  std::string crowd = challenged("203.0.113.9");
  for (int i = 0; i < 8; ++i) crowd += challenged(fmt::format("198.51.100.{}", i));
  EXPECT_THAT(tell(calls_out() + crowd + calls_in("203.0.113.9")), testing::IsEmpty());
}

TEST_F(CallPeersTest, WhoRegistersIsATelephone) {
  std::string registered = test::told("PeerStatus",
                                      "ChannelType: SIP\r\nPeer: SIP/trunk\r\nPeerStatus: Registered\r\n"
                                      "Address: 203.0.113.9:5060\r\n",
                                      "system,all");
  EXPECT_THAT(tell(calls_out() + registered + calls_in("203.0.113.9")), testing::IsEmpty());
}

TEST_F(CallPeersTest, OnePeerHasAFewAddresses) {
  CallPeersOptions few;
  few.addresses_per_name = 2;
  peers = CallPeers(few);
  std::string session = calls_out();
  for (int i = 0; i < 8; ++i)
    session += calls_in(fmt::format("192.0.2.{}", 200 + i), "from-trunk", fmt::format("SIP/trunk-{:08x}", i));
  EXPECT_THAT(tell(session), testing::SizeIs(2));
}

TEST_F(CallPeersTest, WhatAStrangerMayHaveWrittenMakesNobodyKnown) {
  ChannelText forged = channel("SIP/trunk-00000003", 3, "from-trunk");
  forged.exten = "1\r\nUniqueid: 1795291441.0";
  EXPECT_THAT(tell(calls_out() + test::variable(forged, "SIPURI", "sip:1@203.0.113.9:5060")),
              testing::IsEmpty());
}

}  // namespace
}  // namespace denwaban::track
