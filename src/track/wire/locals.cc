// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/locals.h"

#include <algorithm>

namespace denwaban::track::wire {

bool Locals::is_told(const IpAddress& address) const {
  return std::any_of(told_.begin(), told_.end(), [&](const IpPrefix& p) { return p.contains(address); });
}

uint64_t Locals::seen(const IpAddress& address) const {
  for (const Count& c : counts_)
    if (c.seen > 0 && c.address == address) return c.seen;
  return 0;
}

void Locals::count(const IpAddress& address) {
  Count* free = nullptr;
  for (Count& c : counts_) {
    if (c.seen > 0 && c.address == address) {
      ++c.seen;
      return;
    }
    if (c.seen == 0 && !free) free = &c;
  }
  if (free) {
    *free = {address, 1};
    return;
  }
  for (Count& c : counts_) --c.seen;
}

void Locals::saw(const IpAddress& from, const IpAddress& to) {
  if (is_told(from) || is_told(to)) return;
  count(from);
  count(to);
}

Direction Locals::direction(const IpAddress& from, bool from_service, const IpAddress& to,
                            bool to_service) const {
  bool from_local = is_told(from), to_local = is_told(to);
  if (!from_local && !to_local) {
    uint64_t from_seen = seen(from), to_seen = seen(to);
    from_local = from_seen > to_seen;
    to_local = to_seen > from_seen;
  }
  if (from_local != to_local) return to_local ? Direction::inbound : Direction::outbound;
  if (from_service != to_service) return to_service ? Direction::inbound : Direction::outbound;
  return Direction::unknown;
}

}  // namespace denwaban::track::wire
