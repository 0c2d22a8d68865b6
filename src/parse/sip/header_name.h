// SPDX-License-Identifier: GPL-3.0-or-later
// Names of headers by their length and their first and last eight bytes; case does not count (RFC 3261
// section 7.3.1), compact forms do (7.3.3 and the RFCs that define them).
#pragma once

#include <array>

#include "parse/sip/scan.h"
#include "parse/sip_message.h"

namespace denwaban::parse::sip {

// A perfect hash of the names: no two of them meet, which the compiler finds a factor for.
struct HeaderNameTable {
  static constexpr size_t kLengthMax = 20;
  static constexpr unsigned kSlotBits = 8;
  // Makes letters small. Of other bytes only CR becomes one that stands in a name, and a CR there is a
  // deviation by itself.
  static constexpr uint64_t kLower = each_byte(0x20);

  struct Entry {
    uint64_t first = 0, last = 0;
    std::string_view name;
    SipHeaderName id = SipHeaderName::other;
  };
  std::array<Entry, 1 << kSlotBits> entries{};
  uint64_t factor = 0;

  constexpr size_t slot_of(uint64_t first, uint64_t last, size_t size) const {
    return ((first ^ last << 7 ^ size) * factor) >> (64 - kSlotBits);
  }
  // `first` and `last`: the name's first and last eight bytes made small, zeros behind fewer.
  SipHeaderName look_up(uint64_t first, uint64_t last, const char* name, size_t size) const {
    const Entry& entry = entries[slot_of(first, last, size)];
    if (((entry.first ^ first) | (entry.last ^ last) | (entry.name.size() ^ size)) != 0)
      return SipHeaderName::other;
    return size <= 16 || same_word({name, size}, entry.name) ? entry.id : SipHeaderName::other;
  }
};
extern const HeaderNameTable kHeaderNames;

SipHeaderName compact_form(char letter);

// Up to `limit` wide loads are legal.
SipHeaderName header_name_of(std::string_view name, const char* limit);

// The same of a name that is not empty and has at least seven readable bytes before it.
inline SipHeaderName header_name_behind_line(std::string_view name) {
  size_t size = name.size();
  const char* begin = name.data();
  uint64_t last = load8(begin + size - 8) | HeaderNameTable::kLower;
  if (size > 8) {
    if (size > HeaderNameTable::kLengthMax) return SipHeaderName::other;
    return kHeaderNames.look_up(load8(begin) | HeaderNameTable::kLower, last, begin, size);
  }
  if (size == 1) return compact_form(*begin);
  last >>= 64 - 8 * size;
  return kHeaderNames.look_up(last, last, begin, size);
}

}  // namespace denwaban::parse::sip
