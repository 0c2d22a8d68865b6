// SPDX-License-Identifier: GPL-3.0-or-later
// In what a SIP message departs from RFC 3261. A deviation never stops the parser: crude tools send such
// messages, an exchange may answer them all the same, and how a message is wrong tells who wrote it.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace denwaban::parse {

enum class Deviation : uint8_t {
  // start line, RFC 3261 section 7.1, 7.2
  empty_lines_first,    // CRLFs before the start line (7.5 lets them pass over streams)
  bad_start_line,       // not three parts
  start_line_spaces,    // other than one space between the parts, or some around them
  bad_method,           // not a token
  unknown_version,      // SIP, but not 2.0
  bad_status_code,      // not three digits, or outside of 100..699
  bad_request_uri,      // bytes that a URI cannot hold, <> around it, or nothing
  request_uri_headers,  // `?` part in the Request-URI (19.1.1)
  // lines and bytes of the header, section 7.3, 7.5, 25.1
  line_feed_only,
  bare_carriage_return,
  nul_byte,
  control_byte,  // other than TAB
  bad_utf8,
  overlong_line,  // more than SipMessage::kLineLengthMax bytes, folded lines counted as one
  no_header_end,  // no empty line
  empty_header_name,
  bad_header_name,  // not a token
  no_colon,
  too_many_headers,   // more than SipMessage keeps
  too_many_values,    // more Vias, contacts or credentials than SipMessage keeps
  repeated_header,    // one that may stand only once
  folded_first_line,  // the header begins with a continuation
  // what must be there, section 8.1.1
  missing_from,
  missing_to,
  missing_via,
  missing_call_id,
  missing_cseq,
  missing_max_forwards,
  missing_contact,  // INVITE
  missing_from_tag,
  missing_branch,  // of the topmost Via, or without z9hG4bK: RFC 2543
  // fields
  bad_from,
  bad_to,
  bad_contact,
  bad_via,
  unknown_transport,  // of a Via
  bad_call_id,
  bad_cseq,
  cseq_method_mismatch,
  bad_max_forwards,
  bad_expires,
  bad_content_length,
  content_length_conflict,  // several that differ
  missing_content_type,     // a body without
  bad_date,
  negative_number,
  number_overflow,
  // addresses, section 19.1, 20.10, 25.1
  unknown_scheme,
  bad_uri,
  bad_escape,  // `%` without two hexadecimal digits
  bad_host,
  unbracketed_ipv6,
  bad_port,
  spaces_in_uri,
  bad_display_name,     // neither tokens nor quoted
  unbracketed_address,  // `?` or `,` in an address without <>
  unbalanced_bracket,
  unterminated_quote,
  bad_parameter,
  // authentication, RFC 3261 section 22, 25.1; RFC 7616
  unknown_auth_scheme,
  bad_digest,
  missing_digest_parameter,
  // body, section 18.3
  body_truncated,  // Content-Length says more than there is
  body_excess,     // … less than there is
};
constexpr size_t kDeviations = static_cast<size_t>(Deviation::body_excess) + 1;
static_assert(kDeviations <= 64);

class DeviationSet {
 public:
  constexpr void add(Deviation deviation) { bits_ |= bit(deviation); }
  constexpr void add_if(bool condition, Deviation deviation) {
    if (condition) [[unlikely]]
      add(deviation);
  }
  constexpr void merge(DeviationSet others) { bits_ |= others.bits_; }
  constexpr bool has(Deviation deviation) const { return (bits_ & bit(deviation)) != 0; }
  constexpr bool empty() const { return bits_ == 0; }
  constexpr size_t size() const { return static_cast<size_t>(std::popcount(bits_)); }
  constexpr uint64_t bits() const { return bits_; }
  constexpr DeviationSet without(DeviationSet others) const {
    DeviationSet rest;
    rest.bits_ = bits_ & ~others.bits_;
    return rest;
  }
  template <class Visitor>
  void for_each(Visitor visit) const {
    for (uint64_t rest = bits_; rest != 0; rest &= rest - 1)
      visit(static_cast<Deviation>(std::countr_zero(rest)));
  }
  friend constexpr bool operator==(DeviationSet, DeviationSet) = default;

 private:
  static constexpr uint64_t bit(Deviation deviation) {
    return uint64_t{1} << static_cast<unsigned>(deviation);
  }
  uint64_t bits_ = 0;
};

// Its name as above: stable, fit for data files and JSON.
std::string_view deviation_name(Deviation deviation);

}  // namespace denwaban::parse
