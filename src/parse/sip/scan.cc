// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/sip/scan.h"

namespace denwaban::parse::sip {
namespace {

constexpr std::array<uint8_t, 256> make_classes() {
  std::array<uint8_t, 256> classes{};
  auto mark = [&](std::string_view bytes, unsigned what) {
    for (char c : bytes) {
      auto& entry = classes[static_cast<unsigned char>(c)];
      entry = static_cast<uint8_t>(entry | what);
    }
  };
  constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  mark(kLetters, kToken | kUser | kHost | kUri);
  mark("0123456789", kToken | kUser | kHost | kIpv6 | kUri | kDigit | kHex);
  mark("abcdefABCDEF", kIpv6 | kHex);
  mark("-.!%*_+`'~", kToken);
  mark(
      "-_.!~*'()"
      "&=+$,;?/"
      "%",
      kUser | kUri);
  mark(":@[]", kUri);
  mark("-._", kHost);  // `_` stands in names of real networks
  mark(":.", kIpv6);
  mark(" \t\r\n", kSpace);
  return classes;
}

}  // namespace

constinit const std::array<uint8_t, 256> kClasses = make_classes();

// By itself, for a buffer inlined everywhere would cost every field a guarded stack frame.
[[gnu::noinline, gnu::cold]] Tail load_tail(const char* at, const char* limit) {
  Tail tail{};
  std::memcpy(tail.bytes, at, static_cast<size_t>(limit - at));
  return tail;
}

bool read_number(std::string_view text, uint32_t max, Deviation bad, uint32_t& value,
                 DeviationSet& deviations) {
  uint32_t number = 0;
  Number reading = read_number(text, number);
  if (reading == Number::good && number <= max) {
    value = number;
    return true;
  }
  deviations.add(bad);
  deviations.add_if(reading == Number::overflow, Deviation::number_overflow);
  deviations.add_if(text.starts_with('-'), Deviation::negative_number);
  return false;
}

uint16_t read_port(std::string_view digits, DeviationSet& deviations) {
  uint32_t port = 0;
  for (char c : digits) {
    if (!is(c, kDigit) || port > 0xffff) {
      port = 0;
      break;
    }
    port = port * 10 + static_cast<uint32_t>(c - '0');
  }
  if (port != 0 && port <= 0xffff) return static_cast<uint16_t>(port);
  deviations.add(Deviation::bad_port);
  return 0;
}

namespace {

// What is no plain host or host:port. Sets only `out` and deviations.
void read_unusual_host(Cursor c, HostPort& out, DeviationSet& deviations) {
  const char* colon;
  if (c.is('[')) {
    const char* close = find_first<']'>(c);
    out.host = view(c.at + 1, close);
    out.ipv6 = true;
    deviations.add_if(
        close == c.end || !all(out.host, kIpv6) || out.host.find(":::") != std::string_view::npos,
        Deviation::bad_host);
    if (close == c.end) return;
    colon = close + 1;
    while (colon < c.end && is(*colon, kSpace)) ++colon;
    if (colon < c.end && *colon != ':') {
      deviations.add(Deviation::bad_host);
      return;
    }
  } else {
    colon = find_first<':'>(c);
    out.host = trimmed(c.at, colon);
    if (!all(out.host, kHost) || out.host.empty()) deviations.add(Deviation::bad_host);
    if (colon < c.end && find_first<':'>({colon + 1, c.end, c.limit}) != c.end) {
      // Nobody can say which of them begins the port.
      out.host = trimmed(c.at, c.end);
      out.ipv6 = all(out.host, kIpv6);
      deviations.add(out.ipv6 ? Deviation::unbracketed_ipv6 : Deviation::bad_host);
      return;
    }
  }
  if (colon < c.end) out.port = read_port(trimmed(colon + 1, c.end), deviations);
}

}  // namespace

HostPort read_host_port(Cursor c, DeviationSet& deviations) {
  HostPort out;
  const char* end = host_end(c);
  uint32_t port = 0;
  bool plain = end > c.at && (end == c.end || (*end == ':' && c.end - end <= 6));
  if (plain && end < c.end) {
    for (const char* digit = end + 1; digit < c.end; ++digit) {
      plain &= is(*digit, kDigit);
      port = port * 10 + static_cast<uint32_t>(*digit - '0');
    }
    plain &= port != 0 && port <= 0xffff;
  }
  if (plain) [[likely]] {
    out.host = view(c.at, end);
    out.port = static_cast<uint16_t>(port);
  } else {
    read_unusual_host(c, out, deviations);
  }
  return out;
}

Parameter read_parameter(Cursor& c, DeviationSet& deviations) {
  Parameter out;
  skip_space(c);
  const char* begin = c.at;
  c.at = find_first_or_blank<'=', ';', ','>(c);
  out.name = view(begin, c.at);
  skip_space(c);
  if (c.is('=')) {
    ++c.at;
    skip_space(c);
    out.has_value = true;
    if (c.is('"')) {
      out.value = take_quoted(c, deviations);
    } else {
      begin = c.at;
      c.at = find_first_or_blank<';', ',', '"'>(c);
      out.value = view(begin, c.at);
      deviations.add_if(out.value.empty(), Deviation::bad_parameter);
    }
    skip_space(c);
  }
  if (c.at < c.end && *c.at != ';' && *c.at != ',') {
    deviations.add(Deviation::bad_parameter);
    c.at = find_first<';', ','>(c);
  }
  return out;
}

}  // namespace denwaban::parse::sip
