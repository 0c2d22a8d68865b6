// SPDX-License-Identifier: GPL-3.0-or-later
// What the SIP tracker keeps over a restart. Nonces are kept as hashes, so the file tells nobody a nonce; of
// requests that are settled only what recognises their retransmissions.
#include "base/bytes.h"
#include "track/wire/nonces.h"
#include "track/wire/sip_tracker.h"

namespace denwaban::track::wire {
namespace {

constexpr auto kGone = [](auto&) {};

// An enumerator beyond the last one is damage.
template <class Enum>
Enum get_enum(ByteReader& in, Enum last, bool& good) {
  auto value = in.get<Enum>();
  if (value > last) {
    good = false;
    return {};
  }
  return value;
}

bool get_bool(ByteReader& in) { return in.get<uint8_t>() != 0; }
void put_bool(bool value, ByteWriter& out) { out.put(static_cast<uint8_t>(value)); }

void save(const Ends& ends, ByteWriter& out) {
  out.put(ends.client);
  out.put(ends.server);
  out.put(ends.client_port);
  out.put(ends.server_port);
}

Ends load_ends(ByteReader& in) {
  Ends ends;
  ends.client = in.get_address();
  ends.server = in.get_address();
  ends.client_port = in.get<uint16_t>();
  ends.server_port = in.get<uint16_t>();
  return ends;
}

void save(const Names& names, ByteWriter& out) {
  for (std::string_view text : {names.account(), names.extension(), names.session()}) out.put(text);
}

Names load_names(ByteReader& in) {
  std::string account = in.get_text(kTextMax), extension = in.get_text(kTextMax);
  return Names(account, extension, in.get_text(kSessionMax));
}

void save(const Event& event, ByteWriter& out) {
  out.put(event.time);
  out.put(event.evidence.offset);
  out.put(event.evidence.source);
  out.put(event.evidence.length);
  out.put(event.kind);
  out.put(event.service);
  out.put(event.transport);
  out.put(event.method);
  out.put(event.witness);
  out.put(event.proof);
  out.put(event.flaw);
  out.put(event.forgery);
  put_bool(event.tainted, out);
  put_bool(event.scanner_agent, out);
  put_bool(event.used_password, out);
}

Event load_event(ByteReader& in, bool& good) {
  Event event;
  event.time = in.get_time();
  event.evidence.offset = in.get<uint64_t>();
  event.evidence.source = in.get<uint32_t>();
  event.evidence.length = in.get<uint32_t>();
  event.kind = get_enum(in, EventKind::traffic, good);
  event.service = get_enum(in, Service::http, good);
  event.transport = get_enum(in, Transport::wss, good);
  event.method = get_enum(in, SipMethod::other, good);
  event.witness = get_enum(in, Witness::hep, good);
  event.proof = get_enum(in, AddressProof::returned, good);
  event.flaw = get_enum(in, Flaw::crash_pattern, good);
  event.forgery = get_enum(in, Forgery::junk_nonce, good);
  event.tainted = get_bool(in);
  event.scanner_agent = get_bool(in);
  event.used_password = get_bool(in);
  return event;
}

constexpr size_t kEventBytes = 35, kEndsBytes = 36, kNamesBytes = 12;

// The capacity of a table bounds what is taken of a count; `load_one(key, time)` reads what stands behind
// them.
template <class LoadOne>
bool load_table(ByteReader& in, size_t bytes_each, LoadOne&& load_one) {
  uint32_t count = in.get_count(16 + bytes_each);
  for (uint32_t i = 0; i < count && !in.failed(); ++i) {
    auto key = in.get<uint64_t>();
    Time time = in.get_time();
    if (!load_one(key, time)) return false;
  }
  return !in.failed();
}

}  // namespace

void Nonces::save(ByteWriter& out) const {
  for (const auto* table : {&sent_, &returned_}) {
    out.put(static_cast<uint32_t>(table->size()));
    table->each([&](uint64_t key, Time time, const Destination& to) {
      out.put(key);
      out.put(time);
      out.put(to.address);
      out.put(to.port);
      put_bool(to.shared, out);
    });
  }
  out.put(static_cast<uint32_t>(contexts_.size()));
  contexts_.each([&](uint64_t key, Time time, const Nothing&) {
    out.put(key);
    out.put(time);
  });
}

bool Nonces::load(ByteReader& in) {
  for (auto* table : {&sent_, &returned_}) {
    bool good = load_table(in, 19, [&](uint64_t key, Time time) {
      Destination to;
      to.address = in.get_address();
      to.port = in.get<uint16_t>();
      to.shared = get_bool(in);
      if (!table->find(key)) table->add(key, time, to, kGone);
      return true;
    });
    if (!good) return false;
  }
  return load_table(in, 0, [&](uint64_t key, Time time) {
    if (!contexts_.find(key)) contexts_.add(key, time, {}, kGone);
    return true;
  });
}

void SipTracker::save(const Request& request, ByteWriter& out) {
  out.put(request.content);
  put_bool(request.settled, out);
  if (request.settled) return;
  wire::save(request.event, out);
  wire::save(request.ends, out);
  wire::save(request.names, out);
  for (bool flag : {request.asked.credentials, request.asked.challenged, request.asked.in_dialog,
                    request.asked.going, request.asked.ringing})
    put_bool(flag, out);
}

std::optional<SipTracker::Request> SipTracker::load_request(ByteReader& in) {
  Request request;
  request.content = in.get<uint64_t>();
  request.settled = get_bool(in);
  request.interrupted = true;
  if (request.settled) return request;
  bool good = true;
  request.event = load_event(in, good);
  request.asked.method = request.event.method;
  request.ends = load_ends(in);
  request.names = load_names(in);
  for (bool* flag : {&request.asked.credentials, &request.asked.challenged, &request.asked.in_dialog,
                     &request.asked.going, &request.asked.ringing})
    *flag = get_bool(in);
  if (!good) return std::nullopt;
  return request;
}

void SipTracker::save(ByteWriter& out) const {
  nonces_.save(out);
  for (const auto* table : {&claimed_, &proven_}) {
    out.put(static_cast<uint32_t>(table->size()));
    table->each([&](uint64_t key, Time time, const Request& request) {
      out.put(key);
      out.put(time);
      save(request, out);
    });
  }
  out.put(static_cast<uint32_t>(refusals_.size()));
  refusals_.each([&](uint64_t key, Time time, const Refusal& refusal) {
    out.put(key);
    out.put(time);
    wire::save(refusal.event, out);
    wire::save(refusal.ends, out);
    wire::save(refusal.names, out);
  });
  for (const Mark& mark : marks_) {
    out.put(mark.address);
    out.put(mark.port);
    out.put(mark.service);
  }
  out.put(static_cast<uint32_t>(next_mark_));
  answers_.save(out);
}

bool SipTracker::load(ByteReader& in) {
  if (!nonces_.load(in)) return false;
  for (auto* table : {&claimed_, &proven_}) {
    bool good = load_table(in, 9, [&](uint64_t key, Time time) {
      auto request = load_request(in);
      if (request && !table->find(key)) table->add(key, time, std::move(*request), kGone);
      return request.has_value();
    });
    if (!good) return false;
  }
  bool good = load_table(in, kEventBytes + kEndsBytes + kNamesBytes, [&](uint64_t key, Time time) {
    bool fits = true;
    Event event = load_event(in, fits);
    Ends ends = load_ends(in);
    Refusal refusal{event, ends, load_names(in)};
    if (fits && !refusals_.find(key)) refusals_.add(key, time, std::move(refusal), kGone);
    return fits;
  });
  for (Mark& mark : marks_) {
    mark.address = in.get_address();
    mark.port = in.get<uint16_t>();
    mark.service = get_enum(in, Service::http, good);
  }
  next_mark_ = in.get<uint32_t>() % marks_.size();
  answers_.load(in);
  return good && !in.failed();
}

}  // namespace denwaban::track::wire
