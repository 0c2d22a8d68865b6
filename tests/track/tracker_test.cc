// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/tracker.h"

#include <gtest/gtest.h>

namespace denwaban::track {
namespace {

constexpr Time kStart = from_epoch_ms(1'795'291'438'000);
const IpAddress kSender = IpAddress::v4(0xcb007163);  // 203.0.113.99
const IpAddress kVictim = IpAddress::v4(0xc000020a);  // 192.0.2.10

Event event(EventKind kind, Service service, uint32_t source = 0, int64_t ms = 0) {
  Event e;
  e.kind = kind;
  e.service = service;
  e.time = kStart + Milliseconds(ms);
  e.address = kSender;
  e.port = 5060;
  e.account = "100";
  e.evidence.source = source;
  e.channel = static_cast<uint16_t>(source);
  return e;
}
Event pjsip(EventKind kind, uint32_t source, std::string_view session = "call-1", int64_t ms = 0) {
  Event e = event(kind, Service::pjsip, source, ms);
  e.session = session;
  return e;
}
Event at(Event e, uint64_t offset) {
  e.evidence.offset = offset;
  return e;
}
Event mark(EventKind kind, uint64_t offset, int64_t ms = 0) {
  return at(event(kind, Service::unknown, 0, ms), offset);
}

struct TrackerTest : ::testing::Test {
  std::vector<Event> track(std::vector<Event> batch) {
    for (Event& e : batch) e.channel = static_cast<uint16_t>(e.evidence.source);
    tracker.track(batch);
    return batch;
  }
  static int news(const std::vector<Event>& batch) {
    int count = 0;
    for (const Event& e : batch) count += !e.repeated && !e.tainted ? e.attempts : 0;
    return count;
  }
  Tracker tracker{TrackerOptions{}, HashSeed{}};
};

TEST_F(TrackerTest, AnAttemptToldByThreeFilesCountsOnce) {
  EXPECT_EQ(news(track({pjsip(EventKind::auth_failed, 0), pjsip(EventKind::auth_failed, 1),
                        pjsip(EventKind::auth_failed, 2, "call-1", 700)})),
            1);
}

TEST_F(TrackerTest, GuessesWithOneCallIdCountEach) {
  std::vector<Event> batch;
  for (int i = 0; i < 18; ++i) batch.push_back(pjsip(EventKind::auth_failed, 0, "same", i * 10));
  for (int i = 0; i < 18; ++i) batch.push_back(pjsip(EventKind::auth_failed, 1, "same", i * 10));
  EXPECT_EQ(news(track(batch)), 18);
}

TEST_F(TrackerTest, UnknownUserWithCredentialsIsOneAttempt) {
  EXPECT_EQ(news(track({pjsip(EventKind::unknown_account, 0), pjsip(EventKind::unknown_account, 0),
                        pjsip(EventKind::auth_failed, 0)})),
            1);
}

TEST_F(TrackerTest, AclRefusesBothRequestsOfAnAttempt) {
  std::vector<Event> batch;
  for (int i = 0; i < 3; ++i) {
    for (int request = 0; request < 2; ++request) {
      Event line = event(EventKind::acl_rejected, Service::unknown);
      line.port = 0;
      line.account = {};
      batch.push_back(line);
      batch.push_back(event(EventKind::acl_rejected, Service::sip));
    }
  }
  EXPECT_EQ(news(track(batch)), 3);
}

TEST_F(TrackerTest, NoticeOfTheManagerShowsNoPortAndIsStillTheSame) {
  Event notice = event(EventKind::unknown_account, Service::ami);
  notice.port = 0;
  Event second = notice;
  second.kind = EventKind::auth_failed;
  Event security = event(EventKind::unknown_account, Service::ami, 1, 400);
  security.session = "0x7f";
  EXPECT_EQ(news(track({notice, second, security})), 1);
}

TEST_F(TrackerTest, WhatTheWireAndTheLogTellIsOneAttempt) {
  Event wire = pjsip(EventKind::auth_failed, 7);
  wire.witness = Witness::capture;
  wire.proof = AddressProof::returned;
  // The log tells of an unknown user three times.
  std::vector<Event> batch =
      track({pjsip(EventKind::unknown_account, 0), pjsip(EventKind::unknown_account, 0),
             pjsip(EventKind::auth_failed, 0), wire});
  EXPECT_EQ(news(batch), 1);
  EXPECT_TRUE(batch[3].repeated);  // and proves: detect/ asks repeated events for their proof
  Event chan_sip = event(EventKind::auth_failed, Service::sip, 7, 10'000);
  chan_sip.witness = Witness::capture;
  chan_sip.session = "call-2";
  EXPECT_EQ(news(track({chan_sip, event(EventKind::auth_failed, Service::sip, 0, 10'400)})), 1);
}

TEST_F(TrackerTest, EachNameThatTheWireShowsUnknownCounts) {
  std::vector<Event> batch;
  for (int i = 0; i < 3; ++i) {
    batch.push_back(pjsip(EventKind::unknown_account, 7));
    batch.back().witness = Witness::capture;
  }
  EXPECT_EQ(news(track(batch)), 3);
}

TEST_F(TrackerTest, TheWiresAddressWinsOverASecurityEvent) {
  Event wire = event(EventKind::auth_failed, Service::sip, 7);
  wire.witness = Witness::capture;
  wire.session = "call-1";
  Event security = event(EventKind::auth_failed, Service::sip, 1, 400);
  security.address = kVictim;
  security.session = "0x7fdf080cc7b0";
  std::vector<Event> batch = track({wire, security});
  EXPECT_FALSE(batch[0].tainted);
  EXPECT_TRUE(batch[1].tainted);
}

TEST_F(TrackerTest, ContradictionNamesItsVictimAndTheSenderOnlyWithProof) {
  for (AddressProof proof : {AddressProof::claimed, AddressProof::connected}) {
    Event wire = event(EventKind::auth_failed, Service::sip, 7);
    wire.witness = Witness::capture;
    wire.proof = proof;
    Event security = event(EventKind::auth_failed, Service::sip, 1, 400);
    security.address = kVictim;
    security.session = "0x7fdf080cc7b0";
    tracker = Tracker(TrackerOptions{}, HashSeed{});
    std::vector<Event> batch = track({wire, security});
    EXPECT_EQ(batch[1].kind, EventKind::forged);
    EXPECT_EQ(batch[1].forgery, Forgery::redirected);
    EXPECT_EQ(batch[1].account, "192.0.2.10");
    bool shown = proof > AddressProof::claimed;
    EXPECT_EQ(batch[1].address, shown ? kSender : IpAddress());
    EXPECT_EQ(batch[1].proof, proof);
  }
}

// A thousand sources guess at one account: none of them is to be blamed for another's record.
TEST_F(TrackerTest, OneOfManyWhoFailAtOneAccountIsNotCalledAForger) {
  for (int crowd : {2, 40}) {
    std::vector<Event> batch;
    for (int i = 0; i < crowd; ++i) {
      Event wire = event(EventKind::auth_failed, Service::sip, 7, i);
      wire.witness = Witness::capture;
      wire.proof = AddressProof::returned;
      wire.address = IpAddress::v4(0xc6336400u + static_cast<uint32_t>(i));
      batch.push_back(wire);
    }
    Event security = event(EventKind::auth_failed, Service::sip, 1, 400);
    security.address = crowd == 2 ? kVictim : batch[0].address;  // whose own sighting is forgotten
    security.session = "0x7fdf080cc7b0";
    batch.push_back(security);
    tracker = Tracker(TrackerOptions{}, HashSeed{});
    Event last = track(batch).back();
    EXPECT_EQ(last.kind, EventKind::forged) << crowd;
    EXPECT_TRUE(last.address.is_unspecified()) << crowd;
  }
}

TEST_F(TrackerTest, RecordWhoseCallIdTheWireSawElsewhereIsForged) {
  Event wire = pjsip(EventKind::auth_failed, 7);
  wire.witness = Witness::capture;
  Event record = pjsip(EventKind::auth_failed, 1, "call-1", 300);
  record.witness = Witness::security_event;
  record.address = kVictim;
  std::vector<Event> batch = track({wire, record});
  EXPECT_EQ(batch[1].kind, EventKind::forged);
  EXPECT_EQ(batch[1].forgery, Forgery::contradicted);
  EXPECT_TRUE(batch[1].address.is_unspecified());
  EXPECT_EQ(batch[1].account, "192.0.2.10");
}

TEST_F(TrackerTest, RecordThatTheWireConfirmsOrDidNotSeeIsBelieved) {
  Event other = pjsip(EventKind::auth_failed, 7);
  other.witness = Witness::capture;
  Event wire = other;
  wire.address = kVictim;
  Event record = pjsip(EventKind::auth_failed, 1, "call-1", 300);
  record.address = kVictim;
  std::vector<Event> batch = track({other, wire, record, pjsip(EventKind::auth_failed, 1, "call-2", 300)});
  EXPECT_EQ(batch[2].kind, EventKind::auth_failed);
  EXPECT_EQ(batch[3].kind, EventKind::auth_failed);
}

TEST_F(TrackerTest, InjectedLinesNameTheirVictimAndAProvenInjector) {
  Event packet = pjsip(EventKind::malformed, 7, "call-1", 0);
  packet.witness = Witness::capture;
  packet.forgery = Forgery::injected_line;
  packet.proof = AddressProof::connected;
  Event line = at(pjsip(EventKind::auth_failed, 0, "call-9", 1'000), 400);
  line.address = kVictim;
  auto injected = [&](bool seen) {
    tracker = Tracker(TrackerOptions{}, HashSeed{});
    if (seen) track({packet});
    return track({mark(EventKind::packet_print_begin, 100, 1'000), line, mark(EventKind::packet_print_end, 900, 1'000)});
  };
  for (bool seen : {false, true}) {
    std::vector<Event> batch = injected(seen);
    ASSERT_EQ(batch.size(), 1u);
    EXPECT_EQ(batch[0].forgery, Forgery::injected_line);
    EXPECT_EQ(batch[0].account, "192.0.2.10");
    EXPECT_EQ(batch[0].address, seen ? kSender : IpAddress());
  }
}

TEST_F(TrackerTest, OrdersToTheManagerAreNewBesideTheGuessesBeforeThem) {
  std::vector<Event> batch;
  for (int i = 0; i < 4; ++i) batch.push_back(event(EventKind::auth_failed, Service::ami, 7, i));
  for (int i = 0; i < 2; ++i) batch.push_back(event(EventKind::manager_action, Service::ami, 7, 10 + i));
  EXPECT_EQ(news(track(batch)), 6);
}

TEST_F(TrackerTest, LaterAttemptsAreNew) {
  EXPECT_EQ(news(track({pjsip(EventKind::auth_failed, 0), pjsip(EventKind::auth_failed, 1)})), 1);
  EXPECT_EQ(news(track({pjsip(EventKind::auth_failed, 1, "call-1", 30'000)})), 1);
}

TEST_F(TrackerTest, KnowsHowManyOfSeveralAttemptsAreNew) {
  Event several = pjsip(EventKind::auth_failed, 1);
  several.attempts = 5;
  std::vector<Event> batch = track({pjsip(EventKind::auth_failed, 0), several});
  EXPECT_EQ(batch[1].attempts, 4);
}

TEST_F(TrackerTest, SecurityEventThatContradictsTheNoticeIsTainted) {
  Event security = event(EventKind::auth_failed, Service::sip, 1, 400);
  security.session = "0x7fb808008a10";
  security.address = kVictim;
  std::vector<Event> batch = track({event(EventKind::auth_failed, Service::sip), security});
  EXPECT_FALSE(batch[0].tainted);
  EXPECT_TRUE(batch[1].tainted);
}

TEST_F(TrackerTest, TheAddressInAViaMayCarryAnyPort) {
  Event security = event(EventKind::auth_failed, Service::sip, 1, 400);
  security.session = "0x7fb808008a10";
  security.address = kVictim;
  security.port = 5099;
  std::vector<Event> batch = track({event(EventKind::auth_failed, Service::sip), security});
  EXPECT_TRUE(batch[1].tainted);
}

TEST_F(TrackerTest, TwoWhoFailAtOneAccountContradictNobody) {
  Event other = event(EventKind::auth_failed, Service::sip);
  other.address = kVictim;
  Event security = other;
  security.session = "0x7f";
  security.evidence.source = 1;
  std::vector<Event> batch = track({event(EventKind::auth_failed, Service::sip), other, security});
  EXPECT_FALSE(batch[2].tainted);
  EXPECT_TRUE(batch[2].repeated);
}

TEST_F(TrackerTest, LinesInsideAPrintedPacketAreTainted) {
  std::vector<Event> batch =
      track({mark(EventKind::packet_print_begin, 100), at(pjsip(EventKind::auth_failed, 0), 400),
             mark(EventKind::packet_print_end, 900)});
  ASSERT_EQ(batch.size(), 1u);
  EXPECT_TRUE(batch[0].tainted);
}

TEST_F(TrackerTest, FalseEndMarkAndFalseBeginningDoNotHelpTheSender) {
  std::vector<Event> batch =
      track({mark(EventKind::packet_print_begin, 100), mark(EventKind::packet_print_end, 300),
             at(pjsip(EventKind::auth_failed, 0), 400), mark(EventKind::packet_print_begin, 500),
             at(pjsip(EventKind::auth_failed, 0, "x", 60'000), 600), mark(EventKind::packet_print_end, 900)});
  ASSERT_EQ(batch.size(), 2u);
  EXPECT_TRUE(batch[0].tainted);
  EXPECT_TRUE(batch[1].tainted);
}

TEST_F(TrackerTest, LinesBehindAPacketComeOutOfFlushWithTheirText) {
  std::string text = "an account longer than any small string buffer";
  Event e = at(pjsip(EventKind::auth_failed, 0), 1'500);
  e.account = text;
  EXPECT_TRUE(
      track({mark(EventKind::packet_print_begin, 100), mark(EventKind::packet_print_end, 900), e}).empty());
  EXPECT_EQ(tracker.held(), 1u);
  text.assign(text.size(), 'x');
  std::vector<Event> out;
  tracker.flush(Time::max(), out);
  ASSERT_EQ(out.size(), 1u);
  EXPECT_FALSE(out[0].tainted);
  EXPECT_EQ(out[0].account, "an account longer than any small string buffer");
}

TEST_F(TrackerTest, LinesOutOfAPacketsReachComeOutByThemselves) {
  EXPECT_TRUE(track({mark(EventKind::packet_print_begin, 100), mark(EventKind::packet_print_end, 900),
                     at(pjsip(EventKind::auth_failed, 0), 1'500)})
                  .empty());
  std::vector<Event> batch = track({at(pjsip(EventKind::auth_failed, 0, "late", 5'000), 20'000)});
  ASSERT_EQ(batch.size(), 2u);
  EXPECT_EQ(news(batch), 2);
}

TEST_F(TrackerTest, PacketCutOffByTheLibraryTaintsNoMoreThanItPrints) {
  std::vector<Event> batch =
      track({mark(EventKind::packet_print_begin, 0), at(pjsip(EventKind::auth_failed, 0, "a"), 2'000),
             at(pjsip(EventKind::auth_failed, 0, "b"), 6'000),
             at(pjsip(EventKind::auth_failed, 0, "c", 9'000), 70'000)});
  ASSERT_EQ(batch.size(), 3u);
  EXPECT_TRUE(batch[0].tainted);
  EXPECT_FALSE(batch[1].tainted);
  EXPECT_FALSE(batch[2].tainted);
}

TEST_F(TrackerTest, LinesBetweenABrokenLineAndItsRestAreTainted) {
  std::vector<Event> batch =
      track({mark(EventKind::broken_line, 100), at(pjsip(EventKind::auth_failed, 0), 200),
             mark(EventKind::orphan_line, 400)});
  ASSERT_EQ(batch.size(), 1u);
  EXPECT_TRUE(batch[0].tainted);
}

TEST_F(TrackerTest, OtherSourcesAreNotHeldBack) {
  std::vector<Event> batch =
      track({mark(EventKind::packet_print_begin, 100), at(pjsip(EventKind::auth_failed, 1), 200)});
  EXPECT_EQ(news(batch), 1);
}

TEST_F(TrackerTest, RemembersAttemptsAcrossARestart) {
  track({pjsip(EventKind::auth_failed, 0)});
  ByteWriter out;
  tracker.save(out);
  Tracker again{TrackerOptions{}, HashSeed{7}};
  ByteReader in(out.bytes());
  ASSERT_TRUE(again.load(in));
  std::vector<Event> batch = {pjsip(EventKind::auth_failed, 1)};
  again.track(batch);
  EXPECT_TRUE(batch[0].repeated);

  for (size_t length = 0; length < out.bytes().size(); length += 7) {
    ByteReader cut(std::string_view(out.bytes()).substr(0, length));
    EXPECT_FALSE(again.load(cut));
  }
}

TEST_F(TrackerTest, ClockThatJumpsDoesNotHideAttempts) {
  EXPECT_EQ(news(track({pjsip(EventKind::auth_failed, 0)})), 1);
  EXPECT_EQ(news(track({pjsip(EventKind::auth_failed, 1, "call-1", -10LL * 86'400'000)})), 1);
  EXPECT_EQ(news(track({pjsip(EventKind::auth_failed, 1, "call-1", 10LL * 86'400'000)})), 1);
}

}  // namespace
}  // namespace denwaban::track
