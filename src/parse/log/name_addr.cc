// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/name_addr.h"

#include <algorithm>

#include "parse/attack_tools.h"
#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

constexpr auto kScannerMarks = marks_at<AttackTool::kLog>();

// Which letters, by their lowest five bits, stand at the place `index` of any mark.
constexpr uint32_t letters_at(size_t index) {
  uint32_t letters = 0;
  for (auto mark : kScannerMarks) letters |= 1u << (mark[index] & 31);
  return letters;
}
constexpr uint32_t kFirst = letters_at(0), kSecond = letters_at(1), kThird = letters_at(2),
                   kFourth = letters_at(3);

bool may_begin_mark(const char* at) {
  return (kFirst >> (at[0] & 31) & kSecond >> (at[1] & 31) & kThird >> (at[2] & 31) &
          kFourth >> (at[3] & 31) & 1) != 0;
}

bool begins_with_mark(std::string_view text, std::string_view mark) {
  if (text.size() < mark.size()) return false;
  for (size_t i = 0; i < mark.size(); ++i) {
    char c = text[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    if (c != mark[i]) return false;
  }
  return true;
}

constexpr size_t kMarkSearchMax = 256;  // the tools write short names

// Every mark begins with three letters (or an @ for the third), one of the first two behind the f: what holds
// no such place, like numbers and hexadecimal Call-IDs, holds no mark.
constexpr bool begins_like_a_mark(std::string_view mark) {
  bool letters = mark.size() > 3 && mark[0] >= 'a' && mark[0] <= 'z' && mark[1] >= 'a' && mark[1] <= 'z' &&
                 (mark[2] == '@' || (mark[2] >= 'a' && mark[2] <= 'z'));
  return letters && (mark[0] > 'f' || mark[1] > 'f');
}
static_assert(std::all_of(kScannerMarks.begin(), kScannerMarks.end(), begins_like_a_mark));

bool may_hold_mark(uint64_t word) {
  constexpr uint64_t kTop = each_byte(0x80);
  uint64_t letters = (word & ~kTop) << 1;  // the bit that letters have set, on top of each byte
  uint64_t behind_f = (((word | each_byte(0x20)) & ~kTop) + each_byte(0x7f - 'f'));
  uint64_t runs = letters & letters >> 8 & letters >> 16;
  return (runs & (behind_f | behind_f >> 8) & kTop) != 0;
}

bool may_hold_mark(std::string_view text) {
  const char* at = text.data();
  const char* end = at + text.size();
  for (; end - at > 8; at += 6)
    if (may_hold_mark(load8(at))) return true;
  return may_hold_mark(load_short(at, static_cast<size_t>(end - at)));
}

// The user of `<sip:USER@…` and `"display" <sip:USER@…` where all is plain and short; false where only
// the whole grammar tells.
bool plain_user(std::string_view text, std::string_view& user) {
  if (text.size() < 20) return false;
  const char* at = text.data();
  const char* last = at + text.size() - 16;
  if (*at == '"') {
    Bytes16 display(++at);
    uint32_t quotes = display.equal('"');
    if (quotes == 0) return false;
    auto length = static_cast<uint32_t>(std::countr_zero(quotes));
    if ((display.equal('\\') & ((1u << length) - 1)) != 0) return false;
    at += length + 1;
    if (at > last) return false;
    if (*at == ' ') ++at;
  }
  if (load4(at) != static_cast<uint32_t>(word8("<sip")) || at[4] != ':') return false;
  at += 5;
  // Bytes from `at` on, or, near the end, the last sixteen.
  const char* from = at > last ? last : at;
  Bytes16 bytes(from);
  uint32_t ends = bytes.equal('@') | bytes.equal(':') | bytes.equal(';') | bytes.equal('>');
  ends >>= at - from;
  if (ends == 0) return false;
  auto length = static_cast<uint32_t>(std::countr_zero(ends));
  if (at[length] != '@') return false;
  user = {at, length};
  return true;
}

}  // namespace

size_t skip_quoted(std::string_view text) {
  if (text.empty() || text[0] != '"') return 0;
  for (size_t i = 1; i < text.size(); ++i) {
    if (text[i] == '\\')
      ++i;
    else if (text[i] == '"')
      return i + 1;
  }
  return kNowhere;
}

std::string_view user_of(std::string_view text) {
  if (std::string_view user; plain_user(text, user)) return user;
  if (size_t quoted = skip_quoted(text); quoted != kNowhere) text.remove_prefix(quoted);
  if (size_t open = text.find('<'); open != kNowhere) text.remove_prefix(open + 1);
  while (!text.empty() && text[0] == ' ') text.remove_prefix(1);
  bool telephone = take(text, "tel:");
  if (!telephone && !take(text, "sip:") && !take(text, "sips:")) return {};
  size_t user_end = kNowhere;
  for (size_t i = 0; i < text.size(); ++i) {
    char c = text[i];
    if (user_end == kNowhere && (c == ':' || c == ';')) user_end = i;
    if (c == '@') return account_text(text.substr(0, user_end == kNowhere ? i : user_end));
    if (c == '>') break;
  }
  return telephone ? account_text(text.substr(0, text.find_first_of(";>"))) : std::string_view();
}

bool shows_scanner(std::string_view text) {
  text = text.substr(0, kMarkSearchMax);
  if (!may_hold_mark(text)) return false;
  for (size_t i = 0; i + 4 <= text.size(); ++i) {
    if (!may_begin_mark(text.data() + i)) continue;
    for (auto mark : kScannerMarks)
      if (begins_with_mark(text.substr(i), mark)) return true;
  }
  return false;
}

bool sender_shows_scanner(std::string_view name_addr, std::string_view user) {
  if (shows_scanner(user)) return true;
  if (name_addr.starts_with('<')) return false;
  const char* open = find_char(name_addr.data(), name_addr.data() + name_addr.size(), '<');
  return shows_scanner(open ? name_addr.substr(0, static_cast<size_t>(open - name_addr.data())) : name_addr);
}

}  // namespace denwaban::parse
