// SPDX-License-Identifier: GPL-3.0-or-later
#include "net/dns_answer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "source_path.h"

namespace denwaban::net {
namespace {

std::vector<uint8_t> seed(const std::string& name) {
  std::ifstream in(test::source_path("tests/fuzz/corpus/dns_answer/" + name), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

TEST(DnsAnswer, ReadsAddressesTargetsAndTheShortestTtl) {
  auto a = parse_dns_answer(seed("a"));
  EXPECT_THAT(a.addresses, testing::ElementsAre(*IpAddress::parse("192.0.2.1")));
  EXPECT_EQ(a.ttl, Seconds(60));
  EXPECT_THAT(parse_dns_answer(seed("aaaa")).addresses,
              testing::ElementsAre(*IpAddress::parse("2001:db8::1")));
  EXPECT_THAT(parse_dns_answer(seed("srv")).targets, testing::ElementsAre("edge.example.net"));
}

TEST(DnsAnswer, SurvivesBeingCutAnywhere) {
  for (const char* name : {"a", "aaaa", "srv"}) {
    auto bytes = seed(name);
    for (size_t size = 0; size < bytes.size(); ++size) {
      auto answer = parse_dns_answer(std::span(bytes).first(size));
      EXPECT_TRUE(answer.addresses.empty());
      EXPECT_TRUE(answer.targets.empty());
    }
  }
}

}  // namespace
}  // namespace denwaban::net
