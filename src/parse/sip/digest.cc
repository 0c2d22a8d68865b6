// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 3261 section 25.1 (credentials, challenge), RFC 7616 section 3.3, 3.4.
#include "parse/sip/fields.h"

namespace denwaban::parse::sip {

std::string_view* digest_place(uint64_t word, std::string_view name, Digest& out) {
  switch (word) {
    case word8("username"):
      return &out.username;
    case word8("realm"):
      return &out.realm;
    case word8("nonce"):
      return &out.nonce;
    case word8("uri"):
      return &out.uri;
    case word8("response"):
      return &out.response;
    case word8("cnonce"):
      return &out.cnonce;
    case word8("opaque"):
      return &out.opaque;
    case word8("qop"):
      return &out.qop;
    case word8("nc"):
      return &out.nc;
    case word8("domain"):
      return &out.domain;
    case word8("stale"):
      return &out.stale;
    default:
      return same_word(name, "algorithm") ? &out.algorithm : nullptr;
  }
}

namespace {

// name = token / quoted-string, up to the comma behind it. Broken text is passed up to the next comma.
void take_pair(Cursor& c, Digest& out, DeviationSet& deviations) {
  const char* begin = c.at;
  c.at = find_first_or_blank<'=', ',', '"'>(c);
  std::string_view name = view(begin, c.at);
  skip_space(c);
  if (name.empty() || !c.is('=')) {
    deviations.add(Deviation::bad_digest);
    c.at = find_first<','>(c);
    return;
  }
  ++c.at;
  skip_space(c);
  std::string_view value;
  if (c.is('"')) {
    value = take_quoted(c, deviations);
  } else {
    begin = c.at;
    c.at = find_first_or_blank<','>(c);
    value = view(begin, c.at);
  }
  skip_space(c);
  if (!c.done() && *c.at != ',') {
    deviations.add(Deviation::bad_digest);
    c.at = find_first<','>(c);
  }
  if (std::string_view* place = digest_place(lower8(word8(name.size() > 8 ? "" : name)), name, out)) {
    if (place->data() == nullptr)
      *place = value;
    else
      deviations.add(Deviation::bad_digest);  // twice: the first counts
  }
}

}  // namespace

bool is_complete(const Digest& out) {
  auto there = [](std::string_view text) { return text.data() != nullptr; };
  if (!there(out.realm) || !there(out.nonce)) return false;
  return out.is_challenge() || (there(out.username) && there(out.uri) && there(out.response));
}

void read_digest(Cursor c, Digest::Kind kind, Digest& out, DeviationSet& deviations) {
  clear(out);
  out.kind = kind;
  skip_space(c);
  const char* begin = c.at;
  c.at = find_first<' ', '\t', '\r', '\n'>(c);
  out.scheme = view(begin, c.at);
  skip_space(c);
  out.text = view(c.at, c.end);
  out.digest = same_word(out.scheme, "digest");
  if (!out.digest) {
    deviations.add(out.scheme.empty() ? Deviation::bad_digest : Deviation::unknown_auth_scheme);
    return;
  }
  for (;;) {
    while (c.at < c.end && (*c.at == ',' || is(*c.at, kSpace))) ++c.at;
    if (c.done()) break;
    take_pair(c, out, deviations);
  }
  deviations.add_if(!is_complete(out), Deviation::missing_digest_parameter);
}

}  // namespace denwaban::parse::sip
