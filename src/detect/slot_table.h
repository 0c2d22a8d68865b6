// SPDX-License-Identifier: GPL-3.0-or-later
// Counters by key for millions of keys: linear probing in the order of the keys' hashes. The stored key is a
// seeded bijection of the address, so it is its own hash: the home of a key is a multiplication, a search
// ends at the first larger one (5 to 6 slots at 90 % load, one or two cache lines), and no key is stored
// twice. 12 bytes an IPv4 address and 16 an IPv6 /64 or an account; 13.3 and 17.8 with the load that it
// reaches.
//
// Grows by doubling up to its capacity; then a new key replaces the least suspicious slot near its home, and
// is itself refused if those are all more suspicious.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"

namespace denwaban::detect {

template <class Key>
class SlotTable {
 public:
#pragma pack(push, 4)
  struct Slot {
    Key key = 0;
    uint32_t last = 0;  // second of the latest failure
    uint16_t run =
        0;  // failures without a pause longer than the short window; promoted: the place of its record
    uint8_t total = 0;  // failures in all, halved for each long pause; 0: a free slot
    uint8_t promoted = 0;

    // A key with a record of its own is counted there: its slot only leads to it.
    void promote(uint32_t place) {
      promoted = 1;
      run = static_cast<uint16_t>(place);
    }
    // The record is gone; it counted so many failures.
    void demote(uint32_t failures) {
      promoted = 0;
      run = static_cast<uint16_t>(std::min<uint32_t>(failures, 0xffff));
      total = static_cast<uint8_t>(std::clamp<uint32_t>(failures, 1, 0xff));
    }
  };
  static constexpr uint32_t kPlacesMax = 0xffff;  // places of records that a slot can lead to
#pragma pack(pop)
  static_assert(sizeof(Slot) == sizeof(Key) + 8);

  SlotTable(size_t capacity, HashSeed seed) : capacity_(std::max<size_t>(capacity, kMin)), seed_(seed) {}

  // The key under which `raw` is stored: a permutation of all values (xor, odd multiplications and xor-shifts
  // invert).
  Key scramble(Key raw) const {
    constexpr int kHalf = sizeof(Key) * 4;
    Key x = raw ^ static_cast<Key>(seed_.value);
    x *= static_cast<Key>(0x9e3779b97f4a7c15u);
    x ^= x >> kHalf;
    x += static_cast<Key>(seed_.value >> 32 | seed_.value << 32);
    x *= static_cast<Key>(0xc2b2ae3d27d4eb4fu);
    x ^= x >> (kHalf - 1);
    x *= static_cast<Key>(0xd6e8feb86659fd93u);
    return x ^ x >> kHalf;
  }

  void prefetch(Key key) const {
    if (!slots_.empty()) __builtin_prefetch(&slots_[home(key)], 1);
  }

  Slot* find(Key key) {
    if (slots_.empty()) return nullptr;
    size_t i = lower(key);
    return slots_[i].total != 0 && slots_[i].key == key ? &slots_[i] : nullptr;
  }

  // Counts `weight` failures, unless the key is promoted. nullptr when the table is full of more suspicious
  // keys.
  Slot* count(Key key, uint32_t now, uint32_t weight, uint32_t pause, uint32_t long_pause) {
    Slot* slot = slots_.empty() ? nullptr : find(key);
    if (!slot) {
      slot = insert(key, now);
      if (!slot) return nullptr;
    } else if (slot->promoted) {
      return slot;
    } else {
      uint32_t gap = now > slot->last ? now - slot->last : slot->last - now;
      if (gap > pause) slot->run = 0;
      if (gap > long_pause) slot->total = static_cast<uint8_t>(std::max(1, slot->total / 2));
      slot->last = now;
    }
    slot->run = static_cast<uint16_t>(std::min<uint32_t>(slot->run + weight, 0xffff));
    slot->total = static_cast<uint8_t>(std::min<uint32_t>(slot->total + weight, 0xff));
    return slot;
  }

  size_t size() const { return size_; }
  uint64_t evicted() const { return evicted_; }
  size_t bytes() const { return slots_.capacity() * sizeof(Slot); }

