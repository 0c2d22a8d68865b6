// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 3261 section 7.1 and 7.2.
#include "parse/sip/fields.h"

namespace denwaban::parse::sip {
namespace {

bool begins_with_sip(std::string_view text) {
  return text.size() >= 4 && lower(text[0]) == 's' && lower(text[1]) == 'i' && lower(text[2]) == 'p' &&
         text[3] == '/';
}

void read_request_uri(Cursor c, SipMessage& message) {
  DeviationSet& deviations = message.deviations;
  DeviationSet found;
  if (c.left() == 1 && *c.at == '*') {  // RFC 2543 clients ask so
    message.uri = SipUri{};
    message.uri.text = view(c.at, c.end);
    deviations.add(Deviation::bad_request_uri);
    return;
  }
  if (c.is('<')) {
    deviations.add(Deviation::bad_request_uri);
    ++c.at;
    if (c.at < c.end && c.end[-1] == '>') --c.end;
  }
  clear(message.uri);
  read_uri(c, message.uri, found);
  deviations.merge(found);
  deviations.add_if(found.has(Deviation::bad_uri), Deviation::bad_request_uri);
  deviations.add_if(!message.uri.headers.empty(), Deviation::request_uri_headers);
}

bool read_request(Cursor c, SipMessage& message) {
  const char* method_end = find_first<' ', '\t'>(c);
  // The version stands at the end.
  const char* version = c.end;
  while (version > method_end && !is(version[-1], kSpace)) --version;
  bool versioned = version > method_end && begins_with_sip(view(version, c.end));
  Cursor uri = {method_end, versioned ? version : c.end, c.limit};
  std::string_view uri_text = trimmed(uri.at, uri.end);
  message.method_text = view(c.at, method_end);
  message.method = method_of(message.method_text, c.limit);
  if (!versioned) {
    // Cut off, or of somebody who forgot it: still SIP when both other parts are.
    bool known = message.method != SipMethod::unknown && message.method != SipMethod::other;
    if (!known || !(begins_with_sip(message.method_text) || same_word(uri_text.substr(0, 4), "sip:")))
      return false;
    message.deviations.add(Deviation::bad_start_line);
  }
  message.reading = SipReading::request;
  message.version = versioned ? view(version, c.end) : std::string_view();
  message.deviations.add_if(versioned && message.version != "SIP/2.0", Deviation::unknown_version);
  if (message.method == SipMethod::unknown || message.method == SipMethod::other)
    message.deviations.add_if(!all(message.method_text, kToken) || message.method_text.empty(),
                              Deviation::bad_method);
  message.deviations.add_if(uri_text.empty(), Deviation::bad_start_line);
  message.deviations.add_if(versioned && uri_text.size() + 2 != static_cast<size_t>(version - method_end),
                            Deviation::start_line_spaces);
  read_request_uri({uri_text.data(), uri_text.data() + uri_text.size(), c.limit}, message);
  return true;
}

// SIP-Version SP Status-Code SP Reason-Phrase
void read_response(Cursor c, SipMessage& message) {
  message.reading = SipReading::response;
  const char* begin = c.at;
  c.at = find_first<' ', '\t'>(c);
  message.version = view(begin, c.at);
  message.deviations.add_if(message.version != "SIP/2.0", Deviation::unknown_version);
  const char* gap = c.at;
  skip_space(c);
  message.deviations.add_if(c.at - gap > 1, Deviation::start_line_spaces);
  begin = c.at;
  c.at = find_first<' ', '\t'>(c);
  std::string_view code = view(begin, c.at);
  uint32_t status = 0;
  if (code.size() == 3 && read_number(code, status) == Number::good && status >= 100 && status < 700)
    message.status = static_cast<uint16_t>(status);
  else
    message.deviations.add(Deviation::bad_status_code);
  message.deviations.add_if(code.empty() || c.done(), Deviation::bad_start_line);
  message.reason = trimmed(c.at, c.end);
}

}  // namespace

bool read_start_line(Cursor c, SipMessage& message) {
  std::string_view line = trimmed(c.at, c.end);
  if (line.empty()) return false;
  // A response without a reason phrase ends in the space before it (section 7.2, RFC 4475 section 3.1.1.13).
  bool response = begins_with_sip(line);
  bool spaces = response ? line.data() != c.at : line.size() != c.left();
  Cursor inner = {line.data(), response ? c.end : line.data() + line.size(), c.limit};
  if (response)
    read_response(inner, message);
  else if (!read_request(inner, message))
    return false;
  message.deviations.add_if(spaces, Deviation::start_line_spaces);
  return true;
}

SipMethod method_of(std::string_view text, const char* limit) {
  if (text.empty()) return SipMethod::unknown;
  return method_of(text.size() > 8 ? 0 : first_bytes(load8(text.data(), limit), text.size()), text);
}

SipMethod method_of(uint64_t word, std::string_view text) {
  switch (word) {
    case word8("INVITE"):
      return SipMethod::invite;
    case word8("REGISTER"):
      return SipMethod::register_;
    case word8("OPTIONS"):
      return SipMethod::options;
    case word8("MESSAGE"):
      return SipMethod::message;
    case word8("NOTIFY"):
      return SipMethod::notify;
    case word8("PUBLISH"):
      return SipMethod::publish;
    case word8("UPDATE"):
      return SipMethod::update;
    case word8("REFER"):
      return SipMethod::refer;
    case word8("INFO"):
      return SipMethod::info;
    default:
      return text == "SUBSCRIBE" ? SipMethod::subscribe : SipMethod::other;
  }
}

Transport transport_of(std::string_view text) {
  switch (text.size()) {
    case 2:
      return same_word(text, "ws") ? Transport::ws : Transport::unknown;
    case 3:
      if (same_word(text, "udp")) return Transport::udp;
      if (same_word(text, "tcp")) return Transport::tcp;
      if (same_word(text, "tls")) return Transport::tls;
      return same_word(text, "wss") ? Transport::wss : Transport::unknown;
    default:
      return Transport::unknown;
  }
}

}  // namespace denwaban::parse::sip
