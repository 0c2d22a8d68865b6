// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip_values.h"

#include "parse/sip/fields.h"

namespace denwaban::parse {

using namespace sip;

namespace {

Cursor whole(std::string_view text) {
  return {text.data(), text.data() + text.size(), text.data() + text.size()};
}

unsigned hex_value(char c) {
  if (is(c, kDigit)) return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>(lower(c) - 'a') + 10;
}

}  // namespace

SipUri parse_sip_uri(std::string_view text, DeviationSet& deviations) {
  SipUri uri;
  read_uri(whole(text), uri, deviations);
  return uri;
}

NameAddr parse_name_addr(std::string_view text, DeviationSet& deviations) {
  NameAddr address;
  Cursor c = whole(text);
  read_name_addr(c, false, address, deviations);
  return address;
}

std::optional<std::string_view> find_parameter(std::string_view parameters, std::string_view name) {
  Cursor c = whole(parameters);
  DeviationSet ignored;
  while (!c.done()) {
    Parameter parameter = read_parameter(c, ignored);
    if (same_word(parameter.name, name)) return parameter.value;
    c.at = find_first<';'>(c);
    if (c.at < c.end) ++c.at;
  }
  return std::nullopt;
}

std::string unescape_uri(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && text.size() - i > 2 && is(text[i + 1], kHex) && is(text[i + 2], kHex)) {
      out.push_back(static_cast<char>(hex_value(text[i + 1]) << 4 | hex_value(text[i + 2])));
      i += 2;
    } else {
      out.push_back(text[i]);
    }
  }
  return out;
}

std::string unescape_quoted(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size()) ++i;
    out.push_back(text[i]);
  }
  return out;
}

std::optional<std::string_view> next_part(std::string_view& rest, std::string_view boundary) {
  constexpr size_t kBoundaryMax = 70;  // RFC 2046 section 5.1.1
  if (boundary.empty() || boundary.size() > kBoundaryMax) return std::nullopt;
  // Where the next delimiter line begins, its line break included, and where what follows it does.
  struct Delimiter {
    size_t begin, end;
    bool last;
  };
  auto find_delimiter = [&](size_t from) -> std::optional<Delimiter> {
    for (size_t at = rest.find("--", from); at != std::string_view::npos; at = rest.find("--", at + 1)) {
      if ((at != 0 && rest[at - 1] != '\n') || rest.substr(at + 2, boundary.size()) != boundary) continue;
      size_t end = at + 2 + boundary.size();
      bool last = rest.substr(end, 2) == "--";
      end = rest.find('\n', end);
      size_t begin = at == 0 ? 0 : at - 1;
      if (begin > 0 && rest[begin - 1] == '\r') --begin;
      return Delimiter{begin, end == std::string_view::npos ? rest.size() : end + 1, last};
    }
    return std::nullopt;
  };
  auto open = find_delimiter(0);
  if (!open || open->last) return std::nullopt;
  rest.remove_prefix(open->end);
  auto close = find_delimiter(0);
  std::string_view part = rest.substr(0, close ? close->begin : rest.size());
  // The closing delimiter opens the part behind it.
  size_t next = rest.size();
  if (close)
    next = close->begin < rest.size() && rest[close->begin] == '\r' ? close->begin + 2 : close->begin + 1;
  if (close && close->begin == 0 && rest.starts_with("--")) next = 0;
  rest.remove_prefix(next);
  return part;
}

}  // namespace denwaban::parse
