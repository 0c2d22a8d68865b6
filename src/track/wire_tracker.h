// SPDX-License-Identifier: GPL-3.0-or-later
// What the wire shows of attempts: requests and their answers become Events about the side that asked. It
// sees what no log shows (OPTIONS, POKE, ARI, guests refused), and it is the witness that proves addresses.
//
// Proof. A nonce, a To-tag or a call token that the PBX was seen to send to an address and port, and that
// comes back from there, makes an event `returned`; a TCP handshake makes it `connected`; everything else is
// a claim. A nonce that was sent to somebody else taints the event: who sends it learnt it elsewhere and
// forges this source. A To-tag that the PBX made from the request itself (chan_pjsip's stateless answers
// repeat the branch) proves nothing. The sender is who the packet came from: `;maddr=` and the Via do not
// matter here.
//
// One attempt, one event, about the client: at its final answer, or when none came within `answer_wait`.
// Retransmissions of either side count once. What the PBX asks of others (trunks, phones) makes no events,
// and neither does what belongs to a dialog that is already there.
//
// clang-format off
//
//  | request                                         | answer                           | event                |
//  | ----------------------------------------------- | -------------------------------- | -------------------- |
//  | any with credentials                            | 401, 403, 407; REGISTER also 404 | auth_failed          |
//  |                                                 | 401 with stale=true              | none                 |
//  | REGISTER with                                   | 2xx                              | auth_succeeded (1)   |
//  | any other with, to a challenge of this request  | 1xx to INVITE, 2xx, 3xx, 4xx     | auth_succeeded       |
//  | REGISTER without                                | 2xx                              | auth_succeeded (1)   |
//  | any but OPTIONS without                         | 401, 407                         | challenge_sent (2)   |
//  | REGISTER, SUBSCRIBE, MESSAGE, PUBLISH without   | 403, 404                         | unknown_account      |
//  | INVITE without                                  | 403 at once                      | unknown_account      |
//  |                                                 | 404, 410, 480, 484, 603, 604     | call_rejected        |
//  |                                                 | 18x, 2xx                         | none: a guest's call |
//  | any but OPTIONS without                         | 400, 405, 415, 416, 420, 489     | request_refused      |
//  | OPTIONS                                         | any                              | probed               |
//  | any                                             | none                             | probed               |
//  | broken as no phone's is, or no SIP at all       | 400 and the like, or none        | malformed            |
//  | the shape of a published attack                 | any                              | malformed, at once   |
//  | AMI: any action after a login                   |                                  | manager_action       |
//
// clang-format on
//
// (1) used_password is false unless the PBX was seen to challenge this very request.
// (2) At once, as Asterisk's own ChallengeSent: who waits for the answer is detect/.
//
// A request that writes into logs, or has its answers sent elsewhere, carries `forgery` in its event; `traffic` sums up each
// interval of ten seconds in which enough was said (model/traffic.h).
//
// Merging with what the logs tell (attempts.h): events carry the service that the PBX shows by its own marks
// (chan_sip's `as` tags and nonces of eight digits; chan_pjsip's `epoch/digest`), so the keys of wire and log
// are the same: address and service, for chan_pjsip the Call-ID too. Until a server has shown its marks the
// service is `unknown`; such events merge with nothing, and a first failure may count twice.
//
// Pure; time comes with the datagrams; bounded whatever comes; one owner, one thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "model/datagram.h"

namespace denwaban::track {

struct WireOptions {
  // The PBX's own addresses. Where neither end of a packet is among them it is learned: of two ends the PBX
  // is the one that more packets have in common, which a capture soon shows; until then who is asked.
  std::vector<IpPrefix> local;
  // SIP is recognised at other ports too, but junk there is not "malformed".
  std::vector<uint16_t> sip_ports{5060, 5061};
  std::vector<uint16_t> iax_ports{4569};
  std::vector<uint16_t> ami_ports{5038};
  std::vector<uint16_t> http_ports{8088, 8089};
  uint32_t transactions_max = 16'384;  // requests remembered; as many again whose sender is proven
  uint32_t nonces_max = 32'768;        // challenges remembered; as many again that were answered
  uint32_t calls_max = 8'192;          // IAX2
  uint32_t connections_max = 1'024;    // TCP; at most 40 kB each
  uint32_t tries_max = 1'024;          // logins at the manager interface, until they are taken
  Milliseconds answer_wait{4'000};     // without an answer by then a request was ignored
  Milliseconds ack_wait{1'000};        // an INVITE's refusal waits so long for the ACK that proves its sender
  Milliseconds transaction_life{32'000};  // RFC 3261 timers B and F: retransmissions end by then
  Milliseconds nonce_life{3'600'000};
};

struct WireCounters {
  uint64_t datagrams = 0, events = 0;
  uint64_t requests = 0, responses = 0, retransmissions = 0;
  uint64_t unmatched_responses = 0;  // to requests that were not seen, or were pushed out
  uint64_t evicted = 0;              // requests and calls that made room before their time
  uint64_t undirected = 0;           // probes dropped, as neither side is known to be the PBX
  uint64_t guest_calls = 0;          // unauthenticated calls that rang or were answered
  uint64_t guest_requests = 0;       // other unauthenticated requests that were served
  uint64_t stale_nonces = 0, foreign_nonces = 0;
  uint64_t encrypted = 0;        // TLS: unreadable here; HEP shows it
  uint64_t gaps = 0;             // in TCP streams
};

// A login at the manager interface in plain text, and whether it was accepted. Holds a secret: for counting
// (report/tally.h), never for a record.
struct AmiTry {
  Time time{};
  IpAddress address;
  std::string secret;  // cut at 80 bytes
  bool accepted = false;
};

class WireTracker {
 public:
  WireTracker(WireOptions options, HashSeed seed);
  ~WireTracker();
  WireTracker(WireTracker&&) noexcept;
  WireTracker& operator=(WireTracker&&) noexcept;

  // Appends the events that the datagram completes. Their text belongs to the tracker and lives until take()
  // or flush() is called with an empty `out`: so, for the batch that the caller gathers.
  void take(const Datagram& datagram, std::vector<Event>& out);
  // Settles what has waited long enough at `now`; with Time::max() all (the end of a capture).
  void flush(Time now, std::vector<Event>& out);

  // The PBX has other addresses or ports now: takes `local` and the ports of `options`, keeps the rest.
  void relocate(const WireOptions& options);

  // What a restart must not forget: requests that wait for their answer, challenges that may come back, which
  // service showed its marks where. Open TCP connections and IAX2 calls are not kept: their next message
  // begins anew, as a claim. load() false: damaged or of another version, then it starts fresh.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

  const WireCounters& counters() const;
  // At most tries_max wait to be taken; more are dropped.
  std::vector<AmiTry> take_tries();
  size_t bytes() const;  // roughly

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::track
