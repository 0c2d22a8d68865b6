// SPDX-License-Identifier: GPL-3.0-or-later
#include "pbx/host_spec.h"

#include <algorithm>
#include <charconv>

#include "parse/config/comments.h"
#include "parse/config/config_file.h"

namespace denwaban::pbx {
namespace {

using parse::same_name;
using parse::trim_blanks;

constexpr size_t kHostLengthMax = 253;  // RFC 1035, 2.3.4, as text

bool is_host_name(std::string_view text) {
  auto legal = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
           c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= kHostLengthMax && text.front() != '.' && text.front() != '-' &&
         std::all_of(text.begin(), text.end(), legal);
}

// Digits and dots that are no address ("1.2.3", "300.1.1.1") are a slip of the pen, not a name to ask a name
// server for.
bool is_numeric(std::string_view text) {
  return text.find_first_not_of("0123456789.") == std::string_view::npos;
}

std::string transport_of(std::string_view parameters) {
  for (std::string_view known : {"udp", "tcp", "tls", "wss", "ws"}) {
    if (same_name(parameters.substr(0, parameters.find_first_of(";?> ")), known)) return std::string(known);
  }
  return {};
}

std::string lower_case(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
  return lower;
}

}  // namespace

std::optional<uint16_t> parse_port(std::string_view text) {
  uint16_t port = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (error != std::errc() || end != text.data() + text.size() || port == 0) return std::nullopt;
  return port;
}

bool is_true(std::string_view text) {
  for (std::string_view word : {"yes", "true", "y", "t", "1", "on"}) {
    if (same_name(text, word)) return true;
  }
  return false;
}

std::vector<std::string_view> split_list(std::string_view text) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    size_t comma = text.find(',');
    std::string_view part = trim_blanks(text.substr(0, comma));
    if (!part.empty()) parts.push_back(part);
    text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
  }
  return parts;
}

std::optional<HostSpec> parse_host(std::string_view text) {
  text = trim_blanks(text);
  std::string_view host = text;
  std::string_view port;
  if (text.starts_with('[')) {
    size_t close = text.find(']');
    if (close == std::string_view::npos) return std::nullopt;
    host = text.substr(1, close - 1);
    if (close + 1 < text.size() && text[close + 1] == ':') port = text.substr(close + 2);
    if (!IpAddress::parse(host)) return std::nullopt;
  } else if (!IpAddress::parse(text)) {
    size_t colon = text.find(':');
    host = text.substr(0, colon);
    if (colon != std::string_view::npos) port = text.substr(colon + 1);
  }
  HostSpec spec;
  if (auto address = IpAddress::parse(host)) {
    spec.host = address->to_string();
  } else if (is_host_name(host) && !is_numeric(host)) {
    spec.host = lower_case(host);
  } else {
    return std::nullopt;
  }
  spec.port = parse_port(port).value_or(0);
  return spec;
}

std::optional<HostSpec> parse_sip_uri(std::string_view text) {
  text = trim_blanks(text);
  if (size_t open = text.find('<'); open != std::string_view::npos) text.remove_prefix(open + 1);
  bool secure = false;
  if (same_name(text.substr(0, 5), "sips:")) {
    secure = true;
    text.remove_prefix(5);
  } else if (same_name(text.substr(0, 4), "sip:")) {
    text.remove_prefix(4);
  }
  size_t parameters_at = std::string_view::npos;
  // The user part may hold ';' and '?' (RFC 3261, 25.1), so the '@' is looked for first; one in a header
  // comes later.
  size_t at = text.substr(0, text.find('>')).rfind('@');
  if (at != std::string_view::npos) text.remove_prefix(at + 1);
  parameters_at = text.find_first_of(";?>, \\");
  auto spec = parse_host(text.substr(0, parameters_at));
  if (!spec) return std::nullopt;
  std::string rest =
      parameters_at == std::string_view::npos ? std::string() : lower_case(text.substr(parameters_at));
  if (size_t key = rest.find("transport="); key != std::string::npos) {
    spec->transport = transport_of(std::string_view(rest).substr(key + 10));
  }
  if (secure && spec->transport.empty()) spec->transport = "tls";
  return spec;
}

std::optional<HostSpec> parse_register(std::string_view text) {
  text = trim_blanks(text);
  size_t at = text.rfind('@');
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view user = text.substr(0, at);
  std::string_view target = text.substr(at + 1);
  auto spec = parse_host(target.substr(0, target.find_first_of("/~?;, ")));
  if (!spec) return std::nullopt;
  if (size_t mark = user.find('?');
      mark != std::string_view::npos && user.find("://", mark) != std::string_view::npos) {
    user.remove_prefix(mark + 1);
  }
  if (size_t scheme = user.find("://"); scheme != std::string_view::npos && scheme <= 3) {
    spec->transport = transport_of(user.substr(0, scheme));
  }
  return spec;
}

std::optional<IpPrefix> parse_network(std::string_view text) {
  text = trim_blanks(text);
  size_t slash = text.find('/');
  auto address = IpAddress::parse(text.substr(0, slash));
  if (!address) return std::nullopt;
  if (slash == std::string_view::npos) return IpPrefix::host(*address);
  std::string_view mask = text.substr(slash + 1);
  int length = 0;
  if (auto dotted = IpAddress::parse(mask); dotted && dotted->is_v4() && address->is_v4()) {
    uint32_t bits = dotted->v4_bits();
    while (length < 32 && (bits >> (31 - length) & 1)) ++length;
    if (length < 32 && (bits << length) != 0) return std::nullopt;
  } else {
    auto [end, error] = std::from_chars(mask.data(), mask.data() + mask.size(), length);
    if (error != std::errc() || end != mask.data() + mask.size()) return std::nullopt;
    if (length < 0 || length > (address->is_v4() ? 32 : 128)) return std::nullopt;
  }
  return IpPrefix(*address, length);
}

}  // namespace denwaban::pbx
