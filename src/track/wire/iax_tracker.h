// SPDX-License-Identifier: GPL-3.0-or-later
// IAX2 (RFC 5456): registrations, calls and POKE, by the caller's address, port and call number. Asterisk
// logs none of their failures unless authdebug is on.
//
// Proof: a call token (RFC 6601) that comes back from where it was sent; or, where the PBX asks for none, its
// call number, guessed wrong never: 15 bits, and a PBX that hands them out to anybody has `requirecalltoken`
// off.
#pragma once

#include "parse/wire/iax2_frame.h"
#include "track/wire/answers.h"
#include "track/wire/common.h"
#include "track/wire/recent.h"

namespace denwaban::track::wire {

class IaxTracker {
 public:
  explicit IaxTracker(Common& common) : common_(common), calls_(common.options.calls_max) {}

  void take(const Datagram& datagram, std::vector<Event>& out);
  void settle(Time now, std::vector<Event>& out);
  size_t bytes() const { return calls_.bytes(); }

 private:
  struct Call {
    Event event;  // without text
    Ends ends;
    Names names;
    bool registration = false;
    bool poke = false;
    bool credentials = false;
    bool challenged = false;
    bool settled = false;
    uint64_t token = 0;        // what the PBX sent
    uint16_t server_call = 0;  // 0: not known yet
    bool guessed = false;      // a wrong one came
  };

  void from_client(const Datagram& datagram, const parse::IaxFrame& frame, std::vector<Event>& out);
  void from_server(const Datagram& datagram, const parse::IaxFrame& frame, std::vector<Event>& out);
  void begin(const Datagram& datagram, const parse::IaxFrame& frame, uint64_t key, std::vector<Event>& out);
  void note_names(Call& call, const parse::IaxFrame& frame);
  void prove(Call& call, const parse::IaxFrame& frame);
  void settle(Call& call, EventKind kind, bool used_password, std::vector<Event>& out);
  void refused(Call& call, const parse::IaxFrame& frame, std::vector<Event>& out);
  void ignored(Call& call, std::vector<Event>& out);
  void tell(const Call& call, EventKind kind, std::vector<Event>& out);
  void broken(const Datagram& datagram, std::vector<Event>& out);
  uint64_t key_of(const IpAddress& client, uint16_t port, const IpAddress& server, uint16_t call) const;

  Common& common_;
  Recent<Call> calls_;
  Answers answers_;
};

}  // namespace denwaban::track::wire
