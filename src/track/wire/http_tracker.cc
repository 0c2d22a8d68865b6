// SPDX-License-Identifier: GPL-3.0-or-later
#include "track/wire/http_tracker.h"

#include <optional>

#include "parse/attack_tool_names.h"
#include "parse/websocket_frames.h"
#include "track/wire/fingerprints.h"

namespace denwaban::track::wire {
namespace {

using parse::HttpMessage;

std::string_view path_of(std::string_view target) { return target.substr(0, target.find('?')); }

// manager.c: its entry points, behind any prefix.
bool is_manager(std::string_view path) {
  size_t slash = path.rfind('/');
  if (slash == std::string_view::npos) return false;
  std::string_view last = path.substr(slash + 1);
  for (std::string_view name : {"rawman", "manager", "mxml", "arawman", "amanager", "amxml"})
    if (last == name) return true;
  return false;
}

std::string_view quoted_user(std::string_view digest) {
  constexpr std::string_view kKey = "username=\"";
  size_t at = digest.find(kKey);
  if (at == std::string_view::npos) return {};
  digest.remove_prefix(at + kKey.size());
  return digest.substr(0, digest.find('"'));
}

// What is asked of the manager interface behind a login, which a cookie stands for.
void read_order(const HttpMessage& request, HttpSession::Asked& asked) {
  if (asked.manager_login) return;
  for (std::string_view text : {request.target.substr(path_of(request.target).size()), request.body})
    if (auto action = parse::query_value(text, "action")) asked.order = action->substr(0, kTextMax);
}

void read_manager_login(const HttpMessage& request, HttpSession::Asked& asked) {
  for (std::string_view text : {request.target.substr(path_of(request.target).size()), request.body}) {
    auto action = parse::query_value(text, "action");
    auto user = parse::query_value(text, "username");
    if (!user || !action || (*action != "login" && *action != "Login")) continue;
    asked.account = user->substr(0, kTextMax);
    asked.manager_login = asked.credentials = true;
    return;
  }
}

HttpSession::Asked read_request(const HttpMessage& request) {
  HttpSession::Asked asked;
  std::string_view path = path_of(request.target);
  asked.ari = path.find("/ari/") != std::string_view::npos;
  if (const auto* mark = find_http_fingerprint(request.user_agent)) {
    asked.scanner = true;
    asked.tool = parse::attack_tool_number(mark->tool);
  }
  asked.sip_socket = !request.upgrade.empty() && parse::WebSocketFrames::names_sip(request.head);
  if (auto user = parse::basic_user(request.authorization)) {
    asked.account = user->substr(0, kTextMax);
    asked.credentials = true;
  } else if (std::string_view digest = quoted_user(request.authorization); !digest.empty()) {
    asked.account = std::string(digest.substr(0, kTextMax));
    asked.credentials = true;
  } else if (auto key = parse::query_value(request.target, "api_key"); key && asked.ari) {
    asked.account = key->substr(0, std::min(key->find(':'), kTextMax));
    asked.credentials = true;
  }
  if (is_manager(path)) {
    read_manager_login(request, asked);
    read_order(request, asked);
  }
  return asked;
}

std::optional<EventKind> judge(const HttpSession::Asked& asked, const HttpMessage& answer) {
  if (asked.manager_login) {
    // RFC 822-like text, HTML or XML: the words are the same.
    if (answer.body.find("Authentication accepted") != std::string_view::npos)
      return EventKind::auth_succeeded;
    return EventKind::auth_failed;
  }
  // Who is not logged in gets the same status.
  if (!asked.order.empty() && answer.status < 300) {
    for (std::string_view words : {"Permission denied", "Authentication Required"})
      if (answer.body.find(words) != std::string_view::npos) return std::nullopt;
    return EventKind::manager_action;
  }
  bool refused = answer.status == 401 || answer.status == 403;
  if (asked.credentials && refused) return EventKind::auth_failed;
  // Asterisk looks at the password first (res_ari.c): his channel is gone already.
  if (asked.credentials && asked.ari && answer.status >= 400) return std::nullopt;
  if (answer.status >= 400) return EventKind::probed;
  if (asked.credentials && asked.ari && answer.status < 300) return EventKind::auth_succeeded;
  return asked.scanner ? std::optional(EventKind::probed) : std::nullopt;
}

}  // namespace

void HttpTracker::from_client(HttpSession& session, const Datagram& datagram) {
  session.client.feed(datagram.payload, [&](const HttpMessage& message) {
    if (message.response) return;
    ++common_.counters.requests;
    if (session.asked.size() >= HttpSession::kAskedMax) session.asked.pop_front();
    HttpSession::Asked asked = read_request(message);
    asked.time = datagram.time;
    asked.evidence = datagram.evidence;
    session.asked.push_back(std::move(asked));
  });
}

void HttpTracker::from_server(HttpSession& session, const Datagram& datagram, const Ends& ends,
                              AddressProof proof, std::vector<Event>& out) {
  session.server.feed(datagram.payload, [&](const HttpMessage& message) {
    answered(session, message, datagram, ends, proof, out);
  });
}

void HttpTracker::end(HttpSession& session, const Datagram& datagram, const Ends& ends, AddressProof proof,
                      std::vector<Event>& out) {
  session.server.finish(
      [&](const HttpMessage& message) { answered(session, message, datagram, ends, proof, out); });
}

void HttpTracker::answered(HttpSession& session, const HttpMessage& message, const Datagram& datagram,
                           const Ends& ends, AddressProof proof, std::vector<Event>& out) {
  if (!message.response || message.status == 100) return;
  ++common_.counters.responses;
  if (session.asked.empty()) return;
  HttpSession::Asked asked = std::move(session.asked.front());
  session.asked.pop_front();
  if (message.status == 101 && asked.sip_socket) session.socket = true;
  auto kind = judge(asked, message);
  if (!kind) return;
  Event event;
  event.time = asked.time;
  event.evidence = asked.evidence;
  event.kind = *kind;
  if (asked.manager_login && *kind == EventKind::auth_succeeded) session.manager = asked.account;
  bool order = *kind == EventKind::manager_action;
  event.account = order ? session.manager : asked.account;
  if (order) event.extension = asked.order;
  event.service = asked.manager_login || order ? Service::ami : Service::http;
  event.transport = datagram.transport;
  event.witness = datagram.witness;
  event.proof = proof;
  event.scanner_agent = asked.scanner;
  event.tool = asked.tool;
  common_.tell(event, ends, out);
}

}  // namespace denwaban::track::wire
