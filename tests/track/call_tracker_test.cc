// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/call_tracker.h"

#include <gmock/gmock.h>

#include "manager_story.h"
#include "parse/ami_events.h"

namespace denwaban::track {
namespace {

using test::channel_event;
using test::ChannelText;

// A call of `account`, which dials `exten`; its legs share the first channel's Linkedid.
ChannelText leg(const std::string& channel, int number, const std::string& exten = "",
                const std::string& state = "4", int first = 0) {
  return {channel, fmt::format("1795291441.{}", number), fmt::format("1795291441.{}", first), exten, state};
}

class CallTrackerTest : public ::testing::Test, public CallListener {
 protected:
  CallTrackerTest() { tracker.follow(trunks); }
  void hear(const Call& call, CallChange change) override {
    static constexpr const char* kWords[] = {"began",      "dialled", "answered",
                                             "redirected", "changed", "ended"};
    story.push_back(fmt::format("{} {}", call.dialled, kWords[static_cast<size_t>(change)]));
  }
  void tell(const std::string& session) {
    told.push_back(session);
    std::vector<Event> events;
    std::vector<CallEvent> calls;
    reader.parse(told.back(), 1'000'000 * told.size(), true, told.back().size(), events, &calls);
    tracker.take(events, calls, this);
  }
  const Call& only_open() {
    EXPECT_EQ(tracker.open().size(), 1u);
    return *tracker.open().at(0);
  }
  const Call& last_ended() { return *tracker.ended().back(); }

