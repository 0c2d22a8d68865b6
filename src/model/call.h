// SPDX-License-Identifier: GPL-3.0-or-later
// One call, from the first channel to the last hang-up, whatever legs, forwards and transfers it took on the
// way.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/ip.h"
#include "base/time.h"
#include "model/event.h"

namespace denwaban {

enum class CallDirection : uint8_t {
  unknown,
  internal,
  outgoing,  // a leg of it left by a trunk, whoever began it: a call that came in and was forwarded out, too
  incoming,  // it came by a trunk and stayed
};

enum class CallState : uint8_t { ringing, answered, held, ended };

// Where a call's address was taken from; each is better than those before it.
enum class CallAddressSource : uint8_t {
  none,
  contact,  // where the account's telephone is registered, by its own word
  login,    // who logged in for this account just before: usually this call's INVITE
  uri,      // SIPURI, which chan_sip sets: where answers go
  call_id,  // the login with this very call's Call-ID
};

// Who sent a call elsewhere, and where to.
struct CallRedirect {
  enum class Kind : uint8_t { forwarded, blind_transfer, attended_transfer };
  Kind kind = Kind::forwarded;
  std::string from;  // the account, or the channel where it has none
  std::string to;    // the extension, or the channel
  Time time{};
};

struct Call {
  static constexpr size_t kRedirectsMax = 8;  // the first so many

  std::string id;       // Linkedid: the Uniqueid of its oldest channel
  std::string channel;  // that channel
  // Whose endpoint or peer it is; empty: nobody's (a guest, Originate, a trunk). chan_sip names a guest's
  // channel by the host in his From, which may be any account's or trunk's name: there this and `trunk` are
  // claims.
  std::string account;
  Service service = Service::unknown;

  IpAddress address;  // of the calling device; unspecified: not known
  uint16_t port = 0;
  CallAddressSource address_source = CallAddressSource::none;
  AddressProof address_proof = AddressProof::claimed;

  std::string sip_call_id;  // of the caller's dialogue, where it is known

  CallDirection direction = CallDirection::unknown;
  std::string context;                     // in which it entered the dialplan …
  std::string dialled;                     // … and the extension there
  std::string caller_number, caller_name;  // as its sender gave it, where nobody sets it
  std::string peer;                        // the channel that was reached or rung last
  std::string trunk;                       // by whose name in the configuration it went out, or came in
  std::string trunk_number;                // as it was dialled on that trunk
  std::string entered_by;                  // the trunk that it came in by, whether it stayed or left again
  std::vector<CallRedirect> redirects;

  Time began{};
  std::optional<Time> answered;  // by somebody, or by the dialplan itself
  std::optional<Time> reached;   // somebody who was dialled answered
  std::optional<Time> ended;
  uint16_t cause = 0;  // of the first channel's end (Q.850); 0: not known
  CallState state = CallState::ringing;
  uint16_t legs = 0;    // channels it has had, Local ones not counted
  bool joined = false;  // heard of only after it had begun: what is missing was said before
  bool unsure = false;  // the session was lost since it was last heard of: it may have ended

  std::string account_code;  // accountcode, as the dialplan or the device's section set it
  EvidenceRef evidence;      // the record that told of it; length 0: it was heard of live
};

// What happened to a call just now. Detectors hear these in order; `began` comes once, first, and `ended`
// once, last.
enum class CallChange : uint8_t {
  began,
  dialled,     // a leg is being rung: `peer`, maybe `trunk` and `trunk_number`
  answered,    // `answered` or `reached` was set
  redirected,  // the last of `redirects`
  changed,     // held, resumed, its address became known or better
  ended,
};

class CallListener {
 public:
  virtual ~CallListener() = default;
  // The reference holds until this returns.
  virtual void hear(const Call& call, CallChange change) = 0;
};

}  // namespace denwaban
