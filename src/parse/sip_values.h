// SPDX-License-Identifier: GPL-3.0-or-later
// The values of which SIP headers are made. Views point into the bytes that were parsed; text is as the
// sender wrote it: escapes (%41, \") stay, and folded text keeps its line breaks. An absent part is an empty
// view.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/event.h"
#include "parse/sip_deviation.h"

namespace denwaban::parse {

enum class UriScheme : uint8_t { none, sip, sips, tel, other };

// RFC 3261 section 19.1, RFC 3966. For tel: the number is `user` and there is no host; of other schemes only
// `text` and `scheme_text` are read.
struct SipUri {
  std::string_view text;  // all of it, without <>
  std::string_view scheme_text;
  std::string_view user;
  std::string_view password;
  std::string_view host;        // an IPv6 reference without its brackets
  std::string_view parameters;  // behind the first `;`
  std::string_view headers;     // behind the `?`
  std::string_view transport;   // parameters of that name
  std::string_view maddr;
  std::string_view user_type;  // user=phone
  uint16_t port = 0;           // 0: none given
  UriScheme scheme = UriScheme::none;
  bool ipv6 = false;
  bool loose_route = false;  // ;lr
};

// RFC 3261 section 20.10: From, To, Contact, Route and the like.
struct NameAddr {
  std::string_view display;  // without its quotes
  SipUri uri;
  std::string_view parameters;  // behind the first `;` outside of <>
  std::string_view tag;
  std::string_view expires;
  std::string_view q;
  bool bracketed = false;  // stood in <>
  bool star = false;       // `Contact: *`
};

// RFC 3261 section 20.42, RFC 3581.
struct Via {
  std::string_view version;  // `2.0`
  std::string_view transport_text;
  std::string_view host;  // sent-by; an IPv6 reference without its brackets
  std::string_view branch;
  std::string_view received;  // without brackets
  std::string_view maddr;
  std::string_view parameters;
  uint16_t port = 0;   // 0: none given
  uint16_t rport = 0;  // 0: none given, or without a value
  Transport transport = Transport::unknown;
  bool wants_rport = false;  // ;rport, with or without a value
  bool ipv6 = false;
};

// RFC 3261 section 20.16.
struct CSeq {
  uint32_t number = 0;
  SipMethod method = SipMethod::unknown;
  std::string_view method_text;
};

// RFC 3261 section 20.7, 20.44 and RFC 7616. Text without its quotes, escapes as they are.
struct Digest {
  enum class Kind : uint8_t { authorization, proxy_authorization, www_authenticate, proxy_authenticate };
  Kind kind = Kind::authorization;
  bool digest = false;  // the scheme is Digest; of others only `scheme` and `text` are set
  std::string_view scheme;
  std::string_view text;  // everything behind the scheme
  std::string_view username;
  std::string_view realm;
  std::string_view nonce;
  std::string_view uri;
  std::string_view response;
  std::string_view algorithm;
  std::string_view cnonce;
  std::string_view opaque;
  std::string_view qop;
  std::string_view nc;
  std::string_view domain;
  std::string_view stale;
  bool is_challenge() const { return kind >= Kind::www_authenticate; }
};

// One address or URI by itself. What is wrong with it is added to `deviations`.
SipUri parse_sip_uri(std::string_view text, DeviationSet& deviations);
NameAddr parse_name_addr(std::string_view text, DeviationSet& deviations);

// The value of ;name=value, without quotes, in parameters as the values above keep them; nothing when it is
// not there, an empty view when it has no value. `name` in lower case.
std::optional<std::string_view> find_parameter(std::string_view parameters, std::string_view name);

// %XX made bytes (section 19.1.4); a broken escape stays as it is.
std::string unescape_uri(std::string_view text);
// \X made X (section 25.1, quoted-pair).
std::string unescape_quoted(std::string_view text);

}  // namespace denwaban::parse
