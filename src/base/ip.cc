// SPDX-License-Identifier: GPL-3.0-or-later
#include "base/ip.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>

namespace denwaban {
namespace {

// Bits of a prefix counted in the 16-byte form.
int bits_of(const IpAddress& address, int length) { return address.is_v4() ? 96 + length : length; }

bool same_bits(const std::array<uint8_t, 16>& a, const std::array<uint8_t, 16>& b, int bits) {
  size_t whole = static_cast<size_t>(bits) / 8;
  if (std::memcmp(a.data(), b.data(), whole) != 0) return false;
  int rest = bits % 8;
  return rest == 0 || ((a[whole] ^ b[whole]) >> (8 - rest)) == 0;
}

std::optional<IpAddress> parse_v4(std::string_view text) {
  uint32_t bits = 0;
  const char* at = text.data();
  const char* end = at + text.size();
  for (int part = 0; part < 4; ++part) {
    if (part > 0 && (at == end || *at++ != '.')) return std::nullopt;
    unsigned value = 0;
    auto [next, error] = std::from_chars(at, end, value);
    if (error != std::errc() || value > 255 || next - at > 3 || (next - at > 1 && *at == '0')) return std::nullopt;
    bits = bits << 8 | value;
    at = next;
  }
  if (at != end) return std::nullopt;
  return IpAddress::v4(bits);
}

}  // namespace

std::optional<IpAddress> IpAddress::parse(std::string_view text) {
  if (text.find(':') == std::string_view::npos) return parse_v4(text);
  char buffer[INET6_ADDRSTRLEN];
  if (text.size() >= sizeof buffer) return std::nullopt;
  *std::copy(text.begin(), text.end(), buffer) = '\0';
  std::array<uint8_t, 16> bytes;
  if (inet_pton(AF_INET6, buffer, bytes.data()) != 1) return std::nullopt;
  return v6(bytes);
}

bool IpAddress::is_loopback() const {
  if (is_v4()) return bytes_[12] == 127;
  IpAddress one;
  one.bytes_[15] = 1;
  return *this == one;
}

bool IpAddress::is_private() const {
  static const IpPrefix kPrivate[] = {*IpPrefix::parse("10.0.0.0/8"),     *IpPrefix::parse("172.16.0.0/12"),
                                      *IpPrefix::parse("192.168.0.0/16"), *IpPrefix::parse("100.64.0.0/10"),
                                      *IpPrefix::parse("169.254.0.0/16"), *IpPrefix::parse("fc00::/7"),
                                      *IpPrefix::parse("fe80::/10")};
  return std::any_of(std::begin(kPrivate), std::end(kPrivate), [&](auto& p) { return p.contains(*this); });
}

bool IpAddress::is_multicast() const { return is_v4() ? (bytes_[12] & 0xf0) == 0xe0 : bytes_[0] == 0xff; }

uint64_t IpAddress::v6_high_bits() const {
  uint64_t bits = 0;
  for (int i = 0; i < 8; ++i) bits = bits << 8 | bytes_[static_cast<size_t>(i)];
  return bits;
}

std::string IpAddress::to_string() const {
  char buffer[INET6_ADDRSTRLEN];
  if (!is_v4()) return inet_ntop(AF_INET6, bytes_.data(), buffer, sizeof buffer);
  char* end = buffer;  // inet_ntop goes by way of sprintf
  for (int i = 12; i < 16; ++i) {
    if (i > 12) *end++ = '.';
    end = std::to_chars(end, buffer + sizeof buffer, unsigned{bytes_[i]}).ptr;
  }
  return {buffer, end};
}

IpPrefix::IpPrefix(IpAddress address, int length) {
  length_ = static_cast<uint8_t>(std::clamp(length, 0, address.is_v4() ? 32 : 128));
  auto bytes = address.bytes();
  const auto bits = static_cast<size_t>(bits_of(address, length_)), whole = bits / 8;
  if (whole < bytes.size()) {
    bytes[whole] &= static_cast<uint8_t>(0xff00 >> (bits % 8));
    std::fill(bytes.begin() + static_cast<std::ptrdiff_t>(whole) + 1, bytes.end(), uint8_t{0});
  }
  address_ = IpAddress::v6(bytes);
}

IpPrefix IpPrefix::host(IpAddress address) { return IpPrefix(address, address.is_v4() ? 32 : 128); }

std::optional<IpPrefix> IpPrefix::parse(std::string_view text) {
  size_t slash = text.find('/');
  auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return host(*address);
  int length = 0;
  const char* end = text.data() + text.size();
  auto [at, error] = std::from_chars(text.data() + slash + 1, end, length);
  if (error != std::errc() || at != end || length < 0 || length > (address->is_v4() ? 32 : 128)) return std::nullopt;
  IpPrefix prefix(*address, length);
  if (prefix.address_ != *address) return std::nullopt;
  return prefix;
}

bool IpPrefix::contains(const IpAddress& address) const {
  return address.is_v4() == address_.is_v4() && same_bits(address.bytes(), address_.bytes(), bits_of(address_, length_));
}

bool IpPrefix::contains(const IpPrefix& other) const {
  return other.length_ >= length_ && contains(other.address_);
}

std::string IpPrefix::to_string() const { return address_.to_string() + "/" + std::to_string(length_); }

}  // namespace denwaban
