// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/packet/fragments.h"

namespace denwaban::parse {
namespace {

constexpr uint64_t kDatagramMax = 65'535;
constexpr uint64_t kEntryCost = 192;  // the table's own memory for one datagram

}  // namespace

size_t FragmentTable::KeyHash::operator()(const Key& key) const {
  uint64_t ends = mix(hash(seed, key.from), hash(seed, key.to));
  return hash(seed, ends ^ (uint64_t{key.id} << 8 | key.protocol));
}

void FragmentTable::forget(Table::iterator entry) {
  cost_ -= entry->second.parts.cost() + kEntryCost;
  oldest_.erase(entry->second.place);
  waiting_.erase(entry);
}

void FragmentTable::expire(Time now) {
  while (!oldest_.empty()) {
    auto entry = waiting_.find(oldest_.front());
    if (now - entry->second.since <= limits_.fragment_wait) return;
    counters_.count(PacketDrop::fragment_timeout);
    forget(entry);
  }
}

void FragmentTable::make_room() {
  while (!oldest_.empty() &&
         (waiting_.size() >= limits_.fragmented_max || cost_ >= limits_.fragment_bytes_max)) {
    counters_.count(PacketDrop::fragment_evicted);
    forget(waiting_.find(oldest_.front()));
  }
}

bool FragmentTable::fits(const Waiting& waiting, const IpPacket& packet) const {
  uint64_t end = uint64_t{packet.fragment_offset} + packet.payload_length;
  if (packet.payload_length == 0 || end > kDatagramMax) return false;
  if (packet.more_fragments) return packet.payload_length % 8 == 0 && (!waiting.end || end <= *waiting.end);
  if (waiting.end) return *waiting.end == end;
  return waiting.parts.empty() || waiting.parts.back().end <= end;
}

bool FragmentTable::add(IpPacket& packet, Time now) {
  expire(now);
  if (packet.truncated()) {
    counters_.count(PacketDrop::cut_short);
    return false;
  }
  bool v4 = packet.from.is_v4();
  Key key{packet.from, packet.to, packet.fragment_id, v4 ? packet.protocol : uint8_t{0}};
  auto entry = waiting_.find(key);
  bool known = entry != waiting_.end();
  Waiting fresh;
  if (!fits(known ? entry->second : fresh, packet) ||
      (known && entry->second.parts.size() >= limits_.fragments_each_max)) {
    counters_.count(PacketDrop::bad_fragment);
    return false;
  }
  if (!known) {
    make_room();
    entry = waiting_.emplace(key, std::move(fresh)).first;
    entry->second.since = now;
    entry->second.place = oldest_.insert(oldest_.end(), key);
    cost_ += kEntryCost;
  }
  Waiting& waiting = entry->second;
  if (packet.fragment_offset == 0 && (waiting.parts.empty() || waiting.parts.front().begin != 0))
    waiting.protocol = packet.protocol;
  uint64_t end = packet.fragment_offset + packet.payload_length;
  if (!packet.more_fragments) waiting.end = end;
  uint64_t before = waiting.parts.cost();
  if (waiting.parts.add(packet.fragment_offset, end, packet.payload))
    counters_.count(PacketDrop::fragment_overlap);
  cost_ += waiting.parts.cost() - before;
  if (!waiting.end || waiting.parts.covered() != *waiting.end) return false;

  whole_.clear();
  for (const Parts::Part& part : waiting.parts.all()) whole_ += part.bytes;
  packet.protocol = waiting.protocol;
  packet.fragment = packet.more_fragments = false;
  packet.payload = whole_;
  packet.payload_length = static_cast<uint32_t>(whole_.size());
  forget(entry);
  ++counters_.reassembled;
  return true;
}

}  // namespace denwaban::parse
