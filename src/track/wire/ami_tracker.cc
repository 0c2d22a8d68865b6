// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/ami_tracker.h"

#include <utility>

namespace denwaban::track::wire {
namespace {

using parse::AmiBlock;

bool same_word(std::string_view text, std::string_view lower_word) {
  return text.size() == lower_word.size() &&
         std::equal(text.begin(), text.end(), lower_word.begin(), [](char a, char b) {
           return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
         });
}

// What the action is about; fields that may hold a secret (Secret, Key, Variable, Value) are not among them.
std::string argument_of(const AmiBlock& block) {
  for (std::string_view name :
       {"filename", "srcfilename", "dstfilename", "command", "channel", "exten", "family"})
    if (block.has(name)) return std::string(block.value_of(name).substr(0, kTextMax));
  return {};
}

Event base_event(const Datagram& datagram, AddressProof proof) {
  Event event;
  event.time = datagram.time;
  event.evidence = datagram.evidence;
  event.service = Service::ami;
  event.transport = datagram.transport;
  event.witness = datagram.witness;
  event.proof = proof;
  return event;
}

}  // namespace

void AmiTracker::from_client(AmiSession& session, const Datagram& datagram, const Ends& ends, AddressProof proof,
                             std::vector<Event>& out) {
  session.client.feed(datagram.payload,
                      [&](const AmiBlock& block) { asked(session, block, datagram, ends, proof, out); });
}

void AmiTracker::asked(AmiSession& session, const AmiBlock& block, const Datagram& datagram, const Ends& ends,
                       AddressProof proof, std::vector<Event>& out) {
  std::string_view action = block.value_of("action");
  if (action.empty()) return;
  ++common_.counters.requests;
  if (same_word(action, "login")) {
    session.tried = true;
    std::string user(block.value_of("username").substr(0, kTextMax));
    if (!session.logged_in) session.user = user;
    if (session.logins.size() < AmiSession::kLoginsMax)
      session.logins.push_back({std::move(user), std::string(block.value_of("secret").substr(0, kTextMax)),
                                datagram.time, datagram.evidence});
    return;
  }
  if (same_word(action, "logoff") || same_word(action, "challenge") || same_word(action, "ping")) return;
  AmiSession::Asked asked{std::string(action.substr(0, kTextMax)), datagram.time, datagram.evidence};
  if (std::string argument = argument_of(block); !argument.empty()) (asked.action += ' ') += argument;
  if (session.logged_in) return tell_action(session, asked, datagram, ends, proof, out);
  // Without a login Asterisk refuses it; one may be under way.
  if (!session.logins.empty() && session.asked.size() < AmiSession::kAskedMax) session.asked.push_back(std::move(asked));
}

void AmiTracker::tell_action(const AmiSession& session, const AmiSession::Asked& asked, const Datagram& datagram,
                             const Ends& ends, AddressProof proof, std::vector<Event>& out) {
  Event event = base_event(datagram, proof);
  event.kind = EventKind::manager_action;
  event.time = asked.time;
  event.evidence = asked.evidence;
  event.account = session.user;
  event.extension = std::string_view(asked.action).substr(0, kTextMax);
  common_.tell(event, ends, out);
}

void AmiTracker::from_server(AmiSession& session, const Datagram& datagram, const Ends& ends,
                             AddressProof proof, std::vector<Event>& out) {
  session.server.feed(datagram.payload,
                      [&](const AmiBlock& block) { answered(session, block, datagram, ends, proof, out); });
}

// Logins are answered in their order, and by words that nothing else is answered with.
void AmiTracker::answered(AmiSession& session, const AmiBlock& block, const Datagram& datagram,
                          const Ends& ends, AddressProof proof, std::vector<Event>& out) {
  if (!block.has("response")) return;
  ++common_.counters.responses;
  std::string_view message = block.value_of("message");
  bool accepted = same_word(message, "authentication accepted");
  if (!accepted && !same_word(message, "authentication failed")) return;
  if (session.logins.empty()) return;
  AmiSession::Login login = std::move(session.logins.front());
  session.logins.pop_front();
  if (accepted) {
    session.logged_in = true;
    session.user = login.user;
  }
  if (!login.secret.empty() && tries_.size() < common_.options.tries_max &&
      common_.direction(ends) != Direction::outbound)
    tries_.push_back({login.time, ends.client, std::move(login.secret), accepted});
  Event event = base_event(datagram, proof);
  event.kind = accepted ? EventKind::auth_succeeded : EventKind::auth_failed;
  event.time = login.time;
  event.evidence = login.evidence;
  event.account = login.user;
  common_.tell(event, ends, out);
  if (accepted)
    for (const AmiSession::Asked& asked : session.asked) tell_action(session, asked, datagram, ends, proof, out);
  if (accepted || session.logins.empty()) session.asked.clear();
}

void AmiTracker::end(AmiSession& session, const Datagram& datagram, const Ends& ends, AddressProof proof,
                     std::vector<Event>& out) {
  // Without the handshake this may be the rest of a connection that was told of.
  if (session.tried || proof < AddressProof::connected) return;
  Event event = base_event(datagram, proof);
  event.kind = EventKind::probed;
  common_.tell(event, ends, out);
}

}  // namespace denwaban::track::wire