  void save(ByteWriter& out) const {
    out.put(static_cast<uint32_t>(size_));
    for (const Slot& s : slots_) {
      if (s.total == 0) continue;
      out.put(s.key);
      out.put(s.last);
      out.put(s.run);
      out.put(s.total);
      out.put(s.promoted);
    }
  }
  bool load(ByteReader& in) {
    uint32_t count = in.get_count(sizeof(Slot));
    for (uint32_t i = 0; i < count && !in.failed(); ++i) {
      Slot read;
      read.key = in.get<Key>();
      read.last = in.get<uint32_t>();
      read.run = in.get<uint16_t>();
      read.total = in.get<uint8_t>();
      read.promoted = in.get<uint8_t>();
      if (read.total == 0) return false;
      if (read.promoted) read.demote(read.total);  // until its record is loaded
      if (Slot* slot = insert(read.key, read.last)) *slot = read;
    }
    return !in.failed();
  }

 private:
  static constexpr size_t kMin = 1024;
  static constexpr size_t kTail = 1024;      // room behind the last home: no wrap-around
  static constexpr size_t kNeighbours = 12;  // looked at for something to replace
  static constexpr size_t slots_for(size_t keys) { return keys + keys / 9 + 1; }  // load 0.9

  size_t home(Key key) const {
    if constexpr (sizeof(Key) == 4) return static_cast<size_t>(uint64_t{key} * homes_ >> 32);
    return static_cast<size_t>(static_cast<unsigned __int128>(key) * homes_ >> 64);
  }
  // The first slot from the home on that is free or holds a key not smaller.
  size_t lower(Key key) const {
    size_t i = home(key);
    while (slots_[i].total != 0 && slots_[i].key < key) ++i;
    return i;
  }

  Slot* insert(Key key, uint32_t now) {
    if (size_ + 1 > limit_) {
      if (limit_ < capacity_) {
        grow();
      } else if (!make_room(key, now)) {
        return nullptr;
      }
    }
    for (;;) {
      size_t at = lower(key), free = at;
      while (free < slots_.size() - 1 && slots_[free].total != 0) ++free;
      if (slots_[free].total == 0 && free < slots_.size() - 1) {
        std::move_backward(slots_.begin() + static_cast<ptrdiff_t>(at),
                           slots_.begin() + static_cast<ptrdiff_t>(free),
                           slots_.begin() + static_cast<ptrdiff_t>(free) + 1);
        slots_[at] = Slot{};
        slots_[at].key = key;
        slots_[at].last = now;
        ++size_;
        return &slots_[at];
      }
      if (!make_room(key, now)) return nullptr;  // the tail is full
    }
  }

  // Removes the least suspicious slot near the key's home; false when none is there to remove.
  bool make_room(Key key, uint32_t now) {
    size_t from = home(key), victim = slots_.size();
    uint32_t least = ~0u;
    for (size_t i = from, seen = 0; i < slots_.size() - 1 && seen < kNeighbours; ++i) {
      const Slot& s = slots_[i];
      if (s.total == 0) continue;
      ++seen;
      uint32_t age = now > s.last ? now - s.last : 0;
      uint32_t score = s.promoted ? 0xffff : uint32_t{s.total} << 8 >> std::min<uint32_t>(age / 86'400, 8);
      if (score < least) least = score, victim = i;
    }
    if (victim == slots_.size() || least >= 0xffff) return false;
    if (least > (1u << 8)) {
      // All here failed more often than once. Every fourth newcomer gets a place, so that a flood of single
      // failures hardly wears them down and one who persists still gets in.
      if (++refused_ % 4 != 0) return false;
    }
    erase(victim);
    ++evicted_;
    return true;
  }

  void erase(size_t i) {
    for (; i + 1 < slots_.size() && slots_[i + 1].total != 0 && home(slots_[i + 1].key) <= i; ++i)
      slots_[i] = slots_[i + 1];
    slots_[i] = Slot{};
    --size_;
  }

  void grow() {
    std::vector<Slot> old;
    old.swap(slots_);
    limit_ = std::min(capacity_, std::max(kMin, limit_ * 2));
    if (capacity_ < limit_ * 5 / 4) limit_ = capacity_;
    homes_ = slots_for(limit_);
    slots_.assign(homes_ + kTail, Slot{});
    // The old ones are in order: each goes to its home or behind the one before.
    size_t next = 0;
    size_ = 0;
    for (const Slot& s : old) {
      if (s.total == 0) continue;
      next = std::max(next, home(s.key));
      if (next >= slots_.size() - 1) break;
      slots_[next++] = s;
      ++size_;
    }
  }

  size_t capacity_;
  HashSeed seed_;
  std::vector<Slot> slots_;
  size_t homes_ = 0;
  size_t limit_ = 0;
  size_t size_ = 0;
  uint64_t evicted_ = 0;
  uint64_t refused_ = 0;
};

}  // namespace denwaban::detect
