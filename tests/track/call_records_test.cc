// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/calls/call_records.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>

namespace denwaban::track {
namespace {

struct Written {
  std::string channel = "PJSIP/100-00000001", peer = "PJSIP/carrier-00000002", application = "Dial",
              data = "PJSIP/00252612345678@carrier,60", destination = "00252612345678", disposition = "ANSWERED",
              tail = R"(,"1795291867.3","","","1795291860.1",7)";
  int duration = 9, billed = 4;
};

Call call_of(CallRecords& records, const Written& w) {
  std::string text = fmt::format(
      R"("code","100","{}","inside","""A"" <100>","{}","{}","{}","{}","2026-11-21 20:04:01","2026-11-21 20:04:06",)"
      R"("2026-11-21 20:04:10",{},{},"{}","DOCUMENTATION"{})",
      w.destination, w.channel, w.peer, w.application, w.data, w.duration, w.billed, w.disposition, w.tail);
  parse::CsvRow row;
  parse::read_csv_row(text, true, row);
  auto layout = parse::CdrLayout::of_row(row.all());
  auto cdr = parse::read_cdr(row, layout.value());
  return records.call_of(cdr.value(), TimeZone::fixed(Seconds(3600)), {12, 3, 45});
}

TEST(CallRecords, SayWhoCalledWhereByWhichTrunk) {
  CallRecords records;
  Call call = call_of(records, {});
  EXPECT_EQ(call.id, "1795291867.3/7");
  EXPECT_EQ(call.account, "100");
  EXPECT_EQ(call.service, Service::pjsip);
  EXPECT_EQ(call.trunk, "carrier");
  EXPECT_EQ(call.trunk_number, "00252612345678");
  EXPECT_EQ(call.direction, CallDirection::outgoing);
  EXPECT_EQ(call.account_code, "code");
  EXPECT_EQ(to_rfc3339(call.began), "2026-11-21T19:04:01.000Z");
  EXPECT_EQ(to_rfc3339(call.reached.value()), "2026-11-21T19:04:06.000Z");
  EXPECT_EQ(to_rfc3339(call.ended.value()), "2026-11-21T19:04:10.000Z");
  EXPECT_EQ(call.cause, 16);
  EXPECT_EQ(call.evidence, (EvidenceRef{12, 3, 45}));
}

TEST(CallRecords, LearnTrunksFromNumbersBehindTheirNames) {
  struct {
    const char *peer, *data, *trunk, *sent;
  } cases[] = {
      {"SIP/carrier-00000003", "SIP/carrier/0301234567,60,tT", "carrier", "0301234567"},
      {"IAX2/carrier-3", "IAX2/me:pw@carrier/0301234567", "carrier", "0301234567"},
      {"PJSIP/carrier-00000003", "PJSIP/carrier/sip:0301234567@192.0.2.9:5060", "carrier", "0301234567"},
      {"DAHDI/i1/0301234567-2", "DAHDI/g0/0301234567,60", "i1", "0301234567"},
      {"SIP/101-00000003", "SIP/101,20", "", ""},
      {"SIP/102-00000003", "SIP/101&SIP/102,20", "", ""},
      {"PJSIP/101-00000003", "PJSIP/101/sip:101@192.0.2.9:5060", "", ""},
      {"", "SIP/carrier/0301234567", "", ""},
  };
  for (const auto& one : cases) {
    CallRecords records;
    Call call = call_of(records, {.peer = one.peer, .data = one.data});
    EXPECT_EQ(call.trunk, one.trunk) << one.data;
    EXPECT_EQ(call.trunk_number, one.sent) << one.data;
    EXPECT_EQ(call.direction == CallDirection::outgoing, *one.trunk != 0) << one.data;
  }
}

TEST(CallRecords, WhatATrunkBringsInIsNobodysCall) {
  pbx::TrunkHost trunk;
  trunk.name = "carrier";
  CallRecords records(std::span(&trunk, 1));
  Call in = call_of(records, {.channel = "PJSIP/carrier-00000001", .peer = "PJSIP/100-00000002", .data = "PJSIP/100,20",
                              .destination = "100"});
  EXPECT_EQ(in.account, "");
  EXPECT_EQ(in.entered_by, "carrier");
  EXPECT_EQ(in.trunk, "carrier");
  EXPECT_EQ(in.direction, CallDirection::incoming);
  Call through = call_of(records, {.channel = "PJSIP/carrier-00000003", .peer = "PJSIP/other-00000004",
                                   .data = "PJSIP/00252612345678@other"});
  EXPECT_EQ(through.entered_by, "carrier");
  EXPECT_EQ(through.trunk, "other");
  EXPECT_EQ(through.account, "");
  EXPECT_EQ(through.direction, CallDirection::outgoing);
}

TEST(CallRecords, GuestsAndLocalChannelsHaveNoAccount) {
  CallRecords records;
  for (const char* channel : {"SIP/192.0.2.7-00000001", "Local/600@inside-00000001;1", "PJSIP/anonymous-00000001", "odd"})
    EXPECT_EQ(call_of(records, {.channel = channel}).account, "") << channel;
}

TEST(CallRecords, TellOfCallsThatNobodyAnswered) {
  CallRecords records;
  Call call = call_of(records, {.disposition = "NO ANSWER", .billed = 0});
  EXPECT_FALSE(call.reached);
  EXPECT_EQ(call.cause, 19);
  EXPECT_EQ(call_of(records, {.disposition = "ANSWERED", .billed = 0}).reached, call.ended);
}

TEST(CallRecords, BelieveNoEndlessCall) {
  CallRecords records;
  Call call = call_of(records, {.duration = 300'000'000, .billed = 299'999'999});
  EXPECT_EQ(*call.ended - call.began, CallRecords::kLongestCall);
}

TEST(CallRecords, TakeTheNumberThatWasSentWhereTheDialplanWasAtS) {
  CallRecords records;
  EXPECT_EQ(call_of(records, {.destination = "s"}).dialled, "00252612345678");
  EXPECT_EQ(call_of(records, {.tail = ""}).id, "PJSIP/100-00000001");
}

}  // namespace
}  // namespace denwaban::track
