// SPDX-License-Identifier: GPL-3.0-or-later
// The latest failures with their times, so that windows are exact: a ring that grows with what it has to
// hold.
#pragma once

#include <algorithm>
#include <bitset>
#include <cstdint>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"

namespace denwaban::detect {

// Names by their place in the suspect's list.
using NameIndex = uint16_t;
inline constexpr NameIndex kNamesMax = 100;         // listed …
inline constexpr NameIndex kOtherName = kNamesMax;  // … the rest share one place
inline constexpr NameIndex kNoName = 0xffff;
using NameSet = std::bitset<kNamesMax + 1>;

inline uint32_t second_of(Time time) { return static_cast<uint32_t>(to_epoch_s(time)); }
inline Time from_second(uint32_t second) { return Time(Seconds(second)); }

class History {
 public:
  static constexpr uint8_t kMarked = 1;         // a tool's mark
  static constexpr uint8_t kInternational = 2;  // a number with an international prefix
  static constexpr uint8_t kChallenged = 4;     // challenged, never answered
  static constexpr uint8_t kProven = 8;         // the address was proven
  static constexpr uint8_t kNumber = 16;        // the name is a number that was dialled
  // Seconds that log lines may lie ahead of one another without the clock having been set back.
  static constexpr uint32_t kClockSlack = 60;

  struct Hit {
    uint32_t second = 0;
    NameIndex name = kNoName;
    uint8_t weight = 1;
    uint8_t flags = 0;
  };

  // Until it is full the ring is in order and next_ stands at its end; then next_ is the oldest.
  void add(const Hit& hit, size_t capacity) {
    if (!hits_.empty() && latest().second > hit.second + kClockSlack) forget_after(hit.second);
    if (hits_.size() < capacity) {
      hits_.push_back(hit);
      next_ = hits_.size() % capacity;
      return;
    }
    hits_[next_] = hit;
    next_ = (next_ + 1) % hits_.size();
  }

  // A second witness knows the name that the first did not show.
  void name_latest(NameIndex name) {
    if (!hits_.empty() && latest().name == kNoName) latest().name = name;
  }

  struct Seen {
    uint32_t count = 0;
    uint32_t names = 0;  // different ones
  };
  // What lies at most `window` before `now`. With `flag`: only hits that carry it.
  Seen within(Seconds window, uint32_t now, uint8_t flag = 0) const {
    Seen seen;
    NameSet names;
    for (const Hit& hit : hits_) {
      if (!lies_within(hit, window, now)) continue;
      if (flag != 0 && !(hit.flags & flag)) continue;
      seen.count += hit.weight;
      if (hit.name <= kOtherName) names.set(hit.name);
    }
    seen.names = static_cast<uint32_t>(names.count());
    return seen;
  }
  // Calls f(hit) for them, in the order in which they came.
  template <class F>
  void each_within(Seconds window, uint32_t now, F&& f) const {
    for (size_t i = 0; i < hits_.size(); ++i) {
      const Hit& hit = hits_[(next_ + i) % hits_.size()];
      if (lies_within(hit, window, now)) f(hit);
    }
  }
  uint32_t at_name(NameIndex name, Seconds window, uint32_t now) const {
    uint32_t count = 0;
    for (const Hit& hit : hits_)
      if (hit.name == name && lies_within(hit, window, now)) count += hit.weight;
    return count;
  }
  // Forgets what was done at a name; returns how much that was.
  uint32_t forget(NameIndex name) {
    std::vector<Hit> kept;
    uint32_t gone = 0;
    for (size_t i = 0; i < hits_.size(); ++i) {
      const Hit& hit = hits_[(next_ + i) % hits_.size()];
      if (hit.name == name) {
        gone += hit.weight;
      } else {
        kept.push_back(hit);
      }
    }
    hits_ = std::move(kept);
    next_ = 0;
    return gone;
  }
  // Takes back the latest hit, if it came within `kRetraction` seconds of this one.
  bool retract(uint32_t second) {
    constexpr uint32_t kRetraction = 3;
    if (hits_.empty()) return false;
    uint32_t last = latest().second;
    if ((last > second ? last - second : second - last) > kRetraction) return false;
    std::rotate(hits_.begin(), hits_.begin() + static_cast<std::ptrdiff_t>(next_ % hits_.size()), hits_.end());
    hits_.pop_back();
    next_ = 0;
    return true;
  }
  void prefetch() const { __builtin_prefetch(hits_.data() + next_, 1); }
  bool empty() const { return hits_.empty(); }
  size_t size() const { return hits_.size(); }
  size_t bytes() const { return hits_.capacity() * sizeof(Hit); }

  void save(ByteWriter& out) const {
    out.put(static_cast<uint32_t>(hits_.size()));
    for (size_t i = 0; i < hits_.size(); ++i) {
      const Hit& hit = hits_[(next_ + i) % hits_.size()];
      out.put(hit.second);
      out.put(hit.name);
      out.put(hit.weight);
      out.put(hit.flags);
    }
  }
  bool load(ByteReader& in) {
    uint32_t count = in.get_count(8);
    hits_.resize(count);
    for (Hit& hit : hits_) {
      hit.second = in.get<uint32_t>();
      hit.name = in.get<NameIndex>();
      hit.weight = in.get<uint8_t>();
      hit.flags = in.get<uint8_t>();
    }
    next_ = 0;
    return !in.failed();
  }

 private:
  // A minute ahead: witnesses come a little out of order. More: the clock was set back, and nobody knows when
  // that was.
  static bool lies_within(const Hit& hit, Seconds window, uint32_t now) {
    return hit.second <= now ? now - hit.second <= window.count() : hit.second - now <= kClockSlack;
  }
  Hit& latest() { return hits_[(next_ + hits_.size() - 1) % hits_.size()]; }
  // The clock was set back: what lies ahead would count again when the same minutes come a second time, and a
  // telephone that retries once a minute would look like one that retries twice.
  void forget_after(uint32_t second) {
    std::rotate(hits_.begin(), hits_.begin() + static_cast<std::ptrdiff_t>(next_ % hits_.size()),
                hits_.end());
    std::erase_if(hits_, [&](const Hit& hit) { return hit.second > second; });
    next_ = 0;
  }

  std::vector<Hit> hits_;
  size_t next_ = 0;
};

}  // namespace denwaban::detect
