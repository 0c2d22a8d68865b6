// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip/message_reader.h"
#include "parse/sip/quick_fields.h"

namespace denwaban::parse {

using namespace sip;

namespace {

bool is_pair(const char* at, char first, char second) {
  uint16_t pair;
  std::memcpy(&pair, at, sizeof pair);
  return pair == std::bit_cast<uint16_t>(std::array<char, 2>{first, second});
}

}  // namespace

std::optional<SipReading> SipMessageReader::read_quickly() {
  HeadIndex index;
  if (!index.build(view(begin_, limit_))) return std::nullopt;
  // A line ends in CR LF, and there is room for an empty one behind it.
  auto is_line = [&](size_t end) { return end + 3 < index.size() && is_pair(begin_ + end, '\r', '\n'); };
  size_t end = index.line_end(0);
  if (end == 0 || !is_line(end)) return std::nullopt;
  reset();
  if (!QuickFields(index, begin_).start_line(end, m_)) {
    reset();
    if (!read_start_line({begin_, begin_ + end, limit_}, m_)) return std::nullopt;
  }
  size_t at = end + 2;
  for (; (end = index.line_end(at)) != at; at = end + 2)
    if (!is_line(end) || !quick_header(index, at, end)) return std::nullopt;
  if (!is_pair(begin_ + at, '\r', '\n')) return std::nullopt;
  m_.head = {begin_, at + 2};
  finish();
  return m_.reading;
}

// False when it follows a folded line.
[[gnu::always_inline]] inline bool SipMessageReader::quick_header(const HeadIndex& index, size_t at,
                                                                  size_t end) {
  const char* const text = begin_;
  size_t colon = index.mark(at), value = colon + 2;
  // Nothing is before the colon but a name, no space behind the value, and the value is not empty.
  if (is_pair(text + colon, ':', ' ') && colon != at && text[end - 1] != ' ') [[likely]] {
    while (text[value] == ' ') ++value;
    std::string_view name(text + at, colon - at);
    SipHeaderName id = header_name_behind_line(name);
    keep(name, {text + value, end - value}, id);
    if (id != SipHeaderName::other && first_of(id) && !quick_field(id, index, value, end))
      field(id, {text + value, text + end, limit_});
    return true;
  }
  if (text[at] == ' ') return false;
  header(text + at, text + end);
  return true;
}

// False, and nothing written that a careful reader does not write again.
[[gnu::always_inline]] inline bool SipMessageReader::quick_field(SipHeaderName id, const HeadIndex& index,
                                                                 size_t at, size_t end) {
  const QuickFields fields(index, begin_);
  uint32_t number = 0;
  switch (id) {
    case SipHeaderName::via:
      if (m_.via_count >= SipMessage::kViasMax || !fields.via(at, end, m_.vias_[m_.via_count])) return false;
      ++m_.via_count;
      return true;
    case SipHeaderName::from:
      return fields.name_addr(at, end, m_.from);
    case SipHeaderName::to:
      return fields.name_addr(at, end, m_.to);
    case SipHeaderName::contact: {
      if (m_.contact_count >= SipMessage::kContactsMax) return false;
      NameAddr& out = m_.contacts_[m_.contact_count];
      if (!fields.name_addr(at, end, out)) return false;
      if (out.expires.data() != nullptr && read_number(out.expires, number) != Number::good) return false;
      ++m_.contact_count;
      return true;
    }
    case SipHeaderName::call_id:
      m_.call_id = view(begin_ + at, begin_ + end);
      return index.stop(at) == end;
    case SipHeaderName::cseq:
      return fields.cseq(at, end, m_.cseq);
    case SipHeaderName::max_forwards:
      if (!fields.number(at, end, number) || number > 255) return false;
      m_.max_forwards = number;
      return true;
    case SipHeaderName::expires:
      if (!fields.number(at, end, number)) return false;
      m_.expires = number;
      return true;
    case SipHeaderName::content_length:
      if (m_.content_length || !fields.number(at, end, number)) return false;
      m_.content_length = number;
      return true;
    case SipHeaderName::content_type:
      m_.content_type = view(begin_ + at, begin_ + end);
      return index.stop(at) == end;
    case SipHeaderName::authorization:
      return quick_credentials(Digest::Kind::authorization, fields, at, end);
    case SipHeaderName::proxy_authorization:
      return quick_credentials(Digest::Kind::proxy_authorization, fields, at, end);
    case SipHeaderName::www_authenticate:
      return quick_credentials(Digest::Kind::www_authenticate, fields, at, end);
    case SipHeaderName::proxy_authenticate:
      return quick_credentials(Digest::Kind::proxy_authenticate, fields, at, end);
    case SipHeaderName::user_agent:
      m_.agent = view(begin_ + at, begin_ + end);
      return true;
    case SipHeaderName::server:
      if (!m_.has(SipHeaderName::user_agent)) m_.agent = view(begin_ + at, begin_ + end);
      return true;
    case SipHeaderName::date:
      return false;
    default:
      return true;
  }
}

bool SipMessageReader::quick_credentials(Digest::Kind kind, const QuickFields& fields, size_t at,
                                         size_t end) {
  if (m_.credential_count >= SipMessage::kCredentialsMax) return false;
  if (!fields.digest(at, end, kind, m_.credentials_[m_.credential_count])) return false;
  ++m_.credential_count;
  return true;
}

}  // namespace denwaban::parse
