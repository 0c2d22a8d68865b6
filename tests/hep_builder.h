// SPDX-License-Identifier: GPL-3.0-or-later
// HEPv3 frames as res_hep of Asterisk writes them.
#pragma once

#include "packet_builder.h"

namespace denwaban::test {

inline std::string chunk(uint16_t type, std::string_view value, uint16_t vendor = 0) {
  return be16(vendor) + be16(type) + be16(static_cast<uint32_t>(value.size()) + 6) + std::string(value);
}
inline std::string hep3(std::string_view chunks) {
  return "HEP3" + be16(static_cast<uint32_t>(chunks.size()) + 6) + std::string(chunks);
}

struct Hep {
  std::string from = "192.0.2.7", to = "198.51.100.1";
  uint8_t protocol = 6;
  std::string key = {};
  uint32_t seconds = 1000;
  uint32_t microseconds = 250'000;
};
inline std::string hep3_chunks(const Hep& h, std::string_view payload) {
  bool six = h.from.find(':') != std::string::npos;
  std::string chunks = chunk(1, std::string(1, six ? '\x0a' : '\x02')) +
                       chunk(2, std::string(1, static_cast<char>(h.protocol))) + chunk(7, be16(40001)) +
                       chunk(8, be16(5061)) + chunk(9, be32(h.seconds)) + chunk(10, be32(h.microseconds)) +
                       chunk(11, "\x01") + chunk(12, be32(77)) + chunk(six ? 5 : 3, bytes_of(ip(h.from))) +
                       chunk(six ? 6 : 4, bytes_of(ip(h.to)));
  if (!h.key.empty()) chunks += chunk(14, h.key);
  return chunks + chunk(17, "call-id@pbx") + chunk(15, payload);
}
inline std::string hep3(const Hep& h, std::string_view payload) { return hep3(hep3_chunks(h, payload)); }

}  // namespace denwaban::test
