// SPDX-License-Identifier: GPL-3.0-or-later
// One SIP message, read without copying and without allocating.
//
// RFC 3261 with compact forms (7.3.3), folding (7.3.1), several values on one line or on several, IPv6
// references and Digest (RFC 7616). The parser is tolerant: it reads what it can, says in `deviations` what
// was wrong, and stops at nothing. Time is linear in the length of the message, memory is this one object:
// what it has no room for is counted.
//
// Meant to be kept and filled again for each message: only what the last message wrote is reset.
#pragma once

#include <array>
#include <optional>
#include <span>

#include "parse/sip_values.h"

namespace denwaban::parse {

enum class SipReading : uint8_t {
  request,
  response,
  keep_alive,  // only CR, LF and NUL bytes: RFC 5626 section 3.5.1, and what phones send to keep a NAT open
  not_sip,     // nothing else was written
};

// Names that we know, compact forms included. `other`: any other one.
enum class SipHeaderName : uint8_t {
  other,
  via,
  from,
  to,
  call_id,
  cseq,
  contact,
  max_forwards,
  content_length,
  content_type,
  authorization,
  proxy_authorization,
  www_authenticate,
  proxy_authenticate,
  user_agent,
  server,
  expires,
  route,
  record_route,
  allow,
  supported,
  require,
  proxy_require,
  unsupported,
  event,
  subject,
  date,
  warning,
  retry_after,
  refer_to,
  referred_by,
  p_asserted_identity,
  p_preferred_identity,
  remote_party_id,
  diversion,
  identity,
  privacy,
  reason,
  accept,
  min_expires,
  session_expires,
  content_encoding,
  allow_events,
  organization,
  path,
  replaces,
  timestamp,
  subscription_state,
};

struct SipHeader {
  std::string_view name;   // as written
  std::string_view value;  // without the white space around it; folds inside stay
  SipHeaderName id = SipHeaderName::other;
};

class SipMessage {
 public:
  static constexpr size_t kHeadersMax = 64;
  static constexpr size_t kViasMax = 8;
  static constexpr size_t kContactsMax = 4;
  static constexpr size_t kCredentialsMax = 4;
  static constexpr size_t kLineLengthMax = 4096;

  // Start line. For a request method, method_text and uri; for a response status and reason.
  SipReading reading = SipReading::not_sip;
  SipMethod method = SipMethod::unknown;  // `other` for ACK, BYE, CANCEL …: see method_text
  uint16_t status = 0;
  std::string_view method_text;
  std::string_view version;  // `SIP/2.0`
  std::string_view reason;
  SipUri uri;

  // The first of each; empty when there is none.
  NameAddr from, to;
  std::string_view call_id;
  CSeq cseq;
  std::string_view agent;         // User-Agent, else Server
  std::string_view content_type;  // `application/sdp`, without parameters
  std::string_view boundary;      // of a multipart type
  std::optional<uint32_t> max_forwards, expires, content_length;

  std::string_view head;  // start line and headers, with the empty line
  std::string_view body;  // as long as Content-Length says and there is
  DeviationSet deviations;

  bool is_request() const { return reading == SipReading::request; }
  bool is_response() const { return reading == SipReading::response; }
  std::span<const SipHeader> headers() const { return {headers_.data(), kept(header_count, kHeadersMax)}; }
  std::span<const Via> vias() const { return {vias_.data(), kept(via_count, kViasMax)}; }
  std::span<const NameAddr> contacts() const { return {contacts_.data(), kept(contact_count, kContactsMax)}; }
  std::span<const Digest> credentials() const {
    return {credentials_.data(), kept(credential_count, kCredentialsMax)};
  }
  // How many the message holds, those beyond the room for them included.
  uint32_t header_count = 0, via_count = 0, contact_count = 0, credential_count = 0;

  bool has(SipHeaderName name) const { return (seen_ >> static_cast<unsigned>(name) & 1) != 0; }
  // The first header of that name; an empty view when there is none. has() tells an empty one from none.
  std::string_view value_of(SipHeaderName name) const;

 private:
  friend class SipMessageReader;
  static size_t kept(uint32_t count, size_t max) { return count < max ? count : max; }
  uint64_t seen_ = 0;
  std::array<SipHeader, kHeadersMax> headers_;
  std::array<Via, kViasMax + 1> vias_;  // the last is for those that there is no room for
  std::array<NameAddr, kContactsMax + 1> contacts_;
  std::array<Digest, kCredentialsMax> credentials_;
};

// Reads a datagram, or one message that SipStream has cut out. Any bytes may come.
SipReading parse_sip_message(std::string_view bytes, SipMessage& message);

// The parts of a multipart body (RFC 2046 section 5.1), one a call: cuts the next one off `rest`, head and
// body with the empty line between them. Nothing when there is no further one.
std::optional<std::string_view> next_part(std::string_view& rest, std::string_view boundary);

}  // namespace denwaban::parse
