// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ip.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <vector>

namespace denwaban {
namespace {

using Bytes = std::array<uint8_t, 16>;

Bytes random_bytes(std::mt19937& random) {
  Bytes bytes;
  for (uint8_t& byte : bytes) byte = random() % 4 ? static_cast<uint8_t>(random()) : 0;  // often alike at the front
  return bytes;
}

TEST(Source, IsTheAddressOrItsNetworkOf64Bits) {
  std::mt19937 random(8);
  for (int i = 0; i < 1'000; ++i) {
    const IpAddress any = IpAddress::v6(random_bytes(random)), v4 = IpAddress::v4(static_cast<uint32_t>(random()));
    EXPECT_EQ(IpPrefix::source(any), IpPrefix(any, any.is_v4() ? 32 : 64)) << any.to_string();
    EXPECT_EQ(IpPrefix::source(v4), IpPrefix(v4, 32)) << v4.to_string();
    EXPECT_EQ(source_of(v4), v4);
  }
  EXPECT_EQ(source_of(*IpAddress::parse("2001:db8:1:2:3:4:5:6")), *IpAddress::parse("2001:db8:1:2::"));
}

TEST(IpAddress, IsOrderedAsItsBytesAre) {
  std::mt19937 random(7);
  for (int i = 0; i < 10'000; ++i) {
    const Bytes a = random_bytes(random);
    Bytes b = random_bytes(random);
    std::copy_n(a.begin(), random() % 17, b.begin());
    EXPECT_EQ(IpAddress::v6(a) <=> IpAddress::v6(b), a <=> b);
    EXPECT_EQ(IpAddress::v6(a) == IpAddress::v6(b), a == b);
  }
  EXPECT_LT(*IpAddress::parse("9.255.255.255"), *IpAddress::parse("10.0.0.0"));
  EXPECT_LT(*IpAddress::parse("10.0.0.255"), *IpAddress::parse("10.0.1.0"));
}

// The bits one by one.
Bytes cleared(Bytes bytes, int kept) {
  for (int bit = kept; bit < 128; ++bit) bytes[static_cast<size_t>(bit / 8)] &= static_cast<uint8_t>(~(0x80 >> (bit % 8)));
  return bytes;
}

TEST(IpPrefix, ClearsTheBitsBehindItsLength) {
  std::mt19937 random(7);
  for (int i = 0; i < 100; ++i) {
    Bytes bytes = random_bytes(random);
    bytes[0] |= 0x20;  // no IPv4 in it
    for (int length = 0; length <= 128; ++length)
      EXPECT_EQ(IpPrefix(IpAddress::v6(bytes), length).address().bytes(), cleared(bytes, length)) << length;
    const IpAddress v4 = IpAddress::v4(static_cast<uint32_t>(random()));
    for (int length = 0; length <= 32; ++length)
      EXPECT_EQ(IpPrefix(v4, length).address().bytes(), cleared(v4.bytes(), 96 + length)) << length;
  }
  EXPECT_EQ(IpPrefix(*IpAddress::parse("192.0.2.77"), 26).to_string(), "192.0.2.64/26");
  EXPECT_EQ(IpPrefix(*IpAddress::parse("192.0.2.77"), 99).to_string(), "192.0.2.77/32") << "clamped to the family";
}

}  // namespace
}  // namespace denwaban
