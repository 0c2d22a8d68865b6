// SPDX-License-Identifier: GPL-3.0-or-later
#include "sources/packet_line.h"

#include <fmt/format.h>

#include <algorithm>

#include "model/names.h"

namespace denwaban::sources {
namespace {

std::string end_of(const IpAddress& address, uint16_t port) {
  std::string text = address.to_string();
  return address.is_v4() ? fmt::format("{}:{}", text, port) : fmt::format("[{}]:{}", text, port);
}

bool is_text(char c) { return (c >= ' ' && c <= '~') || c == '\t' || static_cast<unsigned char>(c) >= 0x80; }

// The first line of a text protocol.
std::string what_it_says(std::string_view payload) {
  constexpr size_t kLineMax = 300;
  std::string_view line = payload.substr(0, std::min(payload.find_first_of("\r\n"), kLineMax));
  bool text = line.size() >= 4 && std::all_of(line.begin(), line.end(), is_text);
  return text ? std::string(line) : fmt::format("{} bytes", payload.size());
}

}  // namespace

std::string packet_line(const Datagram& datagram) {
  return fmt::format("{} {} > {} {}", name_of(datagram.transport), end_of(datagram.from, datagram.from_port),
                     end_of(datagram.to, datagram.to_port), what_it_says(datagram.payload));
}

}  // namespace denwaban::sources
