// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/attempts.h"

#include <algorithm>
#include <bit>
#include <limits>

namespace denwaban::track {
namespace {

enum class KindClass : uint8_t { guess, acl, call, challenge, success, other };

KindClass class_of(const Event& event) {
  switch (event.kind) {
    case EventKind::auth_failed:
    case EventKind::unknown_account:
      return KindClass::guess;
    case EventKind::acl_rejected:
      // The manager says "failed to pass IP ACL" and "failed to authenticate" about one attempt.
      return event.service == Service::ami || event.service == Service::http ? KindClass::guess
                                                                             : KindClass::acl;
    case EventKind::call_rejected:
      return KindClass::call;
    case EventKind::challenge_sent:
      return KindClass::challenge;
    case EventKind::auth_succeeded:
      return KindClass::success;
    default:
      return KindClass::other;
  }
}

// How many attempts `count` sightings of one teller mean.
uint32_t effective(const Event& event, uint32_t count) {
  if (!is_log(event.witness)) return count;
  if (event.kind == EventKind::unknown_account && event.service == Service::pjsip && !event.session.empty())
    return count == 1 ? 1 : count - 1;
  if (event.kind == EventKind::acl_rejected && class_of(event) == KindClass::acl) return (count + 1) / 2;
  return count;
}

constexpr int64_t kDay = 86'400'000;

}  // namespace

Attempts::Attempts(uint32_t attempts_max, Milliseconds window, HashSeed seed)
    : sets_max_(std::bit_floor(std::max<size_t>(attempts_max / kWays, kSetsMin))),
      window_(window.count()),
      seed_(seed),
      sets_(kSetsMin) {}

uint64_t Attempts::key_of(const Event& event) const {
  KindClass kind = class_of(event);
  uint64_t what = static_cast<uint64_t>(kind) << 8 | static_cast<uint64_t>(event.service);
  // acl.c's lines show neither port nor service; they go with the driver's own line.
  if (kind == KindClass::acl) what = static_cast<uint64_t>(kind) << 8;
  if (kind == KindClass::other) what |= static_cast<uint64_t>(event.kind) << 16;
  uint64_t key = mix(hash(seed_, event.address), what + seed_.value);
  bool by_session = event.service == Service::pjsip && kind != KindClass::acl && !event.session.empty();
  // Of guests whom an anonymous endpoint refuses the log shows no Call-ID; the wire does.
  bool guest = kind == KindClass::call || event.kind == EventKind::unknown_account;
  if (guest && !is_log(event.witness)) by_session = false;
  if (by_session) key = mix(key, hash(seed_, event.session));
  return key | 1;
}

uint16_t Attempts::teller_of(const Event& event) {
  auto is = [&](const Stream& s) { return s.channel == event.channel && s.witness == event.witness; };
  if (stream_hint_ >= streams_.size() || !is(streams_[stream_hint_])) {
    auto at = std::find_if(streams_.begin(), streams_.end(), is);
    stream_hint_ = static_cast<size_t>(at - streams_.begin());
    if (at == streams_.end()) {
      if (streams_.size() == kStreamsMax) streams_.clear(), stream_hint_ = 0;
      streams_.push_back({event.channel, event.witness});
    }
  }
  // One stream may hold both forms, as syslog does: only security events name the transport.
  // The manager's notices do so as well; they show no port.
  bool management = event.service == Service::ami || event.service == Service::http;
  bool names_transport = management ? event.port != 0 : event.transport != Transport::unknown;
  size_t security = names_transport ? 2 : 0;
  size_t bare = event.port == 0 && event.account.empty() ? 1 : 0;
  size_t detail = static_cast<size_t>(event.kind) << 2 | security | bare;
  return static_cast<uint16_t>(stream_hint_ << 6 | detail);
}

Attempts::Entry Attempts::entry_of(uint64_t key, int64_t now) {
  for (;;) {
    Set& set = set_of(key);
    size_t oldest = 0;
    for (size_t way = 0; way < kWays; ++way) {
      const Head& head = set.heads[way];
      if (head.key == key) return {set.heads[way], set.counts[way]};
      if (head.last < set.heads[oldest].last || head.key == 0) oldest = way;
      if (set.heads[oldest].key == 0) break;
    }
    Head& head = set.heads[oldest];
    bool in_use = head.key != 0 && now - head.last <= window_ && head.last - now <= window_;
    if (in_use && sets_.size() < sets_max_) {
      grow();
      continue;
    }
    head = {key, now};
    set.counts[oldest].maximum = set.counts[oldest].tellers_used = 0;
    return {head, set.counts[oldest]};
  }
}

void Attempts::grow() {
  std::vector<Set> old(sets_.size() * 2);
  old.swap(sets_);
  for (const Set& from : old) {
    for (size_t way = 0; way < kWays; ++way) {
      if (from.heads[way].key == 0) continue;
      Set& set = set_of(from.heads[way].key);
      size_t to = 0;
      while (to < kWays && set.heads[to].key != 0) ++to;
      if (to == kWays) continue;
      set.heads[to] = from.heads[way];
      set.counts[to] = from.counts[way];
    }
  }
}

void Attempts::merge(Event& event) {
  int64_t now = to_epoch_ms(event.time);
  auto [head, entry] = entry_of(key_of(event), now);
  // Times that went far back mean a changed clock; a little back, an event that was held.
  if (now - head.last > window_ || head.last - now > kDay) {
    entry.maximum = entry.tellers_used = 0;
    head.last = now;
  }
  head.last = std::max(head.last, now);
  uint16_t id = teller_of(event);
  auto end = entry.tellers.begin() + entry.tellers_used;
  auto teller = std::find_if(entry.tellers.begin(), end, [&](const Teller& t) { return t.id == id; });
  if (teller == end) {
    // Ten tellers have told of it: one more knows nothing new.
    if (entry.tellers_used == entry.tellers.size()) {
      event.repeated = true;
      return;
    }
    *teller = {id, 0};
    ++entry.tellers_used;
  }
  constexpr uint32_t kCountMax = std::numeric_limits<uint16_t>::max();
  if (teller->count + uint32_t{event.attempts} > kCountMax) {
    for (Teller& t : entry.tellers) t.count = 0;
    entry.maximum = 0;
  }
  teller->count = static_cast<uint16_t>(std::min<uint32_t>(teller->count + event.attempts, kCountMax));
  uint32_t attempts = effective(event, teller->count);
  event.repeated = attempts <= entry.maximum;
  if (event.repeated) return;
  event.attempts = static_cast<uint16_t>(attempts - entry.maximum);
  entry.maximum = attempts;
}

void Attempts::save(ByteWriter& out) const {
  out.put(static_cast<uint32_t>(streams_.size()));
  for (const Stream& s : streams_) {
    out.put(s.channel);
    out.put(s.witness);
  }
  uint32_t used = 0;
  for (const Set& set : sets_)
    for (const Head& head : set.heads) used += head.key != 0;
  out.put(used);
  for (const Set& set : sets_) {
    for (size_t way = 0; way < kWays; ++way) {
      if (set.heads[way].key == 0) continue;
      out.put(set.heads[way].key);
      out.put(set.heads[way].last);
      out.put(set.counts[way].maximum);
      out.put(set.counts[way].tellers_used);
      for (const Teller& t : set.counts[way].tellers) {
        out.put(t.id);
        out.put(t.count);
      }
    }
  }
}

bool Attempts::load(ByteReader& in) {
  uint32_t streams = in.get_count(3);
  if (streams > kStreamsMax) return false;
  for (uint32_t i = 0; i < streams; ++i) {
    auto channel = in.get<uint16_t>();
    streams_.push_back({channel, in.get<Witness>()});
  }
  uint32_t used = in.get_count(64);
  for (uint32_t i = 0; i < used && !in.failed(); ++i) {
    Head head;
    Counts counts;
    head.key = in.get<uint64_t>() | 1;
    head.last = in.get<int64_t>();
    counts.maximum = in.get<uint32_t>();
    counts.tellers_used = in.get<uint32_t>();
    for (Teller& t : counts.tellers) {
      t.id = in.get<uint16_t>();
      t.count = in.get<uint16_t>();
    }
    if (counts.tellers_used > counts.tellers.size()) return false;
    Entry entry = entry_of(head.key, head.last);
    entry.head = head;
    entry.counts = counts;
  }
  return !in.failed();
}

}  // namespace denwaban::track
