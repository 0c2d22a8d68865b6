// SPDX-License-Identifier: GPL-3.0-or-later
// The message as a whole: its lines are found, each header is named and read by its own grammar, and in the
// end it is asked what is missing and where the body ends.
#include <algorithm>

#include "parse/sip/message_reader.h"

namespace denwaban::parse {

using namespace sip;

namespace {

// z9hG4bK, in any case, and something behind it.
bool has_cookie(std::string_view branch) {
  auto word = [](uint32_t first, uint32_t last) { return first | uint64_t{last} << 32; };
  return branch.size() > 7 && lower8(word(load4(branch.data()), load4(branch.data() + 3))) ==
                                  (word8("z9hg") | word8("g4bk") << 32);
}

}  // namespace

// What a header would have written is reset by missing() when there was none.
void SipMessageReader::reset() {
  m_.reading = SipReading::not_sip;
  m_.method = SipMethod::unknown;
  m_.status = 0;
  m_.method_text = m_.version = m_.reason = m_.call_id = m_.agent = m_.content_type = m_.boundary = {};
  m_.max_forwards = m_.expires = m_.content_length = std::nullopt;
  m_.deviations = {};
  m_.header_count = m_.via_count = m_.contact_count = m_.credential_count = 0;
  m_.seen_ = 0;
}

SipReading SipMessageReader::read_carefully() {
  const char* at = begin_;
  while (at < limit_ && (*at == '\r' || *at == '\n' || *at == 0)) ++at;
  if (at == limit_) return begin_ == limit_ ? SipReading::not_sip : SipReading::keep_alive;
  LineReader lines(at, limit_);
  const char *line = nullptr, *end = nullptr;
  lines.next(line, end);
  reset();
  bool with_return = lines.feed() && end > line && end[-1] == '\r';
  if (with_return) --end;
  if (!read_start_line({line, end, limit_}, m_)) return SipReading::not_sip;
  found_.add_if(at != begin_, Deviation::empty_lines_first);
  found_.add_if(lines.feed() && !with_return, Deviation::line_feed_only);
  found_.add_if(static_cast<size_t>(end - line) > SipMessage::kLineLengthMax, Deviation::overlong_line);
  headers(lines);
  m_.head = view(at, lines.rest());
  if (lines.unusual()) [[unlikely]]
    examine_bytes(m_.head, found_);
  finish();
  return m_.reading;
}

void SipMessageReader::finish() {
  if (m_.is_response()) clear(m_.uri);
  missing();
  body();
}

void SipMessageReader::headers(LineReader& lines) {
  const char *begin = nullptr, *end = nullptr;
  found_.add_if(lines.continues(), Deviation::folded_first_line);
  bool feeds_only = false;
  while (lines.next(begin, end)) {
    bool with_return = end > begin && end[-1] == '\r';
    feeds_only |= lines.feed() && !with_return;
    const char* text_end = end - with_return;
    if (text_end == begin) {
      found_.add_if(feeds_only, Deviation::line_feed_only);
      found_.add_if(!lines.feed(), Deviation::no_header_end);
      return;
    }
    const char* ignored = nullptr;
    while (lines.continues()) {
      lines.next(ignored, end);
      with_return = end > ignored && end[-1] == '\r';
      feeds_only |= lines.feed() && !with_return;
    }
    header(begin, end - with_return);
  }
  found_.add_if(feeds_only, Deviation::line_feed_only);
  found_.add(Deviation::no_header_end);
}

void SipMessageReader::header(const char* begin, const char* end) {
  found_.add_if(static_cast<size_t>(end - begin) > SipMessage::kLineLengthMax, Deviation::overlong_line);
  const char* colon = find_first<':'>({begin, end, limit_});
  if (colon == end) {
    found_.add(Deviation::no_colon);
    return;
  }
  const char* name_end = colon;
  while (name_end > begin && is(name_end[-1], kSpace)) --name_end;
  std::string_view name = view(begin, name_end);
  std::string_view value = trimmed(colon + 1, end);
  SipHeaderName id = name.empty() ? SipHeaderName::other : header_name_of(name, limit_);
  if (id == SipHeaderName::other) {
    found_.add_if(name.empty(), Deviation::empty_header_name);
    found_.add_if(!all(name, kToken), Deviation::bad_header_name);
  }
  keep(name, value, id);
  if (id != SipHeaderName::other && first_of(id))
    field(id, {value.data(), value.data() + value.size(), limit_});
}

void SipMessageReader::field(SipHeaderName id, Cursor c) {
  uint32_t number = 0;
  switch (id) {
    case SipHeaderName::via:
      return vias(c);
    case SipHeaderName::contact:
      return contacts(c);
    case SipHeaderName::content_length:
      return content_length(c);
    case SipHeaderName::authorization:
      return credentials(Digest::Kind::authorization, c);
    case SipHeaderName::proxy_authorization:
      return credentials(Digest::Kind::proxy_authorization, c);
    case SipHeaderName::www_authenticate:
      return credentials(Digest::Kind::www_authenticate, c);
    case SipHeaderName::proxy_authenticate:
      return credentials(Digest::Kind::proxy_authenticate, c);
    case SipHeaderName::from:
    case SipHeaderName::to:
      return address(id, c);
    case SipHeaderName::call_id:
      m_.call_id = view(c.at, c.end);
      found_.add_if(c.done() || find_first_or_blank<','>(c) != c.end, Deviation::bad_call_id);
      return;
    case SipHeaderName::cseq:
      return cseq(c);
    case SipHeaderName::max_forwards:
      if (read_number(view(c.at, c.end), 255, Deviation::bad_max_forwards, number, found_))
        m_.max_forwards = number;
      return;
    case SipHeaderName::expires:
      if (read_number(view(c.at, c.end), 0xffffffff, Deviation::bad_expires, number, found_))
        m_.expires = number;
      return;
    case SipHeaderName::content_type:
      return content_type(c);
    case SipHeaderName::user_agent:
      m_.agent = view(c.at, c.end);
      return;
    case SipHeaderName::server:
      if (!m_.has(SipHeaderName::user_agent)) m_.agent = view(c.at, c.end);
      return;
    case SipHeaderName::date:
      found_.add_if(!view(c.at, c.end).ends_with("GMT"), Deviation::bad_date);
      return;
    default:
      return;
  }
}

void SipMessageReader::address(SipHeaderName id, Cursor c) {
  bool is_from = id == SipHeaderName::from;
  NameAddr& out = is_from ? m_.from : m_.to;
  DeviationSet wrong;
  read_name_addr(c, false, out, wrong);
  found_.add_if(!wrong.empty() || out.star, is_from ? Deviation::bad_from : Deviation::bad_to);
  found_.merge(wrong);
}

void SipMessageReader::contacts(Cursor c) {
  do {
    NameAddr& out = m_.contacts_[std::min<size_t>(m_.contact_count, SipMessage::kContactsMax)];
    DeviationSet wrong;
    read_name_addr(c, true, out, wrong);
    uint32_t seconds = 0;
    if (out.expires.data() != nullptr)
      read_number(out.expires, 0xffffffff, Deviation::bad_expires, seconds, wrong);
    found_.add_if(!wrong.empty(), Deviation::bad_contact);
    found_.merge(wrong);
    found_.add_if(m_.contact_count >= SipMessage::kContactsMax, Deviation::too_many_values);
    ++m_.contact_count;
  } while (c.at++ < c.end);
}

void SipMessageReader::vias(Cursor c) {
  do {
    read_via(c, m_.vias_[std::min<size_t>(m_.via_count, SipMessage::kViasMax)], found_);
    found_.add_if(m_.via_count >= SipMessage::kViasMax, Deviation::too_many_values);
    ++m_.via_count;
  } while (c.at++ < c.end);
}

void SipMessageReader::credentials(Digest::Kind kind, Cursor c) {
  if (m_.credential_count < SipMessage::kCredentialsMax)
    read_digest(c, kind, m_.credentials_[m_.credential_count], found_);
  else
    found_.add(Deviation::too_many_values);
  ++m_.credential_count;
}

// 1*DIGIT LWS Method
void SipMessageReader::cseq(Cursor c) {
  m_.cseq = CSeq{};
  const char* number_end = find_first_or_blank<>(c);
  // Less than 2^31, section 8.1.1.5.
  read_number(view(c.at, number_end), 0x7fffffff, Deviation::bad_cseq, m_.cseq.number, found_);
  m_.cseq.method_text = trimmed(number_end, c.end);
  m_.cseq.method = method_of(m_.cseq.method_text, c.limit);
  if (m_.cseq.method == SipMethod::unknown || m_.cseq.method == SipMethod::other)
    found_.add_if(m_.cseq.method_text.empty() || !all(m_.cseq.method_text, kToken), Deviation::bad_cseq);
}

void SipMessageReader::content_length(Cursor c) {
  uint32_t number = 0;
  if (!read_number(view(c.at, c.end), 0xffffffff, Deviation::bad_content_length, number, found_)) return;
  found_.add_if(m_.content_length && *m_.content_length != number, Deviation::content_length_conflict);
  if (!m_.content_length) m_.content_length = number;
}

void SipMessageReader::content_type(Cursor c) {
  const char* semicolon = find_first<';'>(c);
  m_.content_type = trimmed(c.at, semicolon);
  if (semicolon < c.end)
    m_.boundary = find_parameter(view(semicolon + 1, c.end), "boundary").value_or(std::string_view());
}

void SipMessageReader::missing() {
  constexpr uint64_t kAlways = bit(SipHeaderName::from) | bit(SipHeaderName::to) |
                               bit(SipHeaderName::call_id) | bit(SipHeaderName::via) |
                               bit(SipHeaderName::cseq);
  auto must_have = [&](SipHeaderName name, Deviation otherwise) {
    if (m_.has(name)) return;
    found_.add(otherwise);
    // What it would have written is another message's.
    if (name == SipHeaderName::from) clear(m_.from);
    if (name == SipHeaderName::to) clear(m_.to);
    if (name == SipHeaderName::cseq) m_.cseq = CSeq{};
  };
  if ((m_.seen_ & kAlways) != kAlways) [[unlikely]] {
    must_have(SipHeaderName::from, Deviation::missing_from);
    must_have(SipHeaderName::to, Deviation::missing_to);
    must_have(SipHeaderName::call_id, Deviation::missing_call_id);
    must_have(SipHeaderName::via, Deviation::missing_via);
    must_have(SipHeaderName::cseq, Deviation::missing_cseq);
  }
  found_.add_if(m_.from.tag.empty() && m_.has(SipHeaderName::from), Deviation::missing_from_tag);
  found_.add_if(m_.via_count != 0 && !has_cookie(m_.vias_[0].branch), Deviation::missing_branch);
  if (!m_.is_request()) return;
  found_.add_if(m_.cseq.method_text != m_.method_text && m_.has(SipHeaderName::cseq),
                Deviation::cseq_method_mismatch);
  must_have(SipHeaderName::max_forwards, Deviation::missing_max_forwards);
  if (m_.method == SipMethod::invite) must_have(SipHeaderName::contact, Deviation::missing_contact);
}

void SipMessageReader::body() {
  std::string_view rest = view(m_.head.data() + m_.head.size(), limit_);
  size_t length = m_.content_length ? *m_.content_length : rest.size();
  found_.add_if(length > rest.size(), Deviation::body_truncated);
  found_.add_if(length < rest.size(), Deviation::body_excess);
  m_.body = rest.substr(0, length);
  found_.add_if(!m_.body.empty() && m_.content_type.empty(), Deviation::missing_content_type);
}

SipReading parse_sip_message(std::string_view bytes, SipMessage& message) {
  SipMessageReader reader(bytes, message);
  std::optional<SipReading> reading = reader.read_quickly();
  message.reading = reading ? *reading : reader.read_carefully();
  return message.reading;
}

SipReading parse_sip_message_carefully(std::string_view bytes, SipMessage& message) {
  message.reading = SipMessageReader(bytes, message).read_carefully();
  return message.reading;
}

std::string_view SipMessage::value_of(SipHeaderName name) const {
  if (has(name))
    for (const SipHeader& header : headers())
      if (header.id == name) return header.value;
  return {};
}

}  // namespace denwaban::parse
