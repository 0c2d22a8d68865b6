// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/name_addr.h"

#include <array>

#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

// In lower case. What the tools write by default: sipvicious and its forks, Gulp (SIPVicious Pro's
// predecessors), iWar …
constexpr std::array<std::string_view, 18> kScannerMarks = {"sipvicious",
                                                            "friendly-scanner",
                                                            "friendly-request",
                                                            "sipcli",
                                                            "vaxsipuseragent",
                                                            "vaxasip",
                                                            "pplsip",
                                                            "sipsak",
                                                            "iwar",
                                                            "sundayddr",
                                                            "smap",
                                                            "siparmyknife",
                                                            "sip-scan",
                                                            "sipscan",
                                                            "gulp",
                                                            "csipsimple-scan",
                                                            "sipptk",
                                                            "nm@nm"};

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
  for (size_t i = 0; i + 4 <= text.size(); ++i) {
    if (!may_begin_mark(text.data() + i)) continue;
    for (auto mark : kScannerMarks)
      if (begins_with_mark(text.substr(i), mark)) return true;
  }
  return false;
}

bool sender_shows_scanner(std::string_view name_addr, std::string_view user) {
  size_t display_end = name_addr.find('<');
  return shows_scanner(user) || (display_end != 0 && shows_scanner(name_addr.substr(0, display_end)));
}

}  // namespace denwaban::parse
