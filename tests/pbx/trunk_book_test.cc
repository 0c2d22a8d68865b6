// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/trunk_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace denwaban::pbx {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr Time kStart = from_epoch_ms(1'760'000'000'000);
constexpr Seconds kDay{86400};

TrunkHost trunk(const std::string& host, uint16_t port = 0, const std::string& service = "pjsip") {
  TrunkHost t;
  t.service = service;
  t.name = "provider";
  t.host = host;
  t.port = port;
  if (auto prefix = IpPrefix::parse(host)) t.prefixes.push_back(*prefix);
  return t;
}

IpAddress ip(const char* text) { return *IpAddress::parse(text); }

TrunkBook book_of(std::initializer_list<TrunkHost> trunks) {
  TrunkBook book;
  book.follow(std::vector<TrunkHost>(trunks));
  return book;
}

TrunkAnswer answer(std::vector<IpAddress> addresses, Seconds ttl = Seconds(300), bool complete = true) {
  return {"sip.example.net", std::move(addresses), ttl, complete};
}

TrunkAnswer failure() { return answer({}, Seconds(0), false); }

std::vector<std::string> prefixes(const TrunkBook& book) {
  std::vector<std::string> texts;
  for (const auto& entry : book.entries()) texts.push_back(entry.prefix.to_string());
  return texts;
}

TEST(TrunkBook, AsksForNamesAndForTheirServicesWhereNoPortIsGiven) {
  auto book = book_of(
      {trunk("192.0.2.1"), trunk("a.example", 5060), trunk("b.example"), trunk("c.example", 0, "iax2")});
  auto questions = book.due(kStart);
  ASSERT_EQ(questions.size(), 3u);
  EXPECT_THAT(questions[0].services, IsEmpty());
  EXPECT_THAT(questions[1].services, ElementsAre("_sip._udp", "_sip._tcp", "_sips._tcp"));
  EXPECT_THAT(questions[2].services, ElementsAre("_iax._udp"));
}

TEST(TrunkBook, ProtectsConfiguredAddressesWithoutAnyAnswer) {
  EXPECT_THAT(prefixes(book_of({trunk("192.0.2.0/28"), trunk("sip.example.net")})),
              ElementsAre("192.0.2.0/28"));
}

TEST(TrunkBook, AsksOnceUntilAnsweredOrOutOfPatience) {
  auto book = book_of({trunk("sip.example.net")});
  EXPECT_EQ(book.due(kStart).size(), 1u);
  EXPECT_THAT(book.due(kStart + Seconds(200)), IsEmpty());
  EXPECT_EQ(book.due(kStart + TrunkBook::kPatience).size(), 1u);
}

TEST(TrunkBook, RefreshesByTtlWithinBounds) {
  for (auto [ttl, wait] : {std::pair{0, 60}, {300, 300}, {86400, 3600}}) {
    auto book = book_of({trunk("sip.example.net")});
    book.due(kStart);
    book.answer(answer({ip("192.0.2.1")}, Seconds(ttl)), kStart);
    EXPECT_EQ(*book.next_due(), kStart + Seconds(wait)) << ttl;
  }
}

TEST(TrunkBook, WaitsLongerAfterEachFailureUpToAnHour) {
  auto book = book_of({trunk("sip.example.net")});
  std::vector<int64_t> waits;
  for (int i = 0; i < 8; ++i) {
    book.answer(failure(), kStart);
    waits.push_back((*book.next_due() - kStart) / Seconds(1));
  }
  EXPECT_THAT(waits, ElementsAre(60, 120, 240, 480, 960, 1920, 3600, 3600));
}

TEST(TrunkBook, KeepsAVanishedAddressThirtyDays) {
  auto book = book_of({trunk("sip.example.net")});
  book.answer(answer({ip("192.0.2.1")}), kStart);
  book.answer(answer({ip("192.0.2.2")}), kStart + 30 * kDay);
  EXPECT_THAT(prefixes(book), UnorderedElementsAre("192.0.2.1/32", "192.0.2.2/32"));
  book.answer(answer({ip("192.0.2.2")}), kStart + 30 * kDay + Seconds(1));
  EXPECT_THAT(prefixes(book), ElementsAre("192.0.2.2/32"));
}

