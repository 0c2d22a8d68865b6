// SPDX-License-Identifier: GPL-3.0-or-later
// The calls of one exchange, as its manager tells of them. Pure; bounded; one owner, one thread; one tracker
// for one exchange, whose sessions follow each other.
//
// A call is what shares a Linkedid: the caller's channel, everybody who is rung for it, both halves of Local
// channels, the legs after a transfer. It begins with its first channel and ends with its last.
//
// Where the calling device stands:
// - chan_pjsip: a login of the account just before the channel (`login`), and once the call is bridged the
// login that
//   bears the very Call-ID (`call_id`): SuccessfulAuth, whose nonce was checked against the address, proves
//   it.
// - chan_sip: SIPURI, where answers go. A `;maddr=` in the Via makes that any address: a claim.
// - Else where the account is registered, by PeerStatus and ContactStatus: a claim of the telephone's own,
// for which
//   nobody should be blamed. (Registrations feed no trust either: the login behind each is told as
//   SuccessfulAuth.)
//
// Events that a stranger may have written change nothing and are counted. So are those that name another
// channel by a Uniqueid that is known: they contradict what Asterisk said before.
//
// What is not known: a call that began before we listened appears with its next event (`joined`); one that
// was open when the session was lost is `unsure` until it is heard of again, and is given up after
// `unsure_for`. Asterisk would list its channels (CoreShowChannels), but only to those who may write
// (docs/ami.md).
#pragma once

#include <memory>
#include <span>
#include <vector>

#include "base/bytes.h"
#include "base/time.h"
#include "model/call.h"
#include "model/call_event.h"
#include "pbx/exchange.h"

namespace denwaban::track {

struct CallOptions {
  uint32_t calls_max = 4'096;   // open; the oldest is given up for a new one
  uint32_t legs_max = 64;       // channels of one call at a time; further ones are not followed
  uint32_t ended_max = 256;     // remembered
  uint32_t logins_max = 4'096;  // remembered for their Call-ID
  uint32_t devices_max = 16'384;
  Seconds login_before{5};  // a login is taken for that of the channel that comes so soon
  Seconds unsure_for{4 * 3600};
};

struct CallCounters {
  uint64_t began = 0, answered = 0, ended = 0;
  uint64_t joined = 0;      // of those that began: heard of too late
  uint64_t pushed_out = 0;  // given up for others
  uint64_t lost = 0;        // never heard of again after a lost session
  uint64_t doubtful = 0;    // events that were not believed
};

class CallTracker {
 public:
  explicit CallTracker(CallOptions options = {});
  ~CallTracker();
  CallTracker(CallTracker&&) noexcept;
  CallTracker& operator=(CallTracker&&) noexcept;

  // Whose channels lead out: the trunks of the configuration as it is now.
  void follow(std::span<const pbx::TrunkHost> trunks);

  // What one session told, in order; both lists by their evidence's offset. Of `events` only logins count.
  void take(std::span<const Event> events, std::span<const CallEvent> calls,
            CallListener* listener = nullptr);
  // The session is lost: what happens from now on is not heard.
  void lose(Time now);
  void pass_time(Time now, CallListener* listener = nullptr);
  // The end of a recording: calls that are still open stay so.

  // The open calls, for a snapshot. Once loaded they are those of a session that was lost: `lose` is still to
  // be told. `load` takes only what `save` wrote, of the same version; else nothing changes, and it gives
  // false.
  void save(ByteWriter& out) const;
  bool load(ByteReader& in);

  // The pointers hold until the next change.
  std::vector<const Call*> open() const;   // in the order in which they were heard of
  std::vector<const Call*> ended() const;  // the latest, in the order of their ends
  const CallCounters& counters() const;
  // Since when this Asterisk has been running, as this session told; the epoch: it did not.
  Time up_since() const;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::track
