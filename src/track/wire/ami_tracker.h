// SPDX-License-Identifier: GPL-3.0-or-later
// The manager interface: who tries which name, and what is asked after the login. Asterisk answers alike
// whether the name exists (manager.c, authenticate), so each refusal is auth_failed.
#pragma once

#include <deque>
#include <string>

#include "parse/wire/ami_stream.h"
#include "track/wire/common.h"

namespace denwaban::track::wire {

// One connection, and what waits in it for an answer.
struct AmiSession {
  struct Login {
    std::string user, secret;
    Time time{};
    EvidenceRef evidence;
  };
  // Asked for together with a login, before its answer.
  struct Asked {
    std::string action;
    Time time{};
    EvidenceRef evidence;
  };
  static constexpr size_t kLoginsMax = 8;
  static constexpr size_t kAskedMax = 16;
  parse::AmiStream client, server;
  std::deque<Login> logins;  // not answered yet
  std::deque<Asked> asked;   // as long as nobody is logged in
  std::string user;          // of the login that was accepted, else of the last that was tried
  bool logged_in = false;
  bool tried = false;
};

class AmiTracker {
 public:
  explicit AmiTracker(Common& common) : common_(common) {}

  void from_client(AmiSession& session, const Datagram& datagram, const Ends& ends, AddressProof proof,
                   std::vector<Event>& out);
  void from_server(AmiSession& session, const Datagram& datagram, const Ends& ends, AddressProof proof,
                   std::vector<Event>& out);
  // The connection ended.
  void end(AmiSession& session, const Datagram& datagram, const Ends& ends, AddressProof proof,
           std::vector<Event>& out);
  std::vector<AmiTry> take_tries() { return std::exchange(tries_, {}); }

 private:
  void asked(AmiSession& session, const parse::AmiBlock& block, const Datagram& datagram, const Ends& ends,
             AddressProof proof, std::vector<Event>& out);
  void tell_action(const AmiSession& session, const AmiSession::Asked& asked, const Datagram& datagram,
                   const Ends& ends, AddressProof proof, std::vector<Event>& out);
  void answered(AmiSession& session, const parse::AmiBlock& block, const Datagram& datagram, const Ends& ends,
                AddressProof proof, std::vector<Event>& out);

  Common& common_;
  std::vector<AmiTry> tries_;
};

}  // namespace denwaban::track::wire
