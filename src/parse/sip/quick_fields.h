// SPDX-License-Identifier: GPL-3.0-or-later
// The fields of a head as nearly everybody writes them, read from mark to mark of its index. Each reader
// either sets its value just as the careful one of fields.h does, without a deviation, or says false: then
// the careful one must read the field, whatever was written to the value so far.
#pragma once

#include "parse/sip/fields.h"
#include "parse/sip/head_index.h"

namespace denwaban::parse::sip {

class QuickFields {
 public:
  // `text` is the message that `index` was built of.
  QuickFields(const HeadIndex& index, const char* text) : index_(index), text_(text) {}

  // [at, end) is a field of printable ASCII, without white space around it and not empty, behind the start
  // line. CR, LF and two bytes more follow.
  bool number(size_t at, size_t end, uint32_t& value) const;
  bool cseq(size_t at, size_t end, CSeq& out) const;
  bool name_addr(size_t at, size_t end, NameAddr& out) const;
  bool via(size_t at, size_t end, Via& out) const;
  bool digest(size_t at, size_t end, Digest::Kind kind, Digest& out) const;
  // [0, end) is the start line.
  bool start_line(size_t end, SipMessage& message) const;

 private:
  // One `;name` or `;name=value`. The name is all letters and the like, so a token.
  struct Pair {
    std::string_view name;
    uint64_t word;  // small_word() of it
    std::string_view value;
  };
  bool begins_with_sip(size_t at) const;
  bool uri(size_t& at, char closing, SipUri& out) const;
  bool uri_parameters(size_t& at, char closing, SipUri& out) const;
  bool host_port(size_t& at, std::string_view& host, uint16_t& port) const;
  bool port(size_t at, size_t end, uint16_t& out) const;
  bool display(size_t& at, NameAddr& out) const;
  bool quoted(size_t& at, std::string_view& out) const;
  bool pair_value(size_t& at, std::string_view& value) const;
  template <size_t (HeadIndex::*kValueEnd)(size_t) const>
  bool parameter(size_t& at, Pair& pair) const;
  uint64_t word(size_t at, size_t end) const;
  uint64_t small_word(size_t at, size_t end) const;
  bool stands(size_t at, const char (&word)[9]) const;
  std::string_view view(size_t from, size_t to) const { return {text_ + from, to - from}; }

  const HeadIndex& index_;
  const char* text_;
};

[[gnu::always_inline]] inline bool QuickFields::number(size_t at, size_t end, uint32_t& value) const {
  size_t digits = end - at;
  if (digits - 1 > 7) return false;
  size_t before = 64 - 8 * digits;
  // Values of the digits, the last one topmost, zeros before them.
  uint64_t values = (load8(text_ + end - 8) ^ each_byte('0')) >> before << before;
  if (((values + each_byte(0x76)) & each_byte(0x80)) != 0) return false;
  values = values * 10 + (values >> 8);  // pairs, in every other byte
  constexpr uint64_t kPairs = 0x000000ff000000ff;
  value = static_cast<uint32_t>(
      ((values & kPairs) * 0x000f424000000064 + (values >> 16 & kPairs) * 0x0000271000000001) >> 32);
  return true;
}

}  // namespace denwaban::parse::sip
