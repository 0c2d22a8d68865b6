// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/sip_marks.h"

#include <algorithm>

namespace denwaban::track::wire {
namespace {

bool is_hex(std::string_view text) {
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

bool is_uuid(std::string_view tag) {
  if (tag.size() != 36) return false;
  for (size_t i = 0; i < tag.size(); ++i)
    if ((tag[i] == '-') != (i == 8 || i == 13 || i == 18 || i == 23)) return false;
  return true;
}

bool is_pjsip_nonce(std::string_view nonce) {
  size_t slash = nonce.find('/');
  return slash != std::string_view::npos && slash >= 9 && slash <= 12 && nonce.size() == slash + 33 &&
         is_hex(nonce.substr(slash + 1)) && is_hex(nonce.substr(0, slash));
}

}  // namespace

Service service_of(const parse::SipMessage& response) {
  for (const parse::Digest& digest : response.credentials()) {
    if (!digest.is_challenge()) continue;
    if (is_pjsip_nonce(digest.nonce)) return Service::pjsip;
    if (digest.nonce.size() == 8 && is_hex(digest.nonce)) return Service::sip;
  }
  std::string_view tag = response.to.tag;
  if (tag.size() == 10 && tag.starts_with("as") && is_hex(tag.substr(2))) return Service::sip;
  return is_uuid(tag) ? Service::pjsip : Service::unknown;
}

bool is_broken(parse::DeviationSet deviations) {
  using enum parse::Deviation;
  for (parse::Deviation grave :
       {bad_start_line, bad_method, unknown_version, bad_status_code, nul_byte, overlong_line, missing_from,
        missing_to, missing_via, missing_call_id, missing_cseq, bad_cseq, negative_number, number_overflow,
        content_length_conflict, too_many_headers})
    if (deviations.has(grave)) return true;
  return false;
}

bool is_quiet_junk(std::string_view bytes) {
  if (bytes.size() <= 4) return true;
  bool stun =
      bytes.size() >= 20 && static_cast<uint8_t>(bytes[0]) < 4 && bytes.substr(4, 4) == "\x21\x12\xa4\x42";
  return stun || bytes.find_first_not_of(std::string_view("\0\r\n\t ", 5)) == std::string_view::npos;
}

}  // namespace denwaban::track::wire