TEST(TrunkBook, NeverDropsAnAddressBecauseDnsFails) {
  auto book = book_of({trunk("sip.example.net")});
  book.answer(answer({ip("192.0.2.1")}), kStart);
  for (int day = 1; day < 400; ++day) book.answer(failure(), kStart + day * kDay);
  EXPECT_THAT(prefixes(book), ElementsAre("192.0.2.1/32"));
}

TEST(TrunkBook, AnIncompleteAnswerAddsButAgesNothing) {
  auto book = book_of({trunk("sip.example.net")});
  book.answer(answer({ip("192.0.2.1")}), kStart);
  book.answer(answer({ip("192.0.2.2")}, Seconds(300), false), kStart + 100 * kDay);
  EXPECT_THAT(prefixes(book), UnorderedElementsAre("192.0.2.1/32", "192.0.2.2/32"));
}

TEST(TrunkBook, ATrunkThatComesBackIsKnownAtOnce) {
  auto book = book_of({trunk("sip.example.net")});
  book.answer(answer({ip("192.0.2.1")}), kStart);
  book.follow({});
  EXPECT_THAT(prefixes(book), IsEmpty());
  EXPECT_THAT(book.due(kStart + kDay), IsEmpty());
  book.follow(std::vector{trunk("sip.example.net")});
  EXPECT_THAT(prefixes(book), ElementsAre("192.0.2.1/32"));
}

TEST(TrunkBook, AClockSetBackDoesNotPutRefreshingOff) {
  auto book = book_of({trunk("sip.example.net")});
  book.answer(answer({ip("192.0.2.1")}), kStart);
  EXPECT_EQ(book.due(kStart - 10 * kDay).size(), 1u);
}

TEST(TrunkBook, BoundsTheAddressesOfAName) {
  auto book = book_of({trunk("sip.example.net")});
  for (uint32_t i = 0; i < 1000; ++i)
    book.answer(answer({IpAddress::v4(0xc6336400 + i)}), kStart + Seconds(i));
  EXPECT_EQ(book.entries().size(), TrunkBook::kAddressesMax);
  EXPECT_EQ(book.entries().back().prefix.address(), IpAddress::v4(0xc6336400 + 999));
}

TEST(TrunkBook, SurvivesSavingAndLoading) {
  auto book = book_of({trunk("sip.example.net")});
  book.answer(answer({ip("192.0.2.1"), ip("2001:db8::1")}), kStart);
  ByteWriter out;
  book.save(out);
  auto again = book_of({trunk("sip.example.net")});
  ByteReader in(out.bytes());
  EXPECT_TRUE(again.load(in));
  EXPECT_EQ(prefixes(again), prefixes(book));
  EXPECT_EQ(again.due(kStart).size(), 1u);
}

TEST(TrunkBook, DamagedBytesLeaveItEmptyAndWhole) {
  auto book = book_of({trunk("sip.example.net")});
  book.answer(answer({ip("192.0.2.1")}), kStart);
  ByteWriter out;
  book.save(out);
  for (size_t cut = 0; cut < out.bytes().size(); ++cut) {
    auto again = book_of({trunk("sip.example.net")});
    ByteReader in(std::string_view(out.bytes()).substr(0, cut));
    EXPECT_FALSE(again.load(in));
    EXPECT_THAT(prefixes(again), IsEmpty());
  }
}

TEST(TrunkBook, TellsWhichNamesStandForNothing) {
  auto book = book_of({trunk("sip.example.net"), trunk("gone.example")});
  book.answer(answer({ip("192.0.2.1")}), kStart);
  EXPECT_THAT(book.unknown_names(), ElementsAre("gone.example"));
}

}  // namespace
}  // namespace denwaban::pbx
