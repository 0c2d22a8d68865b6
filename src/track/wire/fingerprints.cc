// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/fingerprints.h"

#include <array>

namespace denwaban::track::wire {
namespace {

using parse::AttackTool;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool begins(std::string_view text, std::string_view mark) {
  if (text.size() < mark.size()) return false;
  for (size_t i = 0; i < mark.size(); ++i)
    if (lower(text[i]) != mark[i]) return false;
  return true;
}

bool contains(std::string_view text, std::string_view mark) {
  text = text.substr(0, 256);
  for (size_t i = 0; i + mark.size() <= text.size(); ++i)
    if (begins(text.substr(i), mark)) return true;
  return false;
}

bool matches(const AttackTool& tool, const parse::SipMessage& m) {
  if (tool.at(AttackTool::kAgent) && begins(m.agent, tool.mark)) return true;
  if (tool.at(AttackTool::kDisplay) && (begins(m.from.display, tool.mark) || begins(m.to.display, tool.mark)))
    return true;
  return tool.at(AttackTool::kUser) && m.from.uri.user.size() == tool.mark.size() &&
         begins(m.from.uri.user, tool.mark);
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// SIPVicious (svhelper.py, createTag) writes into its From tag, in hexadecimal, the target or the name that
// it tries, then 0x01 (older: nothing), then a random number in digits: whatever its User-Agent says, the tag
// gives it away.
constexpr AttackTool kHexTag{"", "SIPVicious", "recordings/a16-default; createTag of svhelper.py", "2026-11",
                             0};

bool is_hex_tag(const parse::SipMessage& m) {
  std::string_view tag = m.from.tag;
  if (tag.size() < 20 || tag.size() > 160 || tag.size() % 2 != 0) return false;
  std::array<char, 80> text{};
  for (size_t i = 0; i < tag.size(); i += 2) {
    int high = nibble(tag[i]), low = nibble(tag[i + 1]);
    if (high < 0 || low < 0) return false;
    text[i / 2] = static_cast<char>(high << 4 | low);
  }
  std::string_view plain(text.data(), tag.size() / 2);
  size_t mark = plain.find_first_of(std::string_view("\x00\x01", 2));
  if (mark == std::string_view::npos || mark + 1 >= plain.size()) return false;
  return plain.substr(mark + 1).find_first_not_of("0123456789") == std::string_view::npos;
}

}  // namespace

const AttackTool* find_fingerprint(const parse::SipMessage& request) {
  for (const AttackTool& tool : parse::kAttackTools)
    if (matches(tool, request)) return &tool;
  return is_hex_tag(request) ? &kHexTag : nullptr;
}

const AttackTool* find_http_fingerprint(std::string_view user_agent) {
  for (const AttackTool& tool : parse::kAttackTools)
    if (tool.at(AttackTool::kWeb) && contains(user_agent, tool.mark)) return &tool;
  return nullptr;
}

}  // namespace denwaban::track::wire
