// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/crash_patterns.h"

#include <algorithm>
#include <array>

namespace denwaban::track::wire {
namespace {

using parse::Deviation;
using parse::SipHeaderName;
using parse::SipMessage;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool all_digits(std::string_view text) { return std::all_of(text.begin(), text.end(), is_digit); }
char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; }

bool begins(std::string_view text, std::string_view lower_word) {
  return text.size() >= lower_word.size() && std::equal(lower_word.begin(), lower_word.end(), text.begin(),
                                                        [](char a, char b) { return a == lower(b); });
}

size_t longest_digits(std::string_view text) {
  size_t longest = 0, run = 0;
  for (char c : text) longest = std::max(longest, run = is_digit(c) ? run + 1 : 0);
  return longest;
}

// Calls f(line) for each line of a body until it answers true.
template <class F>
bool any_line(std::string_view body, F&& f) {
  while (!body.empty()) {
    size_t end = std::min(body.find('\n'), body.size());
    std::string_view line = body.substr(0, end);
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    if (f(line)) return true;
    body.remove_prefix(std::min(end + 1, body.size()));
  }
  return false;
}

bool is_sdp(const SipMessage& m) { return begins(m.content_type, "application/sdp"); }

bool many_accepts(const SipMessage& m) {
  if (m.method != SipMethod::subscribe) return false;
  auto accepts = std::count_if(m.headers().begin(), m.headers().end(),
                               [](const parse::SipHeader& h) { return h.id == SipHeaderName::accept; });
  return accepts > 32;
}

// `m=audio 4000 RTP/AVP x`: in RTP's profiles a format is the number of a payload type.
bool bad_media_format(const SipMessage& m) {
  if (!is_sdp(m)) return false;
  return any_line(m.body, [](std::string_view line) {
    if (!line.starts_with("m=")) return false;
    size_t profile = line.find(" RTP/");
    if (profile == line.npos) return false;
    size_t formats = line.find(' ', profile + 1);
    if (formats == line.npos) return false;
    std::string_view rest = line.substr(formats + 1);
    return rest.find_first_not_of("0123456789 ") != rest.npos;
  });
}

// `a=fmtp:` names a payload type first.
bool bad_fmtp(const SipMessage& m) {
  if (!is_sdp(m)) return false;
  return any_line(m.body, [](std::string_view line) {
    if (!line.starts_with("a=fmtp")) return false;
    if (!line.starts_with("a=fmtp:")) return true;
    std::string_view number = line.substr(7, std::min(line.find(' ', 7), line.size()) - 7);
    return number.empty() || number.size() > 3 || !all_digits(number);
  });
}

bool branchless_with_long_method(const SipMessage& m) {
  return !m.vias().empty() && m.vias().front().branch.empty() && m.cseq.method_text.size() > 64;
}

bool multipart_without_boundary(const SipMessage& m) {
  if (!begins(m.content_type, "multipart/") || m.body.empty()) return false;
  return m.boundary.empty() || m.body.find(m.boundary) == m.body.npos;
}

bool no_contact(const SipMessage& m) {
  return (m.method == SipMethod::invite || m.method == SipMethod::subscribe) && m.to.tag.empty() &&
         m.contact_count == 0 && !m.has(SipHeaderName::contact);
}

bool long_contact(const SipMessage& m) {
  return m.method == SipMethod::register_ &&
         std::any_of(m.contacts().begin(), m.contacts().end(),
                     [](const parse::NameAddr& contact) { return contact.uri.text.size() > 1'024; });
}

bool half_bracketed_contact(const SipMessage& m) {
  if (!m.has(SipHeaderName::contact)) return false;
  std::string_view value = m.value_of(SipHeaderName::contact);
  size_t close = value.find('>');
  return close != value.npos && value.substr(0, close).find('<') == value.npos &&
         value.substr(0, close).find('"') == value.npos;
}

bool long_numbers(const SipMessage& m) {
  constexpr size_t kDigits = 32;  // the largest number of any such field has ten
  return longest_digits(m.value_of(SipHeaderName::cseq)) > kDigits ||
         longest_digits(m.value_of(SipHeaderName::content_length)) > kDigits ||
         (m.deviations.has(Deviation::number_overflow) &&
          longest_digits(m.value_of(SipHeaderName::max_forwards)) > kDigits);
}

bool control_byte_before_colon(const SipMessage& m) {
  if (!m.deviations.has(Deviation::bad_header_name)) return false;
  return std::any_of(m.headers().begin(), m.headers().end(), [](const parse::SipHeader& h) {
    size_t last = h.name.find_last_not_of(" \t");
    return last != h.name.npos && last > 0 && static_cast<unsigned char>(h.name[last]) < 0x20;
  });
}

bool timer_without_number(const SipMessage& m) {
  if (m.method != SipMethod::invite || !m.has(SipHeaderName::session_expires)) return false;
  std::string_view value = m.value_of(SipHeaderName::session_expires);
  return value.empty() || !is_digit(value[0]);
}

bool dotted_host(const SipMessage& m) {
  auto dotted = [](std::string_view host) { return host.starts_with(".1") || host.starts_with("[.1"); };
  if (std::any_of(m.contacts().begin(), m.contacts().end(),
                  [&](const parse::NameAddr& contact) { return dotted(contact.uri.host); }))
    return true;
  if (!m.has(SipHeaderName::record_route)) return false;
  parse::DeviationSet ignored;
  return dotted(parse::parse_name_addr(m.value_of(SipHeaderName::record_route), ignored).uri.host);
}

bool long_message_account(const SipMessage& m) {
  constexpr size_t kLong = 256;
  if (m.method != SipMethod::notify || !begins(m.content_type, "application/simple-message-summary"))
    return false;
  return any_line(
      m.body, [](std::string_view line) { return begins(line, "message-account") && line.size() > kLong; });
}

bool nul_in_from(const SipMessage& m) {
  return m.deviations.has(Deviation::nul_byte) && (m.from.display.find('\0') != std::string_view::npos ||
                                                   m.from.uri.text.find('\0') != std::string_view::npos);
}

constexpr auto kPatterns = std::to_array<CrashPattern>({
    {"AST-2009-005", "chan_sip", "1.2.34, 1.4.26.1, 1.6.0.12, 1.6.1.4",
     "a number of more than 32 digits in CSeq or Content-Length", "the project's advisory, CVE-2009-2726",
     "2009-08", long_numbers},
    {"AST-2011-009", "chan_sip", "1.8.4.3", "a Contact with > and no <", "the project's advisory", "2011-06",
     half_bracketed_contact},
    {"AST-2014-002", "chan_sip", "1.8.26.1, 11.8.1, 12.1.1", "an INVITE whose Session-Expires is no number",
     "the project's advisory", "2014-03", timer_without_number},
    {"AST-2016-004", "chan_pjsip", "13.8.1", "a REGISTER with a Contact beyond 1,024 bytes",
     "the project's advisory", "2016-04", long_contact},
    {"AST-2016-009", "chan_sip", "11.25.1, 13.13.1, 14.2.1",
     "a control byte between a header's name and its colon", "the project's advisory, CVE-2016-9938",
     "2016-12", control_byte_before_colon},
    {"AST-2017-002", "pjproject", "13.15.1, 14.4.1",
     "no branch in the Via, and a method of more than 64 bytes in CSeq",
     "the project's advisory, CVE-2017-9372", "2017-05", branchless_with_long_method},
    {"AST-2017-003", "pjproject", "13.15.1, 14.4.1", "a multipart body without its boundary",
     "the project's advisory, CVE-2017-9359", "2017-05", multipart_without_boundary},
    {"AST-2017-014", "chan_pjsip", "13.18.5, 14.7.5, 15.1.5", "an INVITE or SUBSCRIBE without Contact",
     "the project's advisory, CVE-2017-17850", "2017-12", no_contact},
    {"AST-2018-002", "chan_pjsip", "13.19.2, 14.7.6, 15.2.2",
     "an RTP media line with a format that is no number", "the project's advisory", "2018-02",
     bad_media_format},
    {"AST-2018-003", "chan_pjsip", "13.19.2, 14.7.6, 15.2.2", "an fmtp attribute without a payload type",
     "the project's advisory", "2018-02", bad_fmtp},
    {"AST-2018-004", "res_pjsip_pubsub", "13.19.2, 14.7.6, 15.2.2",
     "a SUBSCRIBE with more than 32 Accept headers", "the project's advisory, CVE-2018-7284", "2018-02",
     many_accepts},
    {"GHSA-v428-g3cw-7hv9", "res_resolver_unbound", "18.24.3, 20.9.3, 21.4.3, 22.0.0",
     "a host that begins with .1 in Contact or Record-Route", "ChangeLogs of these releases, CVE-2024-42491",
     "2024-09", dotted_host},
    {"GHSA-2grh-7mhv-fcfw", "chan_pjsip", "18.26.2, 20.14.1, 21.9.1, 22.4.1", "a NUL byte in From",
     "ChangeLogs of these releases, CVE-2025-47779", "2025-05", nul_in_from},
    {"GHSA-589g-qgf8-m6mx", "res_pjsip_pubsub", "20.20.1, 21.12.3, 22.10.1, 23.4.1",
     "a NOTIFY about mailboxes whose Message-Account exceeds 256 bytes", "ChangeLogs of these releases",
     "2026-07", long_message_account},
});

}  // namespace

std::span<const CrashPattern> crash_patterns() { return kPatterns; }

const CrashPattern* find_crash_pattern(const SipMessage& request) {
  for (const CrashPattern& pattern : kPatterns)
    if (pattern.matches(request)) return &pattern;
  return nullptr;
}

}  // namespace denwaban::track::wire
