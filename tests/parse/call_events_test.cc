// SPDX-License-Identifier: GPL-3.0-or-later
#include <gmock/gmock.h>

#include "manager_story.h"
#include "parse/ami/call_events.h"
#include "parse/ami_events.h"

namespace denwaban::parse {
namespace {

using test::channel_event;
using test::ChannelText;
using test::told;

const ChannelText kCaller{"SIP/100-00000002", "1795291441.3", "1795291441.3", "0301234567", "4", "100"};
const ChannelText kTrunk{"SIP/trunk-00000003", "1795291441.4", "1795291441.3", "0301234567", "5"};

// The views of what it gives point into `session`.
std::vector<CallEvent> read(std::string_view session, size_t piece = SIZE_MAX) {
  std::vector<CallEvent> calls;
  std::vector<Event> events;
  AmiEvents reader(3);
  size_t begin = 0;
  for (size_t end = 0; end < session.size();) {
    end = piece < session.size() - end ? end + piece : session.size();
    bool last = end == session.size();
    size_t held = last ? 0 : AmiEvents::kDoubtLength;
    size_t due = end - begin > held ? end - begin - held : 0;
    begin += reader.parse(session.substr(begin, end - begin), begin, last, due, events, &calls);
  }
  return calls;
}

TEST(CallEvents, ReadsAChannel) {
  std::string session = channel_event("Newchannel", kCaller);
  auto calls = read(session);
  ASSERT_EQ(calls.size(), 1u);
  const CallEvent& e = calls[0];
  EXPECT_EQ(e.kind, CallEventKind::channel_new);
  EXPECT_FALSE(e.tainted);
  EXPECT_EQ(e.channel.name, "SIP/100-00000002");
  EXPECT_EQ(e.channel.unique, "1795291441.3");
  EXPECT_EQ(e.channel.extension, "0301234567");
  EXPECT_EQ(e.channel.context, "from-internal");
  EXPECT_EQ(e.channel.caller_number, "100");
  EXPECT_EQ(e.channel.state, 4);
  EXPECT_EQ(to_rfc3339(e.time), "2026-11-21T20:04:01.000Z") << "when it began stands in its Uniqueid";
}

TEST(CallEvents, ReadsWhoIsRungAndHowItEnds) {
  std::string session = test::dial("DialBegin", kCaller, kTrunk, "DialString: trunk/0301234567") +
                        test::dial("DialEnd", kCaller, kTrunk, "DialStatus: ANSWER") + test::hung_up(kTrunk, 16);
  auto calls = read(session);
  ASSERT_EQ(calls.size(), 3u);
  EXPECT_EQ(calls[0].other.name, "SIP/trunk-00000003");
  EXPECT_EQ(calls[0].detail, "trunk/0301234567");
  EXPECT_EQ(calls[1].detail, "ANSWER");
  EXPECT_EQ(calls[2].cause, 16);
}

TEST(CallEvents, ReadsWhereSomebodyIs) {
  std::string session = test::variable(kCaller, "SIPURI", "sip:100@192.0.2.10:5064") +
                    told("PeerStatus",
                         "ChannelType: SIP\r\nPeer: SIP/100\r\nPeerStatus: Registered\r\n"
                         "Address: 192.0.2.10:45468\r\n",
                         "system,all") +
                    told("ContactStatus",
                         "URI: sip:201@[2001:db8::1]:5080;ob\r\nContactStatus: NonQualified\r\nAOR: 201\r\n"
                         "EndpointName: 201\r\nRoundtripUsec: 0\r\n",
                         "system,all");
  auto calls = read(session);
  ASSERT_EQ(calls.size(), 3u);
  EXPECT_EQ(calls[0].address.to_string(), "192.0.2.10");
  EXPECT_EQ(calls[0].port, 5064);
  EXPECT_EQ(calls[1].detail, "100");
  EXPECT_EQ(calls[1].port, 45468);
  EXPECT_EQ(calls[2].address.to_string(), "2001:db8::1");
}

TEST(CallEvents, PassesOverTheVariablesThatSayNothing) {
  EXPECT_TRUE(read(test::variable(kCaller, "RTPAUDIOQOS", "ssrc=1;themssrc=2")).empty());
}

TEST(CallEvents, AFieldInANumberTaints) {
  for (const char* number :
       {"1\r\nUniqueid: 1795291441.9", "1\r\nPriority: 1\r\nUniqueid: 1.1\r\nLinkedid: 1.1", "1\r\nFoo: bar",
        "1\r\nno field", "1\nPriority: 1"}) {
    ChannelText caller = kCaller;
    caller.exten = number;
    auto calls = read(channel_event("Newchannel", caller));
    ASSERT_EQ(calls.size(), 1u) << number;
    EXPECT_TRUE(calls[0].tainted) << number;
  }
}

TEST(CallEvents, ATruncatedEventIsTainted) {
  std::string session = channel_event("Newchannel", kCaller);
  for (size_t at = session.find("\r\n", 40); at != session.npos && at + 4 < session.size();
       at = session.find("\r\n", at + 2)) {
    auto calls = read(session.substr(0, at) + "\r\n\r\n");
    ASSERT_EQ(calls.size(), 1u);
    EXPECT_TRUE(calls[0].tainted) << session.substr(0, at);
  }
}

TEST(CallEvents, WholeEventsInANumberTaintAllBeforeTheirOrphanedEnd) {
  ChannelText caller = kCaller;
  caller.exten = "1\r\nPriority: 1\r\nUniqueid: 1795291441.3\r\nLinkedid: 1795291441.3\r\n\r\n" +
                 test::hung_up(kTrunk) + test::hung_up(kTrunk);
  caller.exten.resize(caller.exten.size() - 4);
  auto calls = read(channel_event("Newchannel", caller) + channel_event("Newstate", kTrunk));
  ASSERT_EQ(calls.size(), 4u);
  EXPECT_TRUE(calls[0].tainted && calls[1].tainted && calls[2].tainted);
  EXPECT_FALSE(calls[3].tainted) << "what stands behind the end is Asterisk's again";
}

TEST(CallEvents, TellsTheSameHoweverItIsCut) {
  std::string session;
  for (int i = 0; i < 300; ++i) session += channel_event("Newstate", kCaller) + test::hung_up(kTrunk);
  session += "Priority: 1\r\nUniqueid: 1\r\n\r\n";
  for (int i = 0; i < 300; ++i) session += channel_event("Newstate", kCaller);
  auto whole = read(session);
  for (size_t piece : {997u, 5'000u, 100'000u}) {
    auto pieces = read(session, piece);
    ASSERT_EQ(pieces.size(), whole.size());
    for (size_t i = 0; i < whole.size(); ++i)
      EXPECT_EQ(pieces[i].tainted, whole[i].tainted) << piece << ' ' << i;
  }
}

TEST(CallEvents, KnowsWhenAChannelBegan) {
  EXPECT_EQ(to_rfc3339(begun_at("pbx-berlin-1795291441.3")), "2026-11-21T20:04:01.000Z");
  for (const char* other : {"", "1.1", "abc", "1795291441", "-", "99999999999999.1"})
    EXPECT_EQ(begun_at(other), Time{});
}

}  // namespace
}  // namespace denwaban::parse
