// SPDX-License-Identifier: GPL-3.0-or-later
// Internet addresses and prefixes as values. IPv4 is kept as an IPv4-mapped IPv6 address (RFC 4291, 2.5.5.2), so that
// `::ffff:192.0.2.1`, as dual-stack sockets report it, equals `192.0.2.1`.
#pragma once

#include <array>
#include <bit>
#include <compare>
#include <cstdint>
#include <cstring>
#include <optional>
#include <string>
#include <string_view>

namespace denwaban {

class IpAddress {
 public:
  constexpr IpAddress() = default;  // unspecified, "::"
  static constexpr IpAddress v4(uint32_t host_order) {
    IpAddress a;
    a.bytes_[10] = a.bytes_[11] = 0xff;
    for (int i = 0; i < 4; ++i) a.bytes_[12 + i] = static_cast<uint8_t>(host_order >> (24 - 8 * i));
    return a;
  }
  static constexpr IpAddress v6(const std::array<uint8_t, 16>& network_order) {
    IpAddress a;
    a.bytes_ = network_order;
    return a;
  }
  // Text without brackets or zone: "192.0.2.1", "2001:db8::1". nullopt for anything else (leading zeros in IPv4 too).
  static std::optional<IpAddress> parse(std::string_view text);

  bool is_v4() const {
    static constexpr uint8_t kMapped[4] = {0, 0, 0xff, 0xff};
    return word(0) == 0 && std::memcmp(bytes_.data() + 8, kMapped, sizeof kMapped) == 0;
  }
  // "::" or "0.0.0.0"
  bool is_unspecified() const {
    return word(0) == 0 && (word(1) == 0 || (is_v4() && v4_bits() == 0));
  }
  bool is_loopback() const;     // 127.0.0.0/8, ::1
  bool is_private() const;      // RFC 1918, RFC 6598, RFC 4193, link-local
  bool is_multicast() const;

  // Host byte order; only when is_v4().
  uint32_t v4_bits() const {
    return uint32_t{bytes_[12]} << 24 | uint32_t{bytes_[13]} << 16 | uint32_t{bytes_[14]} << 8 | bytes_[15];
  }
  // Network byte order, all 16 of them.
  const std::array<uint8_t, 16>& bytes() const { return bytes_; }
  // The first 64 bits in host order: by these IPv6 sources are counted and banned.
  uint64_t v6_high_bits() const;

  std::string to_string() const;  // RFC 5952; IPv4 dotted
  // By their bytes in network order. As two words: this happens several times for each failure, as does the next.
  friend std::strong_ordering operator<=>(const IpAddress& a, const IpAddress& b) {
    if (const auto first = a.ordered(0) <=> b.ordered(0); first != 0) return first;
    return a.ordered(1) <=> b.ordered(1);
  }
  friend bool operator==(const IpAddress& a, const IpAddress& b) {
    return ((a.word(0) ^ b.word(0)) | (a.word(1) ^ b.word(1))) == 0;
  }

 private:
  // Half of the bytes as they stand in memory.
  uint64_t word(int half) const {
    uint64_t word;
    std::memcpy(&word, bytes_.data() + 8 * half, sizeof word);
    return word;
  }
  // Half of them as a number.
  uint64_t ordered(int half) const {
    const uint64_t as_they_stand = word(half);
    return std::endian::native == std::endian::big ? as_they_stand : __builtin_bswap64(as_they_stand);
  }
  std::array<uint8_t, 16> bytes_{};
};

// What is counted, banned and trusted as one: an IPv4 address itself, of IPv6 the /64, with zeros behind it.
inline IpAddress source_of(const IpAddress& address) {
  if (address.is_v4()) return address;
  auto bytes = address.bytes();
  std::memset(bytes.data() + 8, 0, 8);
  return IpAddress::v6(bytes);
}

// An address with the bits behind `length` zero. For IPv4 `length` counts from the IPv4 part: 0 to 32.
class IpPrefix {
 public:
  IpPrefix() = default;
  IpPrefix(IpAddress address, int length);  // clears the host bits; length is clamped to the family
  static IpPrefix host(IpAddress address);  // /32 or /128
  // What we count and ban for one source: IPv4 /32, IPv6 /64.
  static IpPrefix source(const IpAddress& address) {
    IpPrefix prefix;
    prefix.address_ = source_of(address);
    prefix.length_ = address.is_v4() ? 32 : 64;
    return prefix;
  }
  // "192.0.2.0/24", "2001:db8::/32", or a bare address for a host. Host bits set in the text are an error: nullopt.
  static std::optional<IpPrefix> parse(std::string_view text);

  const IpAddress& address() const { return address_; }
  int length() const { return length_; }
  bool is_host() const { return length_ == (address_.is_v4() ? 32 : 128); }
  bool contains(const IpAddress& address) const;
  bool contains(const IpPrefix& other) const;
  std::string to_string() const;  // always with "/length"
  friend auto operator<=>(const IpPrefix&, const IpPrefix&) = default;

 private:
  IpAddress address_;
  uint8_t length_ = 0;
};

}  // namespace denwaban
