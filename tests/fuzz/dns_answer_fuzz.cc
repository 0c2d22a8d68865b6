// SPDX-License-Identifier: GPL-3.0-or-later
// Any bytes as an answer of a name server.
#include <cstddef>
#include <cstdint>

#include "base/check.h"
#include "net/dns_answer.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  auto answer = denwaban::net::parse_dns_answer({data, size});
  DENWABAN_CHECK(answer.addresses.size() <= 64);
  DENWABAN_CHECK(answer.targets.size() <= 16);
  return 0;
}
