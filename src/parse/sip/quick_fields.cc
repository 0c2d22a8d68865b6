// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip/quick_fields.h"

namespace denwaban::parse::sip {

// Short text is loaded backwards from its end, for before it there is always something to read.

// Up to eight characters, zeros behind fewer; 0 for more.
[[gnu::always_inline]] inline uint64_t QuickFields::word(size_t at, size_t end) const {
  size_t size = end - at;
  return size > 8 ? 0 : load8(text_ + end - 8) >> (64 - 8 * size);
}
// The same with its letters made small. What divides fields becomes no letter.
[[gnu::always_inline]] inline uint64_t QuickFields::small_word(size_t at, size_t end) const {
  size_t size = end - at;
  return size > 8 ? 0 : (load8(text_ + end - 8) | each_byte(0x20)) >> (64 - 8 * size);
}

[[gnu::always_inline]] inline bool QuickFields::stands(size_t at, const char (&word)[9]) const {
  return load8(text_ + at) == word8({word, 8});
}

[[gnu::always_inline]] inline bool QuickFields::port(size_t at, size_t end, uint16_t& out) const {
  uint32_t value = 0;
  if (!number(at, end, value) || value - 1 > 0xfffe) return false;
  out = static_cast<uint16_t>(value);
  return true;
}

// host[:port] up to a mark that the caller judges.
[[gnu::always_inline]] inline bool QuickFields::host_port(size_t& at, std::string_view& host,
                                                          uint16_t& port_out) const {
  size_t end = index_.mark(at);
  if (end == at) return false;
  host = view(at, end);
  at = end;
  if (text_[end] != ':') return true;
  at = index_.mark(end + 1);
  return at - end <= 6 && port(end + 1, at, port_out);
}

// A parameter, at its semicolon; in the end behind it. The value ends where `kValueEnd` finds it.
template <size_t (HeadIndex::*kValueEnd)(size_t) const>
[[gnu::always_inline]] inline bool QuickFields::parameter(size_t& at, Pair& pair) const {
  size_t name = at + 1;
  at = index_.mark(name);
  if (at == name) return false;
  pair.name = view(name, at);
  pair.word = small_word(name, at);
  pair.value = {};
  if (text_[at] != '=') return true;
  size_t value = at + 1;
  at = (index_.*kValueEnd)(value);
  pair.value = view(value, at);
  return at != value;
}

inline bool QuickFields::uri_parameters(size_t& at, char closing, SipUri& out) const {
  size_t begin = at + 1;
  do {
    Pair pair;
    if (!parameter<&HeadIndex::mark>(at, pair)) return false;
    switch (pair.word) {
      case 0:  // a long one
        if (same_word(pair.name, "transport")) out.transport = pair.value;
        break;
      case word8("lr"):
        out.loose_route = true;
        break;
      case word8("user"):
        out.user_type = pair.value;
        break;
      case word8("maddr"):
        out.maddr = pair.value;
        break;
    }
  } while (text_[at] == ';');
  out.parameters = view(begin, at);
  return text_[at] == closing;
}

[[gnu::always_inline]] inline bool QuickFields::begins_with_sip(size_t at) const {
  return (load4(text_ + at) | 0x20202020) == static_cast<uint32_t>(word8("sip:"));
}

// sip:[user[:password]@]host[:port][;parameters], at `closing` in the end.
[[gnu::always_inline]] inline bool QuickFields::uri(size_t& at, char closing, SipUri& out) const {
  size_t begin = at;
  if (!begins_with_sip(at)) return false;
  at += 4;
  size_t colon = 0, mark = index_.mark(at);
  for (; text_[mark] != '@' && text_[mark] != closing; mark = index_.mark(mark + 1)) {
    char c = text_[mark];
    if (!is(c, kUri) || c == '%' || c == '?' || c == '[' || c == ']') return false;
    if (c == ':' && colon == 0) colon = mark;
  }
  if (text_[mark] == '@') {
    size_t user_end = colon != 0 ? colon : mark;
    if (user_end == at) return false;
    out.user = view(at, user_end);
    if (colon != 0) out.password = view(colon + 1, mark);
    at = mark + 1;
  }
  if (!host_port(at, out.host, out.port)) return false;
  if (text_[at] != closing && (text_[at] != ';' || !uri_parameters(at, closing, out))) return false;
  out.text = view(begin, at);
  out.scheme_text = view(begin, begin + 3);
  out.scheme = UriScheme::sip;
  return true;
}

// A quoted string without escapes, at its first quote; in the end behind its last.
inline bool QuickFields::quoted(size_t& at, std::string_view& out) const {
  size_t begin = at + 1;
  for (at = index_.mark(begin); text_[at] != '"'; at = index_.mark(at + 1))
    if (text_[at] == '\\' || text_[at] == '\r') return false;
  out = view(begin, at++);
  return true;
}

// What stands before the `<`; in the end at that.
inline bool QuickFields::display(size_t& at, NameAddr& out) const {
  if (text_[at] == '"') {
    if (!quoted(at, out.display)) return false;
    if (text_[at] == ' ') ++at;
  } else {
    size_t begin = at;
    at = index_.mark(at);
    while (text_[at] == ' ') at = index_.mark(at + 1);
    out.display = trimmed(view(begin, at));
  }
  return text_[at] == '<';
}

bool QuickFields::name_addr(size_t at, size_t end, NameAddr& out) const {
  clear(out);
  char closing = '>';
  if (text_[at] == '<') {
    ++at;
  } else if (begins_with_sip(at)) {  // without <>: up to the semicolon of the header's own parameters
    closing = text_[index_.stop(at)];
    if (closing != ';' && closing != '\r') return false;
  } else {
    if (!display(at, out)) return false;
    ++at;
  }
  if (!uri(at, closing, out.uri)) return false;
  out.bracketed = closing == '>';
  at += out.bracketed;
  if (at == end) return true;
  if (text_[at] != ';') return false;
  size_t begin = at + 1;
  do {
    Pair pair;
    if (!parameter<&HeadIndex::stop>(at, pair)) return false;
    switch (pair.word) {
      case word8("tag"):
        out.tag = pair.value;
        break;
      case word8("expires"):
        out.expires = pair.value;
        break;
      case word8("q"):
        out.q = pair.value;
        break;
    }
  } while (text_[at] == ';');
  out.parameters = view(begin, at);
  return at == end;
}

bool QuickFields::via(size_t at, size_t end, Via& out) const {
  clear(out);
  if (end - at < 12 || !stands(at, "SIP/2.0/")) return false;
  out.version = view(at + 4, at + 7);
  at += 8;
  size_t blank = index_.mark(at);
  if (text_[blank] != ' ') return false;
  out.transport_text = view(at, blank);
  out.transport = transport_of(out.transport_text);
  if (out.transport == Transport::unknown) return false;
  at = blank + 1;
  if (!host_port(at, out.host, out.port)) return false;
  if (at == end) return true;
  if (text_[at] != ';') return false;
  size_t begin = at + 1;
  do {
    Pair pair;
    if (!parameter<&HeadIndex::stop>(at, pair)) return false;
    switch (pair.word) {
      case word8("branch"):
        out.branch = pair.value;
        break;
      case word8("rport"):
        out.wants_rport = true;
        if (!pair.value.empty() && !port(at - pair.value.size(), at, out.rport)) return false;
        break;
      case word8("received"):
        if (pair.value.empty() || pair.value[0] == '[') return false;
        out.received = pair.value;
        break;
      case word8("maddr"):
        out.maddr = pair.value;
        break;
    }
  } while (text_[at] == ';');
  out.parameters = view(begin, at);
  return at == end;
}

// The value of name=value, from behind the equals sign up to the comma behind it or to the end of the line.
inline bool QuickFields::pair_value(size_t& at, std::string_view& value) const {
  if (text_[at] == '"') {
    if (!quoted(at, value)) return false;
  } else {
    size_t begin = at;
    at = index_.stop(at);
    value = view(begin, at);
  }
  while (text_[at] == ' ') ++at;
  return text_[at] == ',' || text_[at] == '\r';
}

bool QuickFields::digest(size_t at, size_t end, Digest::Kind kind, Digest& out) const {
  clear(out);
  if (end - at < 8 || small_word(at, at + 7) != word8("digest ") || text_[at + 7] == ' ') return false;
  out.kind = kind;
  out.digest = true;
  out.scheme = view(at, at + 6);
  at += 7;
  out.text = view(at, end);
  for (;;) {
    while (text_[at] == ',' || text_[at] == ' ') ++at;
    if (at >= end) break;
    size_t name = at;
    at = index_.mark(at);
    if (text_[at] != '=' || at == name) return false;
    std::string_view* place = digest_place(small_word(name, at), view(name, at), out);
    std::string_view value;
    if (!pair_value(++at, value)) return false;
    if (place == nullptr) continue;
    if (place->data() != nullptr) return false;  // twice
    *place = value;
  }
  return is_complete(out);
}

bool QuickFields::cseq(size_t at, size_t end, CSeq& out) const {
  size_t blank = index_.mark(at), method = blank + 1;
  if (text_[blank] != ' ' || !number(at, blank, out.number) || index_.mark(method) != end || method == end)
    return false;
  out.method_text = view(method, end);
  out.method = method_of(word(method, end), out.method_text);
  return true;
}

bool QuickFields::start_line(size_t end, SipMessage& message) const {
  size_t mark = index_.mark(0);
  if (text_[mark] == '/') {  // SIP/2.0 200 OK
    uint32_t status = 0;
    if (end < 12 || !stands(0, "SIP/2.0 ") || text_[11] != ' ' || !number(8, 11, status)) return false;
    if (status < 100 || status >= 700) return false;
    message.reading = SipReading::response;
    message.version = view(0, 7);
    message.status = static_cast<uint16_t>(status);
    message.reason = trimmed(view(12, end));
    return true;
  }
  if (text_[mark] != ' ' || mark == 0) return false;
  size_t at = mark + 1;
  clear(message.uri);
  if (!uri(at, ' ', message.uri)) return false;
  if (end != at + 8 || !stands(at + 1, "SIP/2.0\r")) return false;
  message.reading = SipReading::request;
  message.method_text = view(0, mark);
  message.method = method_of(mark > 8 ? 0 : first_bytes(load8(text_), mark), message.method_text);
  message.version = view(at + 1, end);
  return true;
}

}  // namespace denwaban::parse::sip
