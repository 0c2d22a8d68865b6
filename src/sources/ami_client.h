// SPDX-License-Identifier: GPL-3.0-or-later
// Asterisk's manager, listened to: logs in, hands out its security events (Witness::ami), notices when it has
// gone, and comes back, waiting longer from time to time. Never blocks; holds a bounded number of bytes
// whatever the server sends. One owner; not thread-safe. SIGPIPE must be ignored.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/hash.h"
#include "base/result.h"
#include "model/call_event.h"
#include "model/event.h"
#include "net/stream.h"
#include "sources/ami_dialogue.h"

namespace denwaban::sources {

struct AmiClientOptions {
  net::Endpoint server{IpAddress::v4(0x7f000001), 5038};
  std::optional<net::TlsTrust> tls;  // none: plain
  std::string tls_name;              // what an authority's certificate must bear; empty: the address
  std::string user = "denwaban", secret;
  std::string events = "security";  // classes; those that the user may not read are not told
  uint32_t source = 0;  // that evidence names; its offset counts the bytes of all sessions
  HashSeed seed;        // of jitter and ids: secret
  Milliseconds connect_within{5'000};
  Milliseconds login_within{10'000};
  Milliseconds ask_every{5'000};       // whether it is alive …
  Milliseconds answer_within{10'000};  // … and without an answer by then it is not
  // Between two tries: doubled each time, and shortened by chance by up to a half. A session of retry_max
  // begins them anew. After a login that was refused: the first, then the other, shortened too; so seldom that
  // nobody who reads the log takes us for a guesser (detect::ManagementGuessing).
  Milliseconds retry_first{250}, retry_max{30'000};
  Milliseconds refused_first{60'000}, refused_next{1'200'000};
  // What came is read so much later: Asterisk's log tells of the same attempt who sent it
  // (track/contradictions.h), and the end of a forged event may be a moment behind it (parse/ami_events.h).
  Milliseconds patience{100};
};

// The same moment by two clocks: for people, and one that never jumps.
struct Moment {
  Time wall{};
  Milliseconds steady{};
};

enum class AmiState : uint8_t { waiting, connecting, logging_in, listening };
enum class AmiTrouble : uint8_t {
  none,
  unreachable,
  nobody_listens,
  no_tls,
  no_manager,
  refused,
  silent,
  lost
};

struct AmiCondition {
  AmiState state = AmiState::waiting;
  Time since{};                             // in that state
  AmiTrouble trouble = AmiTrouble::none;    // why there is no session, or how the last one ended
  std::string why;                          // the same as a clause; may hold the server's bytes
  Time last_heard{}, last_event{};          // any byte; a security event
  bool hears_security = false;              // in this session; Asterisk tells of our own login first
  uint64_t tries = 0;                       // to connect
  uint64_t logins = 0, lost = 0;            // sessions that began; those that ended
  uint64_t bytes = 0, events = 0, own = 0;  // own: about our own session, left out
  uint64_t unrecognised = 0;                // blocks that are nothing the manager says
  uint64_t calls = 0;                       // events of calls and registrations
};

class AmiClient {
 public:
  static constexpr size_t kHeldMax = 1 << 20;  // bytes that wait for `patience`; more are read at once

  // Errors: usage (user or secret hold control characters), unavailable (no descriptor left).
  static Result<AmiClient> open(const AmiClientOptions& options);
  AmiClient(AmiClient&&) noexcept;
  AmiClient& operator=(AmiClient&&) noexcept;
  ~AmiClient();

  int fd() const;  // readable when poll() has something to do; the same for the object's life
  // Does what is due and appends what was told; of calls, if that is wanted, with the time of now. The events' views
  // live until the next call.
  void poll(const Moment& now, std::vector<Event>& out, std::vector<CallEvent>* calls = nullptr);

  // Sends an order (AmiDialogue::order). 0: there is no session, or too much is under way. Its answer comes by a later poll;
  // none comes when the session ends before.
  uint64_t order(std::string_view action, std::string_view headers);
  std::vector<AmiAnswer> take_answers();

  const AmiCondition& condition() const;
  // The text of an event that poll() has just handed out.
  std::string_view text(const EvidenceRef& ref) const;
  // Where evidence goes on counting: a restart must not use a number again.
  uint64_t counted() const;
  void count_from(uint64_t offset);

 private:
  class Impl;
  explicit AmiClient(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace denwaban::sources
