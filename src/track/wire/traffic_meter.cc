// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/traffic_meter.h"

#include <algorithm>

namespace denwaban::track::wire {
namespace {

using Part = Traffic::Part;

Part part_of(const parse::SipMessage& m) {
  if (m.is_response()) {
    if (m.status < 200) return Part::provisional;
    if (m.status < 300) return Part::success;
    return m.status == 401 || m.status == 407 ? Part::challenge : Part::refusal;
  }
  switch (m.method) {
    case SipMethod::invite:
      return Part::invite;
    case SipMethod::register_:
      return Part::register_;
    case SipMethod::options:
      return Part::options;
    default:
      if (m.method_text == "BYE") return Part::bye;
      return m.method_text == "ACK" ? Part::ack : Part::other;
  }
}

Time begin_of(Time time) {
  return Time(time.time_since_epoch() - time.time_since_epoch() % Milliseconds(TrafficMeter::kInterval));
}

template <class C, size_t N>
std::vector<const C*> loudest(const std::array<C, N>& counters, size_t most) {
  std::vector<const C*> all;
  for (const C& counter : counters)
    if (counter.key != 0 && counter.sure() > 1) all.push_back(&counter);
  std::sort(all.begin(), all.end(), [](const C* a, const C* b) {
    return a->sure() != b->sure() ? a->sure() > b->sure() : a->key < b->key;
  });
  if (all.size() > most) all.resize(most);
  return all;
}

}  // namespace

std::string_view target_of(const parse::SipMessage& request) {
  if (request.method == SipMethod::register_) return request.to.uri.user;
  return request.method == SipMethod::invite ? request.uri.user : std::string_view();
}

template <class C>
C* TrafficMeter::find(std::array<C, kCounters>& counters, uint64_t key) {
  for (C& counter : counters)
    if (counter.key == key) return &counter;
  return nullptr;
}

template <class C>
C& TrafficMeter::count(std::array<C, kCounters>& counters, uint64_t key, bool& fresh) {
  C* counter = find(counters, key);
  fresh = counter == nullptr;
  if (fresh) {
    counter = &*std::min_element(counters.begin(), counters.end(),
                                 [](const C& a, const C& b) { return a.count < b.count; });
    uint32_t before = counter->count;
    *counter = C{};
    counter->key = key;
    counter->count = counter->error = before;
  }
  ++counter->count;
  return *counter;
}

void TrafficMeter::asked(const parse::SipMessage& request, const Datagram& datagram) {
  ++parts_[static_cast<size_t>(part_of(request))];
  witness_ = datagram.witness;
  evidence_ = datagram.evidence;
  bool fresh = false;
  Source& source = count(sources_, key_of(datagram.from), fresh);
  if (fresh) {
    source.address = datagram.from;
    source.port = datagram.from_port;
  }
  if (source.port != datagram.from_port) source.port = 0;
  std::string_view target = target_of(request).substr(0, kTextMax);
  if (target.empty()) return;
  Name& name = count(names_, hash(common_.seed, target) | 1, fresh);
  if (!fresh) return;
  std::copy(target.begin(), target.end(), name.text.begin());
  name.size = static_cast<uint8_t>(target.size());
}

void TrafficMeter::answered(const parse::SipMessage& response) { ++parts_[static_cast<size_t>(part_of(response))]; }

void TrafficMeter::served(const Ends& ends, std::string_view name) {
  if (Source* source = find(sources_, key_of(ends.client))) ++source->welcome;
  if (Name* target = name.empty() ? nullptr : find(names_, hash(common_.seed, name) | 1)) ++target->welcome;
}

void TrafficMeter::proved(const IpAddress& address, AddressProof proof) {
  if (Source* source = find(sources_, key_of(address))) source->proof = std::max(source->proof, proof);
}

Traffic TrafficMeter::sum_up() const {
  Traffic traffic;
  traffic.span = kInterval;
  traffic.parts = parts_;
  for (const Source* s : loudest(sources_, Traffic::kTalkersMax))
    traffic.talkers.push_back({s->address, s->port, s->sure(), s->welcome, s->proof});
  for (const Name* n : loudest(names_, Traffic::kTargetsMax))
    traffic.targets.push_back({std::string(n->text.data(), n->size), n->sure(), n->welcome});
  return traffic;
}

void TrafficMeter::settle(Time now, std::vector<Event>& out) {
  if (now >= begin_ && now - begin_ < kInterval) return;
  Traffic traffic = sum_up();
  constexpr Time kEndOfTime = Time::max() - 2 * kInterval;  // a capture's end is settled as the end of all time
  Time end = begin_ + kInterval;
  begin_ = begin_of(std::min(now, kEndOfTime));
  if (traffic.total() == 0) return;
  parts_ = {};
  sources_ = {};
  names_ = {};
  if (traffic.total() < kMessagesMin) return;
  Event event;
  event.kind = EventKind::traffic;
  event.time = end;
  event.witness = witness_;
  event.evidence = evidence_;
  common_.tell_traffic(event, traffic.bytes(), out);
}

}  // namespace denwaban::track::wire
