// SPDX-License-Identifier: GPL-3.0-or-later
// RFC 3261 section 25.1 (credentials, challenge), RFC 7616 section 3.3, 3.4.
#include "parse/sip/fields.h"

namespace denwaban::parse::sip {
namespace {

std::string_view* place_of(std::string_view name, Digest& out) {
  auto take = [&](std::string_view known, std::string_view& place) {
    return same_word(name, known) ? &place : nullptr;
  };
  switch (name.size()) {
    case 2:
      return take("nc", out.nc);
    case 3:
      return lower(name[0]) == 'u' ? take("uri", out.uri) : take("qop", out.qop);
    case 5:
      if (lower(name[0]) == 'r') return take("realm", out.realm);
      return lower(name[0]) == 'n' ? take("nonce", out.nonce) : take("stale", out.stale);
    case 6:
      if (lower(name[0]) == 'c') return take("cnonce", out.cnonce);
      return lower(name[0]) == 'o' ? take("opaque", out.opaque) : take("domain", out.domain);
    case 8:
      return lower(name[0]) == 'u' ? take("username", out.username) : take("response", out.response);
    case 9:
      return take("algorithm", out.algorithm);
    default:
      return nullptr;
  }
}

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
  if (std::string_view* place = place_of(name, out)) {
    if (place->data() == nullptr)
      *place = value;
    else
      deviations.add(Deviation::bad_digest);  // twice: the first counts
  }
}

bool complete(const Digest& out) {
  auto there = [](std::string_view text) { return text.data() != nullptr; };
  if (!there(out.realm) || !there(out.nonce)) return false;
  return out.is_challenge() || (there(out.username) && there(out.uri) && there(out.response));
}

}  // namespace

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
  deviations.add_if(!complete(out), Deviation::missing_digest_parameter);
}

}  // namespace denwaban::parse::sip
