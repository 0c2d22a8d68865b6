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

#if defined(__SSE2__)
// A part of a dotted quad, one to three digits, which stand in the topmost bytes of `word`. `wrong` gets bits
// for what is no part.
inline uint32_t part_of_v4(uint32_t word, uint32_t size, uint32_t& wrong) {
  uint32_t unused = 32 - 8 * size;
  uint32_t digits = (word ^ 0x30303030) >> unused << unused;
  uint32_t value = (digits >> 24) + 10 * (digits >> 16 & 0xff) + 100 * (digits >> 8 & 0xff);
  constexpr uint32_t kLowest[4] = {0, 0, 10, 100};  // no leading zeros
  wrong |= (((digits + 0x76767676) | digits) & 0x80808080) |
           (((value - kLowest[size]) | (255 - value)) & 0x80000000);
  return value;
}

// "192.0.2.1:5060", as nearly every address looks, without a branch for each digit. False for anything else.
inline bool read_v4_with_port(std::string_view text, IpAddress& address, uint16_t& port) {
  constexpr size_t kLengthMin = 9, kLengthMax = 21;
  if (text.size() < kLengthMin || text.size() > kLengthMax) return false;
  const char* at = text.data();
  Bytes16 bytes(load8(at), load_short(at + 8, text.size() - 8));  // the colon stands among these
  uint32_t dots = bytes.equal('.'), colons = bytes.equal(':');
  auto first = static_cast<uint32_t>(std::countr_zero(dots));
  dots &= dots - 1;
  auto second = static_cast<uint32_t>(std::countr_zero(dots));
  dots &= dots - 1;
  if (dots == 0 || (dots & (dots - 1)) != 0 || colons == 0) return false;
  auto third = static_cast<uint32_t>(std::countr_zero(dots));
  auto colon = static_cast<uint32_t>(std::countr_zero(colons));
  uint32_t sizes[4] = {first, second - first - 1, third - second - 1, colon - third - 1};
  auto port_size = static_cast<unsigned>(text.size()) - colon - 1;
  // Too much in any of them is a huge number; from here on every load stays within the text.
  if ((sizes[0] - 1 > 2) | (sizes[1] - 1 > 2) | (sizes[2] - 1 > 2) | (sizes[3] - 1 > 2) | (port_size - 1 > 4))
    return false;
  uint32_t wrong = 0;
  uint32_t bits = part_of_v4(load4(at) << (32 - 8 * sizes[0]), sizes[0], wrong) << 24;
  bits |= part_of_v4(load4(at + first + 1) << (32 - 8 * sizes[1]), sizes[1], wrong) << 16;
  bits |= part_of_v4(load4(at + third - 4), sizes[2], wrong) << 8;
  bits |= part_of_v4(load4(at + colon - 4), sizes[3], wrong);
  uint64_t end = load8(at + text.size() - 8) >> (64 - 8 * port_size);
  uint32_t number = number_of(end, port_size);
  if (wrong != 0 || leading_digits(end) != port_size || number > 65535) return false;
  address = IpAddress::v4(bits);
  port = static_cast<uint16_t>(number);
  return true;
}
#else
bool read_v4_with_port(std::string_view, IpAddress&, uint16_t&) { return false; }
#endif

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
  if (read_v4_with_port(text, event.address, event.port)) return true;
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
