// SPDX-License-Identifier: GPL-3.0-or-later
// Numbers in network byte order. The caller has checked the length.
#pragma once

#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/ip.h"

namespace denwaban::parse {

inline uint8_t u8(std::string_view bytes, size_t at) { return static_cast<uint8_t>(bytes[at]); }
inline uint16_t u16(std::string_view bytes, size_t at) {
  uint16_t value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return __builtin_bswap16(value);
}
inline uint32_t u32(std::string_view bytes, size_t at) {
  uint32_t value;
  std::memcpy(&value, bytes.data() + at, sizeof value);
  return __builtin_bswap32(value);
}
inline IpAddress ipv6_at(std::string_view bytes, size_t at) {
  std::array<uint8_t, 16> address;
  std::memcpy(address.data(), bytes.data() + at, address.size());
  return IpAddress::v6(address);
}

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the readers above swap");

}  // namespace denwaban::parse
