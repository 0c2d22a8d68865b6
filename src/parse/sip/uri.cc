// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 3261 section 19.1.1, RFC 3966.
#include "parse/sip/fields.h"

namespace denwaban::parse::sip {
namespace {

// Where the characters that divide a URI stand. Nearly all are shorter than 64 bytes: one look tells where
// everything is and whether any byte is wrong, and each further question is one instruction.
class Dividers {
 public:
  explicit Dividers(Cursor c) : c_(c) {
    if (c.left() > 64) {
      bad_ = !all(view(c.at, c.end), kUri);
      percent_ = find_first<'%'>(c) != c.end;
      return;
    }
    uint64_t bad = 0, percent = 0;
    for (size_t i = 0; i < c.left(); i += 16) {
      Window window(c.at + i, c.limit);
      colon_ |= uint64_t{window.any<':'>()} << i;
      at_ |= uint64_t{window.any<'@'>()} << i;
      tail_ |= uint64_t{window.any<';', '?'>()} << i;
      percent |= uint64_t{window.any<'%'>()} << i;
      bad |= uint64_t{window.not_uri()} << i;
    }
    uint64_t inside = c.left() == 64 ? ~uint64_t{0} : (uint64_t{1} << c.left()) - 1;
    bad_ = (bad & inside) != 0;
    percent_ = (percent & inside) != 0;
  }

  bool bad() const { return bad_; }          // a byte that no URI may hold
  bool percent() const { return percent_; }  // an escape
  // The first one in [from, to), else `to`.
  const char* colon(const char* from, const char* to) const {
    return c_.left() > 64 ? find_first<':'>({from, to, c_.limit}) : first(colon_, from, to);
  }
  const char* at_sign(const char* from) const {
    return c_.left() > 64 ? find_first<'@'>({from, c_.end, c_.limit}) : first(at_, from, c_.end);
  }
  const char* tail(const char* from) const {
    return c_.left() > 64 ? find_first<';', '?'>({from, c_.end, c_.limit}) : first(tail_, from, c_.end);
  }

 private:
  const char* first(uint64_t mask, const char* from, const char* to) const {
    if (from >= to) return to;
    mask >>= from - c_.at;
    if (mask == 0) return to;
    const char* found = from + std::countr_zero(mask);
    return found < to ? found : to;
  }

  Cursor c_;
  uint64_t colon_ = 0, at_ = 0, tail_ = 0;
  bool bad_ = false, percent_ = false;
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
  if (dividers.bad()) {
    deviations.add(Deviation::bad_uri);
    deviations.add_if(find_first<' ', '\t', '\r', '\n'>(c) != c.end, Deviation::spaces_in_uri);
  }
  if (dividers.percent()) check_escapes(c, deviations);

  const char* at_sign = dividers.at_sign(c.at);
  const char* colon = dividers.colon(c.at, at_sign);
  if (colon < at_sign && is_scheme(view(c.at, colon))) {
    set_scheme(view(c.at, colon), out, deviations);
    if (out.scheme == UriScheme::other) return;
    c.at = colon + 1;
  } else {
    deviations.add(Deviation::bad_uri);
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
