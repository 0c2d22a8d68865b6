// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/address.h"

#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

// Takes a dotted quad off the front.
bool take_v4(std::string_view& text, uint32_t& out) {
  const char* at = text.data();
  const char* end = at + text.size();
  uint32_t bits = 0;
  for (int part = 0; part < 4; ++part) {
    if (part > 0 && (at == end || *at++ != '.')) return false;
    if (at == end || !is_digit(*at)) return false;
    const char* first = at;
    uint32_t value = static_cast<uint32_t>(*at++ - '0');
    while (at != end && is_digit(*at) && at - first < 3)
      value = value * 10 + static_cast<uint32_t>(*at++ - '0');
    if (value > 255 || (at - first > 1 && *first == '0')) return false;
    bits = bits << 8 | value;
  }
  text.remove_prefix(static_cast<size_t>(at - text.data()));
  out = bits;
  return true;
}

bool read_port(std::string_view text, uint16_t& out) {
  if (text.empty() || text.size() > 5) return false;
  uint32_t value = 0;
  for (char c : text) {
    if (!is_digit(c)) return false;
    value = value * 10 + static_cast<uint32_t>(c - '0');
  }
  if (value > 65535) return false;
  out = static_cast<uint16_t>(value);
  return true;
}

bool read_v6(std::string_view text, IpAddress& out) {
  if (size_t zone = text.find('%'); zone != kNowhere) text = text.substr(0, zone);
  auto address = IpAddress::parse(text);
  if (!address) return false;
  out = *address;
  return true;
}

bool set(Event& event, IpAddress address, uint16_t port) {
  event.address = address;
  event.port = port;
  return true;
}

bool read_bracketed(std::string_view text, Event& event) {
  size_t close = text.find(']');
  if (close == kNowhere) return false;
  IpAddress address;
  if (!read_v6(text.substr(1, close - 1), address)) return false;
  text.remove_prefix(close + 1);
  uint16_t port = 0;
  if (!text.empty() && (text[0] != ':' || !read_port(text.substr(1), port))) return false;
  return set(event, address, port);
}

}  // namespace

bool read_address(std::string_view text, Event& event) {
  if (text.empty()) return false;
  if (text[0] == '[') return read_bracketed(text, event);
  std::string_view rest = text;
  if (uint32_t bits = 0; take_v4(rest, bits)) {
    uint16_t port = 0;
    if (!rest.empty() && (rest[0] != ':' || !read_port(rest.substr(1), port))) return false;
    return set(event, IpAddress::v4(bits), port);
  }
  IpAddress address;
  return read_v6(text, address) && set(event, address, 0);
}

bool read_host_port(std::string_view text, Event& event) {
  size_t colon = text.rfind(':');
  if (colon == kNowhere || text.empty()) return false;
  if (text[0] == '[') return read_bracketed(text, event);
  uint16_t port = 0;
  if (!read_port(text.substr(colon + 1), port)) return false;
  Event host;
  if (!read_address(text.substr(0, colon), host) || host.port != 0) return false;
  return set(event, host.address, port);
}

Transport read_transport(std::string_view text) {
  if (text.size() > 1 && text.back() == '6') text.remove_suffix(1);
  if (text == "UDP") return Transport::udp;
  if (text == "TCP") return Transport::tcp;
  if (text == "TLS") return Transport::tls;
  if (text == "WS") return Transport::ws;
  if (text == "WSS") return Transport::wss;
  return Transport::unknown;
}

bool read_security_address(std::string_view text, Event& event) {
  if (!take(text, "IPV4/") && !take(text, "IPV6/")) return false;
  size_t slash = text.find('/');
  size_t last = text.rfind('/');
  if (slash == kNowhere || last == slash) return false;
  uint16_t port = 0;
  if (!read_port(text.substr(last + 1), port)) return false;
  std::string_view host = text.substr(slash + 1, last - slash - 1);
  if (uint32_t bits = 0; take_v4(host, bits)) {
    if (!host.empty()) return false;
    set(event, IpAddress::v4(bits), port);
  } else {
    IpAddress address;
    if (!read_v6(host, address)) return false;
    set(event, address, port);
  }
  event.transport = read_transport(text.substr(0, slash));
  return true;
}

}  // namespace denwaban::parse
