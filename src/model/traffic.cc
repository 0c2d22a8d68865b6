// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/traffic.h"

#include "base/bytes.h"

namespace denwaban {

std::string Traffic::bytes() const {
  ByteWriter out;
  out.put(static_cast<uint32_t>(span.count()));
  for (uint32_t count : parts) out.put(count);
  out.put(static_cast<uint32_t>(talkers.size()));
  for (const Talker& talker : talkers) {
    out.put(talker.address);
    out.put(talker.port);
    out.put(talker.requests);
    out.put(talker.welcome);
    out.put(talker.proof);
  }
  out.put(static_cast<uint32_t>(targets.size()));
  for (const Target& target : targets) {
    out.put(target.name);
    out.put(target.requests);
    out.put(target.welcome);
  }
  return out.take();
}

std::optional<Traffic> Traffic::from_bytes(std::string_view bytes) {
  ByteReader in(bytes);
  Traffic traffic;
  traffic.span = Seconds(in.get<uint32_t>());
  for (uint32_t& count : traffic.parts) count = in.get<uint32_t>();
  uint32_t talkers = in.get_count(27);
  if (talkers > kTalkersMax) return std::nullopt;
  for (uint32_t i = 0; i < talkers; ++i) {
    Talker& talker = traffic.talkers.emplace_back();
    talker.address = in.get_address();
    talker.port = in.get<uint16_t>();
    talker.requests = in.get<uint32_t>();
    talker.welcome = in.get<uint32_t>();
    talker.proof = in.get<AddressProof>();
    if (talker.proof > AddressProof::returned) return std::nullopt;
  }
  uint32_t targets = in.get_count(12);
  if (targets > kTargetsMax) return std::nullopt;
  for (uint32_t i = 0; i < targets; ++i) {
    Target& target = traffic.targets.emplace_back();
    target.name = in.get_text();
    target.requests = in.get<uint32_t>();
    target.welcome = in.get<uint32_t>();
  }
  if (in.failed() || !in.at_end()) return std::nullopt;
  return traffic;
}

}  // namespace denwaban
