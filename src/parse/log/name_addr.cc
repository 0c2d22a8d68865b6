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

constexpr std::array<bool, 256> first_letters() {
  std::array<bool, 256> table{};
  for (auto mark : kScannerMarks) {
    table[static_cast<unsigned char>(mark[0])] = true;
    table[static_cast<unsigned char>(mark[0] - ('a' - 'A'))] = true;
  }
  return table;
}
constexpr auto kFirstLetters = first_letters();

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
  if (take(text, "tel:")) return account_text(text.substr(0, text.find_first_of(";>")));
  if (!take(text, "sip:") && !take(text, "sips:")) return {};
  size_t at = text.find_first_of("@>");
  if (at == kNowhere || text[at] != '@') return {};
  text = text.substr(0, at);
  return account_text(text.substr(0, text.find_first_of(":;")));
}

bool shows_scanner(std::string_view text) {
  text = text.substr(0, kMarkSearchMax);
  for (size_t i = 0; i + 4 <= text.size(); ++i) {
    if (!kFirstLetters[static_cast<unsigned char>(text[i])]) continue;
    for (auto mark : kScannerMarks)
      if (begins_with_mark(text.substr(i), mark)) return true;
  }
  return false;
}

}  // namespace denwaban::parse
