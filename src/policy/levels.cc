// SPDX-License-Identifier: GPL-3.0-or-later
#include "policy/levels.h"

#include <algorithm>

namespace denwaban::policy {

uint16_t Levels::decayed(const Record& record, Time now) const {
  if (now <= record.end || peace_ <= Seconds(0)) return record.level;
  auto steps = (now - record.end) / std::chrono::duration_cast<Milliseconds>(peace_);
  return steps >= record.level ? uint16_t{0} : static_cast<uint16_t>(record.level - steps);
}

uint16_t Levels::of(const IpPrefix& target, Time now) const {
  auto at = records_.find(target);
  return at == records_.end() ? uint16_t{0} : decayed(at->second, now);
}

void Levels::erase(std::map<IpPrefix, Record>::iterator at) {
  by_end_.erase({at->second.end, at->first});
  records_.erase(at);
}

void Levels::banned(const IpPrefix& target, uint16_t level, Time end) {
  auto next = static_cast<uint16_t>(std::min<uint32_t>(level + 1u, UINT16_MAX));
  auto at = records_.find(target);
  if (at != records_.end()) {
    if (at->second.end >= end) return;
    erase(at);
  } else if (records_.size() >= capacity_ && !records_.empty()) {
    erase(records_.find(by_end_.begin()->second));
  }
  records_[target] = {next, end};
  by_end_.emplace(end, target);
}

void Levels::forget(const IpPrefix& target) {
  if (auto at = records_.find(target); at != records_.end()) erase(at);
}

void Levels::advance(Time now) {
  // A record of level n is nothing after n spans of peace; those that end first go first, so the walk stops
  // early.
  for (auto next = by_end_.begin(); next != by_end_.end() && next->first + peace_ <= now;) {
    auto at = records_.find(next->second);
    ++next;
    if (decayed(at->second, now) == 0) erase(at);
  }
}

void Levels::save(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(records_.size()));
  for (const auto& [target, record] : records_) {
    out.put(target);
    out.put(record.level);
    out.put(record.end);
  }
}

bool Levels::load(ByteReader& in) {
  uint32_t count = in.get_count(17 + 2 + 8);
  for (uint32_t i = 0; i < count && !in.failed(); ++i) {
    IpPrefix target = in.get_prefix();
    auto level = in.get<uint16_t>();
    Time end = in.get_time();
    if (in.failed() || level == 0) return false;
    banned(target, static_cast<uint16_t>(level - 1), end);
  }
  return !in.failed();
}

}  // namespace denwaban::policy
