// SPDX-License-Identifier: GPL-3.0-or-later
// Where in a message's head the characters stand that divide it: found for all of the head in one pass, 64
// bytes at a time, and kept as bits. To ask then for the next one costs a load, a shift and a count of zeros.
//
// Any bytes may be indexed. Whatever is not printable ASCII belongs to each set of bits, so that no search
// leaves its line.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace denwaban::parse::sip {

class HeadIndex {
 public:
  static constexpr size_t kHeadMax = 4096;  // no line of a longer one could be overlong

  // At least the head of `message`, if that is not longer than kHeadMax. False for a message of less than 64
  // bytes, and on a processor without AVX2.
  bool build(std::string_view message);
  // So many bytes of the message have been looked at. A search that finds nothing ends here or further on.
  size_t size() const { return size_; }

  // The place of the first byte from `at` on that …
  size_t line_end(size_t at) const { return ends_.next(at); }  // … is not printable, as the CR of a line
  size_t mark(size_t at) const { return marks_.next(at); }     // … is no letter or digit and none of - . _
  size_t stop(size_t at) const { return stops_.next(at); }     // … is a space or one of ; , "

 private:
  class Bits {
   public:
    void set(size_t block, uint64_t bits) { blocks_.data()[block] = bits; }
    size_t next(size_t at) const {
      for (;;) {
        if (uint64_t bits = from(at)) [[likely]]
          return at + static_cast<unsigned>(std::countr_zero(bits));
        at = (at | 7) + 57;
      }
    }

   private:
    // The bits from `at` on, at least 57 of them. The bytes of the blocks are in order, lowest first.
    uint64_t from(size_t at) const {
      uint64_t bits;
      std::memcpy(&bits, reinterpret_cast<const char*>(blocks_.data()) + at / 8, sizeof bits);
      return bits >> at % 8;
    }
    // Behind the last block stand two of ones, where each search ends.
    std::array<uint64_t, kHeadMax / 64 + 2> blocks_;
  };

  Bits ends_, marks_, stops_;
  size_t size_;
};

}  // namespace denwaban::parse::sip
