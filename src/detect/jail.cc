// SPDX-License-Identifier: GPL-3.0-or-later
#include "detect/jail.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <tuple>

#include "detect/lookup.h"

namespace denwaban::detect {
namespace {

constexpr int kHomesLog2Max = 19;  // twice as many as addresses: rows of kWays hardly overflow

}  // namespace

Jail::Jail(uint32_t max_retry, Seconds find_time, HashSeed seed)
    : max_retry_(max_retry), find_time_(Milliseconds(find_time).count()), seed_(seed) {
  resize(std::countr_zero(kHomesMin));
}

void Jail::resize(int homes_log2) {
  shift_ = 64 - homes_log2;
  entries_.assign((size_t{1} << homes_log2) + kWays, Entry{});
}

// No packet comes from ffff:ffff::/32: IPv4 addresses take its place.
uint64_t Jail::key_of(const IpAddress& address) {
  return address.is_v4() ? uint64_t{0xffffffff} << 32 | address.v4_bits()
                        : std::max<uint64_t>(address.v6_high_bits(), 1);
}

Jail::Entry* Jail::find(uint64_t key) {
  Entry* row = &entries_[home(key)];
  for (Entry* e = row; e != row + kWays; ++e)
    if (e->key == key) return e;
  return nullptr;
}

Jail::Entry& Jail::place_for(uint64_t key, int64_t now) {
  for (;;) {
    Entry* row = &entries_[home(key)];
    Entry* least = row;
    for (Entry* e = row; e != row + kWays; ++e) {
      if (forgotten(*e, now)) return *e;
      if (std::tie(e->failures, e->last) < std::tie(least->failures, least->last)) least = e;
    }
    if (64 - shift_ >= kHomesLog2Max) return *least;
    grow(now);
  }
}

void Jail::grow(int64_t now) {
  std::vector<Entry> old;
  old.swap(entries_);
  resize(64 - shift_ + 1);
  for (const Entry& entry : old)
    if (!forgotten(entry, now)) place_for(entry.key, now) = entry;
}

std::optional<Jail::Ban> Jail::failed(const IpAddress& address, Time time) {
  int64_t now = to_epoch_ms(time);
  uint64_t key = key_of(address);
  Entry* entry = find(key);
  if (!entry || forgotten(*entry, now)) {
    if (!entry) entry = &place_for(key, now);
    *entry = {key, now, now, 0};
  }
  if (now > entry->last) {
    if (entry->first < now - find_time_) {
      double rate = static_cast<double>(entry->failures) / static_cast<double>(now - entry->first);
      // Half to even, as Python's round() and the FPU do.
      entry->failures = static_cast<uint32_t>(std::nearbyint(rate * static_cast<double>(find_time_)));
      entry->first = now - find_time_;
    }
    entry->last = now;
  }
  if (++entry->failures < max_retry_) return std::nullopt;
  Ban ban{from_epoch_ms(entry->first), entry->failures};
  entry->key = 0;
  return ban;
}

void Jail::save(ByteWriter& out) const {
  auto used = std::count_if(entries_.begin(), entries_.end(), [](const Entry& e) { return e.key != 0; });
  out.put(static_cast<uint32_t>(used));
  for (const Entry& e : entries_) {
    if (e.key == 0) continue;
    out.put(e.key);
    out.put(e.first);
    out.put(e.last);
    out.put(e.failures);
  }
}

bool Jail::load(ByteReader& in) {
  uint32_t count = in.get_count(28);
  for (uint32_t i = 0; i < count && !in.failed(); ++i) {
    Entry read;
    read.key = in.get<uint64_t>();
    read.first = in.get<int64_t>();
    read.last = in.get<int64_t>();
    read.failures = in.get<uint32_t>();
    if (read.key == 0 || find(read.key)) return false;
    place_for(read.key, std::numeric_limits<int64_t>::min() + find_time_ + 1) = read;
  }
  return !in.failed();
}

}  // namespace denwaban::detect
