// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 3261 section 19.1.1, RFC 3966.
#include "parse/sip/fields.h"

namespace denwaban::parse::sip {
namespace {

// Where the characters that divide a URI stand. Nearly all are shorter than 64 bytes: one look tells where
// everything is and whether any byte wants a closer one, and each further question is one instruction.
class Dividers {
 public:
  explicit Dividers(Cursor c) : begin_(c.at), end_(c.end), limit_(c.limit), short_(c.left() <= 64) {
    if (!short_) return;
    uint64_t unusual = 0;
    unsigned shift = 0;
    for (const char* at = c.at; at < c.end; at += 16, shift += 16) {
      Window window(at, c.limit);
      colon_ |= uint64_t{window.any<':'>()} << shift;
      at_ |= uint64_t{window.any<'@'>()} << shift;
      tail_ |= uint64_t{window.any<';', '?'>()} << shift;
      unusual |= uint64_t{window.unusual_in_uri()} << shift;
    }
    unusual_ = c.at < c.end && unusual << (64 - c.left()) != 0;
  }

  bool unusual() const { return unusual_; }  // a byte that no URI may hold, an escape, a bracket
  // The first one in [from, to), else `to`.
  const char* colon(const char* from, const char* to) const {
    return short_ ? first(colon_, from, to) : find_first<':'>({from, to, limit_});
  }
  const char* at_sign(const char* from) const {
    return short_ ? first(at_, from, end_) : find_first<'@'>({from, end_, limit_});
  }
  const char* tail(const char* from) const {
    return short_ ? first(tail_, from, end_) : find_first<';', '?'>({from, end_, limit_});
  }

 private:
  const char* first(uint64_t mask, const char* from, const char* to) const {
    if (from >= to) return to;
    mask >>= from - begin_;
    if (mask == 0) return to;
    const char* found = from + std::countr_zero(mask);
    return found < to ? found : to;
  }

  const char *begin_, *end_, *limit_;
  uint64_t colon_ = 0, at_ = 0, tail_ = 0;
  bool short_, unusual_ = true;
};

void set_scheme(std::string_view text, SipUri& out, DeviationSet& deviations) {
  uint64_t word = lower8(word8(text));
  if (text.size() == 3 && word == word8("sip"))
    out.scheme = UriScheme::sip;
  else if (text.size() == 4 && word == word8("sips"))
    out.scheme = UriScheme::sips;
  else if (text.size() == 3 && word == word8("tel"))
    out.scheme = UriScheme::tel;
  else
    out.scheme = UriScheme::other;
  out.scheme_text = text;
  deviations.add_if(out.scheme == UriScheme::other, Deviation::unknown_scheme);
}

bool is_scheme(std::string_view text) {
  if (text.empty() || !is(text[0], kHost) || is(text[0], kDigit)) return false;
  for (char c : text)
    if (!is(c, kHost) && c != '+') return false;
  return true;
}

void check_escapes(Cursor c, DeviationSet& deviations) {
  for (c.at = find_first<'%'>(c); c.at < c.end; c.at = find_first<'%'>(c)) {
    if (c.left() < 3 || !is(c.at[1], kHex) || !is(c.at[2], kHex)) {
      deviations.add(Deviation::bad_escape);
      return;
    }
    c.at += 3;
  }
}

void check_bytes(Cursor c, DeviationSet& deviations) {
  if (!all(view(c.at, c.end), kUri)) {
    deviations.add(Deviation::bad_uri);
    deviations.add_if(find_first<' ', '\t', '\r', '\n'>(c) != c.end, Deviation::spaces_in_uri);
  }
  check_escapes(c, deviations);
}

bool is_sip_colon(Cursor c) { return lower8(first_bytes(load8(c.at, c.limit), 4)) == word8("sip:"); }

void keep_parameter(const Parameter& parameter, SipUri& out, DeviationSet& deviations) {
  std::string_view name = parameter.name;
  if (name.size() == 9 && same_word(name, "transport"))
    out.transport = parameter.value;
  else if (name.size() == 2 && same_word(name, "lr"))
    out.loose_route = true;
  else if (name.size() == 4 && same_word(name, "user"))
    out.user_type = parameter.value;
  else if (name.size() == 5 && same_word(name, "maddr"))
    out.maddr = parameter.value;
  else
    check_name(parameter, deviations);
}

void read_parameters(Cursor c, SipUri& out, DeviationSet& deviations) {
  out.parameters = view(c.at + 1, c.end);
  while (c.is(';')) keep_parameter(take_parameter(c, deviations), out, deviations);
  deviations.add_if(!c.done(), Deviation::bad_parameter);
}

}  // namespace

void read_uri(Cursor c, SipUri& out, DeviationSet& deviations) {
  out.text = view(c.at, c.end);
  Dividers dividers(c);
  if (dividers.unusual()) [[unlikely]]
    check_bytes(c, deviations);
  const char* at_sign = dividers.at_sign(c.at);
  if (c.left() >= 4 && is_sip_colon(c)) [[likely]] {
    out.scheme_text = {c.at, 3};
    out.scheme = UriScheme::sip;
    c.at += 4;
  } else {
    const char* colon = dividers.colon(c.at, at_sign);
    if (colon < at_sign && is_scheme(view(c.at, colon))) {
      set_scheme(view(c.at, colon), out, deviations);
      if (out.scheme == UriScheme::other) return;
      c.at = colon + 1;
    } else {
      deviations.add(Deviation::bad_uri);
    }
  }
  if (at_sign < c.end) {
    const char* password = dividers.colon(c.at, at_sign);
    out.user = view(c.at, password);
    if (password < at_sign) out.password = view(password + 1, at_sign);
    deviations.add_if(out.user.empty() || find_first<'[', ']'>(c.until(at_sign)) != at_sign,
                      Deviation::bad_uri);
    c.at = at_sign + 1;
  }
  const char* host_end = dividers.tail(c.at);
  if (out.scheme == UriScheme::tel) {
    out.user = view(c.at, host_end);
    deviations.add_if(out.user.empty(), Deviation::bad_uri);
  } else {
    HostPort sent = read_host_port(c.until(host_end), deviations);
    out.host = sent.host;
    out.port = sent.port;
    out.ipv6 = sent.ipv6;
  }
  c.at = host_end;
  if (c.done()) return;
  const char* question = find_first<'?'>(c);
  if (question < c.end) out.headers = view(question + 1, c.end);
  if (*c.at == ';') read_parameters(c.until(question), out, deviations);
}

}  // namespace denwaban::parse::sip
