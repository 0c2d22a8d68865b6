// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as a record from the control socket: what is accepted is written again as a record that is
// accepted.
#include <cstdint>
#include <string_view>

#include "base/check.h"
#include "model/json.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace denwaban;
  std::string_view line(reinterpret_cast<const char*>(data), size);
  if (auto decision = parse_decision_json(line)) {
    std::string written = decision_json(*decision);
    auto again = parse_decision_json(written);
    DENWABAN_CHECK(again && decision_json(*again) == written);
  }
  if (auto told = parse_finding_json(line)) {
    std::string written = finding_json(told->finding, told->texts, Stream::live);
    auto again = parse_finding_json(written);
    DENWABAN_CHECK(again && finding_json(again->finding, again->texts, Stream::live) == written);
  }
  return 0;
}
