// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/sip_tracker.h"

#include "parse/attack_tool_names.h"
#include "track/wire/fingerprints.h"
#include "track/wire/sip_marks.h"

namespace denwaban::track::wire {
namespace {

constexpr size_t kTagMin = 8;

bool is_scoped_to_dialog(std::string_view method) {
  return method == "ACK" || method == "BYE" || method == "CANCEL" || method == "PRACK";
}

bool is_stale(const parse::SipMessage& m) {
  for (const parse::Digest& d : m.credentials())
    if (d.is_challenge() && (d.stale == "true" || d.stale == "TRUE" || d.stale == "True")) return true;
  return false;
}

// Whether the server chose the tag itself: not from what it was sent.
bool is_servers_own(const parse::SipMessage& response) {
  std::string_view tag = response.to.tag;
  if (tag.size() < kTagMin || response.vias().empty()) return false;
  return response.vias().front().branch.find(tag) == std::string_view::npos &&
         tag.find(response.vias().front().branch) == std::string_view::npos && response.from.tag != tag &&
         response.call_id.find(tag) == std::string_view::npos;
}

}  // namespace

SipTracker::SipTracker(Common& common)
    : common_(common),
      nonces_(common),
      claimed_(common.options.transactions_max),
      proven_(common.options.transactions_max),
      refusals_(common.options.transactions_max),
      meter_(common) {}

void SipTracker::take(const Datagram& datagram, std::string_view bytes, bool connected,
                      std::vector<Event>& out) {
  bytes_ = bytes;
  switch (parse::parse_sip_message(bytes, message_)) {
    case parse::SipReading::request:
      ++common_.counters.requests;
      meter(datagram);
      return take_request(datagram, connected, out);
    case parse::SipReading::response:
      ++common_.counters.responses;
      meter(datagram);
      return take_response(datagram, out);
    case parse::SipReading::keep_alive:
      return;
    case parse::SipReading::not_sip:
      return junk(datagram, bytes, connected, out);
  }
}

void SipTracker::meter(const Datagram& datagram) {
  Ends ends{datagram.from, datagram.to, datagram.from_port, datagram.to_port};
  if (message_.is_response()) {
    std::swap(ends.client, ends.server);
    std::swap(ends.client_port, ends.server_port);
  }
  if (common_.direction(ends) == Direction::outbound) return;
  if (message_.is_request()) return meter_.asked(message_, datagram);
  meter_.answered(message_);
  if (message_.status / 100 != 2 || message_.cseq.method == SipMethod::options) return;
  meter_.served(ends, message_.to.uri.user);
}

uint64_t SipTracker::transaction_key(const IpAddress& server, uint16_t port) const {
  uint64_t key = mix(hash(common_.seed, server), port);
  if (!message_.vias().empty()) {
    const parse::Via& via = message_.vias().front();
    key = mix(key, hash(common_.seed, via.branch));
    key = mix(key, hash(common_.seed, via.host) + via.port);
  }
  key = mix(key, hash(common_.seed, message_.call_id));
  key = mix(key, hash(common_.seed, message_.from.tag));
  return mix(key, hash(common_.seed, message_.cseq.method_text) + message_.cseq.number);
}

// Of a request, and of the answer that repeats its headers.
uint64_t SipTracker::context() const {
  uint64_t key = mix(hash(common_.seed, message_.call_id), hash(common_.seed, message_.from.uri.text));
  return mix(key, hash(common_.seed, message_.cseq.method_text));
}

uint64_t SipTracker::content(const Datagram& datagram) const {
  uint64_t key = mix(hash(common_.seed, datagram.from), datagram.from_port);
  key = mix(key, hash(common_.seed, message_.uri.text));
  for (const parse::Digest& digest : message_.credentials())
    key = mix(mix(key, hash(common_.seed, digest.username)), hash(common_.seed, digest.response));
  return mix(key, hash(common_.seed, message_.to.uri.text));
}

uint64_t SipTracker::tag_key(std::string_view tag) const {
  return mix(hash(common_.seed, message_.call_id), hash(common_.seed, tag));
}

SipTracker::Request* SipTracker::find(uint64_t key) {
  Request* request = proven_.find(key);
  return request ? request : claimed_.find(key);
}

void SipTracker::take_request(const Datagram& datagram, bool connected, std::vector<Event>& out) {
  if (message_.method_text == "ACK") return take_ack(datagram, out);
  if (is_scoped_to_dialog(message_.method_text) && !message_.to.tag.empty()) return;
  if (message_.method_text == "CANCEL") return;
  uint64_t key = transaction_key(datagram.to, datagram.to_port);
  if (Request* known = find(key)) {
    if (known->content == content(datagram)) {
      ++common_.counters.retransmissions;
      return;
    }
    // chan_pjsip answers without a transaction: a guesser need not choose a new branch.
    ignored(*known, out);
    proven_.erase(key);
    claimed_.erase(key);
  }
  Request request = request_of(datagram, connected);
  if (common_.direction(request.ends) == Direction::outbound) {
    if (!request.asked.in_dialog) peers_.asked(key, hash(common_.seed, datagram.to), datagram.time);
    return;
  }
  request.content = content(datagram);
  auto leave = [&](Request& gone) {
    ++common_.counters.evicted;
    ignored(gone, out);
  };
  if (request.event.proof > AddressProof::claimed) meter_.proved(datagram.from, request.event.proof);
  if (const CrashPattern* pattern = datagram.truncated ? nullptr : find_crash_pattern(message_))
    tell_crash(request, *pattern, out);
  auto& table = request.event.proof > AddressProof::claimed ? proven_ : claimed_;
  table.add(key, datagram.time, std::move(request), leave);
}

SipTracker::Request SipTracker::request_of(const Datagram& datagram, bool connected) {
  Request request;
  request.ends = {datagram.from, datagram.to, datagram.from_port, datagram.to_port};
  Event& event = request.event;
  event.time = datagram.time;
  event.evidence = datagram.evidence;
  event.transport = datagram.transport;
  event.witness = datagram.witness;
  event.method = message_.method;
  event.proof = connected ? AddressProof::connected : AddressProof::claimed;
  if (const auto* mark = find_fingerprint(message_)) {
    event.scanner_agent = true;
    event.tool = parse::attack_tool_number(mark->tool);
  }
  request.truncated = datagram.truncated;
  request.asked.method = message_.method;
  request.asked.in_dialog = !message_.to.tag.empty();
  if (!datagram.truncated) event.flaw = flaw_of(message_.deviations);
  event.forgery = forgery_of(datagram);
  read_credentials(datagram, request);
  request.names = names_of(request);
  return request;
}

Forgery SipTracker::forgery_of(const Datagram& datagram) const {
  if (writes_log(message_, bytes_)) return Forgery::injected_line;
  if (message_.vias().empty() || message_.vias().front().maddr.empty()) return Forgery::none;
  auto elsewhere = IpAddress::parse(message_.vias().front().maddr);
  return elsewhere && *elsewhere != datagram.from ? Forgery::redirected : Forgery::none;
}

// An attack whatever becomes of the request.
void SipTracker::tell_crash(const Request& request, const CrashPattern& pattern, std::vector<Event>& out) {
  Event event = request.event;
  event.kind = EventKind::malformed;
  event.flaw = Flaw::crash_pattern;
  event.service = service_at(request.ends.server, request.ends.server_port);
  event.extension = pattern.advisory;
  event.session = request.names.session();
  common_.tell(event, request.ends, out);
}

void SipTracker::read_credentials(const Datagram& datagram, Request& request) {
  bool foreign = false;
  for (const parse::Digest& digest : message_.credentials()) {
    if (digest.is_challenge() || !digest.digest || digest.response.empty()) continue;
    request.asked.credentials = true;
    switch (nonces_.came(digest.nonce, datagram.from, datagram.from_port, datagram.time)) {
      case Standing::returned:
        request.event.proof = AddressProof::returned;
        request.asked.challenged = request.asked.challenged || nonces_.fits(digest.nonce, context());
        break;
      case Standing::foreign:
        ++common_.counters.foreign_nonces;
        foreign = true;
        break;
      case Standing::unknown:
        if (request.event.forgery == Forgery::none && request.event.proof == AddressProof::claimed &&
            !could_make(service_at(datagram.to, datagram.to_port), digest.nonce))
          request.event.forgery = Forgery::junk_nonce;
        break;
      case Standing::moved:
        break;
    }
  }
  // A nonce that was sent to somebody else makes the sender doubtful, unless one of his own came, too.
  request.event.tainted = foreign && request.event.proof == AddressProof::claimed;
  if (request.event.tainted) request.event.forgery = Forgery::foreign_nonce;
}

Names SipTracker::names_of(const Request& request) const {
  std::string_view account;
  for (const parse::Digest& digest : message_.credentials())
    if (!digest.is_challenge() && !digest.username.empty()) account = digest.username;
  if (account.empty()) {
    bool about_to = message_.method == SipMethod::register_ || message_.method == SipMethod::options ||
                    message_.method == SipMethod::subscribe || message_.method == SipMethod::publish;
    account = about_to ? message_.to.uri.user : message_.from.uri.user;
    if (message_.method == SipMethod::options && !message_.uri.user.empty()) account = message_.uri.user;
  }
  bool call = request.asked.method == SipMethod::invite;
  return Names(account, call ? message_.uri.user : std::string_view{}, message_.call_id);
}

void SipTracker::take_ack(const Datagram& datagram, std::vector<Event>& out) {
  uint64_t key = tag_key(message_.to.tag);
  Refusal* refusal = refusals_.find(key);
  if (!refusal || refusal->ends.client != datagram.from || refusal->ends.client_port != datagram.from_port)
    return;
  Refusal proven = std::move(*refusal);
  refusals_.erase(key);
  proven.event.proof = AddressProof::returned;
  proven.event.account = proven.names.account();
  proven.event.extension = proven.names.extension();
  proven.event.session = proven.names.session();
  common_.tell(proven.event, proven.ends, out);
}

void SipTracker::take_response(const Datagram& datagram, std::vector<Event>& out) {
  uint64_t key = transaction_key(datagram.from, datagram.from_port);
  Request* request = find(key);
  bool pbx_asked = request ? common_.direction(request->ends) == Direction::outbound : peers_.is_asked(key);
  if (pbx_asked) return meet_peer(datagram, out);
  if (!request) return void(++common_.counters.unmatched_responses);
  bool own_port =
      datagram.to_port != datagram.from_port && !holds(common_.options.sip_ports, datagram.to_port);
  answers_.note(datagram.from, datagram.from_port, own_port, datagram.time);
  learn_service(datagram);
  if (message_.status == 401 || message_.status == 407) note_challenges(datagram);
  if (!request->settled) answered(*request, datagram, out);
}

void SipTracker::meet_peer(const Datagram& datagram, std::vector<Event>& out) {
  if (!peers_.meet(hash(common_.seed, datagram.from), datagram.time)) return;
  Event event;
  event.time = datagram.time;
  event.kind = EventKind::peer_answered;
  event.evidence = datagram.evidence;
  event.transport = datagram.transport;
  event.witness = datagram.witness;
  event.method = message_.cseq.method;
  event.proof = AddressProof::returned;
  event.address = datagram.from;
  event.port = datagram.from_port;
  out.push_back(event);
  ++common_.counters.events;
}

void SipTracker::note_challenges(const Datagram& datagram) {
  for (const parse::Digest& digest : message_.credentials())
    if (digest.is_challenge())
      nonces_.sent(digest.nonce, datagram.to, datagram.to_port, context(), datagram.time);
}

void SipTracker::answered(Request& request, const Datagram& datagram, std::vector<Event>& out) {
  SipVerdict verdict = judge_answer(request.asked, message_.status, is_stale(message_));
  if (message_.status < 200) {
    request.asked.going = true;
    request.asked.ringing = request.asked.ringing || message_.status >= 180;
    if (verdict.kind == SipVerdict::Kind::nothing) return;
  }
  request.settled = true;
  switch (verdict.kind) {
    case SipVerdict::Kind::nothing:
      return;
    case SipVerdict::Kind::guest_call:
      ++common_.counters.guest_calls;
      return;
    case SipVerdict::Kind::guest_request:
      ++common_.counters.guest_requests;
      return;
    case SipVerdict::Kind::stale:
      ++common_.counters.stale_nonces;
      return;
    case SipVerdict::Kind::event:
      request.event.used_password = verdict.used_password;
      if (request.event.flaw != Flaw::none && verdict.event == EventKind::request_refused)
        verdict.event = EventKind::malformed;
      return refuse(request, datagram, verdict.event, out);
  }
}

// The To-tag of an INVITE's refusal comes back in the ACK, and so proves a sender who sent no credentials.
void SipTracker::refuse(Request& request, const Datagram& datagram, EventKind kind, std::vector<Event>& out) {
  bool provable = request.asked.method == SipMethod::invite && message_.status >= 300 &&
                  kind != EventKind::challenge_sent && request.event.proof == AddressProof::claimed &&
                  !request.event.tainted && is_servers_own(message_) && datagram.to == request.ends.client &&
                  datagram.to_port == request.ends.client_port;
  uint64_t key = tag_key(message_.to.tag);
  if (!provable || refusals_.find(key)) return tell(request, kind, out);
  Refusal refusal{request.event, request.ends, request.names};
  refusal.event.kind = kind;
  refusal.event.service = service_at(request.ends.server, request.ends.server_port);
  refusals_.add(key, datagram.time, std::move(refusal), [&](Refusal& gone) {
    gone.event.account = gone.names.account();
    gone.event.extension = gone.names.extension();
    gone.event.session = gone.names.session();
    common_.tell(gone.event, gone.ends, out);
  });
}

void SipTracker::tell(const Request& request, EventKind kind, std::vector<Event>& out) {
  Event event = request.event;
  event.kind = kind;
  event.service = service_at(request.ends.server, request.ends.server_port);
  event.account = request.names.account();
  event.extension = request.names.extension();
  event.session = request.names.session();
  common_.tell(event, request.ends, out);
}

void SipTracker::ignored(Request& request, std::vector<Event>& out) {
  bool lost = request.interrupted || request.truncated;
  bool silence = !request.settled && !lost && !request.asked.going && !request.asked.in_dialog;
  // An OPTIONS asks for nothing but an answer: it is a probe whether one comes or not, also of a closed port.
  bool telling = request.asked.method == SipMethod::options
                     ? answers_.any(request.ends)
                     : answers_.any_since(request.ends, request.event.time);
  if (!silence || !telling) return;
  request.settled = true;
  if (request.asked.method != SipMethod::notify)
    tell(request, request.event.flaw != Flaw::none ? EventKind::malformed : EventKind::probed, out);
}

void SipTracker::junk(const Datagram& datagram, std::string_view bytes, bool connected,
                      std::vector<Event>& out) {
  bool ours = holds(common_.options.sip_ports, datagram.to_port);
  if (!ours || datagram.truncated || is_quiet_junk(bytes)) return;
  garbage(datagram, connected, out);
}

void SipTracker::garbage(const Datagram& datagram, bool connected, std::vector<Event>& out) {
  Event event;
  event.time = datagram.time;
  event.kind = EventKind::malformed;
  event.flaw = Flaw::unreadable;
  event.evidence = datagram.evidence;
  event.transport = datagram.transport;
  event.witness = datagram.witness;
  event.proof = connected ? AddressProof::connected : AddressProof::claimed;
  event.service = service_at(datagram.to, datagram.to_port);
  common_.tell(event, {datagram.from, datagram.to, datagram.from_port, datagram.to_port}, out);
}

void SipTracker::settle(Time now, std::vector<Event>& out) {
  meter_.settle(now, out);
  const WireOptions& o = common_.options;
  refusals_.expire(now - o.ack_wait, [&](Refusal& refusal) {
    refusal.event.account = refusal.names.account();
    refusal.event.extension = refusal.names.extension();
    refusal.event.session = refusal.names.session();
    common_.tell(refusal.event, refusal.ends, out);
  });
  for (auto* table : {&proven_, &claimed_}) {
    table->ripen(now - o.answer_wait, [&](Request& request) { ignored(request, out); });
    table->expire(now - o.transaction_life, [](Request&) {});
  }
  peers_.expire(now, o.transaction_life);
  nonces_.expire(now);
}

Service SipTracker::service_at(const IpAddress& address, uint16_t port) const {
  for (const Mark& mark : marks_)
    if (mark.port == port && mark.address == address) return mark.service;
  return Service::unknown;
}

void SipTracker::learn_service(const Datagram& datagram) {
  if (service_at(datagram.from, datagram.from_port) != Service::unknown) return;
  Service service = service_of(message_);
  if (service == Service::unknown) return;
  marks_[next_mark_] = {datagram.from, datagram.from_port, service};
  next_mark_ = (next_mark_ + 1) % marks_.size();
}

size_t SipTracker::bytes() const {
  return claimed_.bytes() + proven_.bytes() + refusals_.bytes() + nonces_.bytes() + peers_.bytes();
}

}  // namespace denwaban::track::wire
