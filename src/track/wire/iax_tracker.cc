// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/iax_tracker.h"

namespace denwaban::track::wire {

using parse::IaxCommand;
using parse::IaxFrame;

uint64_t IaxTracker::key_of(const IpAddress& client, uint16_t port, const IpAddress& server,
                            uint16_t call) const {
  return mix(mix(hash(common_.seed, client), uint64_t{port} << 16 | call), hash(common_.seed, server));
}

void IaxTracker::take(const Datagram& datagram, std::vector<Event>& out) {
  auto frame = parse::parse_iax_frame(datagram.payload);
  if (!frame) {
    bool at_service = holds(common_.options.iax_ports, datagram.to_port);
    if (at_service && !parse::is_iax_media(datagram.payload)) broken(datagram, out);
    return;
  }
  if (frame->type != static_cast<uint8_t>(IaxFrame::Type::iax)) return;
  // Both ends mostly use port 4569: who began the call tells the sides.
  uint64_t as_client = key_of(datagram.from, datagram.from_port, datagram.to, frame->source_call);
  uint64_t as_server = key_of(datagram.to, datagram.to_port, datagram.from, frame->destination_call);
  bool begins = frame->command == IaxCommand::regreq || frame->command == IaxCommand::new_ ||
                frame->command == IaxCommand::poke || frame->command == IaxCommand::regrel;
  if (calls_.find(as_client) || begins) {
    from_client(datagram, *frame, out);
  } else if (calls_.find(as_server)) {
    from_server(datagram, *frame, out);
  }
}

void IaxTracker::from_client(const Datagram& datagram, const IaxFrame& frame, std::vector<Event>& out) {
  ++common_.counters.requests;
  uint64_t key = key_of(datagram.from, datagram.from_port, datagram.to, frame.source_call);
  Call* call = calls_.find(key);
  bool begins =
      frame.destination_call == 0 && frame.command != IaxCommand::ack && frame.command != IaxCommand::none;
  if (call && begins && call->settled) {
    calls_.erase(key);  // the number is used again
    call = nullptr;
  }
  if (!call) {
    begin(datagram, frame, key, out);
    call = calls_.find(key);
    if (!call) return;
  }
  prove(*call, frame);
  note_names(*call, frame);
  if (frame.command == IaxCommand::authrep || frame.has_credentials) {
    call->credentials = true;
    call->event.evidence = datagram.evidence;
  }
}

void IaxTracker::begin(const Datagram& datagram, const IaxFrame& frame, uint64_t key,
                       std::vector<Event>& out) {
  Call call;
  call.ends = {datagram.from, datagram.to, datagram.from_port, datagram.to_port};
  if (common_.direction(call.ends) == Direction::outbound) return;
  call.registration = frame.command == IaxCommand::regreq || frame.command == IaxCommand::regrel;
  call.poke = frame.command == IaxCommand::poke;
  call.event.time = datagram.time;
  call.event.evidence = datagram.evidence;
  call.event.service = Service::iax2;
  call.event.transport = Transport::udp;
  call.event.witness = datagram.witness;
  if (call.registration) call.event.method = SipMethod::register_;
  if (frame.command == IaxCommand::new_) call.event.method = SipMethod::invite;
  calls_.add(key, datagram.time, std::move(call), [&](Call& gone) {
    ++common_.counters.evicted;
    ignored(gone, out);
  });
}

void IaxTracker::note_names(Call& call, const IaxFrame& frame) {
  if (frame.username.empty() && frame.called_number.empty()) return;
  std::string_view account = frame.username.empty() ? call.names.account() : frame.username;
  std::string_view extension = frame.called_number.empty() ? call.names.extension() : frame.called_number;
  call.names = Names(account, extension, {});
}

void IaxTracker::prove(Call& call, const IaxFrame& frame) {
  if (frame.has_call_token && call.token != 0 && hash(common_.seed, frame.call_token) == call.token)
    call.event.proof = AddressProof::returned;
  if (frame.destination_call == 0 || call.server_call == 0) return;
  if (frame.destination_call != call.server_call) {
    call.guessed = true;
  } else if (!call.guessed) {
    call.event.proof = AddressProof::returned;
  }
}

void IaxTracker::from_server(const Datagram& datagram, const IaxFrame& frame, std::vector<Event>& out) {
  ++common_.counters.responses;
  bool own_port =
      datagram.to_port != datagram.from_port && !holds(common_.options.iax_ports, datagram.to_port);
  answers_.note(datagram.from, datagram.from_port, own_port, datagram.time);
  Call* call = calls_.find(key_of(datagram.to, datagram.to_port, datagram.from, frame.destination_call));
  if (!call || call->settled) return;
  // A token is asked for with call number 1, which belongs to no call.
  if (frame.command == IaxCommand::calltoken) {
    if (frame.has_call_token && !frame.call_token.empty()) call->token = hash(common_.seed, frame.call_token);
    return;
  }
  if (call->server_call == 0 && frame.source_call > 1) call->server_call = frame.source_call;
  switch (frame.command) {
    case IaxCommand::regauth:
    case IaxCommand::authreq:
      if (!call->challenged) tell(*call, EventKind::challenge_sent, out);
      call->challenged = true;
      return;
    case IaxCommand::regack:
    case IaxCommand::accept:
      if (!call->registration && !call->credentials) {
        ++common_.counters.guest_calls;
        call->settled = true;
        return;
      }
      return settle(*call, EventKind::auth_succeeded, call->credentials, out);
    case IaxCommand::regrej:
    case IaxCommand::reject:
      return refused(*call, frame, out);
    case IaxCommand::pong:
      if (call->poke) settle(*call, EventKind::probed, true, out);
      return;
    default:
      return;
  }
}

// chan_iax2 answers "No authority found" to who may not call at all, and "No such context/extension" to who
// may.
void IaxTracker::refused(Call& call, const IaxFrame& frame, std::vector<Event>& out) {
  EventKind kind = EventKind::unknown_account;
  if (call.credentials) {
    kind = EventKind::auth_failed;
  } else if (!call.registration && frame.cause.find("authority") == std::string_view::npos) {
    kind = EventKind::call_rejected;
  }
  settle(call, kind, true, out);
}

void IaxTracker::settle(Call& call, EventKind kind, bool used_password, std::vector<Event>& out) {
  call.settled = true;
  call.event.used_password = used_password;
  tell(call, kind, out);
}

void IaxTracker::tell(const Call& call, EventKind kind, std::vector<Event>& out) {
  Event event = call.event;
  event.kind = kind;
  event.account = call.names.account();
  event.extension = call.names.extension();
  common_.tell(event, call.ends, out);
}

// Challenged is answered: who asks and goes away was told of as that.
void IaxTracker::ignored(Call& call, std::vector<Event>& out) {
  if (call.settled || call.challenged) return;
  if (!answers_.any_since(call.ends, call.event.time)) return;
  call.settled = true;
  tell(call, EventKind::probed, out);
}

void IaxTracker::broken(const Datagram& datagram, std::vector<Event>& out) {
  Event event;
  event.time = datagram.time;
  event.kind = EventKind::malformed;
  event.service = Service::iax2;
  event.transport = Transport::udp;
  event.witness = datagram.witness;
  event.evidence = datagram.evidence;
  common_.tell(event, {datagram.from, datagram.to, datagram.from_port, datagram.to_port}, out);
}

void IaxTracker::settle(Time now, std::vector<Event>& out) {
  calls_.ripen(now - common_.options.answer_wait, [&](Call& call) { ignored(call, out); });
  calls_.expire(now - common_.options.transaction_life, [](Call&) {});
}

}  // namespace denwaban::track::wire
