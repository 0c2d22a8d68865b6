// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/fingerprints.h"

#include <array>

namespace denwaban::track::wire {
namespace {

using Place = Fingerprint::Place;

constexpr auto kFingerprints = std::to_array<Fingerprint>({
    {Place::agent, "friendly-scanner", "SIPVicious", "sipvicious 0.2, libs/svhelper.py: default User-Agent",
     "2012-03"},
    {Place::agent, "sipvicious", "SIPVicious", "kamailio.cfg as shipped, route REQINIT", "2018-03"},
    {Place::agent, "friendly-request", "SIPVicious", "sipvicious under another name", "2014-01"},
    {Place::agent, "sundayddr", "sundayddr",
     "sipvicious under another name; SANS Internet Storm Center diary", "2011-03"},
    {Place::agent, "sipcli", "SipCLI", "kamailio.cfg as shipped, route REQINIT", "2018-03"},
    {Place::agent, "VaxSIPUserAgent", "VaxVoIP SDK", "kamailio.cfg as shipped, route REQINIT", "2018-03"},
    {Place::agent, "VaxIPUserAgent", "VaxVoIP SDK", "VaxVoIP SDK: default User-Agent", "2012-01"},
    {Place::agent, "pplsip", "SIPPTS", "kamailio.cfg as shipped, route REQINIT; default User-Agent of SIPPTS",
     "2018-03"},
    {Place::agent, "sip-scan", "sip-scan", "sip-scan.pl: default User-Agent", "2007-01"},
    // Not sipsak: monitors are built of it, too. It is judged by what it does.
    {Place::agent, "smap", "smap", "smap 0.6: default User-Agent", "2008-01"},
    {Place::agent, "iWar", "iWar", "Softwink iWar: default User-Agent", "2006-01"},
    {Place::agent, "SIVuS", "SiVuS", "SiVuS 1.09: default User-Agent", "2005-01"},
    {Place::agent, "Gulp", "Gulp", "lists of scanners that administrators of Asterisk share", "2015-01"},
    {Place::agent, "siparmyknife", "sipArmyKnife", "sipArmyKnife fuzzer: default User-Agent", "2009-01"},
    {Place::agent, "Nmap NSE", "Nmap", "nselib/sip.lua: default User-Agent", "2011-08"},
    {Place::agent, "zgrab", "ZGrab", "ZMap project: default User-Agent", "2016-01"},
    {Place::display, "sipvicious", "SIPVicious", "sipvicious 0.2, svmap.py: From display name", "2012-03"},
    {Place::user, "sipvicious", "SIPVicious", "sipvicious under another User-Agent", "2012-03"},
    {Place::user, "sipsscuser", "sipsscuser", "lists of scanners that administrators of Asterisk share",
     "2014-01"},
    {Place::web, "zgrab", "ZGrab", "ZMap project: default User-Agent", "2016-01"},
    {Place::web, "masscan", "masscan", "masscan 1.0, proto-http.c: default User-Agent", "2013-09"},
    {Place::web, "Nikto", "Nikto", "nikto.conf: default User-Agent", "2008-01"},
    {Place::web, "sqlmap", "sqlmap", "sqlmap: default User-Agent", "2009-01"},
    {Place::web, "Nmap Scripting Engine", "Nmap", "nselib/http.lua: default User-Agent", "2009-01"},
    {Place::web, "DirBuster", "DirBuster", "OWASP DirBuster: default User-Agent", "2009-01"},
    {Place::web, "gobuster", "gobuster", "gobuster: default User-Agent", "2017-01"},
});

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool begins(std::string_view text, std::string_view mark) {
  if (text.size() < mark.size()) return false;
  for (size_t i = 0; i < mark.size(); ++i)
    if (lower(text[i]) != lower(mark[i])) return false;
  return true;
}

bool contains(std::string_view text, std::string_view mark) {
  text = text.substr(0, 256);
  for (size_t i = 0; i + mark.size() <= text.size(); ++i)
    if (begins(text.substr(i), mark)) return true;
  return false;
}

bool matches(const Fingerprint& f, const parse::SipMessage& m) {
  switch (f.place) {
    case Place::agent:
      return begins(m.agent, f.mark);
    case Place::display:
      return begins(m.from.display, f.mark) || begins(m.to.display, f.mark);
    case Place::user:
      return m.from.uri.user.size() == f.mark.size() && begins(m.from.uri.user, f.mark);
    case Place::web:
      return false;
  }
  return false;
}

int nibble(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

// SIPVicious (svhelper.py, createTag) writes into its From tag, in hexadecimal, the target or the name that
// it tries, then 0x01 (older: nothing), then a random number in digits: whatever its User-Agent says, the tag
// gives it away.
constexpr Fingerprint kHexTag{Place::agent, "", "SIPVicious", "svhelper.py, createTag", "2012-03"};

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

std::span<const Fingerprint> fingerprints() { return kFingerprints; }

const Fingerprint* find_fingerprint(const parse::SipMessage& request) {
  for (const Fingerprint& f : kFingerprints)
    if (matches(f, request)) return &f;
  return is_hex_tag(request) ? &kHexTag : nullptr;
}

const Fingerprint* find_http_fingerprint(std::string_view user_agent) {
  for (const Fingerprint& f : kFingerprints)
    if (f.place == Place::web && contains(user_agent, f.mark)) return &f;
  return nullptr;
}

}  // namespace denwaban::track::wire
