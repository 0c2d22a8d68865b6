// SPDX-License-Identifier: GPL-3.0-or-later
#include "parse/log/notice_iax.h"

#include "parse/log/address.h"
#include "parse/log/name_addr.h"
#include "parse/log/text.h"

namespace denwaban::parse {
namespace {

constexpr std::string_view kFrom = " (from ";

// "PEER' WORDS (from ADDRESS)" from the end
Reading read_peer_from(std::string_view text, std::string_view words, Event& event) {
  std::string_view address;
  if (!take_last(text, ")") || !take_last_until(text, kFrom, address) || !read_address(address, event) ||
      !take_last(text, words))
    return Reading::broken;
  event.account = account_text(text);
  return Reading::event;
}

// "PEER'" at the end
Reading read_peer(std::string_view text, Event& event) {
  bool whole = take_last(text, "'");
  event.account = account_text(text);
  return whole ? Reading::event : Reading::broken;
}

Reading read_md5(std::string_view text, Event& event) {
  std::string_view hashes;
  bool whole = take_last(text, ")") && take_last_until(text, "' (", hashes);
  event.account = account_text(text);
  return whole ? Reading::event : Reading::broken;
}

// "PEER failed RSA …", "'PEER' trying to do RSA …": no address in them.
bool read_rsa(std::string_view text, Event& event) {
  std::string_view peer = text, behind;
  if (take(peer, "'")) {
    if (!take_last(peer, "' trying to do RSA authentication, but we have no inkeys")) return false;
  } else if (!take_last_until(peer, " failed RSA authentication with inkeys '", behind)) {
    return false;
  }
  event.account = account_text(peer);
  return true;
}

Reading read_host(std::string_view text, Event& event) {
  event.kind = EventKind::auth_failed;
  std::string_view address, rest = text;
  if (!take_until(rest, " ", address) || !read_address(address, event) || rest.starts_with("failed RSA ")) {
    event.address = {};
    return read_rsa(text, event) ? Reading::event : Reading::none;
  }
  text = rest;
  if (take(text, "failed to authenticate as ")) {
    if (text.size() > 1 && text[0] == '\'' && text.back() == '\'') text = text.substr(1, text.size() - 2);
    event.account = account_text(text);
    return Reading::event;
  }
  if (take(text, "failed MD5 authentication for '")) return read_md5(text, event);
  if (take(text, "did not provide proper plaintext password for '")) return read_peer(text, event);
  event.kind = EventKind::acl_rejected;
  if (take(text, "denied access to register peer '")) return read_peer(text, event);
  return Reading::none;
}

// "ADDRESS, …"
Reading read_attempt(std::string_view text, Event& event) {
  std::string_view address, context;
  if (!take_until(text, ", ", address) || !read_address(address, event)) return Reading::broken;
  if (take(text, "who was trying to reach '")) {
    event.kind = EventKind::acl_rejected;
    if (!take_last(text, "'")) return Reading::broken;
  } else if (take(text, "request '")) {
    event.kind = EventKind::call_rejected;
    if (!take_last(text, "' does not exist")) return Reading::broken;
  } else {
    return Reading::none;  // no common codec
  }
  take_last_until(text, "@", context);
  event.extension = account_text(text);
  return Reading::event;
}

Reading read_bad_packet(std::string_view text, Event& event) {
  event.kind = EventKind::malformed;
  std::string_view address;
  if (!take_until(text, "' that is flagged as ", address)) return Reading::broken;
  if (read_address(address, event)) return Reading::event;
  size_t dot = address.rfind('.');  // "192.0.2.1.4569"
  return dot != kNowhere && read_address(address.substr(0, dot), event) ? Reading::event : Reading::broken;
}

}  // namespace

Reading read_iax(std::string_view text, Event& event) {
  event.service = Service::iax2;
  event.transport = Transport::udp;
  if (take(text, "Host ")) return read_host(text, event);
  if (take(text, "No registration for peer '")) {
    event.kind = EventKind::unknown_account;
    return read_peer_from(text, "'", event);
  }
  if (text.starts_with("Peer '") && text.find("' is not dynamic (from ") != kNowhere) {
    event.kind = EventKind::request_refused;
    return read_peer_from(text.substr(6), "' is not dynamic", event);
  }
  if (take(text, "Rejected connect attempt from ") || take(text, "Rejected dial attempt from "))
    return read_attempt(text, event);
  event.kind = EventKind::request_refused;
  if (take(text, "Empty registration from "))
    return read_address(text, event) ? Reading::event : Reading::broken;
  if (take(text, "Call rejected, CallToken Support required. If unexpected, resolve by placing address ")) {
    std::string_view address;
    return take_until(text, " ", address) && read_address(address, event) ? Reading::event : Reading::broken;
  }
  if (take(text, "Rejecting packet from '")) return read_bad_packet(text, event);
  return Reading::none;
}

}  // namespace denwaban::parse
