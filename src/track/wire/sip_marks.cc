// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/sip_marks.h"

#include <algorithm>

#include "parse/nonces.h"

namespace denwaban::track::wire {
namespace {

using parse::is_chan_sip_nonce, parse::is_hex, parse::is_pjsip_nonce;

bool is_uuid(std::string_view tag) {
  if (tag.size() != 36) return false;
  for (size_t i = 0; i < tag.size(); ++i)
    if ((tag[i] == '-') != (i == 8 || i == 13 || i == 18 || i == 23)) return false;
  return true;
}

// pjlib prints at most so many bytes in one piece (PJ_LOG_MAX_SIZE).
constexpr size_t kPrintedMax = 4'096;

// "NOTICE[12345]" and the like.
bool holds_log_line(std::string_view text) {
  for (size_t at = text.find('['); at != text.npos && at + 1 < text.size(); at = text.find('[', at + 1)) {
    if (text[at + 1] < '0' || text[at + 1] > '9') continue;
    for (std::string_view level : {"NOTICE", "WARNING", "SECURITY", "ERROR"})
      if (text.substr(0, at).ends_with(level)) return true;
  }
  return false;
}

// What stands between the words of Asterisk's records, or a line break as a URI writes it.
bool quotes_log(std::string_view name) {
  if (name.find_first_of("'\"%") == name.npos) return false;
  for (std::string_view words : {"' failed for '", "RemoteAddress=", "' rejected because", "%0a", "%0A", "%0d", "%0D"})
    if (name.find(words) != name.npos) return true;
  return false;
}

}  // namespace

Service service_of(const parse::SipMessage& response) {
  for (const parse::Digest& digest : response.credentials()) {
    if (!digest.is_challenge()) continue;
    if (is_pjsip_nonce(digest.nonce)) return Service::pjsip;
    if (is_chan_sip_nonce(digest.nonce)) return Service::sip;
  }
  std::string_view tag = response.to.tag;
  if (tag.size() == 10 && tag.starts_with("as") && is_hex(tag.substr(2))) return Service::sip;
  return is_uuid(tag) ? Service::pjsip : Service::unknown;
}

bool could_make(Service service, std::string_view nonce) {
  bool sip = service != Service::pjsip && is_chan_sip_nonce(nonce);
  return sip || (service != Service::sip && is_pjsip_nonce(nonce));
}

Flaw flaw_of(parse::DeviationSet deviations) {
  using enum parse::Deviation;
  auto any = [&](std::initializer_list<parse::Deviation> some) {
    return std::any_of(some.begin(), some.end(), [&](parse::Deviation d) { return deviations.has(d); });
  };
  if (any({nul_byte})) return Flaw::control_bytes;
  if (any({bad_start_line, bad_method, unknown_version, bad_status_code})) return Flaw::start_line;
  if (any({missing_from, missing_to, missing_via, missing_call_id, missing_cseq})) return Flaw::missing_header;
  if (any({bad_cseq, negative_number, number_overflow, content_length_conflict})) return Flaw::bad_number;
  return any({overlong_line, too_many_headers}) ? Flaw::overlong : Flaw::none;
}

bool writes_log(const parse::SipMessage& m, std::string_view bytes) {
  if (m.method == SipMethod::message) return false;
  std::string_view behind = bytes.substr(std::min(m.head.size(), bytes.size())).substr(0, kPrintedMax);
  return holds_log_line(behind) || quotes_log(m.call_id) || quotes_log(m.from.display) ||
         quotes_log(m.from.uri.user) || quotes_log(m.to.uri.user) || quotes_log(m.uri.user);
}

bool is_quiet_junk(std::string_view bytes) {
  if (bytes.size() <= 4) return true;
  bool stun =
      bytes.size() >= 20 && static_cast<uint8_t>(bytes[0]) < 4 && bytes.substr(4, 4) == "\x21\x12\xa4\x42";
  return stun || bytes.find_first_not_of(std::string_view("\0\r\n\t ", 5)) == std::string_view::npos;
}

}  // namespace denwaban::track::wire
