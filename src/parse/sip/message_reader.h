// SPDX-License-Identifier: GPL-3.0-or-later
// Reads one message, in two ways that give the same result. The careful one takes any bytes and is the
// grammar. The quick one takes heads that have an index (head_index.h), which nearly all have, and what it
// recognises there at a glance; each field that looks otherwise it hands to the careful one, and it may give
// up the whole message. Tests and a fuzzer compare the two.
#pragma once

#include "parse/sip/fields.h"
#include "parse/sip/header_name.h"
#include "parse/sip/lines.h"
#include "parse/sip/quick_fields.h"

namespace denwaban::parse {

class SipMessageReader {
 public:
  SipMessageReader(std::string_view bytes, SipMessage& message)
      : begin_(bytes.data()), limit_(bytes.data() + bytes.size()), m_(message), found_(message.deviations) {}

  SipReading read_carefully();
  // Nothing when it gives up; the message is in no useful state then.
  std::optional<SipReading> read_quickly();

 private:
  void reset();
  void headers(sip::LineReader& lines);
  void header(const char* begin, const char* end);
  void keep(std::string_view name, std::string_view value, SipHeaderName id);
  bool first_of(SipHeaderName id);
  void field(SipHeaderName id, sip::Cursor c);
  void address(SipHeaderName id, sip::Cursor c);
  void contacts(sip::Cursor c);
  void vias(sip::Cursor c);
  void credentials(Digest::Kind kind, sip::Cursor c);
  void cseq(sip::Cursor c);
  void content_length(sip::Cursor c);
  void content_type(sip::Cursor c);
  void finish();
  void missing();
  void body();

  bool quick_header(const sip::HeadIndex& index, size_t at, size_t end);
  bool quick_field(SipHeaderName id, const sip::HeadIndex& index, size_t at, size_t end);
  bool quick_credentials(Digest::Kind kind, const sip::QuickFields& fields, size_t at, size_t end);

  static constexpr uint64_t bit(SipHeaderName name) { return uint64_t{1} << static_cast<unsigned>(name); }
  static const uint64_t kSingle;

  const char* begin_;
  const char* limit_;
  SipMessage& m_;
  DeviationSet& found_;
};

constexpr uint64_t SipMessageReader::kSingle =
    bit(SipHeaderName::from) | bit(SipHeaderName::to) | bit(SipHeaderName::call_id) |
    bit(SipHeaderName::cseq) | bit(SipHeaderName::max_forwards) | bit(SipHeaderName::content_length) |
    bit(SipHeaderName::content_type) | bit(SipHeaderName::user_agent) | bit(SipHeaderName::server) |
    bit(SipHeaderName::expires) | bit(SipHeaderName::subject) | bit(SipHeaderName::date) |
    bit(SipHeaderName::event) | bit(SipHeaderName::refer_to);

inline void SipMessageReader::keep(std::string_view name, std::string_view value, SipHeaderName id) {
  if (m_.header_count < SipMessage::kHeadersMax)
    m_.headers_[m_.header_count] = {name, value, id};
  else
    found_.add(Deviation::too_many_headers);
  ++m_.header_count;
}

// False for a further one of those that stand once (section 7.3.1 and table 2): the first counts.
// Content-Length is compared.
inline bool SipMessageReader::first_of(SipHeaderName id) {
  bool repeated = (m_.seen_ & kSingle & bit(id)) != 0;
  m_.seen_ |= bit(id);
  if (!repeated) return true;
  found_.add(Deviation::repeated_header);
  return id == SipHeaderName::content_length;
}

// By the careful way alone: what parse_sip_message() must agree with.
SipReading parse_sip_message_carefully(std::string_view bytes, SipMessage& message);

}  // namespace denwaban::parse
