// SPDX-License-Identifier: GPL-3.0-or-later
#include "text/printable.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

namespace denwaban::text {
namespace {

struct Range {
  char32_t first, last;
};

// Characters that show nothing, change the direction of what follows, or break the line.
constexpr Range kTreacherous[] = {
    {0x00, 0x1f},     {0x7f, 0x9f},     {0xad, 0xad},       {0x034f, 0x034f},   {0x061c, 0x061c},
    {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f},   {0x200b, 0x200f},   {0x2028, 0x202e},
    {0x2060, 0x206f}, {0x3164, 0x3164}, {0xe000, 0xf8ff},   {0xfe00, 0xfe0f},   {0xfeff, 0xfeff},
    {0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0x10ffff}};

constexpr Range kCombining[] = {{0x0300, 0x036f}, {0x0483, 0x0489}, {0x0591, 0x05bd}, {0x0610, 0x061a},
                                {0x064b, 0x065f}, {0x0e31, 0x0e31}, {0x0e34, 0x0e3a}, {0x0e47, 0x0e4e},
                                {0x1ab0, 0x1aff}, {0x1dc0, 0x1dff}, {0x20d0, 0x20ff}, {0x302a, 0x302f},
                                {0x3099, 0x309a}, {0xfe20, 0xfe2f}};

constexpr Range kWide[] = {{0x1100, 0x115f},   {0x231a, 0x231b},   {0x2e80, 0x303e},   {0x3041, 0x33ff},
                           {0x3400, 0x4dbf},   {0x4e00, 0xa4cf},   {0xa960, 0xa97f},   {0xac00, 0xd7a3},
                           {0xf900, 0xfaff},   {0xfe30, 0xfe6f},   {0xff00, 0xff60},   {0xffe0, 0xffe6},
                           {0x1f300, 0x1f64f}, {0x1f680, 0x1f6ff}, {0x1f900, 0x1f9ff}, {0x20000, 0x3fffd}};

template <size_t N>
constexpr bool ordered(const Range (&ranges)[N]) {
  for (size_t i = 1; i < N; ++i)
    if (ranges[i].first <= ranges[i - 1].last) return false;
  return true;
}
static_assert(ordered(kTreacherous) && ordered(kCombining) && ordered(kWide));

template <size_t N>
bool is_in(const Range (&ranges)[N], char32_t c) {
  const Range* next =
      std::upper_bound(std::begin(ranges), std::end(ranges), c,
                       [](char32_t value, const Range& range) { return value < range.first; });
  return next != std::begin(ranges) && c <= std::prev(next)->last;
}

size_t width_of(char32_t c) {
  if (c < 0x300) return 1;
  if (is_in(kCombining, c)) return 0;
  return is_in(kWide, c) ? 2 : 1;
}

bool is_plain(std::string_view bytes) {
  return std::all_of(bytes.begin(), bytes.end(), [](char c) { return c >= ' ' && c < 0x7f; });
}

constexpr int kMarksMax = 2;  // on one letter; more is decoration that climbs over other lines

}  // namespace

Character first_character(std::string_view bytes) {
  auto byte = [&](size_t i) { return static_cast<unsigned char>(bytes[i]); };
  unsigned char lead = byte(0);
  if (lead < 0x80) return {lead, 1, true};
  size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || bytes.size() < length) return {lead, 1, false};
  char32_t value = lead & (0x7fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return {lead, 1, false};
    value = value << 6 | (byte(i) & 0x3fu);
  }
  constexpr char32_t kLeast[] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kLeast[length] || value > 0x10ffff || (value >= 0xd800 && value <= 0xdfff))
    return {lead, 1, false};
  return {value, length, true};
}

std::string printable(std::string_view bytes, size_t width_max) {
  bool fits_plain = bytes.size() <= width_max;
  if (is_plain(fits_plain ? bytes : bytes.substr(0, width_max + 1))) {
    if (fits_plain) return std::string(bytes);
    return width_max == 0 ? std::string() : std::string(bytes.substr(0, width_max - 1)) + "…";
  }
  std::string out;
  size_t width = 0;
  size_t fits = 0;  // bytes of `out` that leave a column for the ellipsis
  int marks = 0;
  while (!bytes.empty()) {
    Character c = first_character(bytes);
    marks = c.valid && is_in(kCombining, c.value) ? marks + 1 : 0;
    size_t before = out.size();
    if (!c.valid || c.value < 0x80) {
      if (c.valid && c.value >= ' ' && c.value < 0x7f)
        out += bytes[0];
      else
        fmt::format_to(std::back_inserter(out), "\\x{:02x}", static_cast<unsigned>(c.value));
    } else if (is_in(kTreacherous, c.value) || marks > kMarksMax || (marks == 1 && before == 0)) {
      fmt::format_to(std::back_inserter(out), "\\u{{{:04x}}}", static_cast<uint32_t>(c.value));
    } else {
      out.append(bytes.substr(0, c.length));
    }
    bool escaped = out.size() - before != c.length || out[before] == '\\';
    width += escaped ? out.size() - before : width_of(c.value);
    if (width > width_max) {
      out.resize(fits);
      return width_max == 0 ? std::string() : out + "…";
    }
    if (width < width_max) fits = out.size();
    bytes.remove_prefix(c.length);
  }
  return out;
}

size_t display_width(std::string_view utf8) {
  size_t width = 0;
  while (!utf8.empty()) {
    Character c = first_character(utf8);
    width += c.valid ? width_of(c.value) : 1;
    utf8.remove_prefix(c.length);
  }
  return width;
}

std::string pad(std::string_view utf8, size_t width, Align align) {
  size_t present = display_width(utf8);
  std::string blanks(width > present ? width - present : 0, ' ');
  return align == Align::left ? std::string(utf8) + blanks : blanks + std::string(utf8);
}

}  // namespace denwaban::text