  std::vector<pbx::TrunkHost> trunks{{"pjsip", "provider", "sip.example", 0, "", {}, {}},
                                     {"sip", "trunk", "sip.example", 0, "", {}, {}}};
  CallTracker tracker;
  parse::AmiEvents reader{1};
  std::vector<std::string> told, story;
  const ChannelText caller = leg("PJSIP/200-00000002", 0, "0301234567"),
                    out = leg("PJSIP/provider-00000003", 1, "", "5"),
                    phone = leg("PJSIP/201-00000004", 2, "", "5");
};

TEST_F(CallTrackerTest, ACallOutIsFollowedFromItsFirstChannelToItsLast) {
  ChannelText up = caller;
  up.state = "6";
  tell(test::logged_in("200", "1-24446@192.0.2.12", "192.0.2.12") + channel_event("Newchannel", caller));
  EXPECT_EQ(only_open().state, CallState::ringing);
  EXPECT_EQ(only_open().address_source, CallAddressSource::login);
  tell(channel_event("Newchannel", out) +
       test::dial("DialBegin", caller, out, "DialString: 0301234567@provider"));
  tell(test::dial("DialEnd", caller, out, "DialStatus: ANSWER") + channel_event("Newstate", up) +
       test::bridged(out) + test::bridged(up) + test::variable(out, "BRIDGEPVTCALLID", "1-24446@192.0.2.12"));
  EXPECT_EQ(only_open().state, CallState::answered);
  tell(test::hung_up(out) + test::hung_up(up));
  EXPECT_TRUE(tracker.open().empty());
  const Call& call = last_ended();
  EXPECT_EQ(call.account, "200");
  EXPECT_EQ(call.address.to_string(), "192.0.2.12");
  EXPECT_EQ(call.port, 5062);
  EXPECT_EQ(call.address_source, CallAddressSource::call_id);
  EXPECT_EQ(call.address_proof, AddressProof::returned);
  EXPECT_EQ(call.direction, CallDirection::outgoing);
  EXPECT_EQ(call.dialled, "0301234567");
  EXPECT_EQ(call.trunk, "provider");
  EXPECT_EQ(call.trunk_number, "0301234567");
  EXPECT_TRUE(call.answered && call.reached && call.ended);
  EXPECT_EQ(call.cause, 16);
  EXPECT_THAT(story, testing::ElementsAre("0301234567 began", "0301234567 dialled", "0301234567 answered",
                                          "0301234567 changed", "0301234567 ended"));
}

TEST_F(CallTrackerTest, OneWhomNobodyAnswersHasNoAnswer) {
  tell(channel_event("Newchannel", caller) + channel_event("Newchannel", phone) +
       test::dial("DialBegin", caller, phone, "DialString: 201") + test::hung_up(phone, 0) +
       test::dial("DialEnd", caller, phone, "DialStatus: NOANSWER") + test::hung_up(caller, 19));
  const Call& call = last_ended();
  EXPECT_FALSE(call.answered);
  EXPECT_EQ(call.direction, CallDirection::internal);
  EXPECT_EQ(call.cause, 19);
}

TEST_F(CallTrackerTest, AGroupThatRingsIsOneCall) {
  tell(channel_event("Newchannel", caller) + channel_event("Newchannel", phone) +
       channel_event("Newchannel", out) + test::dial("DialBegin", caller, phone, "DialString: 201") +
       test::dial("DialBegin", caller, out, "DialString: 5@provider") + test::hung_up(out, 26) +
       test::dial("DialEnd", caller, phone, "DialStatus: ANSWER"));
  EXPECT_EQ(only_open().peer, "PJSIP/201-00000004");
  EXPECT_EQ(only_open().legs, 3);
}

TEST_F(CallTrackerTest, WhatIsSentOnByALocalChannelSaysWhereTo) {
  ChannelText one = leg("Local/201@inside-00000000;1", 1), two = leg("Local/201@inside-00000000;2", 2);
  tell(channel_event("Newchannel", caller) + channel_event("Newchannel", one) +
       channel_event("Newchannel", two) + test::dial("DialBegin", caller, one, "DialString: 201@inside"));
  ASSERT_EQ(only_open().redirects.size(), 1u);
  EXPECT_EQ(only_open().redirects[0].from, "0301234567");
  EXPECT_EQ(only_open().redirects[0].to, "201@inside");
  tell(test::hung_up(one) + test::hung_up(two) + test::hung_up(caller));
  EXPECT_TRUE(tracker.open().empty());
}

TEST_F(CallTrackerTest, WhoTransfersIsToldWithWhereTo) {
  tell(channel_event("Newchannel", caller) + channel_event("Newchannel", phone) +
       test::told("BlindTransfer", "Result: Success\r\n" + test::channel_text(caller, "Transferer") +
                                       test::channel_text(phone, "Transferee") +
                                       "IsExternal: Yes\r\nContext: from-internal\r\nExtension: 600\r\n"));
  ASSERT_EQ(only_open().redirects.size(), 1u);
  EXPECT_EQ(only_open().redirects[0].kind, CallRedirect::Kind::blind_transfer);
  EXPECT_EQ(only_open().redirects[0].from, "200");
  EXPECT_EQ(only_open().redirects[0].to, "600");
}

// As Asterisk tells of a telephone that forwards (302).
TEST_F(CallTrackerTest, ATelephoneThatForwardsIsToldOnce) {
  ChannelText one = leg("Local/202@inside-00000000;1", 3), two = leg("Local/202@inside-00000000;2", 4);
  tell(channel_event("Newchannel", caller) + channel_event("Newchannel", phone) +
       test::dial("DialBegin", caller, phone, "DialString: 201") +
       test::dial("DialEnd", caller, phone, "DialStatus: CANCEL\r\nForward: 202") +
       channel_event("Newchannel", one) + channel_event("Newchannel", two) +
       test::dial("DialBegin", caller, one, "DialString: 202@inside"));
  ASSERT_EQ(only_open().redirects.size(), 1u);
  EXPECT_EQ(only_open().redirects[0].from, "201");
  EXPECT_EQ(only_open().redirects[0].to, "202");
}

std::string attended(const ChannelText& first, const ChannelText& second, const ChannelText& transferee,
                     const ChannelText& target) {
  return test::told(
      "AttendedTransfer",
      "Result: Success\r\n" + test::channel_text(first, "OrigTransferer") +
          "OrigBridgeUniqueid: 304d5ace-8b5f\r\n" + test::channel_text(second, "SecondTransferer") +
          "SecondBridgeUniqueid: 8412abc7-7a31\r\n" + test::channel_text(transferee, "Transferee") +
          test::channel_text(target, "TransferTarget") + "IsExternal: No\r\nDestType: Bridge\r\n");
}

class AttendedTransferTest : public CallTrackerTest {
 protected:
  // 200 called 201, who puts him on hold and asks somebody outside.
  AttendedTransferTest() {
    tell(channel_event("Newchannel", caller) + channel_event("Newchannel", phone) +
         test::dial("DialBegin", caller, phone, "DialString: 201") +
         test::dial("DialEnd", caller, phone, "DialStatus: ANSWER") + test::bridged(phone) +
         channel_event("Hold", phone));
    tell(channel_event("Newchannel", asks) + channel_event("Newchannel", outside) +
         test::dial("DialBegin", asks, outside, "DialString: 0309@provider") +
         test::dial("DialEnd", asks, outside, "DialStatus: ANSWER"));
  }
  const ChannelText asks = leg("PJSIP/201-00000007", 7, "00309", "6", 7),
                    outside = leg("PJSIP/provider-00000008", 8, "", "6", 7);
};

TEST_F(AttendedTransferTest, WhatIsLeftIsOneCallThatWentOutByTheTrunk) {
  EXPECT_EQ(tracker.open()[0]->state, CallState::held);
  tell(attended(phone, asks, caller, outside));
  const Call& call = only_open();
  ASSERT_EQ(call.redirects.size(), 1u);
  EXPECT_EQ(call.redirects[0].kind, CallRedirect::Kind::attended_transfer);
  EXPECT_EQ(call.redirects[0].from, "201");
  EXPECT_EQ(call.redirects[0].to, "00309");
  EXPECT_EQ(call.account, "200");
  EXPECT_EQ(call.trunk, "provider");
  EXPECT_EQ(call.trunk_number, "0309");
  EXPECT_EQ(call.direction, CallDirection::outgoing);
  EXPECT_EQ(call.peer, "PJSIP/provider-00000008");
  EXPECT_EQ(call.legs, 4);
  EXPECT_EQ(last_ended().dialled, "00309");
}

TEST_F(AttendedTransferTest, ItIsHeldNoLongerAndEndsWithItsLastChannel) {
  tell(attended(phone, asks, caller, outside) + test::hung_up(asks) + test::hung_up(phone));
  EXPECT_EQ(only_open().state, CallState::answered);
  // The old Linkedid is still on its way.
  tell(channel_event("Newstate", outside));
  EXPECT_EQ(only_open().id, caller.linked);
  tell(test::hung_up(caller) + test::hung_up(outside));
  EXPECT_TRUE(tracker.open().empty());
  EXPECT_EQ(tracker.ended().size(), 2u);
}

TEST_F(AttendedTransferTest, WhoCalledTheTransfererIsNamedByHisOwnName) {
  ChannelText third = leg("PJSIP/202-00000009", 9, "201", "6", 9),
              second = leg("PJSIP/201-0000000a", 10, "", "6", 9);
  tell(channel_event("Newchannel", third) + channel_event("Newchannel", second) +
       attended(phone, second, caller, third));
  EXPECT_EQ(tracker.open()[0]->redirects.at(0).to, "202");
}

TEST_F(CallTrackerTest, AChannelMovesEvenWhereThereIsPlaceForOneCallOnly) {
  CallOptions one;
  one.calls_max = 1;
  tracker = CallTracker(one);
  ChannelText moved = caller;
  moved.linked = "1795291441.9";
  tell(channel_event("Newchannel", caller) + channel_event("Newchannel", phone) + test::bridged(moved) +
       test::hung_up(moved));
  EXPECT_TRUE(tracker.open().empty());
}

TEST_F(CallTrackerTest, AChannelThatMovesToAnotherCallEndsTheOneItLeaves) {
  ChannelText second = leg("PJSIP/200-0000000a", 7, "300", "6", 7), moved = second;
  tell(channel_event("Newchannel", caller) + channel_event("Newchannel", second));
  EXPECT_EQ(tracker.open().size(), 2u);
  moved.linked = caller.linked;
  tell(test::bridged(moved));
  EXPECT_EQ(tracker.open().size(), 1u);
  EXPECT_EQ(last_ended().dialled, "300");
}

TEST_F(CallTrackerTest, ChanSipSaysWhereAnswersGo) {
  ChannelText sip = leg("SIP/100-00000002", 0, "101");
  tell(channel_event("Newchannel", sip) + test::variable(sip, "SIPURI", "sip:100@192.0.2.10:5064"));
  EXPECT_EQ(only_open().address.to_string(), "192.0.2.10");
  EXPECT_EQ(only_open().address_source, CallAddressSource::uri);
  EXPECT_EQ(only_open().address_proof, AddressProof::claimed);
}

TEST_F(CallTrackerTest, AGuestHasNoAccountAndATrunkBringsCallsIn) {
  tell(channel_event("Newchannel", leg("SIP/203.0.113.9-00000002", 0, "900442079460000")));
  EXPECT_EQ(only_open().account, "");
  tell(channel_event("Newchannel", leg("SIP/trunk-00000005", 5, "100", "4", 5)));
  EXPECT_EQ(tracker.open()[1]->direction, CallDirection::incoming);
  EXPECT_EQ(tracker.open()[1]->trunk, "trunk");
  EXPECT_EQ(tracker.open()[1]->account, "");
}

TEST_F(CallTrackerTest, WhatAStrangerMayHaveWrittenChangesNoCall) {
  ChannelText forged = caller;
  forged.exten = "1\r\nUniqueid: 1795291441.0";
  tell(channel_event("Newchannel", caller));
  tell(channel_event("Newstate", forged) + test::hung_up(forged));
  ChannelText other = caller;
  other.name = "PJSIP/999-00000001";
  tell(test::hung_up(other));
  EXPECT_EQ(only_open().dialled, "0301234567");
  EXPECT_EQ(tracker.counters().doubtful, 3u);
}

TEST_F(CallTrackerTest, ACallThatBeganBeforeIsJoined) {
  tell(test::bridged(caller));
  EXPECT_TRUE(only_open().joined);
  EXPECT_EQ(only_open().account, "200");
  EXPECT_EQ(to_rfc3339(only_open().began), "2026-11-21T20:04:01.000Z");
}

TEST_F(CallTrackerTest, ALostSessionLeavesItsCallsUnsureUntilTheyAreHeardOfOrGivenUp) {
  Time now = *parse_rfc3339("2026-11-21T20:05:00Z");
  tell(channel_event("Newchannel", caller) +
       channel_event("Newchannel", leg("PJSIP/200-0000000a", 7, "300", "4", 7)));
  tracker.lose(now);
  EXPECT_TRUE(tracker.open()[0]->unsure && tracker.open()[1]->unsure);
  tell(channel_event("Newstate", caller));
  EXPECT_FALSE(tracker.open()[0]->unsure);
  tracker.pass_time(now + Seconds(4 * 3600), this);
  EXPECT_EQ(only_open().dialled, "0301234567");
  EXPECT_TRUE(last_ended().unsure);
  EXPECT_EQ(tracker.counters().lost, 1u);
}

TEST_F(CallTrackerTest, OpenCallsSurviveARestart) {
  tell(test::logged_in("200", "1-24446@192.0.2.12", "192.0.2.12") + channel_event("Newchannel", caller) +
       channel_event("Newchannel", out) +
       test::dial("DialBegin", caller, out, "DialString: 0301234567@provider") +
       test::dial("DialEnd", caller, out, "DialStatus: ANSWER") + channel_event("Hold", out) +
       test::told("BlindTransfer", "Result: Success\r\n" + test::channel_text(out, "Transferer") +
                                       test::channel_text(caller, "Transferee") +
                                       "IsExternal: Yes\r\nContext: from-internal\r\nExtension: 600\r\n"));
  Call before = only_open();
  ByteWriter out_bytes;
  tracker.save(out_bytes);
  tracker = CallTracker();
  ByteReader in(out_bytes.bytes());
  ASSERT_TRUE(tracker.load(in));
  tracker.lose(*parse_rfc3339("2026-11-21T20:05:00Z"));
  const Call& after = only_open();
  EXPECT_TRUE(after.unsure);
  EXPECT_EQ(after.id, before.id);
  EXPECT_EQ(after.account, "200");
  EXPECT_EQ(after.address, before.address);
  EXPECT_EQ(after.address_proof, AddressProof::returned);
  EXPECT_EQ(after.trunk, "provider");
  EXPECT_EQ(after.trunk_number, "0301234567");
  EXPECT_EQ(after.began, before.began);
  EXPECT_EQ(after.reached, before.reached);
  EXPECT_EQ(after.state, CallState::held);
  EXPECT_EQ(after.legs, 2);
  ASSERT_EQ(after.redirects.size(), 1u);
  EXPECT_EQ(after.redirects[0].to, "600");
  tell(channel_event("Unhold", out));
  EXPECT_FALSE(only_open().unsure);
  EXPECT_EQ(only_open().state, CallState::answered);
  tell(test::hung_up(out) + test::hung_up(caller));
  EXPECT_TRUE(tracker.open().empty());
  EXPECT_FALSE(last_ended().joined);
}

TEST_F(CallTrackerTest, DamagedBytesChangeNothing) {
  tell(channel_event("Newchannel", caller));
  ByteWriter bytes;
  tracker.save(bytes);
  for (size_t length = 0; length < bytes.bytes().size(); ++length) {
    ByteReader in(std::string_view(bytes.bytes()).substr(0, length));
    EXPECT_FALSE(tracker.load(in)) << length;
    EXPECT_EQ(tracker.open().size(), 1u);
  }
}

TEST_F(CallTrackerTest, AnEndedChannelBeginsNoCallAgain) {
  tell(channel_event("Newchannel", caller) + test::hung_up(caller) + channel_event("Newstate", caller) +
       test::bridged(caller));
  EXPECT_TRUE(tracker.open().empty());
  EXPECT_EQ(tracker.ended().size(), 1u);
}

TEST_F(CallTrackerTest, TheOldestCallMakesRoom) {
  CallOptions small;
  small.calls_max = 8;
  small.ended_max = 4;
  tracker = CallTracker(small);
  for (int i = 0; i < 100; ++i)
    tell(channel_event("Newchannel", leg(fmt::format("SIP/1-{:08x}", i), i, fmt::format("{}", i), "4", i)));
  EXPECT_EQ(tracker.open().size(), 8u);
  EXPECT_EQ(tracker.ended().size(), 4u);
  EXPECT_EQ(tracker.open().front()->dialled, "92");
  EXPECT_EQ(tracker.counters().pushed_out, 92u);
}

}  // namespace
}  // namespace denwaban::track
