// SPDX-License-Identifier: GPL-3.0-or-later
// What we need of a DNS answer (RFC 1035, 4.1; RFC 2782): addresses, targets of services, and how long they
// hold. Written for answers of anybody: bounded, and silent about what it does not understand.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/ip.h"
#include "base/time.h"

namespace denwaban::net {

struct DnsAnswer {
  std::vector<IpAddress> addresses;  // of A and AAAA, whatever CNAME led there
  std::vector<std::string> targets;  // of SRV; "." (no such service) left out
  std::optional<Seconds> ttl;        // the shortest among all records of the answer section
};

// At most 64 addresses and 16 targets. A message that is cut or broken gives what stood before the break.
DnsAnswer parse_dns_answer(std::span<const uint8_t> message);

}  // namespace denwaban::net
