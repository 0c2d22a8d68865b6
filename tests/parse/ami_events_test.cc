// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/ami_events.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <algorithm>

namespace denwaban::parse {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::string kVictim = "192.0.2.10", kSender = "203.0.113.9";

// An event as chan_sip makes the manager write it; `account` is what the sender wrote.
std::string failed(const std::string& account, const std::string& preamble = "",
                   const std::string& time = "2026-11-21T20:04:38.548+0000") {
  return fmt::format(
      "Event: InvalidPassword\r\nPrivilege: security,all\r\n{}EventTV: {}\r\nSeverity: Error\r\nService: "
      "SIP\r\n"
      "EventVersion: 2\r\nAccountID: {}\r\nSessionID: 0x7fdf\r\nLocalAddress: IPV4/UDP/10.99.16.1/5060\r\n"
      "RemoteAddress: IPV4/UDP/{}/5071\r\nChallenge: 78\r\nReceivedChallenge: 78\r\nReceivedHash: 50\r\n\r\n",
      preamble, time, account, kSender);
}

std::string fake(const std::string& address, const std::string& time = "2026-11-21T20:04:38.548+0000") {
  return fmt::format(
      "Event: InvalidPassword\r\nPrivilege: security,all\r\nEventTV: {}\r\nSeverity: Error\r\nService: "
      "SIP\r\n"
      "EventVersion: 2\r\nAccountID: 100\r\nSessionID: 0x7fdf\r\nLocalAddress: IPV4/UDP/10.99.16.1/5060\r\n"
      "RemoteAddress: IPV4/UDP/{}/5060\r\nChallenge: 78",
      time, address);
}

const std::string kGreeting =
    "Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nActionID: 1\r\nMessage: Authentication "
    "accepted\r\n\r\nEvent: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted\r\n\r\n";

struct Told {
  std::vector<std::string> story;
  std::vector<Event> events;
  AmiCounts counts;
};

std::string describe(const Event& e) {
  if (e.kind == EventKind::broken_line) return "truncated";
  if (e.kind == EventKind::orphan_line) return "orphan";
  return fmt::format("{} {}{}", e.account, e.address.is_unspecified() ? "nobody" : e.address.to_string(),
                     e.tainted ? " tainted" : "");
}

Told read(std::string_view session, size_t piece = SIZE_MAX) {
  Told told;
  AmiEvents reader(3);
  size_t begin = 0;
  for (size_t end = 0; end < session.size();) {
    end = piece < session.size() - end ? end + piece : session.size();
    begin += reader.parse(session.substr(begin, end - begin), begin, end == session.size(), told.events);
  }
  for (const Event& e : told.events) told.story.push_back(describe(e));
  told.counts = reader.counts();
  return told;
}

TEST(AmiEvents, ReadsWhoFailedWhereAndWhen) {
  std::string session = kGreeting + failed("100");
  Told told = read(session);
  ASSERT_EQ(told.events.size(), 1u);
  const Event& e = told.events[0];
  EXPECT_EQ(e.kind, EventKind::auth_failed);
  EXPECT_EQ(e.service, Service::sip);
  EXPECT_EQ(e.transport, Transport::udp);
  EXPECT_EQ(e.witness, Witness::ami);
  EXPECT_EQ(e.proof, AddressProof::claimed);
  EXPECT_EQ(e.address.to_string(), kSender);
  EXPECT_EQ(e.port, 5071);
  EXPECT_EQ(e.account, "100");
  EXPECT_EQ(e.session, "0x7fdf");
  EXPECT_EQ(to_rfc3339(e.time), "2026-11-21T20:04:38.548Z");
  EXPECT_EQ(e.evidence.source, 3u);
  EXPECT_EQ(session.substr(e.evidence.offset, 23), "Event: InvalidPassword\r");
  EXPECT_EQ(e.evidence.offset + e.evidence.length + 2, session.size());
  EXPECT_EQ(told.counts.blocks, 3u);
}

TEST(AmiEvents, ReadsWhatTheSettingsPutBeforeTheFields) {
  for (const char* preamble :
       {"Timestamp: 1795291626.398139\r\n", "SystemName: pbx-berlin\r\n",
        "Timestamp: 1795291626.398139\r\nSequenceNumber: 12\r\nFile: manager.c\r\nLine: 1\r\nFunc: f\r\n"
        "SystemName: pbx\r\n"})
    EXPECT_THAT(read(failed("100", preamble)).story, ElementsAre("100 " + kSender)) << preamble;
}

TEST(AmiEvents, ReadsTheTimesOfOldVersions) {
  Told told = read(failed("100", "", "1373098165-824497"));
  ASSERT_EQ(told.events.size(), 1u);
  EXPECT_EQ(to_rfc3339(told.events[0].time), "2013-07-06T08:09:25.824Z");
}

TEST(AmiEvents, ASuccessOfPjsipWithAPasswordProvesItsAddress) {
  Told told = read(
      "Event: SuccessfulAuth\r\nPrivilege: security,all\r\nEventTV: "
      "2026-11-21T20:06:03.338+0000\r\nSeverity: "
      "Informational\r\nService: PJSIP\r\nEventVersion: 1\r\nAccountID: 201\r\nSessionID: "
      "a@b\r\nLocalAddress: "
      "IPV4/UDP/10.99.22.1/5060\r\nRemoteAddress: IPV6/UDP/2001:db8::1/5080\r\nUsingPassword: 1\r\n\r\n");
  ASSERT_EQ(told.events.size(), 1u);
  EXPECT_EQ(told.events[0].kind, EventKind::auth_succeeded);
  EXPECT_EQ(told.events[0].proof, AddressProof::returned);
  EXPECT_EQ(told.events[0].address.to_string(), "2001:db8::1");
}

TEST(AmiEvents, PassesOverEventsThatTellOfNoAttempt) {
  Told told = read(kGreeting + "Event: PeerStatus\r\nPrivilege: system,all\r\nPeer: PJSIP/201\r\n\r\n");
  EXPECT_THAT(told.story, IsEmpty());
  EXPECT_EQ(told.counts.unrecognised, 0u);
}

TEST(AmiEvents, AFieldThatTheSenderAddedHidesNobody) {
  Told told = read(failed("b\r\nRemoteAddress: IPV4/UDP/192.0.2.10/5060"));
  EXPECT_THAT(told.story, ElementsAre(testing::EndsWith(kSender)));
  EXPECT_EQ(told.events[0].proof, AddressProof::claimed);
}

TEST(AmiEvents, AnEventThatTheSenderAddedStandsBetweenATruncatedOneAndAnOrphan) {
  EXPECT_THAT(read(failed("e\r\n\r\n" + fake(kVictim) + "\r\n\r\n") + failed("7")).story,
              ElementsAre("truncated", "100 " + kVictim + " tainted", "truncated", "orphan", "7 " + kSender));
}

TEST(AmiEvents, SoDoSeveral) {
  Told told = read(failed("e\r\n\r\n" + fake(kVictim) + "\r\n\r\n" + fake(kVictim) + "\r\n\r\nEvent: X") +
                   failed("7"));
  EXPECT_EQ(told.story.front(), "truncated");
  EXPECT_EQ(told.story.back(), "7 " + kSender);
}

TEST(AmiEvents, AnEventThatTheSenderCompletedIsKnownByTheOrphanBehindIt) {
  std::string whole =
      "1\r\nSessionID: 0x7fdf\r\nLocalAddress: IPV4/UDP/10.99.16.1/5060\r\nRemoteAddress: "
      "IPV4/UDP/192.0.2.10/5060\r\nChallenge: 1\r\nReceivedChallenge: 1\r\nReceivedHash: 1\r\n\r\n";
  EXPECT_THAT(read(failed(whole) + failed("7")).story,
              ElementsAre("1 " + kVictim + " tainted", "truncated", "orphan", "7 " + kSender));
}

TEST(AmiEvents, ATimeThatASenderMayHaveWrittenDoesNotLead) {
  Told told =
      read(failed("1") + failed("e\r\n\r\n" + fake(kVictim, "2099-01-01T00:00:00.000+0000") + "\r\n\r\n") +
           failed("7"));
  for (const Event& e : told.events) EXPECT_LT(to_rfc3339(e.time), "2027") << describe(e);
}

TEST(AmiEvents, AChannelThatIsToldOfWithoutItsEndBeginsDoubt) {
  std::string channel =
      "Event: Newchannel\r\nPrivilege: call,all\r\nChannel: SIP/1\r\nExten: {}\r\nLinkedid: 1\r\n\r\n";
  Told told = read(fmt::format(fmt::runtime(channel), "100") +
                   fmt::format(fmt::runtime(channel), "1\r\n\r\n" + fake(kVictim) + "\r\n\r\nEvent: Y"));
  EXPECT_THAT(told.story, testing::Contains("truncated"));
  EXPECT_EQ(told.story.front(), "truncated");
}

TEST(AmiEvents, TheLastEventWaitsForWhatFollowsUnlessNothingDoes) {
  AmiEvents reader(0);
  std::vector<Event> events;
  std::string session = failed("100");
  EXPECT_EQ(reader.parse(session, 0, false, events), 0u);
  EXPECT_EQ(reader.parse(session + "Ev", 0, false, events), 0u);
  EXPECT_THAT(events, IsEmpty());
  EXPECT_EQ(reader.parse(session + "Event: ", 0, false, events), session.size());
  EXPECT_EQ(events.size(), 1u);
  EXPECT_EQ(reader.parse(session, session.size(), true, events), session.size());
  EXPECT_EQ(events.size(), 2u);
}

TEST(AmiEvents, TellsTheSameHoweverTheSessionIsCut) {
  std::string session =
      kGreeting + failed("100") + failed("e\r\n\r\n" + fake(kVictim) + "\r\n\r\n") + failed("7");
  auto whole = read(session).story;
  for (size_t piece = 1; piece < 400; piece += 3) EXPECT_EQ(read(session, piece).story, whole) << piece;
}

TEST(AmiEvents, ABlockThatIsTooLongIsPassedOverAndWhatFollowsDoubted) {
  std::string session = kGreeting + failed(std::string(3 * AmiEvents::kBlockMax, 'x')) + failed("7");
  for (size_t piece : {size_t{1000}, size_t{70'001}, SIZE_MAX})
    EXPECT_THAT(read(session, piece).story, ElementsAre("truncated", "7 " + kSender)) << piece;
}

}  // namespace
}  // namespace denwaban::parse
