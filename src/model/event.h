// SPDX-License-Identifier: GPL-3.0-or-later
// What one witness saw: the word that parsers speak and detectors hear.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/ip.h"
#include "base/time.h"

namespace denwaban {

enum class EventKind : uint8_t {
  auth_failed,      // credentials were sent and refused
  unknown_account,  // a request for an account, endpoint or peer that does not exist
  acl_rejected,     // an address that this account or service does not accept
  call_rejected,    // an unauthenticated call to an extension that is not there, or that is refused
  challenge_sent,   // a request without credentials was challenged: normal for phones, the first step of a guess
  auth_succeeded,
  request_refused,  // RequestNotAllowed, RequestNotSupported, RequestBadFormat, AuthMethodNotAllowed, InvalidTransport …
  unexpected_address,  // UnexpectedAddress: a session went on from another address
  limit_reached,    // SessionLimit, MemoryLimit, LoadAverageLimit
  malformed,        // a packet that the PBX could not parse
  // Marks of the text log itself; they carry no sender. track/ uses them to find lines that a packet wrote into the log.
  packet_print_begin,  // pjproject starts to print a packet: what follows is the sender's text …
  packet_print_end,    // … up to its end mark
  broken_line,         // a known line without its end: the sender's text holds a line break
  orphan_line,         // a line without a head: the rest of a broken one, or of a printed packet
  // Seen on the wire only: a request that asks for nothing but an answer, and was not asked who it is: OPTIONS, a
  // REGISTER or INVITE that nobody answered, POKE.
  probed,
  // Something was asked of the manager interface after a login: `account` is the user, `extension` the action and what it
  // was about.
  manager_action,
  // Somebody made a record or a packet name another address than his own. `address` is the forger's, where that is proven,
  // else none; `account` is the text of the address that was named falsely, where there is one.
  forged,
  // What passed on the wire in one interval: `session` holds a Traffic (model/traffic.h) in bytes. Carries no address.
  traffic,
  // Seen on the wire only: `address` answered what the PBX itself had asked of it, which takes the PBX's packet: a trunk,
  // or a telephone that is looked after. At most once in ten minutes for each; nothing against anybody.
  peer_answered,
};

// In what a packet is malformed.
enum class Flaw : uint8_t {
  none,            // nobody said
  unreadable,      // no SIP at all
  start_line,      // no method, address or version as SIP has them
  missing_header,  // one of those without which nothing works
  bad_header,      // one of those cannot be read
  bad_number,      // CSeq, Content-Length …: negative, too large, contradicting
  overlong,        // lines or lists far beyond what any telephone sends
  control_bytes,   // NUL in the head
  crash_pattern,   // the shape of a published attack; `extension` is the advisory's id
};

// How somebody made a record or a packet name another address than his own.
enum class Forgery : uint8_t {
  none,
  false_record,   // a record contradicts itself: its sender wrote parts of it
  injected_line,  // a packet, or a name in it, wrote lines into a text log
  contradicted,   // a record names an address that packets, or a better record, disprove
  redirected,     // `;maddr=` in the Via: answers and security events go to another
  foreign_nonce,  // a challenge that was sent to somebody else is answered from here
  junk_nonce,     // a challenge that no Asterisk makes is answered: a record of a failed login for nothing
};

enum class Service : uint8_t { unknown, sip, pjsip, iax2, ami, http };  // sip is chan_sip; http: ARI, WebSocket
enum class Transport : uint8_t { unknown, udp, tcp, tls, ws, wss };
enum class SipMethod : uint8_t {
  unknown, register_, invite, options, subscribe, publish, message, notify, refer, info, update, other
};

// Who told us. All of Asterisk's own outputs together count as one witness for what they claim (architecture.md, idea 1).
// Capture and HEP are our own eyes: independent of them.
enum class Witness : uint8_t { notice, security_event, json_log, syslog, capture, hep, ami };

// What is known about the address: `claimed`, one datagram could have forged it; `connected`, a TCP handshake came from
// there; `returned`, something secret that was sent there came back. Ordered: higher is better proof.
enum class AddressProof : uint8_t { claimed, connected, returned };

// Where the text of an event stands: an input by its number, and bytes in it. Looked up only when somebody asks.
struct EvidenceRef {
  uint64_t offset = 0;
  uint32_t source = 0;
  uint32_t length = 0;
  friend bool operator==(const EvidenceRef&, const EvidenceRef&) = default;
};

// Views point into the bytes that were parsed and live as long as those: for one batch. Text is as the sender wrote it,
// cut at kAccountLengthMax, and may hold any byte.
struct Event {
  static constexpr size_t kAccountLengthMax = 80;

  Time time{};
  IpAddress address;  // unspecified when the record shows none
  std::string_view account;    // user name, endpoint, AMI user; empty when unknown
  std::string_view extension;  // dialled, for calls
  std::string_view session;    // SIP Call-ID or Asterisk's SessionID: the key that joins a NOTICE and a security event
  EvidenceRef evidence;
  uint16_t port = 0;
  uint16_t to_port = 0;   // of the PBX, that was asked; 0: only packets tell
  uint16_t channel = 0;   // which output of the PBX told it: the files that rotation made of one log share a number
  uint16_t attempts = 1;  // how many failures the record itself counts ("after 5 tries")
  EventKind kind = EventKind::auth_failed;
  Service service = Service::unknown;
  Transport transport = Transport::unknown;
  SipMethod method = SipMethod::unknown;
  Witness witness = Witness::notice;
  AddressProof proof = AddressProof::claimed;
  uint8_t tool = 0;  // whose marks the request shows (parse/attack_tool_names.h); 0: none known, or only a log tells
  Flaw flaw = Flaw::none;           // malformed only
  Forgery forgery = Forgery::none;  // forged; and why a record is tainted
  bool tainted : 1 = false;        // written by its sender, or contradicting itself: never evidence against an address
  bool scanner_agent : 1 = false;  // the text shows the mark of a known attack tool
  bool used_password : 1 = true;   // auth_succeeded only: false for logins that need none
  // Refused, but the exchange knows who asks: he dialled a number that is not there, or his account may not register.
  bool known_caller : 1 = false;
  bool repeated : 1 = false;       // set by track: another witness already told of this attempt
};

}  // namespace denwaban
