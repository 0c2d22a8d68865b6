// SPDX-License-Identifier: GPL-3.0-or-later
// Whether two readings of the same bytes are the same in all that a reader of a SipMessage can see.
#pragma once

#include <string>

#include "parse/sip/message_reader.h"
#include "parse/sip_message.h"

namespace denwaban::parse {

class SipDifference {
 public:
  // Names of the parts that differ; empty when the readings are the same. Views must be the very same bytes.
  static std::string of(const SipMessage& a, const SipMessage& b) {
    SipDifference d;
    if (d.is("reading", a.reading, b.reading), a.reading > SipReading::response) return d.names_;
    d.is("deviations", a.deviations, b.deviations);
    d.is("method", a.method, b.method);
    d.is("status", a.status, b.status);
    d.text("method_text", a.method_text, b.method_text);
    d.text("version", a.version, b.version);
    d.text("reason", a.reason, b.reason);
    d.uri("uri", a.uri, b.uri);
    d.address("from", a.from, b.from);
    d.address("to", a.to, b.to);
    d.text("call_id", a.call_id, b.call_id);
    d.is("cseq", a.cseq.number, b.cseq.number);
    d.is("cseq", a.cseq.method, b.cseq.method);
    d.text("cseq", a.cseq.method_text, b.cseq.method_text);
    d.text("agent", a.agent, b.agent);
    d.text("content_type", a.content_type, b.content_type);
    d.text("boundary", a.boundary, b.boundary);
    d.is("max_forwards", a.max_forwards, b.max_forwards);
    d.is("expires", a.expires, b.expires);
    d.is("content_length", a.content_length, b.content_length);
    d.text("head", a.head, b.head);
    d.text("body", a.body, b.body);
    d.is("header_count", a.header_count, b.header_count);
    d.is("via_count", a.via_count, b.via_count);
    d.is("contact_count", a.contact_count, b.contact_count);
    d.is("credential_count", a.credential_count, b.credential_count);
    if (!d.names_.empty()) return d.names_;
    for (unsigned i = 0; i <= static_cast<unsigned>(SipHeaderName::subscription_state); ++i)
      d.is("has", a.has(static_cast<SipHeaderName>(i)), b.has(static_cast<SipHeaderName>(i)));
    for (size_t i = 0; i < a.headers().size(); ++i) {
      d.text("header name", a.headers()[i].name, b.headers()[i].name);
      d.text("header value", a.headers()[i].value, b.headers()[i].value);
      d.is("header id", a.headers()[i].id, b.headers()[i].id);
    }
    for (size_t i = 0; i < a.vias().size(); ++i) d.via(a.vias()[i], b.vias()[i]);
    for (size_t i = 0; i < a.contacts().size(); ++i) d.address("contact", a.contacts()[i], b.contacts()[i]);
    for (size_t i = 0; i < a.credentials().size(); ++i) d.digest(a.credentials()[i], b.credentials()[i]);
    return d.names_;
  }

 private:
  template <class T>
  void is(const char* name, const T& a, const T& b) {
    if (!(a == b)) names_.append(name).push_back(' ');
  }
  void text(const char* name, std::string_view a, std::string_view b) {
    is(name, a.size(), b.size());
    is(name, a.data(), b.data());
  }
  void uri(const char* name, const SipUri& a, const SipUri& b) {
    for (auto part :
         {&SipUri::text, &SipUri::scheme_text, &SipUri::user, &SipUri::password, &SipUri::host,
          &SipUri::parameters, &SipUri::headers, &SipUri::transport, &SipUri::maddr, &SipUri::user_type})
      text(name, a.*part, b.*part);
    is(name, a.port, b.port);
    is(name, a.scheme, b.scheme);
    is(name, a.ipv6, b.ipv6);
    is(name, a.loose_route, b.loose_route);
  }
  void address(const char* name, const NameAddr& a, const NameAddr& b) {
    for (auto part :
         {&NameAddr::display, &NameAddr::parameters, &NameAddr::tag, &NameAddr::expires, &NameAddr::q})
      text(name, a.*part, b.*part);
    uri(name, a.uri, b.uri);
    is(name, a.bracketed, b.bracketed);
    is(name, a.star, b.star);
  }
  void via(const Via& a, const Via& b) {
    for (auto part : {&Via::version, &Via::transport_text, &Via::host, &Via::branch, &Via::received,
                      &Via::maddr, &Via::parameters})
      text("via", a.*part, b.*part);
    is("via port", a.port, b.port);
    is("via rport", a.rport, b.rport);
    is("via transport", a.transport, b.transport);
    is("via wants_rport", a.wants_rport, b.wants_rport);
    is("via ipv6", a.ipv6, b.ipv6);
  }
  void digest(const Digest& a, const Digest& b) {
    for (auto part : {&Digest::scheme, &Digest::text, &Digest::username, &Digest::realm, &Digest::nonce,
                      &Digest::uri, &Digest::response, &Digest::algorithm, &Digest::cnonce, &Digest::opaque,
                      &Digest::qop, &Digest::nc, &Digest::domain, &Digest::stale})
      text("digest", a.*part, b.*part);
    is("digest kind", a.kind, b.kind);
    is("digest", a.digest, b.digest);
  }
  std::string names_;
};

// Reads `bytes` in both ways, into messages that held others before, and says what differs.
inline std::string sip_ways_differ_in(std::string_view bytes, SipMessage& quick, SipMessage& careful) {
  parse_sip_message(bytes, quick);
  parse_sip_message_carefully(bytes, careful);
  return SipDifference::of(quick, careful);
}

}  // namespace denwaban::parse
