// SPDX-License-Identifier: GPL-3.0-or-later
// Marks by which known tools give themselves away, for all who look: the readers of logs and of packets. A mark is a hint,
// never a proof: anybody may write any name into a header, and good testers use the same tools.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace denwaban::parse {

struct AttackTool {
  // Where the mark stands; bits.
  enum Place : uint8_t {
    kAgent = 1,    // begins User-Agent or Server
    kDisplay = 2,  // begins the display name of From or To
    kUser = 4,     // is the user part of From
    kWeb = 8,      // stands in the User-Agent of an HTTP request
    kLog = 16,     // stands in what a log shows of a sender: display name, user, Call-ID
  };
  std::string_view mark;  // in lower case; compared in any
  std::string_view tool;
  std::string_view source;  // where the mark is to be seen …
  std::string_view date;    // … and when; empty where nobody wrote that down
  uint8_t places = 0;

  constexpr bool at(Place place) const { return (places & place) != 0; }
};

// "block lists": User-Agents that administrators of Asterisk and Kamailio drop, in public repositories.
//
// Not sipsak and not sipp: monitors are built of them, too. They are judged by what they do.
inline constexpr auto kAttackTools = [] {
  using enum AttackTool::Place;
  constexpr std::string_view kLists = "block lists in public repositories";
  return std::to_array<AttackTool>({
      {"friendly-scanner", "SIPVicious", "recordings/a16-default, sent by sipvicious 0.3.3", "2026-11", kAgent | kLog},
      {"sipvicious", "SIPVicious", "recordings/a16-default, display name of svmap 0.3.3", "2026-11",
       kAgent | kDisplay | kUser | kLog},
      {"friendly-request", "SIPVicious renamed", "recordings/a16-variant; block lists", "2026-11", kAgent | kLog},
      {"sundayddr", "SIPVicious renamed", "diary of the SANS Internet Storm Center", "", kAgent | kLog},
      {"sipcli", "SipCLI", "recordings/a16-default; kamailio.cfg; block lists", "2026-11", kAgent | kLog},
      {"vaxsipuseragent", "VaxVoIP SDK", kLists, "2026-11", kAgent | kLog},
      {"vaxipuseragent", "VaxVoIP SDK", kLists, "2026-11", kAgent},
      {"vaxasip", "VaxVoIP SDK", "reports of administrators of Asterisk", "", kLog},
      {"pplsip", "pplsip", kLists, "2026-11", kAgent | kLog},
      {"sip-scan", "sip-scan", kLists, "2026-11", kAgent | kLog},
      {"sipscan", "sipscan", kLists, "2026-11", kAgent | kLog},
      {"csipsimple-scan", "CSipSimple renamed", "reports of administrators of Asterisk", "", kLog},
      {"smap", "smap", kLists, "2026-11", kAgent | kLog},
      {"iwar", "iWar", kLists, "2026-11", kAgent | kLog},
      {"sivus", "SiVuS", kLists, "2026-11", kAgent},
      {"gulp", "Gulp", kLists, "2026-11", kAgent | kLog},
      {"siparmyknife", "sipArmyKnife", kLists, "2026-11", kAgent | kLog},
      {"sipptk", "SIP penetration toolkit", "reports of administrators of Asterisk", "", kLog},
      {"sipsscuser", "sipsscuser", "reports of administrators of Asterisk", "", kUser},
      {"nmap nse", "Nmap", "block lists; User-Agent of its SIP scripts", "2026-11", kAgent},
      {"nm@nm", "Nmap", "nmap-service-probes: the From of its OPTIONS", "", kLog},
      {"nmap scripting engine", "Nmap", "User-Agent of its HTTP scripts", "", kWeb},
      {"zgrab", "ZGrab", "recordings/a16-default, sent over HTTP", "2026-11", kAgent | kWeb},
      {"masscan", "masscan", "its default User-Agent", "", kWeb},
      {"nikto", "Nikto", "its default User-Agent", "", kWeb},
      {"sqlmap", "sqlmap", "its default User-Agent", "", kWeb},
      {"dirbuster", "DirBuster", "its default User-Agent", "", kWeb},
      {"gobuster", "gobuster", "its default User-Agent", "", kWeb},
  });
}();

constexpr size_t attack_tools_at(AttackTool::Place place) {
  size_t count = 0;
  for (const AttackTool& tool : kAttackTools) count += tool.at(place);
  return count;
}

// The marks of one place, made when the program is compiled.
template <AttackTool::Place place>
constexpr auto marks_at() {
  std::array<std::string_view, attack_tools_at(place)> marks{};
  size_t next = 0;
  for (const AttackTool& tool : kAttackTools)
    if (tool.at(place)) marks[next++] = tool.mark;
  return marks;
}

}  // namespace denwaban::parse
