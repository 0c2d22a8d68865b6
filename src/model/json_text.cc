// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/json_text.h"

#include <array>

namespace denwaban {
namespace {

constexpr std::string_view kReplacement = "\\ufffd";

void append_unit(std::string& out, uint32_t unit) {
  constexpr char kHex[] = "0123456789abcdef";
  const char text[] = {'\\',           'u', kHex[unit >> 12 & 15], kHex[unit >> 8 & 15], kHex[unit >> 4 & 15],
                       kHex[unit & 15]};
  out.append(text, sizeof text);
}

void append_ascii(std::string& out, unsigned char c) {
  constexpr std::string_view kShort = "\bb\tt\nn\ff\rr\"\"\\\\";
  for (size_t i = 0; i < kShort.size(); i += 2)
    if (static_cast<unsigned char>(kShort[i]) == c) {
      out += '\\';
      out += kShort[i + 1];
      return;
    }
  append_unit(out, c);
}

// The bytes that may follow a lead byte first: not overlong, no surrogates, not beyond U+10FFFF.
struct Lead {
  size_t length = 0;  // 0: begins no character
  unsigned char first_min = 0x80, first_max = 0xbf;
};

Lead lead_of(unsigned char c) {
  if (c >= 0xc2 && c <= 0xdf) return {2};
  if (c == 0xe0) return {3, 0xa0};
  if (c == 0xed) return {3, 0x80, 0x9f};
  if (c >= 0xe1 && c <= 0xef) return {3};
  if (c == 0xf0) return {4, 0x90};
  if (c >= 0xf1 && c <= 0xf3) return {4};
  if (c == 0xf4) return {4, 0x80, 0x8f};
  return {};
}

// Appends one character from the front of `text`, which is not ASCII; answers how many bytes it took.
size_t append_character(std::string& out, std::string_view text) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(text[i]); };
  Lead lead = lead_of(byte(0));
  if (lead.length == 0) {
    out += kReplacement;
    return 1;
  }
  uint32_t value = byte(0) & (0x7fu >> lead.length);
  for (size_t i = 1; i < lead.length; ++i) {
    unsigned char least = i == 1 ? lead.first_min : 0x80, most = i == 1 ? lead.first_max : 0xbf;
    if (i == text.size() || byte(i) < least || byte(i) > most) {
      out += kReplacement;
      return i;
    }
    value = value << 6 | (byte(i) & 0x3fu);
  }
  if (value >= 0x10000) {
    append_unit(out, 0xd7c0 + (value >> 10));
    append_unit(out, 0xdc00 + (value & 0x3ff));
  } else {
    append_unit(out, value);
  }
  return lead.length;
}

constexpr std::array<bool, 256> kAsItIs = [] {
  std::array<bool, 256> table{};
  for (size_t c = ' '; c < 0x7f; ++c) table[c] = c != '"' && c != '\\';
  return table;
}();

}  // namespace

void append_json_string(std::string& out, std::string_view text) {
  out += '"';
  while (!text.empty()) {
    size_t plain = 0;
    while (plain < text.size() && kAsItIs[static_cast<unsigned char>(text[plain])]) ++plain;
    out.append(text.substr(0, plain));
    text.remove_prefix(plain);
    if (text.empty()) break;
    size_t taken = 1;
    auto c = static_cast<unsigned char>(text[0]);
    if (c < 0x80)
      append_ascii(out, c);
    else
      taken = append_character(out, text);
    text.remove_prefix(taken);
  }
  out += '"';
}

}  // namespace denwaban
